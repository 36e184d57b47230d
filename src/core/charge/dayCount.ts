import { z } from 'zod';
import { never } from '../assert.ts';
import { type Day, dayNumber, daysBetween, daysThirty } from '../calendar.ts';
import { add, type Fraction, fraction, zero } from './fraction.ts';

export const DayCount = z
  .enum(['ACT/360', 'ACT/365F', 'ACT/ACT', '30E/360'])
  .describe(
    'How days are counted: calendar days of a year of 360 or 365; calendar days of the year they are in, 365 or 366 (ISDA); or months of 30 days in a year of 360.',
  );
export type DayCount = z.infer<typeof DayCount>;

/** Days of one length of year, from a day to before another. */
export type Stretch = { from: Day; to: Day; days: number; yearDays: number };

/**
 * A period, the first day counted and the last not, in stretches of one length of year: one, but for
 * ACT/ACT one for each calendar year. 2006 ISDA Definitions, section 4.16 (b), (d), (e) and (g).
 */
export function stretches(dayCount: DayCount, { from, to }: { from: Day; to: Day }): Stretch[] {
  if (to <= from) return [];
  const actual = daysBetween(from, to);
  switch (dayCount) {
    case 'ACT/360':
      return [{ from, to, days: actual, yearDays: 360 }];
    case 'ACT/365F':
      return [{ from, to, days: actual, yearDays: 365 }];
    case '30E/360':
      return [{ from, to, days: daysThirty(dayNumber(from), dayNumber(to)), yearDays: 360 }];
    case 'ACT/ACT':
      return byYear(from, to);
    default:
      return never(dayCount, 'stretches');
  }
}

/** The part of a year that a period is; none where it ends before it begins. */
export function yearFraction(dayCount: DayCount, period: { from: Day; to: Day }): Fraction {
  return stretches(dayCount, period).reduce(
    (sum, { days, yearDays }) => add(sum, fraction(days, yearDays)),
    zero,
  );
}

function byYear(from: Day, to: Day): Stretch[] {
  const [first, last] = [yearOf(from), yearOf(to)];
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return years.flatMap((year) => {
    const start = year === first ? from : firstOf(year);
    const end = year === last ? to : firstOf(year + 1);
    const yearDays = daysBetween(firstOf(year), lastOf(year)) + 1;
    const days = daysBetween(start, end);
    return days === 0 ? [] : [{ from: start, to: end, days, yearDays }];
  });
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

function firstOf(year: number): Day {
  return `${String(year).padStart(4, '0')}-01-01`;
}

function lastOf(year: number): Day {
  return `${String(year).padStart(4, '0')}-12-31`;
}
