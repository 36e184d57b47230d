import { type Day, dayNumber } from '../calendar.ts';

/** Reads a column of days: as `dayNumber`, without a date being made for most of them. */
export function dayReader(): (day: Day) => number {
  const odd = new Map<Day, number>();
  return function readDay(day) {
    const number = plainDay(day);
    if (number !== undefined) return number;
    const before = odd.get(day);
    if (before !== undefined) return before;
    const found = dayNumber(day);
    odd.set(day, found);
    return found;
  };
}

/**
 * Days from 1970-01-01 to a day of the Gregorian calendar, by whole years that begin in March; undefined
 * for what is not ten plain characters, and for the end of months, whose length differs.
 */
function plainDay(day: Day): number | undefined {
  if (day.length !== 10 || day.charCodeAt(4) !== hyphen || day.charCodeAt(7) !== hyphen) {
    return undefined;
  }
  const century = twoDigits(day, 0);
  const year = 100 * century + twoDigits(day, 2);
  const month = twoDigits(day, 5);
  const date = twoDigits(day, 8);
  if (!(year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= 28)) return undefined;
  const isBeforeMarch = month < 3;
  const years = isBeforeMarch ? year - 1 : year;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const months = isBeforeMarch ? month + 9 : month - 3;
  return 365 * years + leaps + Math.floor((153 * months + 2) / 5) + date - firstOfMarchYear0;
}

/** NaN where they are not two digits, so that no comparison of the number holds. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

const hyphen = 45;
const zero = 48;
const firstOfMarchYear0 = 719_469;
