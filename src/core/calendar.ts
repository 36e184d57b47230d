import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A calendar day as ISO text, '2026-11-24': sorts as text, is the same in JSON, SQL and files. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

/** A recorded instant, UTC ISO text with milliseconds. */
export const Instant = z.iso.datetime({ offset: true });
export type Instant = z.infer<typeof Instant>;

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Months by the calendar, clamped to the month's end: 31 January + 1 month = 28 or 29 February. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days since 1970-01-01: the column form of a day. */
export function dayNumber(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

export function dayOfNumber(number: number): Day {
  return Temporal.PlainDate.from('1970-01-01').add({ days: number }).toString();
}

/** The day it is at an instant, in an IANA time zone. */
export function dayAt(instant: Instant, timeZone: string): Day {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The last instant of a day, in an IANA time zone. */
export function endOfDay(day: Day, timeZone: string): Instant {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime({ timeZone });
  return next.toInstant().subtract({ milliseconds: 1 }).toString({ smallestUnit: 'millisecond' });
}

/** True for a day that exists: refuses 30 February. */
export function isDay(text: string): boolean {
  if (!Day.safeParse(text).success) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** What is known when: facts carry an effective day and a recorded instant, reads name both. */
export type AsOf = { asOf: Day; knownAt: Instant };

/** Days by 30E/360 between two day numbers: every month has thirty days, the 31st counts as the 30th. */
export function daysThirty(from: number, to: number): number {
  const [start, end] = [partsOf(from), partsOf(to)];
  return 360 * (end.year - start.year) + 30 * (end.month - start.month) + (end.day - start.day);
}

function partsOf(number: number): { year: number; month: number; day: number } {
  const date = new Date(number * 86_400_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: Math.min(date.getUTCDate(), 30),
  };
}
