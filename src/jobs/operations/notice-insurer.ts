import type { TakenByInsurer } from '../../core/adapter.ts';
import { InsurerNotice } from '../../core/notice/insurer-notice.ts';
import type { InsurerNoticeFact } from '../../core/notice/notice-fact.ts';
import { raiseAlerts } from '../../store/alert.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { appendNoticeFact } from '../../store/insurer-notice.ts';
import { askAnswer, sayNotified } from '../../store/notice-act.ts';
import { policyDay } from '../../store/policy-day.ts';
import { type Answered, defineEffect } from '../operation.ts';

/**
 * A released notice goes to the insurer by its own interface. Where the insurer has none, or says no,
 * the duty is not done: it goes by hand, as the pack that was made with it.
 */
export const noticeInsurer = defineEffect<typeof InsurerNotice, TakenByInsurer>({
  kind: 'effect',
  input: InsurerNotice,
  effect: ({ noticeInsurer: own }, { kind }) => (own?.kinds.includes(kind) ? own : undefined),
  reference: ({ reference }) => reference,
  foundByPeople: (partnerReference) => ({ partnerReference }),
  accepted: async (tx, { input, actor }, { partnerReference }) => {
    const { noticeId, policyId } = input;
    const on = await policyDay(tx, policyId);
    const fact = { kind: 'sent', on, partnerReference } as const;
    if (!(await appendNoticeFact(tx, { noticeId, fact, actor, on }))) return;
    await sayNotified(tx, { noticeId, actor, on, today: on });
    await askAnswer(tx, input, partnerReference);
  },
  rejected: async (tx, answered, { reason, detail }) => {
    const text = typeof detail === 'string' ? detail : detail.code;
    await failed(tx, answered, { kind: 'refused', reason, detail: text });
  },
  missing: (tx, answered) => failed(tx, answered, { kind: 'rerouted', reason: 'no_interface' }),
});

/** Somebody has to send it by hand: said at once, not only when its last day is near. */
async function failed(
  tx: Tx,
  { input, actor }: Answered<typeof InsurerNotice>,
  fact: InsurerNoticeFact,
): Promise<void> {
  const { noticeId, reference, debtorId } = input;
  const on = await businessDay(tx);
  if (!(await appendNoticeFact(tx, { noticeId, fact, actor, on }))) return;
  const code = fact.kind === 'refused' ? 'notice_refused' : 'notice_by_hand';
  const alert = { cause: `notice|${noticeId}|${fact.kind}`, code, params: { reference } };
  await raiseAlerts(tx, [{ ...alert, subject: noticeId, debtorId, raisedOn: on }]);
}
