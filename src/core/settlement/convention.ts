import { z } from 'zod';
import { never } from '../assert.ts';
import { addDays, type Day } from '../calendar.ts';
import { type DayFound, isOpen, outside, type SettlementCalendar } from './calendar.ts';

export const Convention = z
  .enum(['none', 'following', 'modifiedFollowing', 'preceding'])
  .describe(
    'Where a day goes on which no money moves: nowhere; to the next day on which it does; to that, unless it is in the next month, then to the one before; to the one before.',
  );
export type Convention = z.infer<typeof Convention>;

/**
 * A day moved by the convention to one that is open in every calendar. Without calendars every day is
 * open; a search that leaves what a calendar covers is refused.
 */
export function adjusted(
  day: Day,
  convention: Convention,
  calendars: readonly SettlementCalendar[],
): DayFound {
  switch (convention) {
    case 'none':
      return { ok: true, day };
    case 'following':
      return nearest(day, 1, calendars);
    case 'preceding':
      return nearest(day, -1, calendars);
    case 'modifiedFollowing': {
      const next = nearest(day, 1, calendars);
      // Where the search was refused only beyond the month, the day to take is before all the same.
      return isOfMonth(day, next) ? next : nearest(day, -1, calendars);
    }
    default:
      return never(convention, 'adjusted');
  }
}

/**
 * So many open days later, or earlier when below zero, counted from the day itself; none is the day
 * where it is open and else the next one.
 */
export function addBusinessDays(
  day: Day,
  days: number,
  calendars: readonly SettlementCalendar[],
): DayFound {
  const step = days < 0 ? -1 : 1;
  if (days === 0) return nearest(day, step, calendars);
  let found: DayFound = { ok: true, day };
  for (let counted = 0; counted !== days && found.ok; counted += step) {
    found = nearest(addDays(found.day, step), step, calendars);
  }
  return found;
}

/** The first open day from a day on, in the direction of the step; it ends where a calendar does. */
function nearest(day: Day, step: 1 | -1, calendars: readonly SettlementCalendar[]): DayFound {
  for (let sought = day; ; sought = addDays(sought, step)) {
    const refusal = outside(sought, calendars);
    if (refusal) return { ok: false, refusal };
    if (isOpen(sought, calendars)) return { ok: true, day: sought };
  }
}

function isOfMonth(day: Day, found: DayFound): boolean {
  const reached = found.ok ? found.day : found.refusal.params.day;
  return reached.slice(0, 7) === day.slice(0, 7);
}
