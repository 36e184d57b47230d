import { assert } from '../assert.ts';
import { addDays, addMonths, type Day } from '../calendar.ts';
import type { AmountMinor } from '../money.ts';
import { namedCalendars } from '../settlement/calendar.ts';
import { adjusted } from '../settlement/convention.ts';
import { accrualSteps, accrualsOf, type FundsInUse, fixingSteps, type Period } from './accrual.ts';
import type { Discount, Interest } from './charges.ts';
import { stretches, yearFraction } from './dayCount.ts';
import { type Charged, charged, type Reckoned } from './derivation.ts';
import { fraction, multiply } from './fraction.ts';
import { type ChargeRefusal, type InForce, type Market, rateOn } from './indexRate.ts';
import { fractionOf, rateOf } from './percent.ts';

type ChargeFound = ({ ok: true } & Charged) | { ok: false; refusal: ChargeRefusal };

/**
 * Interest in arrears on what is in use each day of a period, rounded once for it. `fundsInUse` is from
 * the first day of use on, since an index set at the start is of that day; in order of its days.
 */
export function interestOn(
  { rate, dayCount, rounding }: Interest,
  { fundsInUse, period }: { fundsInUse: FundsInUse; period: Period },
  market: Market,
): ChargeFound {
  for (const [index, { from }] of fundsInUse.entries()) {
    const before = fundsInUse[index - 1];
    assert(!before || before.from < from, 'funds in use are not in order');
  }
  const startedOn = fundsInUse[0]?.from ?? period.from;
  const accrued = accrualsOf(rate, { fundsInUse, period, startedOn }, market);
  if (!accrued.ok) return accrued;
  const steps = accrualSteps(rate, dayCount, accrued.accruals);
  return { ok: true, ...charged('interest', steps, rounding) };
}

/** The periods for which interest is charged, each with its own rounding. */
export function interestPeriods(
  { charged: when, lastDay }: Interest,
  { from, to }: Period,
): Period[] {
  if (when === 'at_close') return from < to ? [{ from, to }] : [];
  const periods: Period[] = [];
  // A month ends before its last day where that day is left to the next one.
  const early = lastDay === 'next_month' ? 1 : 0;
  for (let start = from; start < to; ) {
    const first = `${addDays(start, early).slice(0, 7)}-01`;
    const next = addDays(addMonths(first, 1), -early);
    const end = next < to ? next : to;
    periods.push({ from: start, to: end });
    start = end;
  }
  return periods;
}

/** Discount in advance, from funding to the due day, its buffer and the convention's move. */
export function discountOf(
  discount: Discount,
  of: { nominalMinor: AmountMinor; fundedOn: Day; dueOn: Day },
  { calendars, market }: { calendars: readonly string[]; market: Market },
): ChargeFound {
  const { bufferDays, convention, minimumDays = 0 } = discount;
  const named = namedCalendars(calendars, market.calendars);
  if (!named.ok) return named;
  const moved = adjusted(addDays(of.dueOn, bufferDays), convention, named.calendars);
  if (!moved.ok) return moved;
  const least = addDays(of.fundedOn, minimumDays);
  const to = moved.day > least ? moved.day : least;
  const period = { from: of.fundedOn, to };
  const rate = rateOn(discount.rate, { day: of.fundedOn, startedOn: of.fundedOn }, market);
  if (!rate.ok) return rate;
  const term: Reckoned[] = [];
  if (moved.day !== of.dueOn) {
    term.push({ code: 'term', params: { dueOn: of.dueOn, bufferDays, until: moved.day } });
  }
  if (to !== moved.day && minimumDays > 0) {
    term.push({ code: 'minimum_days', params: { minimumDays, until: to } });
  }
  const steps = stepsOf(discount, { nominalMinor: of.nominalMinor, period, rate });
  if (!steps) {
    const params = { percent: rate.percent };
    return { ok: false, refusal: { code: 'rate_impossible', params } };
  }
  return { ok: true, ...charged('discount', [...term, ...steps], discount.rounding) };
}

type Discounted = { nominalMinor: AmountMinor; period: Period; rate: InForce };

/** Undefined where a rate so far below zero takes more than the nominal. */
function stepsOf(
  discount: Discount,
  { nominalMinor, period, rate }: Discounted,
): Reckoned[] | undefined {
  if (discount.method === 'simple') {
    const accrual = { ...period, amountMinor: nominalMinor, rate };
    return accrualSteps(discount.rate, discount.dayCount, [accrual]);
  }
  const { percent } = rate;
  const growth = multiply(fractionOf(rateOf(percent)), yearFraction(discount.dayCount, period));
  // N − N ÷ (1 + x) is N × x ÷ (1 + x).
  const grown = growth.numerator + growth.denominator;
  if (grown <= 0n) return undefined;
  const exact = multiply(fraction(nominalMinor, 1), fraction(growth.numerator, grown));
  const parts = stretches(discount.dayCount, period).map(
    ({ days, yearDays }) => `${days} / ${yearDays}`,
  );
  const time = parts.length > 1 ? `(${parts.join(' + ')})` : (parts[0] ?? '0');
  const params = { startsOn: period.from, until: period.to, nominalMinor, percent, time };
  return [...fixingSteps(discount.rate, rate), { code: 'true_discount', params, exact }];
}
