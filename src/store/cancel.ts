import type { CancelRequest } from '../core/adapter.ts';
import type { Day } from '../core/calendar.ts';
import { misfitOf } from '../core/funding/position.ts';
import type { RequestLine } from '../core/funding/request.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import type { Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { readPositionsOf } from './position.ts';
import { connectionOf, type Result, releaseLines } from './request.ts';
import { appendFact, readRequest, type StoredRequest } from './request-facts.ts';

/**
 * Asks the funder to forget what it has taken and not funded. Nothing is free until it says so: a
 * schedule that is being cancelled may be funded in the same minute.
 */
export async function cancelRequest(
  tx: Tx,
  step: { actor: { personId: Id }; requestId: Id; reason: string; effectiveOn: Day },
): Promise<Result<null>> {
  const { actor, requestId, reason, effectiveOn } = step;
  const request = await readRequest(tx, requestId, { lock: true });
  if (!request) return { ok: false, code: 'request_not_found' };
  const fact = { kind: 'cancel_requested', reason } as const;
  if (!(await appendFact(tx, request, { fact, effectiveOn, actor })) || !isTaken(request.state)) {
    return { ok: false, code: 'not_now', status: request.state.status };
  }
  const { canonical, partnerReference } = request.state;
  const { id: connectionId, adapterId } = await connectionOf(tx, request.facilityId);
  const input: CancelRequest = {
    requestId,
    number: request.number,
    partnerReference,
    agreementReference: canonical.facility.agreement.reference,
    reason,
  };
  await createDelivery(tx, {
    connectionId,
    queue: adapterId,
    operation: 'cancelSchedule',
    subject: `${requestId}|${request.facts.length}`,
    state: 'ready',
    input,
  });
  return { ok: true, value: null };
}

/** The funder has forgotten it: its receivables are free. False where that does not fit any more. */
export async function cancelled(
  tx: Tx,
  request: StoredRequest,
  taken: { effectiveOn: Day; actor: Actor; fact: { kind: 'cancelled' } },
): Promise<boolean> {
  const { effectiveOn, actor } = taken;
  if (!isTaken(request.state)) return false;
  const { answers, canonical } = request.state;
  if (!(await appendFact(tx, request, taken))) return false;
  await releaseLines(tx, request, {
    cause: 'cancelled',
    effectiveOn,
    actor,
    lines: await releasable(
      tx,
      request,
      canonical.lines.filter(({ lineNumber }) => answers.get(lineNumber)?.status === 'open'),
    ),
  });
  return true;
}

/** Those that the request holds still: one that is closed, by what the funder has booked, is free. */
export async function releasable(
  tx: Tx,
  { id: requestId }: StoredRequest,
  lines: readonly RequestLine[],
): Promise<RequestLine[]> {
  const positions = await readPositionsOf(
    tx,
    lines.map(({ receivableId }) => receivableId),
  );
  const released = { kind: 'released', requestId, cause: 'declined' } as const;
  return lines.filter(
    ({ receivableId }) =>
      misfitOf(positions.get(receivableId) ?? { status: 'free' }, released) === undefined,
  );
}

type Taken = Extract<StoredRequest['state'], { answers: unknown }>;

function isTaken(state: StoredRequest['state']): state is Taken {
  return 'answers' in state;
}
