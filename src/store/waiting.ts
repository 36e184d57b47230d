import { one, type Tx } from './database.ts';

/** What waits for people of this tenant: requests to approve, deliveries to settle, credits to explain. */
export type Waiting = { submitted: number; manual: number; unmatched: number; questioned: number };

export async function countWaiting(tx: Tx): Promise<Waiting> {
  const rows = await tx.query<Waiting>(
    `select
       (select count(*) from cedent.funding_request r
        cross join lateral (select f.fact->>'kind' as kind from cedent.request_fact f
          where f.tenant_id = $1 and f.request_id = r.id order by f.seq desc limit 1) l
        where r.tenant_id = $1 and l.kind = 'submitted') as submitted,
       (select count(*) from cedent.delivery where tenant_id = $1 and state = 'manual') as manual,
       (select count(*) from cedent.funder_movement m
        where m.tenant_id = $1 and m.result = 'questioned' and not exists (
          select from cedent.movement_decision d
          where d.tenant_id = $1 and d.movement_id = m.id)) as questioned,
       (select count(*) from cedent.open_bank_entry where tenant_id = $1) as unmatched`,
    [tx.tenantId],
  );
  return one(rows, 'what waits for people');
}

/**
 * Changes whenever anything a selection depends on may have changed: the newest audited change that
 * is not somebody's session, basket or selection. Reading it is cheap; the chain is in order.
 */
export async function readChangeMark(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ seq: number }>(
    `select seq from cedent.audit_entry where tenant_id = $1
       and entry not like '{"action":"session.%' and entry not like '{"action":"basket.%'
       and entry not like '{"action":"selection.%' and entry not like '{"action":"mapping.%'
       and entry not like '{"action":"person.%'
     order by seq desc limit 1`,
    [tx.tenantId],
  );
  return row?.seq ?? 0;
}
