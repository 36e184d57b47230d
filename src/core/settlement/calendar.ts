import { z } from 'zod';
import { Day, dayNumber } from '../calendar.ts';
import { contradict } from './contradiction.ts';

/** On which days money moves at one place, as data: what is not covered is refused, never assumed. */
export const SettlementCalendar = z
  .strictObject({
    id: z.string().min(1).describe('Names the calendar in agreements.'),
    version: z
      .string()
      .min(1)
      .describe('Tells its editions apart; a day that is proclaimed later is a new version.'),
    name: z.string().min(1).describe('What people call it.'),
    source: z.string().min(1).describe('Who published its days, and where.'),
    firstYear: z.int().min(1900).max(2200).describe('The first calendar year it covers.'),
    lastYear: z.int().min(1900).max(2200).describe('The last calendar year it covers.'),
    weekend: z
      .array(z.int().min(1).max(7))
      .max(6)
      .describe('The days of the week on which nothing moves: 1 is Monday, 7 is Sunday.'),
    holidays: z.array(Day).describe('The days on which nothing moves, besides weekends.'),
    workingDays: z
      .array(Day)
      .describe(
        'Days of a weekend on which money moves all the same, as where holidays are made up.',
      ),
  })
  .superRefine((calendar, context) => {
    const { firstYear, lastYear, holidays, workingDays } = calendar;
    if (lastYear < firstYear) {
      contradict(context, ['lastYear'], 'calendar_years', { firstYear, lastYear });
    }
    for (const [list, days] of Object.entries({ holidays, workingDays })) {
      for (const [index, day] of days.entries()) {
        if (!covers(calendar, day)) {
          contradict(context, [list, index], 'calendar_day', { day, firstYear, lastYear });
        }
      }
    }
    const closed = new Set(holidays);
    for (const [index, day] of workingDays.entries()) {
      if (closed.has(day)) contradict(context, ['workingDays', index], 'calendar_both', { day });
    }
  });
export type SettlementCalendar = z.infer<typeof SettlementCalendar>;

type Missing = { code: 'calendar_missing'; params: { calendar: string } };
type Outside = {
  code: 'calendar_outside';
  params: { calendar: string; day: Day; firstYear: number; lastYear: number };
};
export type CalendarRefusal = Missing | Outside;

/** A day, or the calendar that does not tell. */
export type DayFound = { ok: true; day: Day } | { ok: false; refusal: Outside };

type Named = { ok: true; calendars: SettlementCalendar[] } | { ok: false; refusal: Missing };

/** The calendars that an agreement names. */
export function namedCalendars(
  ids: readonly string[],
  calendars: readonly SettlementCalendar[],
): Named {
  const named: SettlementCalendar[] = [];
  for (const id of ids) {
    const calendar = calendars.find((one) => one.id === id);
    if (!calendar) {
      return { ok: false, refusal: { code: 'calendar_missing', params: { calendar: id } } };
    }
    named.push(calendar);
  }
  return { ok: true, calendars: named };
}

/** The first of these calendars that does not tell about a day; undefined where all do. */
export function outside(day: Day, calendars: readonly SettlementCalendar[]): Outside | undefined {
  const without = calendars.find((calendar) => !covers(calendar, day));
  if (!without) return undefined;
  const { id, firstYear, lastYear } = without;
  return { code: 'calendar_outside', params: { calendar: id, day, firstYear, lastYear } };
}

/** Whether money moves on a day that every calendar covers: at all their places together. */
export function isOpen(day: Day, calendars: readonly SettlementCalendar[]): boolean {
  return calendars.every((calendar) => {
    const { holidays, workingDays } = setsOf(calendar);
    if (holidays.has(day)) return false;
    return !calendar.weekend.includes(weekdayOf(day)) || workingDays.has(day);
  });
}

/** 1 is Monday, 7 is Sunday: 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  const shifted = (dayNumber(day) + 3) % 7;
  return (shifted < 0 ? shifted + 7 : shifted) + 1;
}

function covers(calendar: { firstYear: number; lastYear: number }, day: Day): boolean {
  const year = Number(day.slice(0, 4));
  return year >= calendar.firstYear && year <= calendar.lastYear;
}

type Sets = { holidays: Set<Day>; workingDays: Set<Day> };
const setsMade = new WeakMap<SettlementCalendar, Sets>();

function setsOf(calendar: SettlementCalendar): Sets {
  const known = setsMade.get(calendar);
  if (known) return known;
  const sets = {
    holidays: new Set(calendar.holidays),
    workingDays: new Set(calendar.workingDays),
  };
  setsMade.set(calendar, sets);
  return sets;
}
