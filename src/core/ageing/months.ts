import { z } from 'zod';
import { addDays, addMonths, type Day, daysBetween } from '../calendar.ts';

/** A calendar month up to a day: the newest one has had only the days up to it. */
export const Span = z.object({
  month: z.string().describe('Such as 2026-10.'),
  from: z.iso.date().describe('Its first day.'),
  to: z.iso.date().describe('Its last day, or the as-of day.'),
  days: z.int().describe('How many days these are.'),
});
export type Span = z.infer<typeof Span>;

/** The month of a day as far as it has come, and the months before it: `count` of them, newest first. */
export function monthsUpTo(asOf: Day, count: number): Span[] {
  const first = `${asOf.slice(0, 7)}-01`;
  return Array.from({ length: count }, (_, back) => {
    const from = addMonths(first, -back);
    const to = back === 0 ? asOf : addDays(addMonths(from, 1), -1);
    return { month: from.slice(0, 7), from, to, days: daysBetween(from, to) + 1 };
  });
}
