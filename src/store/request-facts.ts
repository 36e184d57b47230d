import type { Day } from '../core/calendar.ts';
import { type RecordedFact, RequestFact } from '../core/funding/request-fact.ts';
import { foldRequest, mayFollow, type RequestState } from '../core/funding/request-state.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

export type StoredRequest = {
  id: Id;
  number: string;
  facilityId: string;
  facts: RecordedFact[];
  state: RequestState;
};

/** A request with its facts, locked against other writers until the transaction ends when asked. */
export async function readRequest(
  tx: Tx,
  requestId: Id,
  options: { lock: boolean } = { lock: false },
): Promise<StoredRequest | undefined> {
  if (options.lock) await lockRequests(tx, [requestId]);
  return (await readRequests(tx, [requestId])).get(requestId);
}

/** Of several, always in the same order. Not row locks: nobody has a right to update requests. */
export async function lockRequests(tx: Tx, ids: readonly Id[]): Promise<void> {
  for (const requestId of [...ids].sort()) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `request ${tx.tenantId} ${requestId}`,
    ]);
  }
}

/** Those of the requests that exist, by id. */
export async function readRequests(tx: Tx, ids: readonly Id[]): Promise<Map<Id, StoredRequest>> {
  const rows = await tx.query<FactRow>(
    `select r.id, r.number, r.facility_id as "facilityId", f.seq, f.fact,
       f.recorded_at as "recordedAt", f.recorded_by as "recordedBy"
     from cedent.funding_request r
     join cedent.request_fact f on f.tenant_id = r.tenant_id and f.request_id = r.id
     where r.tenant_id = $1 and r.id = any ($2::uuid[]) order by r.id, f.seq`,
    [tx.tenantId, ids],
  );
  const requests = new Map<Id, StoredRequest>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    const [first] = own;
    if (!first) continue;
    const { number, facilityId } = first;
    const facts = own.map(toFact);
    requests.set(id, { id, number, facilityId, facts, state: foldRequest(facts) });
  }
  return requests;
}

/**
 * Appends a fact if it may follow, and audits it; false when it may not (a repeated answer, say).
 * The caller holds the request's lock.
 */
export async function appendFact(
  tx: Tx,
  request: StoredRequest,
  entry: { fact: RequestFact; effectiveOn: Day; actor: Actor },
): Promise<boolean> {
  const { fact, effectiveOn, actor } = entry;
  if (!mayFollow(request.state, fact)) return false;
  const seq = (request.facts.at(-1)?.seq ?? 0) + 1;
  await insertFact(tx, { requestId: request.id, seq, fact, effectiveOn, actor });
  const recordedBy = 'personId' in actor ? actor.personId : undefined;
  request.facts = [...request.facts, { seq, fact, recordedAt: '', recordedBy }];
  request.state = foldRequest(request.facts);
  return true;
}

export async function insertFact(
  tx: Tx,
  entry: { requestId: Id; seq: number; fact: RequestFact; effectiveOn: Day; actor: Actor },
): Promise<void> {
  const { requestId, seq, fact, effectiveOn, actor } = entry;
  await tx.query(
    `insert into cedent.request_fact (tenant_id, request_id, seq, fact, effective_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      tx.tenantId,
      requestId,
      seq,
      JSON.stringify(fact),
      effectiveOn,
      'personId' in actor ? actor.personId : null,
    ],
  );
  await audit(tx, {
    actor,
    action: `request.${fact.kind}`,
    subject: requestId,
    body: auditBody(fact),
  });
}

/** Lines stay in the fact; the chain holds what binds them. */
function auditBody(fact: RequestFact): unknown {
  if (fact.kind === 'drafted') {
    const { acceptedNearMatches, planInputHash, runId } = fact;
    return { lines: fact.lines.length, acceptedNearMatches, planInputHash, runId };
  }
  if (fact.kind === 'submitted') return { hash: fact.hash };
  return fact;
}

type FactRow = {
  id: Id;
  number: string;
  facilityId: string;
  seq: number;
  fact: unknown;
  recordedAt: Date;
  recordedBy: string | null;
};

function toFact({ seq, fact, recordedAt, recordedBy }: FactRow): RecordedFact {
  return {
    seq,
    fact: RequestFact.parse(fact),
    recordedAt: recordedAt.toISOString(),
    recordedBy: recordedBy ?? undefined,
  };
}
