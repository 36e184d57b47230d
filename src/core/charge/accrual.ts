import { addDays, addMonths, type Day } from '../calendar.ts';
import type { AmountMinor } from '../money.ts';
import { type DayCount, stretches } from './dayCount.ts';
import type { Reckoned } from './derivation.ts';
import { fraction, multiply } from './fraction.ts';
import {
  type ChargeRefusal,
  type InForce,
  type Market,
  type RateRule,
  rateOn,
  resetOf,
} from './indexRate.ts';
import { fractionOf, rateOf } from './percent.ts';

/** What is owed from a day on, until the next entry. */
export type FundsInUse = readonly { from: Day; amountMinor: AmountMinor }[];

export type Period = { from: Day; to: Day };

/** Days of one amount and one rate; `rate.fixing` is the first one, `lastFixedOn` the last. */
type Accrual = Period & { amountMinor: AmountMinor; rate: InForce; lastFixedOn?: Day };

type Accrued = { ok: true; accruals: Accrual[] } | { ok: false; refusal: ChargeRefusal };

/**
 * A period in parts in which neither the amount nor the rate changes; days on which nothing is owed need
 * no rate.
 */
export function accrualsOf(
  rule: RateRule,
  { fundsInUse, period, startedOn }: { fundsInUse: FundsInUse; period: Period; startedOn: Day },
  market: Market,
): Accrued {
  const accruals: Accrual[] = [];
  for (const [index, { from, amountMinor }] of fundsInUse.entries()) {
    const until = fundsInUse[index + 1]?.from ?? period.to;
    const end = until < period.to ? until : period.to;
    let start = from > period.from ? from : period.from;
    while (amountMinor !== 0 && start < end) {
      const rate = rateOn(rule, { day: start, startedOn }, market);
      if (!rate.ok) return rate;
      const changes = resetAfter(rule, start);
      const to = changes !== undefined && changes < end ? changes : end;
      append(accruals, { from: start, to, amountMinor, rate });
      start = to;
    }
  }
  return { ok: true, accruals };
}

/** The steps of accrued parts, each with the fixing its rate comes from. */
export function accrualSteps(
  rule: RateRule,
  dayCount: DayCount,
  accruals: readonly Accrual[],
): Reckoned[] {
  return accruals.flatMap((accrual) => {
    const { amountMinor, rate } = accrual;
    const accrued = stretches(dayCount, accrual).map((stretch): Reckoned => {
      const time = fraction(BigInt(amountMinor) * BigInt(stretch.days), stretch.yearDays);
      return {
        code: 'accrued',
        params: {
          startsOn: stretch.from,
          until: stretch.to,
          amountMinor,
          percent: rate.percent,
          days: stretch.days,
          yearDays: stretch.yearDays,
        },
        exact: multiply(time, fractionOf(rateOf(rate.percent))),
      };
    });
    return [...fixingSteps(rule, rate, accrual.lastFixedOn), ...accrued];
  });
}

/** Where a rate of an index comes from; nothing for a fixed one. */
export function fixingSteps(rule: RateRule, { percent, fixing }: InForce, last?: Day): Reckoned[] {
  if (rule.kind === 'fixed' || !fixing) return [];
  const { index, margin, floor } = rule;
  const params = {
    index,
    first: fixing.day,
    last: last ?? fixing.day,
    published: fixing.percent,
    margin,
    percent,
  };
  const isAtFloor = floor !== undefined && rateOf(fixing.percent) < rateOf(floor);
  return [
    isAtFloor
      ? { code: 'fixing_at_floor', params: { ...params, floor } }
      : { code: 'fixing', params },
  ];
}

/** The next day on which the rule sets its rate anew; undefined where it does not. */
function resetAfter(rule: RateRule, day: Day): Day | undefined {
  if (rule.kind === 'fixed' || rule.reset === 'at_start') return undefined;
  if (rule.reset === 'daily') return addDays(day, 1);
  return addMonths(resetOf(rule, { day, startedOn: day }), 1);
}

/** Adds a part, or makes the last one longer where its amount, rate and index are the same. */
function append(accruals: Accrual[], part: Accrual): void {
  const before = accruals.at(-1);
  const isSame =
    before?.to === part.from &&
    before.amountMinor === part.amountMinor &&
    before.rate.percent === part.rate.percent &&
    before.rate.fixing?.percent === part.rate.fixing?.percent;
  if (!before || !isSame) {
    accruals.push(part);
    return;
  }
  before.to = part.to;
  if (part.rate.fixing) before.lastFixedOn = part.rate.fixing.day;
}
