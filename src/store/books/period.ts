import type { Instant } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import { lastDayOf, type Month, monthAfter } from '../../core/journal/month.ts';
import { audit } from '../audit.ts';
import { businessDay } from '../business-clock.ts';
import { one, type Tx } from '../database.ts';
import { periodLock } from '../journal.ts';

type Person = { personId: Id };

export type ClosedMonth = { month: Month; closedAt: Date; closedBy: Id };

export async function listClosedMonths(tx: Tx): Promise<ClosedMonth[]> {
  return tx.query<ClosedMonth>(
    `select month, closed_at as "closedAt", closed_by as "closedBy" from cedent.period
     where tenant_id = $1 order by month desc limit 120`,
    [tx.tenantId],
  );
}

type MonthRefusal =
  | { code: 'month_not_over'; params: { month: Month; lastOn: string } }
  | { code: 'month_closed'; params: { month: Month } }
  | { code: 'month_before_open'; params: { month: Month; first: Month } };

type Closing = { ok: true; closedAt: Instant } | ({ ok: false } & MonthRefusal);

/**
 * Closes a month that is over: nothing more is posted into it, nor before it. Months are closed one
 * after the other; the first to be closed may be any. To close it again changes nothing.
 */
export async function closeMonth(
  tx: Tx,
  { actor, month }: { actor: Person; month: Month },
): Promise<Closing> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [periodLock(tx)]);
  const closed = await listClosedMonths(tx);
  const again = closed.find((known) => known.month === month);
  if (again) return { ok: true, closedAt: again.closedAt.toISOString() };
  const refused = await refusalOf(tx, { month, closed });
  if (refused) return { ok: false, ...refused };
  const rows = await tx.query<{ at: Date }>(
    `insert into cedent.period (tenant_id, month, last_day, closed_by) values ($1, $2, $3, $4)
     returning closed_at as at`,
    [tx.tenantId, month, lastDayOf(month), actor.personId],
  );
  await audit(tx, { actor, action: 'books.month_closed', subject: month, body: { month } });
  return { ok: true, closedAt: one(rows, 'the closed month').at.toISOString() };
}

async function refusalOf(
  tx: Tx,
  { month, closed }: { month: Month; closed: readonly ClosedMonth[] },
): Promise<MonthRefusal | undefined> {
  const lastOn = lastDayOf(month);
  if ((await businessDay(tx)) <= lastOn) {
    return { code: 'month_not_over', params: { month, lastOn } };
  }
  const [newest] = closed;
  if (!newest) return undefined;
  const first = monthAfter(newest.month);
  if (month < first) return { code: 'month_closed', params: { month } };
  return month > first ? { code: 'month_before_open', params: { month, first } } : undefined;
}

export async function isMonthClosed(tx: Tx, month: Month): Promise<boolean> {
  const rows = await tx.query(
    'select from cedent.period where tenant_id = $1 and last_day >= $2 limit 1',
    [tx.tenantId, lastDayOf(month)],
  );
  return rows.length > 0;
}
