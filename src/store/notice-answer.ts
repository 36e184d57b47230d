import type { Day } from '../core/calendar.ts';
import type { Circumstance } from '../core/cover/circumstance.ts';
import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { InsurerNotice } from '../core/notice/insurer-notice.ts';
import type { InsurerNoticeFact } from '../core/notice/notice-fact.ts';
import type { Actor } from './audit.ts';
import { recordCircumstances } from './circumstance.ts';
import type { Tx } from './database.ts';
import { appendNoticeFact, readNotice } from './insurer-notice.ts';
import { appendPlanFact, findPlanOfNotice } from './payment-plan.ts';

export type NoticeAnswer = Omit<Extract<InsurerNoticeFact, { kind: 'answered' }>, 'kind' | 'on'>;

/**
 * The insurer's word on a notice, read or entered: kept when it is news, and what it decided becomes
 * circumstances, which move clocks and cover. False where the notice has not left or is over.
 */
export async function takeAnswer(
  tx: Tx,
  given: { noticeId: Id; answer: NoticeAnswer; actor: Actor; on: Day },
): Promise<boolean> {
  const { noticeId, answer, actor, on } = given;
  const known = await readNotice(tx, noticeId);
  if (known?.standing.status !== 'told') return false;
  const { notice, answer: before } = known.standing;
  if (before) {
    const { on: _, ...said } = before;
    if (hashOf(said) === hashOf(answer)) return true;
  }
  const fact = { kind: 'answered', on, ...answer } as const;
  if (!(await appendNoticeFact(tx, { noticeId, fact, actor, on }))) return false;
  const plan = notice.kind === 'rescheduling' ? await findPlanOfNotice(tx, noticeId) : undefined;
  const reference = plan?.reference ?? notice.reference;
  const circumstances = decided(notice, { answer, on, reference });
  await recordCircumstances(tx, { actor, circumstances });
  if (!plan) return true;
  const { rawCode } = answer;
  if (answer.status === 'accepted') {
    const instalments = answer.agreedInstalments ?? [...plan.plan.instalments];
    const agreed = { kind: 'insurer_agreed', on, rawCode, instalments } as const;
    await appendPlanFact(tx, { planId: plan.planId, fact: agreed, actor, on });
  } else if (answer.status === 'refused') {
    const refused = { kind: 'insurer_refused', on, rawCode } as const;
    await appendPlanFact(tx, { planId: plan.planId, fact: refused, actor, on });
  }
  return true;
}

/** What an answer decides: a later due date, a plan, a stop of cover. */
function decided(
  notice: InsurerNotice,
  { answer, on, reference }: { answer: NoticeAnswer; on: Day; reference: string },
): Circumstance[] {
  const { policyId, debtorId } = notice;
  const { rawCode, stopsOn, status } = answer;
  const of = { policyId, debtorId, on, knownOn: on, rawCode };
  const facts: Circumstance[] = [];
  if (stopsOn !== undefined) facts.push({ kind: 'insurer_stop', ...of, on: stopsOn });
  if (status !== 'accepted') return facts;
  if (notice.kind === 'extension') {
    for (const { receivableId, requestedDueOn } of notice.invoices) {
      const dueOn = answer.agreedDueOn ?? requestedDueOn;
      if (dueOn !== undefined) facts.push({ kind: 'extension_agreed', ...of, receivableId, dueOn });
    }
  }
  if (notice.kind === 'rescheduling') {
    const receivableIds = notice.invoices.map(({ receivableId }) => receivableId);
    const instalments = answer.agreedInstalments ?? notice.instalments ?? [];
    facts.push({ kind: 'rescheduling_agreed', ...of, reference, receivableIds, instalments });
  }
  return facts;
}
