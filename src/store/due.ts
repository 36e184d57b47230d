import type { Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from './database.ts';

/** When receivables fall due, by id. */
export async function readDueDays(
  tx: Tx,
  ids: readonly Id[],
): Promise<Map<Id, { dueOn: Day | null; number: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: Id; dueOn: Day | null; number: string }>(
    `select id, due_on as "dueOn", number from cedent.receivable
     where tenant_id = $1 and id = any ($2::uuid[])`,
    [tx.tenantId, ids],
  );
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

export type NextDue = {
  dueOn: Day;
  debtorId: string;
  debtorName: string;
  currency: Currency;
  count: number;
  openMinor: number;
};

/** What falls due next, by day and debtor, the largest first within a day. */
export async function readNextDue(
  tx: Tx,
  { asOf, until, limit }: { asOf: Day; until: Day; limit: number },
): Promise<NextDue[]> {
  return tx.query<NextDue>(
    `select r.due_on as "dueOn", r.debtor_id as "debtorId",
       coalesce((select n.name from cedent.debtor_fact n
         where n.tenant_id = $1 and n.debtor_id = r.debtor_id
         order by n.effective_on desc, n.seq desc limit 1), r.debtor_id) as "debtorName",
       r.currency, count(*) as count, sum(f.open_minor)::bigint as "openMinor"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $2
       order by p.effective_on desc, p.seq desc limit 1) f
     where r.tenant_id = $1 and r.kind = 'invoice' and r.due_on between $2 and $3
       and f.open_minor > 0
     group by r.due_on, r.debtor_id, r.currency
     order by r.due_on, sum(f.open_minor) desc, r.debtor_id limit $4`,
    [tx.tenantId, asOf, until, limit],
  );
}
