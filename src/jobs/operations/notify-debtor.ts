import type { ScheduleTaken } from '../../core/adapter.ts';
import { AssignmentNotice, type NoticeFact } from '../../core/funding/assignment-notice.ts';
import { appendNoticeFact, readNotice } from '../../store/assignment-notice.ts';
import type { Actor } from '../../store/audit.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { createDelivery } from '../../store/delivery.ts';
import { defineEffect } from '../operation.ts';

/**
 * A debtor is told through the partner that its invoices are the funder's; its answer comes later. Of
 * a partner that passes no notices on nothing is asked: then the notice goes by document.
 */
export const notifyDebtor = defineEffect<typeof AssignmentNotice, ScheduleTaken>({
  kind: 'effect',
  input: AssignmentNotice,
  effect: (operations) => operations.notifyDebtor,
  reference: ({ number }) => number,
  missing: async (tx, { input, actor }) => {
    await append(tx, input, { actor, fact: { kind: 'by_document' } });
  },
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: async (tx, { delivery, input, actor, foundBy }, { partnerReference }) => {
    const fact = { kind: 'told', partnerReference, ...(foundBy && { foundBy }) } as const;
    if (!(await append(tx, input, { actor, fact }))) return;
    const { noticeId, number } = input;
    await createDelivery(tx, {
      ...(delivery.connectionId && { connectionId: delivery.connectionId }),
      queue: delivery.queue,
      operation: 'readAcknowledgement',
      subject: noticeId,
      state: 'ready',
      input: { noticeId, reference: number },
    });
  },
  rejected: async (tx, { input, actor, foundBy }, { reason, detail }) => {
    const fact = { kind: 'not_taken', reason, detail, ...(foundBy && { foundBy }) } as const;
    await append(tx, input, { actor, fact });
  },
});

async function append(
  tx: Tx,
  { noticeId }: AssignmentNotice,
  { actor, fact }: { actor: Actor; fact: NoticeFact },
): Promise<boolean> {
  const notice = await readNotice(tx, noticeId);
  if (!notice) throw new Error(`notice ${noticeId} of a delivery is not there`);
  return appendNoticeFact(tx, notice, { fact, effectiveOn: await businessDay(tx), actor });
}
