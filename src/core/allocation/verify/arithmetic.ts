/** A float quotient of integers up to here never rounds onto the next integer. */
const EXACT = 2 ** 52;

type Factor = number | bigint;

/** ⌊amount × by ÷ of⌋; in Number while the product is below 2^52, in BigInt above. */
export function quotientDown(amount: number, by: Factor, of: Factor): number {
  if (typeof by === 'number' && typeof of === 'number') {
    const product = amount * by;
    if (product <= EXACT && product >= -EXACT && of <= EXACT) return Math.floor(product / of);
  }
  const product = BigInt(amount) * BigInt(by);
  const divisor = BigInt(of);
  const quotient = product / divisor;
  return Number(product < 0n && quotient * divisor !== product ? quotient - 1n : quotient);
}

/** ⌈amount × by ÷ of⌉. */
export function quotientUp(amount: number, by: Factor, of: Factor): number {
  return 0 - quotientDown(-amount, by, of);
}

/** amount × by × times ÷ of, ties to the even neighbour; the amount is not negative. */
export function quotientEven(amount: number, by: Factor, { times, of }: Share): number {
  if (typeof by === 'number' && typeof of === 'number' && of <= EXACT / 4) {
    const product = amount * by * times;
    if (product <= EXACT) {
      const whole = Math.floor(product / of);
      const twice = (product - whole * of) * 2;
      return twice > of || (twice === of && whole % 2 === 1) ? whole + 1 : whole;
    }
  }
  const [product, divisor] = [BigInt(amount) * BigInt(by) * BigInt(times), BigInt(of)];
  const whole = product / divisor;
  const twice = (product - whole * divisor) * 2n;
  const up = twice > divisor || (twice === divisor && whole % 2n === 1n);
  return Number(up ? whole + 1n : whole);
}

type Share = { times: number; of: Factor };
