import { assert } from '../assert.ts';
import { type Day, dayNumber, dayOfNumber } from '../calendar.ts';
import { type AmountMinor, mulDiv } from '../money.ts';
import { type CalendarRefusal, namedCalendars } from '../settlement/calendar.ts';
import { addBusinessDays } from '../settlement/convention.ts';
import type { Maturity } from './charges.ts';
import type { Step } from './derivation.ts';
import type { Market } from './indexRate.ts';

type MaturityFound =
  | { ok: true; day: Day; averageDueOn: Day; steps: Step[] }
  | { ok: false; refusal: CalendarRefusal };

/** The day on which receivables are paid at maturity: their average due day and some business days. */
export function maturityDayOf(
  { businessDays, rounding }: Maturity,
  receivables: readonly { dueOn: Day; amountMinor: AmountMinor }[],
  { calendars, market }: { calendars: readonly string[]; market: Market },
): MaturityFound {
  const named = namedCalendars(calendars, market.calendars);
  if (!named.ok) return named;
  let [weighted, total] = [0n, 0n];
  for (const { dueOn, amountMinor } of receivables) {
    assert(amountMinor > 0, 'a receivable without amount has no due day to weigh');
    weighted += BigInt(amountMinor) * BigInt(dayNumber(dueOn));
    total += BigInt(amountMinor);
  }
  assert(total > 0n, 'no receivable, no average due day');
  const averageDueOn = dayOfNumber(mulDiv(1, weighted, total, rounding));
  const paid = addBusinessDays(averageDueOn, businessDays, named.calendars);
  if (!paid.ok) return paid;
  const params = { averageDueOn, count: receivables.length, businessDays, day: paid.day };
  return { ok: true, day: paid.day, averageDueOn, steps: [{ code: 'maturity', params }] };
}
