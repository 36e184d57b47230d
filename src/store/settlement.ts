import type { AsOf, Day } from '../core/calendar.ts';
import type { Circumstance } from '../core/cover/circumstance.ts';
import type { LateSettlement } from '../core/input.ts';
import type { Receivable } from '../core/receivable.ts';
import type { Tx } from './database.ts';

/** What a selection under policies needs to know of what was paid after its due day. */
export function readSettlements(
  tx: Tx,
  of: AsOf & { receivables: readonly Receivable[]; circumstances: readonly Circumstance[] },
): Promise<LateSettlement[]> {
  return readLate(tx, { ...of, since: sinceBy(of) });
}

/**
 * By debtor, the day after which a late payment still matters: an invoice that is open, or what stopped
 * cover, must not be younger.
 */
function sinceBy(of: {
  receivables: readonly Receivable[];
  circumstances: readonly Circumstance[];
}): Map<string, Day> {
  const since = new Map<string, Day>();
  const from = (debtorId: string, day: Day) => {
    const before = since.get(debtorId);
    if (before === undefined || day < before) since.set(debtorId, day);
  };
  for (const { kind, debtorId, issuedOn } of of.receivables) {
    if (kind === 'invoice') from(debtorId, issuedOn);
  }
  for (const { kind, debtorId, on } of of.circumstances) {
    const isStop = kind === 'collection_handover' || kind === 'overdue_notified';
    if (isStop && since.has(debtorId)) from(debtorId, on);
  }
  return since;
}

/** Nothing is open of them since a day after their due day and not before the debtor's own. */
function readLate(
  tx: Tx,
  { asOf, knownAt, since }: AsOf & { since: ReadonlyMap<string, Day> },
): Promise<LateSettlement[]> {
  return tx.query<LateSettlement>(
    `with since as (
       select * from unnest($4::text[], $5::date[]) as s (debtor_id, day)
     )
     select r.id as "receivableId", r.number, r.seller_id as "sellerId",
       r.debtor_id as "debtorId", r.issued_on as "issuedOn", r.due_on as "dueOn",
       f.settled_on as "settledOn"
     from since s
     join cedent.receivable r on r.tenant_id = $1 and r.debtor_id = s.debtor_id
     cross join lateral (
       select min(p.effective_on) filter (where p.effective_on > l.last_open) as settled_on
       from cedent.receivable_fact p cross join lateral (
         select coalesce(max(o.effective_on), '-infinity'::date) as last_open
         from cedent.receivable_fact o
         where o.tenant_id = $1 and o.receivable_id = r.id and o.open_minor <> 0
           and o.effective_on <= $2 and o.recorded_at <= $3) l
       where p.tenant_id = $1 and p.receivable_id = r.id and p.open_minor = 0
         and p.effective_on <= $2 and p.recorded_at <= $3) f
     where r.kind = 'invoice' and f.settled_on > r.due_on and f.settled_on >= s.day
     order by r.id`,
    [tx.tenantId, asOf, knownAt, [...since.keys()], [...since.values()]],
  );
}
