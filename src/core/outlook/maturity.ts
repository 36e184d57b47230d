import type { Day } from '../calendar.ts';
import type { Market } from '../charge/indexRate.ts';
import { maturityDayOf } from '../charge/maturity.ts';
import { type Expected, type Funded, type FundedFacility, openOn } from './funded.ts';

/**
 * Where a funder pays at maturity, the day for each request's receivables: their average due day by face
 * and the agreement's business days, whenever the debtors pay. None where a calendar does not tell, or
 * that day has passed.
 */
export function maturityDays(
  facility: FundedFacility,
  { funded, today, market }: { funded: readonly Funded[]; today: Day; market: Market },
): Map<string, Expected> {
  const { maturity, calendars } = facility.charges ?? {};
  const days = new Map<string, Expected>();
  if (!maturity || !calendars) return days;
  for (const [request, own] of Map.groupBy(funded, (one) => one.request)) {
    const due = own.flatMap(({ dueOn, held }) =>
      held.account.faceMinor > 0 ? [{ dueOn, amountMinor: held.account.faceMinor }] : [],
    );
    const found = due.length > 0 ? maturityDayOf(maturity, due, { calendars, market }) : undefined;
    if (!found?.ok || found.day < today) continue;
    const params = { on: found.averageDueOn, days: maturity.businessDays };
    days.set(request, { day: openOn(found.day, facility), basis: 'maturity', params });
  }
  return days;
}
