import { assert } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import type { BorrowingBase, RequestLine } from '../core/funding/request.ts';
import type { Alike, RequestFact } from '../core/funding/request-fact.ts';
import { linesOf } from '../core/funding/request-state.ts';
import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import { newId, one, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { findNearMatches, movePositions, type NearMatch, reserve } from './position.ts';
import { lockDrafts } from './position-again.ts';
import { appendFact, insertFact, readRequest, type StoredRequest } from './request-facts.ts';
import { freeze } from './request-freeze.ts';

type Person = { personId: Id };

/** Why a step on a request was not taken; worded by code for whoever asked. */
export type RequestRefusal =
  | { code: 'request_not_found' }
  | { code: 'already_financed'; receivables: { receivableId: Id; number: string }[] }
  | { code: 'near_match'; matches: NearMatch[] }
  | { code: 'ledger_changed'; lines: { lineNumber: number; number: string; openMinor: number }[] }
  | { code: 'not_now'; status: string }
  | { code: 'hash_differs' }
  | { code: 'second_person_needed' };

export type Result<Value> = { ok: true; value: Value } | ({ ok: false } & RequestRefusal);

/**
 * Drafts a request and reserves its receivables, all or none. Receivables that resemble a financed
 * one, or each other, wait for a person: the draft names the pairs they looked at in
 * `acceptedNearMatches`, or it is refused. A pair that came up since is asked about again.
 */
export async function draftRequest(
  tx: Tx,
  draft: {
    actor: Person;
    sellerId: string;
    facilityId: string;
    effectiveOn: Day;
    lines: RequestLine[];
    planInputHash: string;
    runId?: Id;
    acceptedNearMatches: Alike[];
    /** Of a pledge: what the draw stands on. */
    borrowingBase?: BorrowingBase | undefined;
  },
): Promise<Result<{ requestId: Id; number: string }>> {
  const { actor, sellerId, facilityId, effectiveOn, lines, acceptedNearMatches } = draft;
  assert(lines.length > 0, 'a request has at least one line');
  await lockDrafts(tx);
  const near = await findNearMatches(tx, {
    facilityId,
    lines: lines.map((line) => ({ ...line, sellerId })),
  });
  const matches = near.filter(
    ({ receivableId, resembles }) =>
      !acceptedNearMatches.some(
        (pair) => pair.receivableId === receivableId && pair.resembles === resembles,
      ),
  );
  if (matches.length > 0) return { ok: false, code: 'near_match', matches };
  const requestId = newId();
  const number = await nextNumber(tx, effectiveOn);
  await tx.query('savepoint draft');
  await tx.query(
    'insert into cedent.funding_request (tenant_id, id, number, facility_id) values ($1, $2, $3, $4)',
    [tx.tenantId, requestId, number, facilityId],
  );
  const reserved = await reserve(tx, { requestId, facilityId, effectiveOn, lines, actor });
  if (!reserved.ok) {
    await tx.query('rollback to savepoint draft');
    return reserved;
  }
  const { planInputHash, runId, borrowingBase } = draft;
  const fact: RequestFact = {
    kind: 'drafted',
    lines,
    planInputHash,
    ...(runId !== undefined && { runId }),
    acceptedNearMatches,
    ...(borrowingBase && { borrowingBase }),
  };
  await insertFact(tx, { requestId, seq: 1, fact, effectiveOn, actor });
  return { ok: true, value: { requestId, number } };
}

/** Freezes what will be approved: the canonical request and its SHA-256. */
export async function submitRequest(
  tx: Tx,
  submission: { actor: Person; requestId: Id; effectiveOn: Day },
): Promise<Result<{ hash: string }>> {
  const { actor, requestId, effectiveOn } = submission;
  const request = await readRequest(tx, requestId, { lock: true });
  if (!request) return { ok: false, code: 'request_not_found' };
  if (request.state.status !== 'draft') return notNow(request);
  const changed = await changedLines(tx, request);
  if (changed.length > 0) return { ok: false, code: 'ledger_changed', lines: changed };
  const canonical = await freeze(tx, request, effectiveOn);
  const hash = hashOf(canonical);
  await appendFact(tx, request, {
    fact: { kind: 'submitted', canonical, hash },
    effectiveOn,
    actor,
  });
  return { ok: true, value: { hash } };
}

/**
 * A second person approves exactly the bytes they saw. The intention to render and to send is
 * committed with the approval; sending is held until the documents exist.
 */
export async function approveRequest(
  tx: Tx,
  approval: { actor: Person; requestId: Id; hash: string; effectiveOn: Day },
): Promise<Result<{ deliveryId: Id }>> {
  const { actor, requestId, hash, effectiveOn } = approval;
  const request = await readRequest(tx, requestId, { lock: true });
  if (!request) return { ok: false, code: 'request_not_found' };
  const { state } = request;
  if (state.status !== 'submitted') return notNow(request);
  if (state.hash !== hash) return { ok: false, code: 'hash_differs' };
  if (actor.personId === state.draftedBy || actor.personId === state.submittedBy) {
    return { ok: false, code: 'second_person_needed' };
  }
  const changed = await changedLines(tx, request);
  if (changed.length > 0) return { ok: false, code: 'ledger_changed', lines: changed };
  const connection = await connectionOf(tx, request.facilityId);
  await createDelivery(tx, {
    queue: 'documents',
    operation: 'renderDocuments',
    subject: requestId,
    state: 'ready',
    input: { requestId },
  });
  const { id: deliveryId } = await createDelivery(tx, {
    connectionId: connection.id,
    queue: connection.adapterId,
    operation: 'submitSchedule',
    subject: requestId,
    state: 'held',
    input: state.canonical,
  });
  await appendFact(tx, request, { fact: { kind: 'approved', hash }, effectiveOn, actor });
  return { ok: true, value: { deliveryId } };
}

/** Back to draft with a reason: the approval, if any, never existed. */
export async function returnRequest(
  tx: Tx,
  step: { actor: Person; requestId: Id; reason: string; effectiveOn: Day },
): Promise<Result<null>> {
  return plainStep(tx, step, { kind: 'returned', reason: step.reason });
}

/** Gives the receivables free again; possible until a second person has approved. */
export async function withdrawRequest(
  tx: Tx,
  step: { actor: Person; requestId: Id; reason: string; effectiveOn: Day },
): Promise<Result<null>> {
  return plainStep(tx, step, { kind: 'withdrawn', reason: step.reason });
}

/** Releases every receivable of a request, or the named ones. */
export async function releaseLines(
  tx: Tx,
  request: StoredRequest,
  release: {
    cause: 'withdrawn' | 'rejected' | 'declined' | 'cancelled' | 'expired';
    effectiveOn: Day;
    actor: Actor;
    lines?: readonly RequestLine[];
  },
): Promise<void> {
  const { cause, effectiveOn, actor, lines = linesOf(request.state) } = release;
  await movePositions(
    tx,
    lines.map((line) => ({
      receivableId: line.receivableId,
      effectiveOn,
      fact: { kind: 'released', requestId: request.id, cause },
    })),
    actor,
  );
}

async function plainStep(
  tx: Tx,
  step: { actor: Actor; requestId: Id; effectiveOn: Day },
  fact: RequestFact,
): Promise<Result<null>> {
  const { actor, requestId, effectiveOn } = step;
  const request = await readRequest(tx, requestId, { lock: true });
  if (!request) return { ok: false, code: 'request_not_found' };
  if (!(await appendFact(tx, request, { fact, effectiveOn, actor }))) return notNow(request);
  if (fact.kind === 'withdrawn')
    await releaseLines(tx, request, { cause: 'withdrawn', effectiveOn, actor });
  return { ok: true, value: null };
}

function notNow(request: StoredRequest): Result<never> {
  return { ok: false, code: 'not_now', status: request.state.status };
}

/** 'FR-2026-0007', without gaps a reader could wonder about: a lock per tenant hands them out. */
async function nextNumber(tx: Tx, on: Day): Promise<string> {
  const year = on.slice(0, 4);
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `request number ${tx.tenantId} ${year}`,
  ]);
  const { count } = one(
    await tx.query<{ count: number }>(
      `select count(*) as count from cedent.funding_request
       where tenant_id = $1 and number like $2`,
      [tx.tenantId, `FR-${year}-%`],
    ),
    'request count',
  );
  return `FR-${year}-${String(count + 1).padStart(4, '0')}`;
}

/** Lines whose open amount in the ledger is no longer what the draft was made from. */
async function changedLines(
  tx: Tx,
  request: StoredRequest,
): Promise<{ lineNumber: number; number: string; openMinor: number }[]> {
  const lines = linesOf(request.state);
  const rows = await tx.query<{ receivable_id: Id; open_minor: number }>(
    `select distinct on (receivable_id) receivable_id, open_minor from cedent.receivable_fact
     where tenant_id = $1 and receivable_id = any ($2::uuid[])
     order by receivable_id, effective_on desc, seq desc`,
    [tx.tenantId, lines.map((line) => line.receivableId)],
  );
  const open = new Map(rows.map((row) => [row.receivable_id, row.open_minor]));
  return lines
    .map(({ lineNumber, number, receivableId, openMinor }) => ({
      lineNumber,
      number,
      before: openMinor,
      openMinor: open.get(receivableId) ?? 0,
    }))
    .filter((line) => line.before !== line.openMinor)
    .map(({ lineNumber, number, openMinor }) => ({ lineNumber, number, openMinor }));
}

/** Where a facility's funder is reached. */
export async function connectionOf(
  tx: Tx,
  facilityId: string,
): Promise<{ id: Id; adapterId: string }> {
  const rows = await tx.query<{ id: Id; adapterId: string }>(
    `select c.id, c.adapter_id as "adapterId"
     from cedent.facility f join cedent.connection c
       on c.tenant_id = f.tenant_id and c.id = f.connection_id
     where f.tenant_id = $1 and f.id = $2`,
    [tx.tenantId, facilityId],
  );
  return one(rows, `connection of facility ${facilityId}`);
}
