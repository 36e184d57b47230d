import { addDays, type Day } from '../core/calendar.ts';
import { readOffsetDays } from './business-clock.ts';
import type { Tx } from './database.ts';
import { createDelivery } from './delivery.ts';

/** Makes the work of a business day due when it begins; a day's work is made once. */
export async function scheduleDay(tx: Tx, day: Day): Promise<void> {
  const calendarDay = addDays(day, -(await readOffsetDays(tx)));
  await createDelivery(tx, {
    queue: 'local',
    operation: 'startDay',
    subject: day,
    state: 'ready',
    input: { day },
    // A little after midnight of the zones furthest east and west; late is harmless.
    dueAt: new Date(`${calendarDay}T01:00:00Z`),
  });
}
