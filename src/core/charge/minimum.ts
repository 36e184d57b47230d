import { addDays, addMonths, type Day, daysBetween } from '../calendar.ts';
import type { Period } from './accrual.ts';
import type { PoolMinimum } from './charges.ts';
import { type Charged, charged, type Reckoned } from './derivation.ts';
import { type ChargedAmount, ofCharges } from './fee.ts';
import { add, decimalText, fraction, zero } from './fraction.ts';

/** The days on which an agreement runs, the last one included; absent: it has no end yet. */
type Agreement = { startsOn: Day; endsOn?: Day };

/**
 * What is charged besides so that a period brings its minimum: of the period that a day is in, with what
 * was charged for it. None where the agreement does not run in it.
 */
export function poolMinimumOf(
  minimum: PoolMinimum,
  of: { day: Day; agreement: Agreement; charges: readonly ChargedAmount[] },
): Charged & { period: Period } {
  const period = periodOf(minimum, of.day, of.agreement.startsOn);
  const asked = askedOf(minimum, period, of.agreement);
  const { sumMinor, step } = ofCharges(minimum.counts, of.charges);
  const short = add(asked.exact, fraction(-sumMinor, 1));
  const params = {
    startsOn: period.from,
    until: period.to,
    asked: decimalText(asked.exact),
    sumMinor,
  };
  const exact = short.numerator > 0n ? short : zero;
  const steps: Reckoned[] = [...asked.steps, step, { code: 'shortfall', params, exact }];
  return { ...charged('minimum_fee', steps, minimum.rounding), period };
}

function askedOf(minimum: PoolMinimum, period: Period, { startsOn, endsOn }: Agreement) {
  const { amountMinor, partOfPeriod } = minimum;
  const ends = endsOn === undefined ? period.to : addDays(endsOn, 1);
  const from = startsOn > period.from ? startsOn : period.from;
  const to = ends < period.to ? ends : period.to;
  const ofDays = daysBetween(period.from, period.to);
  const days = Math.max(0, daysBetween(from, to));
  const isWhole = days === ofDays || (partOfPeriod === 'whole' && days > 0);
  if (isWhole) return { exact: fraction(amountMinor, 1), steps: [] };
  const exact = fraction(BigInt(amountMinor) * BigInt(days), ofDays);
  const params = { amountMinor, days, ofDays, result: decimalText(exact) };
  return { exact, steps: [{ code: 'in_proportion', params } satisfies Reckoned] };
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** The period that a day is in, from its first day to before the next one's. */
function periodOf({ every, from }: PoolMinimum, day: Day, startsOn: Day): Period {
  const months = monthsOf[every];
  const anchor = from === 'calendar' ? `${startsOn.slice(0, 4)}-01-01` : startsOn;
  const apart = monthNumber(day) - monthNumber(anchor);
  const whole = Math.floor(apart / months);
  // Later in the month than the day: the period of the day has started the month, or year, before.
  const count = addMonths(anchor, whole * months) > day ? whole - 1 : whole;
  return { from: addMonths(anchor, count * months), to: addMonths(anchor, (count + 1) * months) };
}

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
