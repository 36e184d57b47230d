import { z } from 'zod';
import { addDays, addMonths, type Day } from '../calendar.ts';

/**
 * A stretch of time as a policy words it. 180 days are not six months: days are counted, months go
 * by the calendar and end on the last day of a shorter month.
 */
export const Span = z.strictObject({
  count: z.int().min(0).max(3650).describe('How many.'),
  unit: z.enum(['days', 'months']).describe('Calendar days, or months by the calendar.'),
});
export type Span = z.infer<typeof Span>;

export function addSpan(day: Day, { count, unit }: Span): Day {
  return unit === 'days' ? addDays(day, count) : addMonths(day, count);
}

/** The same for a day as a number, without a day's text being made. */
export function addSpanTo(day: number, { count, unit }: Span): number {
  if (unit === 'days') return day + count;
  const date = new Date(day * dayMs);
  const month = date.getUTCMonth() + count;
  const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0));
  const clamped = Math.min(date.getUTCDate(), last.getUTCDate());
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), clamped) / dayMs;
}

/** The last day of the month of a day. */
export function endOfMonth(day: number): number {
  const date = new Date(day * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / dayMs;
}

const dayMs = 86_400_000;
