/** An exact ratio; the denominator is above zero. */
export type Ratio = { above: bigint; below: bigint };

export const zero: Ratio = { above: 0n, below: 1n };

export function ratio(above: number | bigint, below: number | bigint): Ratio {
  return { above: BigInt(above), below: BigInt(below) };
}

export function plus(left: Ratio, right: Ratio): Ratio {
  return {
    above: left.above * right.below + right.above * left.below,
    below: left.below * right.below,
  };
}

export function minus(left: Ratio, right: Ratio): Ratio {
  return plus(left, { above: -right.above, below: right.below });
}

export function times(left: Ratio, right: Ratio): Ratio {
  return { above: left.above * right.above, below: left.below * right.below };
}

/** left ÷ right; zero where the right is zero. */
export function over(left: Ratio, right: Ratio): Ratio {
  if (right.above === 0n) return zero;
  const turned = { above: right.below, below: right.above };
  return turned.below < 0n
    ? times(left, { above: -turned.above, below: -turned.below })
    : times(left, turned);
}

export function isAbove(left: Ratio, right: Ratio): boolean {
  return left.above * right.below > right.above * left.below;
}

export function averageOf(ratios: readonly Ratio[]): Ratio {
  const sum = ratios.reduce(plus, zero);
  return { above: sum.above, below: sum.below * BigInt(Math.max(1, ratios.length)) };
}

export type RatioRounding = 'none' | 'nearest_bp' | 'up_half_bp';

/** As contracts state it: exact, to the nearest 0.01 % (half up), or up to the next 0.005 %. */
export function rounded(value: Ratio, rounding: RatioRounding): Ratio {
  switch (rounding) {
    case 'none':
      return value;
    case 'nearest_bp':
      return ratio(floorOf(plus(times(value, ratio(10_000, 1)), ratio(1, 2))), 10_000);
    case 'up_half_bp':
      return ratio(ceilingOf(times(value, ratio(20_000, 1))), 20_000);
    default:
      return rounding;
  }
}

export function ceilingOf(value: Ratio): bigint {
  return -floorOf({ above: -value.above, below: value.below });
}

export function floorOf({ above, below }: Ratio): bigint {
  const quotient = above / below;
  return above < 0n && quotient * below !== above ? quotient - 1n : quotient;
}

/** Millionths, rounded down: for showing, never for reckoning. */
export function ppmOf(value: Ratio): number {
  return Number(floorOf(times(value, ratio(1_000_000, 1))));
}
