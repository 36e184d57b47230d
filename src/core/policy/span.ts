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
