import {
  type ChargedService,
  InsurerRequest,
  InsurerRequestFact,
  type InsurerRequestState,
  isUnderWay,
  mayFollow,
  serviceOf,
  stateOf,
} from '../core/cover/insurer-request.ts';
import { canonicalJson } from '../core/hash.ts';
import { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { businessDay } from './business-clock.ts';
import { readConnection } from './connection.ts';
import { newId, one, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { incurCost } from './insurer-cost.ts';
import { mapBuyer, readPolicy } from './policy.ts';

export type StoredInsurerRequest = {
  id: Id;
  request: InsurerRequest;
  facts: InsurerRequestFact[];
  state: InsurerRequestState;
  service: ChargedService | null;
  askedAt: Date;
  askedBy: Id | null;
};

export type AskAnswer =
  | { ok: true; id: Id; deliveryId: Id | null }
  | { ok: false; code: 'asked_already'; id: Id };

/**
 * Keeps what is asked; goes to the insurer at once, or, where it is charged, when it is approved. While
 * the same is on its way for a debtor it is not asked again, whoever wants to.
 */
export async function askInsurer(
  tx: Tx,
  order: { actor: Actor; request: InsurerRequest; charged: readonly ChargedService[] },
): Promise<AskAnswer> {
  const request = InsurerRequest.parse(order.request);
  const open = await readOpen(tx, request);
  if (open) return { ok: false, code: 'asked_already', id: open.id };
  const service = serviceOf(request);
  const needsApproval = service !== undefined && order.charged.includes(service);
  const id = newId();
  await tx.query(
    `insert into cedent.insurer_request
       (tenant_id, id, policy_id, debtor_id, request, service, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.tenantId,
      id,
      request.policyId,
      request.debtorId,
      canonicalJson(request),
      needsApproval ? service : null,
      personOf(order.actor),
    ],
  );
  await append(tx, { id, seq: 1, actor: order.actor, fact: { kind: 'asked', needsApproval } });
  const deliveryId = needsApproval ? null : await send(tx, id, request);
  const body = { ...request, needsApproval };
  await audit(tx, { actor: order.actor, action: 'insurer.asked', subject: id, body });
  return { ok: true, id, deliveryId };
}

/** One of the same kind for the debtor that the insurer has not answered; two ask one after the other. */
async function readOpen(
  tx: Tx,
  { policyId, debtorId, kind }: InsurerRequest,
): Promise<StoredInsurerRequest | undefined> {
  const key = `insurer ask ${tx.tenantId} ${policyId} ${debtorId}`;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  const asked = await listInsurerRequests(tx, { limit: 500, debtorId });
  return asked.find(
    ({ request, state }) =>
      request.policyId === policyId && request.kind === kind && isUnderWay(state),
  );
}

export type InsurerDecision =
  | { ok: true }
  | { ok: false; code: 'unknown' | 'same_person' | 'not_now' };

/** A second person lets a charged request go, or keeps it back. */
export async function decideInsurerRequest(
  tx: Tx,
  order: { id: Id; personId: Id; decision: 'approved' | { declined: string } },
): Promise<InsurerDecision> {
  const stored = await readInsurerRequest(tx, order.id, { lock: true });
  if (!stored) return { ok: false, code: 'unknown' };
  if (stored.state.status !== 'to_approve') return { ok: false, code: 'not_now' };
  const isApproved = order.decision === 'approved';
  // Whoever asked may take it back, and may not approve it.
  if (isApproved && stored.askedBy === order.personId) return { ok: false, code: 'same_person' };
  const fact: InsurerRequestFact =
    order.decision === 'approved'
      ? { kind: 'approved' }
      : { kind: 'declined', reason: order.decision.declined };
  const actor = { personId: order.personId };
  await append(tx, { id: order.id, seq: stored.facts.length + 1, actor, fact });
  if (isApproved) await send(tx, order.id, stored.request);
  await audit(tx, { actor, action: `insurer.${fact.kind}`, subject: order.id, body: fact });
  return { ok: true };
}

/**
 * What the insurer said of a request; nothing where it is none of ours, or was said before. What it
 * took and charges for is a cost from then on.
 */
export async function noteInsurer(
  tx: Tx,
  { id, fact, actor }: { id: Id; fact: InsurerRequestFact; actor: Actor },
): Promise<boolean> {
  const stored = await readInsurerRequest(tx, id, { lock: true });
  if (!stored || !mayFollow(stored.state, fact)) return false;
  await append(tx, { id, seq: stored.facts.length + 1, actor, fact });
  const isTaken = fact.kind === 'taken' || fact.kind === 'found';
  if (isTaken && stored.service) {
    const { policyId, debtorId } = stored.request;
    await incurCost(tx, { service: stored.service, subject: id, policyId, debtorId, actor });
  }
  return true;
}

/** A person says which of the companies that were found the debtor is. */
export async function mapFound(
  tx: Tx,
  order: { id: Id; buyerId: string; personId: Id },
): Promise<InsurerDecision | { ok: false; code: 'debtor_mapped' | 'buyer_mapped' }> {
  const stored = await readInsurerRequest(tx, order.id, { lock: true });
  if (!stored) return { ok: false, code: 'unknown' };
  const { state, request } = stored;
  if (state.status !== 'found') return { ok: false, code: 'not_now' };
  if (!state.buyers.some(({ buyerId }) => buyerId === order.buyerId)) {
    return { ok: false, code: 'unknown' };
  }
  const actor = { personId: order.personId };
  const { policyId, debtorId } = request;
  const mapped = await mapBuyer(tx, { actor, policyId, debtorId, buyerId: order.buyerId });
  if (mapped.status === 'refused') return { ok: false, code: mapped.code };
  const fact = { kind: 'mapped', buyerId: order.buyerId } as const;
  await append(tx, { id: order.id, seq: stored.facts.length + 1, actor, fact });
  return { ok: true };
}

const columns = `r.id, r.request, r.service, r.recorded_at as "askedAt", r.recorded_by as "askedBy",
  (select json_agg(f.fact order by f.seq) from cedent.insurer_request_fact f
   where f.tenant_id = r.tenant_id and f.request_id = r.id) as facts`;

type Row = Omit<StoredInsurerRequest, 'state'>;

/** With `lock` one decides at a time: facts are numbered one after the other. */
export async function readInsurerRequest(
  tx: Tx,
  id: Id,
  { lock = false } = {},
): Promise<StoredInsurerRequest | undefined> {
  // Limits asked for by other ways bear references of their own.
  if (!Id.safeParse(id).success) return undefined;
  if (lock) {
    const key = `insurer request ${tx.tenantId} ${id}`;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  }
  const [row] = await tx.query<Row>(
    `select ${columns} from cedent.insurer_request r where r.tenant_id = $1 and r.id = $2`,
    [tx.tenantId, id],
  );
  return row && withState(row);
}

/** The newest first. */
export async function listInsurerRequests(
  tx: Tx,
  { limit, debtorId }: { limit: number; debtorId?: string },
): Promise<StoredInsurerRequest[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from cedent.insurer_request r
     where r.tenant_id = $1 and ($3::text is null or r.debtor_id = $3)
     order by r.id desc limit $2`,
    [tx.tenantId, Math.min(limit, 500), debtorId ?? null],
  );
  return rows.map(withState);
}

function withState(row: Row): StoredInsurerRequest {
  const facts = (row.facts ?? []).map((fact) => InsurerRequestFact.parse(fact));
  return { ...row, request: InsurerRequest.parse(row.request), facts, state: stateOf(facts) };
}

const operations = { limit: 'requestLimit', change: 'changeLimit', look_up: 'findBuyer' } as const;

/** The delivery's subject is the request's id: however often it is let go, it goes once. */
async function send(tx: Tx, id: Id, request: InsurerRequest): Promise<Id> {
  const policy = await readPolicy(tx, request.policyId);
  if (!policy) throw new Error(`policy ${request.policyId} of request ${id} is not there`);
  const { connectionId } = policy;
  const connection = one(
    [await readConnection(tx, connectionId)].filter((found) => found !== undefined),
    `connection of policy ${request.policyId}`,
  );
  const delivery = await createDelivery(tx, {
    connectionId,
    queue: connection.adapterId,
    operation: operations[request.kind],
    subject: id,
    state: 'ready',
    input: inputOf(id, request),
  });
  return delivery.id;
}

function inputOf(id: Id, request: InsurerRequest): object {
  if (request.kind === 'look_up') {
    const { country, scheme, value } = request;
    return { reference: id, country, scheme, value };
  }
  if (request.kind === 'change') {
    const { kind: _, ...change } = request;
    return { ...change, reference: id };
  }
  const { kind: _, product, ...limit } = request;
  return { ...limit, reference: id, kind: product };
}

type Appended = { id: Id; seq: number; actor: Actor; fact: InsurerRequestFact };

async function append(tx: Tx, { id, seq, actor, fact }: Appended): Promise<void> {
  await tx.query(
    `insert into cedent.insurer_request_fact
       (tenant_id, request_id, seq, fact, effective_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, id, seq, canonicalJson(fact), await businessDay(tx), personOf(actor)],
  );
}

function personOf(actor: Actor): Id | null {
  return 'personId' in actor ? actor.personId : null;
}
