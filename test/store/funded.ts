import type { LineAnswer } from '../../src/core/adapter.ts';
import type { RequestLine } from '../../src/core/funding/request.ts';
import type { Id } from '../../src/core/ids.ts';
import { readSchedule } from '../../src/jobs/operations/read-schedule.ts';
import { submitSchedule } from '../../src/jobs/operations/submit-schedule.ts';
import type { Tx } from '../../src/store/database.ts';
import { readDelivery } from '../../src/store/delivery.ts';
import { approveRequest, draftRequest, submitRequest } from '../../src/store/request.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { linesOf } from './lines.ts';

export const analyst = { personId: '00000000-0000-7000-8000-000000000001' };
export const approver = { personId: '00000000-0000-7000-8000-000000000002' };
export const effectiveOn = '2026-11-24';

export type Held = { id: Id; requestId: Id; number: string; schedule: string };
export type Run = <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>;

/** Asked for, and not approved yet. */
export async function draftedBy(
  run: Run,
  number: string,
  change: Partial<RequestLine> = {},
  facilityId = 'F1',
): Promise<{ requestId: Id; id: Id }> {
  return run(async (tx) => {
    const lines = (await linesOf(tx, [number])).map((own) => ({ ...own, ...change }));
    const drafted = await draftRequest(tx, {
      actor: analyst,
      sellerId: 'S1',
      facilityId,
      effectiveOn,
      lines,
      planInputHash: 'again',
      acceptedNearMatches: [],
    });
    if (!drafted.ok) throw new Error(drafted.code);
    return { requestId: drafted.value.requestId, id: lines[0]?.receivableId ?? '' };
  });
}

/** Approved, and taken by the funder; its answer to the line has not come. */
export async function sentBy(
  run: Run,
  number: string,
  change: Partial<RequestLine> = {},
  facilityId = 'F1',
): Promise<Held> {
  const { requestId, id } = await draftedBy(run, number, change, facilityId);
  return run(async (tx) => {
    const submitted = await submitRequest(tx, { actor: analyst, requestId, effectiveOn });
    if (!submitted.ok) throw new Error(submitted.code);
    const { hash } = submitted.value;
    const approval = { actor: approver, requestId, hash, effectiveOn };
    const approved = await approveRequest(tx, approval);
    if (!approved.ok) throw new Error(approved.code);
    const delivery = await readDelivery(tx, approved.value.deliveryId);
    const request = await readRequest(tx, requestId);
    if (submitSchedule.kind !== 'effect' || !delivery || !request) throw new Error('nothing sent');
    const taken = { delivery, input: delivery.input, actor: partnerOf(delivery) };
    await submitSchedule.accepted(tx, taken, { partnerReference: `SCH-${requestId}` });
    return { id, requestId, number, schedule: request.number };
  });
}

function partnerOf({ connectionId }: { connectionId: Id | undefined }) {
  if (connectionId === undefined) throw new Error('a schedule goes to a partner');
  return { connectionId };
}

export async function fundedBy(run: Run, ...sending: [string, Partial<RequestLine>?, string?]) {
  const held = await sentBy(run, ...sending);
  await answeredBy(run, held, { status: 'funded', amountMinor: 90_00, currency: 'EUR' });
  return held;
}

export type Word = LineAnswer extends infer Answer
  ? Answer extends LineAnswer
    ? Omit<Answer, 'lineNumber'>
    : never
  : never;

export async function answeredBy(
  run: Run,
  { requestId, schedule }: Held,
  word: Word,
): Promise<void> {
  await run(async (tx) => {
    const [row] = await tx.query<{ id: Id }>(
      `select id from cedent.delivery where operation = 'readSchedule' and subject = $1`,
      [requestId],
    );
    const delivery = await readDelivery(tx, row?.id ?? '');
    if (readSchedule.kind !== 'read' || !delivery) throw new Error('nothing is read');
    const lines = [{ lineNumber: 1, ...word }];
    const state = { partnerReference: 'x', status: 'answered', lines };
    await readSchedule.answered(tx, delivery, { requestId, reference: schedule }, state);
  });
}
