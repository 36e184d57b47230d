import { z } from 'zod';
import { addDays, addMonths, type Day } from '../calendar.ts';

export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('A calendar month, such as 2026-10.');
export type Month = z.infer<typeof Month>;

export function firstDayOf(month: Month): Day {
  return `${month}-01`;
}

export function lastDayOf(month: Month): Day {
  return addDays(addMonths(firstDayOf(month), 1), -1);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

export function monthAfter(month: Month): Month {
  return monthOf(addMonths(firstDayOf(month), 1));
}
