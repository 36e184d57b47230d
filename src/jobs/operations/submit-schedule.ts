import type { ScheduleTaken } from '../../core/adapter.ts';
import { assignedMinorOf, CanonicalRequest } from '../../core/funding/request.ts';
import { readApprovedAgreement } from '../../store/approved-agreement.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { createDelivery, type Delivery } from '../../store/delivery.ts';
import { movePositions } from '../../store/position.ts';
import { releaseLines } from '../../store/request.ts';
import { appendFact, readRequest, type StoredRequest } from '../../store/request-facts.ts';
import { defineEffect } from '../operation.ts';
import { scheduleReading } from './read-movements.ts';

/** An approved request is told to the factor; its yes assigns the receivables, its no frees them. */
export const submitSchedule = defineEffect<typeof CanonicalRequest, ScheduleTaken>({
  kind: 'effect',
  input: CanonicalRequest,
  effect: (operations) => operations.submitSchedule,
  reference: (request) => request.number,
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: async (tx, { delivery, input: canonical, actor, foundBy }, { partnerReference }) => {
    const request = await locked(tx, canonical.requestId);
    const effectiveOn = await businessDay(tx);
    const taken = await appendFact(tx, request, {
      fact: { kind: 'acknowledged', partnerReference, ...(foundBy && { foundBy }) },
      effectiveOn,
      actor,
    });
    if (!taken) return;
    const { accounting } = await readApprovedAgreement(tx, canonical);
    await movePositions(
      tx,
      canonical.lines.map((line) => ({
        receivableId: line.receivableId,
        effectiveOn,
        fact: {
          kind: 'assigned',
          requestId: request.id,
          mode: canonical.facility.mode,
          faceMinor: assignedMinorOf(line),
          termsHash: canonical.facility.termsHash,
          accounting,
          ...(line.currency !== canonical.facility.currency && {
            foreign: { currency: line.currency, openMinor: line.openMinor },
          }),
        },
      })),
      actor,
    );
    await askForAnswers(tx, delivery, canonical);
    await askForMovements(tx, delivery, canonical);
  },
  rejected: async (tx, { input, actor, foundBy }, { reason, detail }) => {
    const request = await locked(tx, input.requestId);
    const effectiveOn = await businessDay(tx);
    const fact = { kind: 'rejected', reason, detail, ...(foundBy && { foundBy }) } as const;
    if (!(await appendFact(tx, request, { fact, effectiveOn, actor }))) return;
    await releaseLines(tx, request, { cause: 'rejected', effectiveOn, actor });
  },
});

async function askForAnswers(
  tx: Tx,
  delivery: Delivery,
  { requestId, number }: CanonicalRequest,
): Promise<void> {
  await createDelivery(tx, {
    ...(delivery.connectionId && { connectionId: delivery.connectionId }),
    queue: delivery.queue,
    operation: 'readSchedule',
    subject: requestId,
    state: 'ready',
    input: { requestId, reference: number },
  });
}

/** From the first schedule that a funder has taken, we read what it books on the agreement. */
async function askForMovements(
  tx: Tx,
  { connectionId, queue }: Delivery,
  { facility }: CanonicalRequest,
): Promise<void> {
  if (!connectionId) return;
  const { facilityId, agreement } = facility;
  await scheduleReading(tx, {
    connectionId,
    queue,
    facilityId,
    agreementReference: agreement.reference,
  });
}

async function locked(tx: Tx, requestId: string): Promise<StoredRequest> {
  const request = await readRequest(tx, requestId, { lock: true });
  if (!request) throw new Error(`request ${requestId} of a delivery is not there`);
  return request;
}
