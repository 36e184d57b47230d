import { assert } from '../core/assert.ts';
import { addDays, type Day } from '../core/calendar.ts';
import { type Actor, audit } from './audit.ts';
import { businessDay, readOffsetDays } from './business-clock.ts';
import { one, type Tx } from './database.ts';
import { createDelivery, hasten } from './delivery.ts';

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

/**
 * Moves the one clock of the demo forward, and has the tenant's new day begin at once; the caller has
 * checked that this is a demo.
 */
export async function advanceClock(
  tx: Tx,
  { actor, days }: { actor: Actor; days: number },
): Promise<Day> {
  assert(Number.isSafeInteger(days) && days > 0, 'the business clock only goes forward');
  const rows = await tx.query<{ days: number }>(
    `update cedent.business_clock set offset_days = offset_days + $1 returning offset_days as days`,
    [days],
  );
  const offsetDays = one(rows, 'the business clock').days;
  const day = await businessDay(tx);
  const body = { days, offsetDays, day };
  await audit(tx, { actor, action: 'clock.advanced', subject: tx.tenantId, body });
  await scheduleDay(tx, day);
  await hasten(tx, 'startDay', day);
  return day;
}
