import { CancelRequest, type ScheduleTaken } from '../../core/adapter.ts';
import { told } from '../../core/detail.ts';
import { businessDay } from '../../store/business-clock.ts';
import { cancelled } from '../../store/cancel.ts';
import { appendFact, readRequest } from '../../store/request-facts.ts';
import { defineEffect } from '../operation.ts';

/**
 * A funder is asked to forget a schedule. Its receipt says no more than that it was asked: what it
 * decides comes with the schedule's answers, unless people have found it out.
 */
export const cancelSchedule = defineEffect<typeof CancelRequest, ScheduleTaken>({
  kind: 'effect',
  input: CancelRequest,
  effect: (operations) => operations.cancelSchedule,
  reference: ({ number }) => number,
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: async (tx, { input, actor, foundBy }) => {
    if (!foundBy) return;
    const request = await readRequest(tx, input.requestId, { lock: true });
    if (!request) return;
    const effectiveOn = await businessDay(tx);
    const fact = { kind: 'cancelled', foundBy } as const;
    await cancelled(tx, request, { effectiveOn, actor, fact });
  },
  rejected: async (tx, { input, actor, foundBy }, { reason, detail }) => {
    const request = await readRequest(tx, input.requestId, { lock: true });
    if (!request) return;
    const effectiveOn = await businessDay(tx);
    const why = told('refused', { reason }, detail);
    const fact = { kind: 'cancel_refused', detail: why, ...(foundBy && { foundBy }) } as const;
    await appendFact(tx, request, { fact, effectiveOn, actor });
  },
});
