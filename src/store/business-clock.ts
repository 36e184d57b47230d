import { assert } from '../core/assert.ts';
import { addDays, type Day, dayAt, type Instant } from '../core/calendar.ts';
import { type Actor, audit } from './audit.ts';
import { one, type Tx } from './database.ts';

/** The day the tenant is at: the database's time in the tenant's zone, plus the demo's offset. */
export async function businessDay(tx: Tx): Promise<Day> {
  const rows = await tx.query<{ at: Date; timeZone: string; offsetDays: number }>(
    `select clock_timestamp() as at, t.time_zone as "timeZone", c.offset_days as "offsetDays"
     from cedent.tenant t cross join cedent.business_clock c where t.id = $1`,
    [tx.tenantId],
  );
  const { at, timeZone, offsetDays } = one(rows, 'the business clock of the tenant');
  return addDays(dayAt(at.toISOString(), timeZone), offsetDays);
}

/** The database's own instant, whole milliseconds: what a reader names as `knownAt`. */
export async function databaseNow(tx: Tx): Promise<Instant> {
  const rows = await tx.query<{ at: Date }>(`select clock_timestamp() as at`);
  return one(rows, 'the clock').at.toISOString();
}

export async function readOffsetDays(tx: Tx): Promise<number> {
  const rows = await tx.query<{ days: number }>(
    `select offset_days as days from cedent.business_clock`,
  );
  return one(rows, 'the business clock').days;
}

/** Moves the one clock of the demo forward; the caller has checked that this is a demo. */
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
  return day;
}
