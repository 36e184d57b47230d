import type { AsOf, Day } from '../core/calendar.ts';
import { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import type { DatedFact, HeldReceivable } from '../core/reconciliation/life.ts';
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
  numbers: ReadonlyMap<Id, string>,
): Promise<HeldReceivable[]> {
  const facts = await readFacts(tx, of, [...numbers.keys()]);
  const held = [...facts].filter(([, own]) => isSeen(own, of.since)).map(([id]) => id);
  const rows = await tx.query<Omit<HeldReceivable, 'facts'>>(
    `with named as (
       select distinct on (n.debtor_id) n.debtor_id, n.name from cedent.debtor_fact n
       where n.tenant_id = $1 and n.effective_on <= $3 and n.recorded_at <= $4
       order by n.debtor_id, n.effective_on desc, n.seq desc
     )
     select r.id as "receivableId", r.number, r.debtor_id as "debtorId",
       coalesce(n.name, r.debtor_id) as debtor, r.due_on as "dueOn"
     from unnest($2::uuid[]) as held (id)
     join cedent.receivable r on r.tenant_id = $1 and r.id = held.id
     left join named n on n.debtor_id = r.debtor_id
     order by r.number, r.id`,
    [tx.tenantId, held, of.asOf, of.knownAt],
  );
  return rows.map((named) => ({ ...named, facts: facts.get(named.receivableId) ?? [] }));
}

/**
 * Facts under the facility's requests, in their order, of what is open now, has moved since or was not
 * known yet; one that ended before is none of these.
 */
async function readFacts(
  tx: Tx,
  { facilityId, asOf, knownAt, since }: AsOf & { facilityId: string; since: Day },
  requestIds: readonly Id[],
): Promise<Map<Id, DatedFact[]>> {
  type Row = { receivableId: Id; fact: unknown; on: Day };
  const rows = await tx.query<Row>(
    `with own as materialized (
       select p.receivable_id from cedent.open_position p
       where p.tenant_id = $1 and p.facility_id = $2
       union
       select f.receivable_id from cedent.position_fact f
       where f.tenant_id = $1 and (f.effective_on >= $5 or f.recorded_at > $4)
         and f.fact->>'requestId' = any ($6::text[])
     )
     select f.receivable_id as "receivableId", f.fact, f.effective_on as "on"
     from own
     join cedent.position_fact f on f.tenant_id = $1 and f.receivable_id = own.receivable_id
     where f.effective_on <= $3 and f.recorded_at <= $4 and f.fact->>'requestId' = any ($6::text[])
     order by f.receivable_id, f.seq`,
    [tx.tenantId, facilityId, asOf, knownAt, since, requestIds],
  );
  const facts = new Map<Id, DatedFact[]>();
  for (const { receivableId, fact, on } of rows) {
    const dated = { fact: PositionFact.parse(fact), on };
    const own = facts.get(receivableId);
    if (own) own.push(dated);
    else facts.set(receivableId, [dated]);
  }
  return facts;
}

/** Whether it has reached the funder, and was not over before that day. */
function isSeen(facts: readonly DatedFact[], since: Day): boolean {
  if (!facts.some(({ fact }) => fact.kind === 'assigned')) return false;
  const kind = facts.at(-1)?.fact.kind;
  const isOver = kind === 'closed' || kind === 'released';
  return !isOver || facts.some(({ on }) => on >= since);
}
