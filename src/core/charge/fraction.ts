import { type AmountMinor, mulDiv, type Rounding } from '../money.ts';

/** An exact rational number; the denominator is above zero. */
export type Fraction = { numerator: bigint; denominator: bigint };

export const zero: Fraction = { numerator: 0n, denominator: 1n };

export function fraction(numerator: number | bigint, denominator: number | bigint): Fraction {
  return lowest(BigInt(numerator), BigInt(denominator));
}

export function add(left: Fraction, right: Fraction): Fraction {
  return lowest(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function multiply(left: Fraction, right: Fraction): Fraction {
  return lowest(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** A number of minor units, rounded once. */
export function roundedMinor(
  { numerator, denominator }: Fraction,
  rounding: Rounding,
): AmountMinor {
  return mulDiv(1, numerator, denominator, rounding);
}

/** "21254.1666…": as it is up to four decimals; what goes on is cut, not rounded, and shown to go on. */
export function decimalText({ numerator, denominator }: Fraction): string {
  const sign = numerator < 0n ? '-' : '';
  const size = numerator < 0n ? -numerator : numerator;
  const scaled = (size * decimals) / denominator;
  const goesOn = scaled * denominator !== size * decimals;
  const whole = scaled / decimals;
  const rest = String(scaled % decimals).padStart(decimalPlaces, '0');
  if (goesOn) return `${sign}${whole}.${rest}…`;
  const shown = rest.replace(/0+$/, '');
  return `${sign}${whole}${shown === '' ? '' : '.'}${shown}`;
}

const decimalPlaces = 4;
const decimals = 10n ** BigInt(decimalPlaces);

function lowest(numerator: bigint, denominator: bigint): Fraction {
  let [left, right] = [numerator < 0n ? -numerator : numerator, denominator];
  while (right !== 0n) [left, right] = [right, left % right];
  return { numerator: numerator / left, denominator: denominator / left };
}
