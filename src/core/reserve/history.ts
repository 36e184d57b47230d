import { addDays, addMonths, type Day } from '../calendar.ts';
import type { Converter } from '../eligibility/convert.ts';
import type { HistoryMonth } from '../input.ts';
import { type Ratio, ratio, zero } from './ratio.ts';

/**
 * Past months in one currency, newest first: `months[0]` is the last one that ended by the day. What
 * was sold and credited in other currencies converts at the day's rate, half-even.
 */
export type History = { months: readonly (Month | undefined)[] };
type Month = Omit<HistoryMonth, 'currency'>;

const monthsMax = 72;

export function historyOf(
  history: readonly HistoryMonth[],
  { asOf, convert }: { asOf: Day; convert: Converter },
): History {
  const known = new Map<string, Month>();
  for (const { month, currency: from, ...amounts } of history) {
    const before = known.get(month);
    const add = (what: keyof typeof amounts) =>
      (before?.[what] ?? 0) + convert(amounts[what], from, 'halfEven');
    known.set(month, {
      month,
      salesMinor: add('salesMinor'),
      creditNotesMinor: add('creditNotesMinor'),
      collectionsMinor: add('collectionsMinor'),
      defaultedMinor: add('defaultedMinor'),
    });
  }
  const last = lastMonth(asOf);
  const months = Array.from({ length: monthsMax }, (_, back) => known.get(monthBefore(last, back)));
  return { months };
}

/** 'YYYY-MM' of the month `back` months before the newest. */
export function monthName(asOf: Day, back: number): string {
  return monthBefore(lastMonth(asOf), back);
}

export function salesOf({ months }: History, from: number, count: number): bigint {
  let sum = 0n;
  for (let back = from; back < from + count; back += 1) {
    sum += BigInt(months[back]?.salesMinor ?? 0);
  }
  return sum;
}

/** What of a month over the sales of `lag` months before it; zero where nothing was sold. */
export function monthlyRatio(
  { months }: History,
  of: { back: number; lag: number; what: 'creditNotesMinor' | 'defaultedMinor' },
): Ratio {
  const sales = months[of.back + of.lag]?.salesMinor ?? 0;
  return sales > 0 ? ratio(months[of.back]?.[of.what] ?? 0, sales) : zero;
}

/** The month of a day that is its month's last one, else the month before. */
function lastMonth(asOf: Day): string {
  const month = asOf.slice(0, 7);
  return addDays(asOf, 1).slice(0, 7) === month ? monthBefore(month, 1) : month;
}

function monthBefore(month: string, back: number): string {
  return addMonths(`${month}-01`, -back).slice(0, 7);
}
