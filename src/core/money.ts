import { z } from 'zod';
import { assert } from './assert.ts';
import { currencyExponents } from './currency.ts';

/** An ISO 4217 code of our own table; its minor unit is `exponentOf(code)`. */
export const Currency = z.string().refine((code) => Object.hasOwn(currencyExponents, code), {
  error: 'not an ISO 4217 currency',
});
export type Currency = z.infer<typeof Currency>;

/** Integer minor units, exact: |amountMinor| < 2^53. Products are taken in BigInt by `mulDiv`. */
export const AmountMinor = z.int();
export type AmountMinor = z.infer<typeof AmountMinor>;

export const Money = z.strictObject({
  amountMinor: AmountMinor,
  currency: Currency,
});
export type Money = z.infer<typeof Money>;

/** Rounding is named at each division: caps and advances go down, FX and interest half-even. */
export type Rounding = 'down' | 'up' | 'halfEven' | 'halfUp';

export function exponentOf(currency: Currency): number {
  const exponent = currencyExponents[currency];
  assert(exponent !== undefined, `unknown currency ${currency}`);
  return exponent;
}

export function addMoney(left: Money, right: Money): Money {
  assert(left.currency === right.currency, `cannot add ${left.currency} and ${right.currency}`);
  return {
    amountMinor: sumMinor([left.amountMinor, right.amountMinor]),
    currency: left.currency,
  };
}

export function sumMinor(amounts: Iterable<AmountMinor>): AmountMinor {
  let total = 0;
  for (const amount of amounts) total = exact(total + amount);
  return total;
}

/** amount × numerator ÷ denominator, exact, rounded once by the named rule ('down' is towards −∞). */
export function mulDiv(
  amount: AmountMinor,
  numerator: number | bigint,
  denominator: number | bigint,
  rounding: Rounding,
): AmountMinor {
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    const product = amount * numerator;
    const small = Number.isSafeInteger(product) && denominator <= 2 ** 52;
    if (small && denominator > 0) return divideSmall(product, denominator, rounding);
  }
  const divisor = BigInt(denominator);
  assert(divisor > 0n, 'denominator must be positive');
  return toSafe(divide(BigInt(amount) * BigInt(numerator), divisor, rounding));
}

/** Basis points of an amount (1 bp = 1/10,000). */
export function shareBp(amount: AmountMinor, bp: number, rounding: Rounding): AmountMinor {
  return mulDiv(amount, bp, 10_000, rounding);
}

/**
 * Splits `total` in proportion to `weights`; the shares sum to the total exactly.
 * Cumulative rounding: share k = ⌊T·W(k)/W⌋ − ⌊T·W(k−1)/W⌋, stable in the given order.
 */
export function splitMinor(total: AmountMinor, weights: readonly number[]): AmountMinor[] {
  const sum = weights.reduce((acc, weight) => acc + BigInt(weight), 0n);
  assert(sum > 0n || total === 0, 'cannot split over weights that sum to zero');
  if (sum === 0n) return weights.map(() => 0);
  let cumulated = 0n;
  let before = 0n;
  return weights.map((weight) => {
    assert(weight >= 0, 'a weight is negative');
    cumulated += BigInt(weight);
    const upTo = divide(BigInt(total) * cumulated, sum, 'down');
    const share = toSafe(upTo - before);
    before = upTo;
    return share;
  });
}

/** "1,234.5" → 123450 for EUR. Plain decimal text only; more decimals than the currency has are refused. */
export function parseDecimal(text: string, currency: Currency): AmountMinor | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const exponent = exponentOf(currency);
  const trimmed = fraction.replace(/0+$/, '');
  if (trimmed.length > exponent) return undefined;
  const minor = BigInt(whole + trimmed.padEnd(exponent, '0'));
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return minor === 0n ? 0 : Number(sign === '-' ? -minor : minor);
}

/** 123450 EUR → "1234.50": plain decimal text, for files and wire; pages format with Intl. */
export function toDecimal({ amountMinor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `divide` for a product that a Number holds exactly: the remainder of two safe integers is exact. */
function divideSmall(product: number, divisor: number, rounding: Rounding): AmountMinor {
  const remainder = product % divisor;
  const above = remainder < 0 ? remainder + divisor : remainder;
  const floor = (product - remainder) / divisor - (remainder < 0 ? 1 : 0);
  if (above === 0 || rounding === 'down') return exact(floor);
  if (rounding === 'up') return exact(floor + 1);
  const twice = above * 2;
  if (twice !== divisor) return exact(twice > divisor ? floor + 1 : floor);
  if (rounding === 'halfEven') return exact(floor % 2 === 0 ? floor : floor + 1);
  return exact(product > 0 ? floor + 1 : floor);
}

function divide(numerator: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = numerator / divisor;
  const remainder = numerator - quotient * divisor;
  if (remainder === 0n) return quotient;
  const floor = remainder < 0n ? quotient - 1n : quotient;
  const above = numerator - floor * divisor;
  if (rounding === 'down') return floor;
  if (rounding === 'up') return floor + 1n;
  const twice = above * 2n;
  if (twice !== divisor) return twice > divisor ? floor + 1n : floor;
  if (rounding === 'halfEven') return floor % 2n === 0n ? floor : floor + 1n;
  return numerator > 0n ? floor + 1n : floor;
}

function toSafe(value: bigint): AmountMinor {
  return exact(Number(value));
}

function exact(value: number): AmountMinor {
  assert(Number.isSafeInteger(value), 'amount beyond 2^53 minor units');
  return value === 0 ? 0 : value;
}
