import type { Day } from '../core/calendar.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from './database.ts';

export type OwingDebtor = {
  debtorId: string;
  name: string;
  country: string | null;
  currency: Currency;
  count: number;
  openMinor: number;
  overdueMinor: number;
};

/** Who owes as of a day, per currency, the largest first; `search` is part of a name or an id. */
export async function listOwing(
  tx: Tx,
  { asOf, search, limit }: { asOf: Day; search: string; limit: number },
): Promise<OwingDebtor[]> {
  return tx.query<OwingDebtor>(
    `select r.debtor_id as "debtorId", coalesce(d.name, r.debtor_id) as name, d.country, r.currency,
       count(*) as count, sum(f.open_minor)::bigint as "openMinor",
       coalesce(sum(f.open_minor) filter (where r.kind = 'invoice' and r.due_on < $2), 0)::bigint
         as "overdueMinor"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $2
       order by p.effective_on desc, p.seq desc limit 1) f
     left join lateral (
       select n.name, n.country from cedent.debtor_fact n
       where n.tenant_id = $1 and n.debtor_id = r.debtor_id
       order by n.effective_on <= $2 desc, n.effective_on desc, n.seq desc limit 1) d on true
     where r.tenant_id = $1 and f.open_minor <> 0
       and ($3::text is null or r.debtor_id ilike $3 or d.name ilike $3)
     group by r.debtor_id, d.name, d.country, r.currency
     order by sum(f.open_minor) desc, r.debtor_id limit $4`,
    [tx.tenantId, asOf, search === '' ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`, limit],
  );
}
