import type { AsOf, Day } from '../core/calendar.ts';
import { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import type { HeldReceivable } from '../core/reconciliation/life.ts';
import type { Tx } from './database.ts';

/** The numbers of a facility's requests, by their ids. */
export async function readNumbers(tx: Tx, facilityId: string): Promise<Map<Id, string>> {
  const rows = await tx.query<{ id: Id; number: string }>(
    'select id, number from cedent.funding_request where tenant_id = $1 and facility_id = $2',
    [tx.tenantId, facilityId],
  );
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Every receivable that the facility has held and that was not closed before `since`, with its facts. */
export async function readHeld(
  tx: Tx,
  of: AsOf & { facilityId: string; since: Day },
): Promise<HeldReceivable[]> {
  const { facilityId, asOf, knownAt, since } = of;
  type Row = Omit<HeldReceivable, 'facts'> & { facts: [fact: unknown, on: Day][] };
  const rows = await tx.query<Row>(
    `with held as (
       select f.receivable_id,
         jsonb_agg(jsonb_build_array(f.fact, f.effective_on) order by f.seq) as facts
       from cedent.position_fact f
       join cedent.funding_request q
         on q.tenant_id = $1 and q.id = (f.fact->>'requestId')::uuid and q.facility_id = $2
       where f.tenant_id = $1 and f.effective_on <= $3 and f.recorded_at <= $4
       group by f.receivable_id
       having bool_or(f.fact->>'kind' = 'assigned') and (max(f.effective_on) >= $5
         or (array_agg(f.fact->>'kind' order by f.seq desc))[1] not in ('closed', 'released'))
     ), named as (
       select distinct on (n.debtor_id) n.debtor_id, n.name from cedent.debtor_fact n
       where n.tenant_id = $1 and n.effective_on <= $3 and n.recorded_at <= $4
       order by n.debtor_id, n.effective_on desc, n.seq desc
     )
     select h.receivable_id as "receivableId", r.number, r.debtor_id as "debtorId",
       coalesce(n.name, r.debtor_id) as debtor, r.due_on as "dueOn", h.facts
     from held h
     join cedent.receivable r on r.tenant_id = $1 and r.id = h.receivable_id
     left join named n on n.debtor_id = r.debtor_id
     order by r.number, h.receivable_id`,
    [tx.tenantId, facilityId, asOf, knownAt, since],
  );
  return rows.map(({ facts, ...named }) => ({
    ...named,
    facts: facts.map(([fact, on]) => ({ fact: PositionFact.parse(fact), on })),
  }));
}
