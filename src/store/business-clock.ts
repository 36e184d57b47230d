import { addDays, type Day, dayAt, type Instant } from '../core/calendar.ts';
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

/** The database's instant on the day the tenant is at: the demo's days are added. */
export async function businessNow(tx: Tx): Promise<Instant> {
  const days = await readOffsetDays(tx);
  return new Date(Date.parse(await databaseNow(tx)) + days * 86_400_000).toISOString();
}
