import type { Day } from '../calendar.ts';
import type { FxRate } from '../input.ts';
import { type AmountMinor, type Currency, exponentOf, mulDiv, type Rounding } from '../money.ts';

/** Minor units to minor units: both currencies' exponents are already in it. */
export type Ratio = { numerator: number | bigint; denominator: number | bigint };

type RateAnswer =
  | { status: 'found'; ratio: Ratio }
  | { status: 'missing' }
  | { status: 'ambiguous'; on: Day };

const same: RateAnswer = { status: 'found', ratio: { numerator: 1, denominator: 1 } };

/**
 * The rate to use on a day: the latest one stated for exactly this direction and not after that day.
 * A rate is never inverted and never chained: 1 ÷ x is not what a bank quotes for the way back.
 */
export function rateOn(
  rates: readonly FxRate[],
  { from, to, asOf }: { from: Currency; to: Currency; asOf: Day },
): RateAnswer {
  if (from === to) return same;
  const stated = rates.filter((rate) => rate.from === from && rate.to === to && rate.on <= asOf);
  const on = stated.reduce((latest, rate) => (rate.on > latest ? rate.on : latest), '');
  const [first, ...others] = stated.filter((rate) => rate.on === on);
  if (!first) return { status: 'missing' };
  const differs = others.some(
    (rate) =>
      BigInt(rate.numerator) * BigInt(first.denominator) !==
      BigInt(first.numerator) * BigInt(rate.denominator),
  );
  if (differs) return { status: 'ambiguous', on };
  return { status: 'found', ratio: minorRatio(first) };
}

export function convert(amount: AmountMinor, ratio: Ratio, rounding: Rounding): AmountMinor {
  return mulDiv(amount, ratio.numerator, ratio.denominator, rounding);
}

function minorRatio({ from, to, numerator, denominator }: FxRate): Ratio {
  const above = BigInt(numerator) * 10n ** BigInt(exponentOf(to));
  const below = BigInt(denominator) * 10n ** BigInt(exponentOf(from));
  const divisor = greatestCommonDivisor(above, below);
  return { numerator: plain(above / divisor), denominator: plain(below / divisor) };
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function plain(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
