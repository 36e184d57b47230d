import type { DisputedDay } from '../../core/ageing/dilution.ts';
import type { SalesDay } from '../../core/ageing/sales.ts';
import type { AsOf, Day } from '../../core/calendar.ts';
import type { Tx } from '../database.ts';

type Question = AsOf & { debtorId?: string | undefined };

/**
 * What was invoiced and credited, day by day since `since`, by the faces of what a ledger up to the day
 * has shown: what only a later ledger brings is not sold yet.
 */
export async function readSales(
  tx: Tx,
  { asOf, knownAt, since, debtorId }: Question & { since: Day },
): Promise<SalesDay[]> {
  return tx.query<SalesDay>(
    `select r.currency, r.issued_on as day,
       coalesce(sum(r.face_minor) filter (where r.kind = 'invoice'), 0)::bigint as "salesMinor",
       coalesce(-sum(r.face_minor) filter (where r.kind = 'credit_note'), 0)::bigint
         as "creditNotesMinor"
     from cedent.receivable r
     where r.tenant_id = $1 and r.issued_on between $4 and $2 and r.kind <> 'unapplied_cash'
       and ($5::text is null or r.debtor_id = $5)
       and exists (select from cedent.receivable_fact f
         where f.tenant_id = $1 and f.receivable_id = r.id and f.effective_on <= $2
           and f.recorded_at <= $3)
     group by 1, 2 order by 1, 2`,
    [tx.tenantId, asOf, knownAt, since, debtorId ?? null],
  );
}

/**
 * What was open and in dispute at the end of each day, in one pass over the facts. A dispute lasts
 * from the first ledger that showed it without one since that showed none.
 */
export async function readDisputes(
  tx: Tx,
  { asOf, knownAt, days, debtorId }: Question & { days: readonly Day[] },
): Promise<DisputedDay[]> {
  return tx.query<DisputedDay>(
    `with stated as (
       select distinct on (f.receivable_id, f.effective_on)
         f.receivable_id, f.effective_on, f.open_minor, f.disputed_minor, r.currency
       from cedent.receivable_fact f
       join cedent.receivable r on r.tenant_id = $1 and r.id = f.receivable_id
       where f.tenant_id = $1 and f.effective_on <= $2 and f.recorded_at <= $3
         and r.kind = 'invoice' and ($5::text is null or r.debtor_id = $5)
       order by f.receivable_id, f.effective_on, f.seq desc
     ), lasting as (
       select *, lead(effective_on) over each as until,
         count(*) filter (where disputed_minor = 0) over each as run
       from stated window each as (partition by receivable_id order by effective_on)
     ), disputed as (
       select *, min(effective_on) filter (where disputed_minor > 0)
         over (partition by receivable_id, run) as since
       from lasting
     )
     select l.currency, e.day, sum(l.open_minor)::bigint as "openMinor",
       sum(l.disputed_minor)::bigint as "disputedMinor",
       count(*) filter (where l.disputed_minor > 0) as count,
       min(l.since) filter (where l.disputed_minor > 0) as "oldestSince"
     from unnest($4::date[]) e(day)
     join disputed l on l.effective_on <= e.day and (l.until is null or l.until > e.day)
     where l.open_minor > 0
     group by 1, 2 order by 1, 2`,
    [tx.tenantId, asOf, knownAt, days, debtorId ?? null],
  );
}

/** The day of the first ledger that was known; undefined before there was one. */
export async function readFirstDay(tx: Tx, { asOf, knownAt }: AsOf): Promise<Day | undefined> {
  const [row] = await tx.query<{ day: Day | null }>(
    `select min(as_of) as day from cedent.ledger_import
     where tenant_id = $1 and as_of <= $2 and recorded_at <= $3`,
    [tx.tenantId, asOf, knownAt],
  );
  return row?.day ?? undefined;
}
