import { z } from 'zod';
import { addDays, Day, daysBetween } from '../calendar.ts';
import type { Charges } from './charges.ts';
import type { Fixings, Market } from './indexRate.ts';
import { Percent, percentOf, rateOf } from './percent.ts';

/** What an index was fixed at for a day, and who published it. */
export const PublishedFixing = z.strictObject({
  index: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .describe('Names the index as agreements do: EURIBOR 3M, LPR 1Y.'),
  day: Day.describe('The day it was fixed for.'),
  percent: Percent.transform((percent) => percentOf(rateOf(percent))).describe(
    'Per cent a year, as published.',
  ),
  source: z.string().trim().min(1).max(200).describe('Where it was published.'),
});
export type PublishedFixing = z.infer<typeof PublishedFixing>;

/** One fixing a day and index, as a market is told them. */
export function fixingsOf(
  published: readonly Pick<PublishedFixing, 'index' | 'day' | 'percent'>[],
): Fixings[] {
  const byIndex = Map.groupBy(published, ({ index }) => index);
  return [...byIndex].map(([index, own]) => ({
    index,
    fixings: own.map(({ day, percent }) => ({ day, percent })),
  }));
}

/**
 * The same as it is expected: each index stays where it was fixed last, day by day through a day. For
 * an outlook only; what is charged is never reckoned with it.
 */
export function carriedForward(market: Market, through: Day): Market {
  const fixings = market.fixings.map(({ index, fixings: known }) => {
    const newest = newestFixing(known, { day: through, maximumAgeDays: forgottenAfterDays });
    const days = newest ? Math.max(0, daysBetween(newest.day, through)) : 0;
    const percent = newest?.percent ?? '';
    const carried = Array.from({ length: days }, (_, nth) => ({
      day: addDays(newest?.day ?? through, nth + 1),
      percent,
    }));
    return { index, fixings: [...known, ...carried] };
  });
  return { ...market, fixings };
}

/** An index that was not fixed for so long says nothing of what comes. */
const forgottenAfterDays = 730;

/** The indexes that what was agreed goes by. */
export function indexesIn(charges: readonly (Charges | undefined)[]): string[] {
  const names = charges.flatMap((one) =>
    [one?.interest?.rate, one?.discount?.rate].flatMap((rate) =>
      rate?.kind === 'index' ? [rate.index] : [],
    ),
  );
  return [...new Set(names)].sort();
}

type Read = { ok: true; fixings: PublishedFixing[] } | { ok: false; line: number };

/** A day and its rate on each line, as pasted from a publisher's page: "2026-11-02 3.642". */
export function readFixingLines(text: string, of: { index: string; source: string }): Read {
  const fixings: PublishedFixing[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [day, percent, ...more] = line
      .trim()
      .split(/[\s;%]+/)
      .filter((part) => part !== '');
    const parsed = PublishedFixing.safeParse({ ...of, day, percent });
    if (!parsed.success || more.length > 0) return { ok: false, line: at + 1 };
    fixings.push(parsed.data);
  }
  return { ok: true, fixings };
}

const ordered = new WeakMap<Fixings['fixings'], Fixings['fixings']>();

/** The newest fixing of a day or of so many days before it, whatever their order is. */
export function newestFixing(
  fixings: Fixings['fixings'],
  { day, maximumAgeDays }: { day: Day; maximumAgeDays: number },
): Fixings['fixings'][number] | undefined {
  let sorted = ordered.get(fixings);
  if (!sorted) {
    sorted = fixings.toSorted((left, right) => (left.day < right.day ? -1 : 1));
    ordered.set(fixings, sorted);
  }
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle]?.day ?? '') <= day) from = middle + 1;
    else to = middle;
  }
  const newest = sorted[from - 1];
  return newest && newest.day >= addDays(day, -maximumAgeDays) ? newest : undefined;
}
