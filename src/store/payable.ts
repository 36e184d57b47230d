import type { AsOf, Day } from '../core/calendar.ts';
import { Payable } from '../core/input.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

/** Appends what is owed to each debtor where it is news; returns how many were. */
export async function recordPayables(
  tx: Tx,
  { actor, effectiveOn, payables }: { actor: Actor; effectiveOn: Day; payables: Payable[] },
): Promise<number> {
  let appended = 0;
  for (const payable of payables) {
    appended += await appendPayable(tx, effectiveOn, Payable.parse(payable));
  }
  const body = { effectiveOn, payables: payables.length, appended };
  if (appended > 0)
    await audit(tx, { actor, action: 'payable.recorded', subject: 'payable', body });
  return appended;
}

/** What is owed on a day as it was known at an instant; settled ones are left out. */
export async function readPayables(tx: Tx, { asOf, knownAt }: AsOf): Promise<Payable[]> {
  return tx.query<Payable>(
    `select * from (
       select distinct on (debtor_id, currency) debtor_id as "debtorId", currency,
         open_minor as "openMinor"
       from cedent.payable_fact
       where tenant_id = $1 and effective_on <= $2 and recorded_at <= $3
       order by debtor_id, currency, effective_on desc, seq desc) latest
     where "openMinor" <> 0`,
    [tx.tenantId, asOf, knownAt],
  );
}

async function appendPayable(tx: Tx, effectiveOn: Day, payable: Payable): Promise<number> {
  const rows = await tx.query(
    `insert into cedent.payable_fact (tenant_id, debtor_id, currency, effective_on, open_minor)
     select $1, $2, $3, $4, $5
     where $5::bigint is distinct from (
       select open_minor from cedent.payable_fact
       where tenant_id = $1 and debtor_id = $2 and currency = $3 and effective_on <= $4
       order by effective_on desc, seq desc limit 1)
     returning 1`,
    [tx.tenantId, payable.debtorId, payable.currency, effectiveOn, payable.openMinor],
  );
  return rows.length;
}
