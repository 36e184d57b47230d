import type { MootReason } from '../../clock/duty.ts';
import type { DunningStep } from '../../cover/dunning-step.ts';
import type { InsurerNoticeKind } from '../../notice/insurer-notice.ts';
import type { Channel } from '../../notice/notice-fact.ts';
import type { PlanStatus } from '../../notice/plan.ts';
import type { Consequence, DutyKind } from '../../policy/duty-rule.ts';

/** Deadlines of policies, what is lost with them, and what leaves for insurers and debtors. */
export const clocks = {
  'duty.end_of_extension': 'End of the longest extension',
  'duty.stop_of_cover': 'Stop of cover for new deliveries',
  'duty.overdue_notice': 'Overdue notice to the insurer',
  'duty.adverse_information': 'Report adverse information',
  'duty.insolvency_notice': 'Report the insolvency',
  'duty.collection_handover': 'Hand over to collection',
  'duty.waiting_period': 'End of the waiting period',
  'duty.claim_filing': 'File the claim',
  'duty.claim_payment': 'Claim payment expected',
  'duty.document_request': 'Answer the insurer’s question',
  'duty.declaration': 'Declare the period',
  'duty.limit_expiry': 'Limit ends',
  'duty.layer_expiry': 'Temporary part of the limit ends',
  'duty.discretionary_expiry': 'Own limit ends',
  'duty.registry_renewal': 'Renew the registration',
  'consequence.cover_lost': 'Missed, the insurer pays nothing for it.',
  'consequence.cover_stops': 'From then on, new deliveries are uninsured.',
  'consequence.claim_refused': 'Missed, the claim is refused.',
  'consequence.indemnity_reduced': 'Missed, less is paid.',
  'consequence.premium_estimated': 'Missed, the insurer estimates the premium.',
  'consequence.limit_ends': 'After it, nothing new is covered by it.',
  'consequence.priority_lost': 'Missed, the rank in the register is lost.',
  'consequence.none': 'Nothing is lost.',
  'dutyStatus.upcoming': 'upcoming',
  'dutyStatus.due_soon': 'due soon',
  'dutyStatus.due': 'due now',
  'dutyStatus.past': 'missed',
  'dutyStatus.done': 'done',
  'dutyStatus.moot': 'not needed',
  'forecastStatus.upcoming': 'expected',
  'forecastStatus.due_soon': 'expected soon',
  'forecastStatus.due': 'close at hand',
  'forecastStatus.past': 'has come',
  'forecastStatus.done': 'done',
  'forecastStatus.moot': 'no longer expected',
  'moot.paid': 'paid on {on:date}',
  'moot.restored': 'paid on {on:date}, in time for cover to be restored as if it had never stopped',
  'moot.below_minimum': 'the overdue debt is below the policy’s minimum',
  'moot.ended': 'over since {on:date}',
  'dutyDone.in_time': 'done on {on:date}',
  'dutyDone.late': 'done on {on:date}, after its last day',
  'moved.extension_agreed':
    'Counted from {dueOn:date}: the insurer agreed to that instead of the original due date, {originalDueOn:date}.',
  'moved.rescheduling_agreed':
    'Counted from {dueOn:date}, the last instalment of the plan the insurer agreed to; originally due on {originalDueOn:date}.',
  'moved.rescheduling_broken':
    'The payment plan is broken: counted from the original due date, {originalDueOn:date}, again.',
  'moved.insolvency': 'The debtor is insolvent since {insolventOn:date}: the loss is of that day.',
  'alert.cover_unmapped':
    '{policyId} covers {name} (company {buyerId}), which is none of your debtors. Say which debtor it is, or ask the insurer why it is listed.',
  'alert.cover_unreadable':
    'The insurer’s decision on {debtorId} has the code {rawCode}, which nobody has explained yet: it counts as no cover until somebody reads it.',
  'alert.cover_exceeded':
    '{debtorId} owes more than {policyId} covers: {openMinor:money} against {limitMinor:money}. Ask for a higher limit, or expect the rest to be uninsured.',
  'alert.cover_missing':
    '{debtorId} owes {openMinor:money} and {policyId} covers nothing of it. Ask for a limit.',
  'alert.cover_unused':
    '{policyId} covers {debtorId} with {limitMinor:money}, and nothing is open. Consider ending the limit.',
  'alert.limit_unanswered':
    'The limit asked for on {debtorId} has been with the insurer for {days} days without a decision.',
  'alert.duty_due_soon':
    '{duty:word.duty} ({subject}): due soon. Do it by {doBy:date}; the last day is {lastDay:date}.',
  'alert.duty_due': '{duty:word.duty} ({subject}): to be done now. The last day is {lastDay:date}.',
  'alert.duty_past': '{duty:word.duty} ({subject}): {lastDay:date} has passed.',
  'alert.notice_refused':
    'The insurer refused notice {reference}. Send it by hand, or draw up another one.',
  'alert.notice_by_hand':
    'The insurer takes no notices by machine: notice {reference} has to be sent by hand.',
  'alert.letter_unmade':
    'The letter {reference} could not be printed ({problem}). Correct its texts and draw it up again.',
  'declarationKind.turnover': 'Turnover',
  'declarationKind.balances': 'Balances',
  'declarationKind.sales': 'Sales',
  'declarationKind.collections': 'Collections',
  'declarationKind.aged_debtors': 'Aged debtors',
  'declarationKind.overdue': 'Overdue',
  'noticeKind.overdue': 'Overdue',
  'noticeKind.extension': 'Extension asked for',
  'noticeKind.rescheduling': 'Payment plan asked for',
  'noticeKind.adverse_information': 'Adverse information',
  'noticeKind.insolvency': 'Insolvency',
  'noticeStatus.prepared': 'drawn up, waits for its release',
  'noticeStatus.returned': 'taken back',
  'noticeStatus.released': 'released, not yet with the insurer',
  'noticeStatus.refused': 'refused by the insurer',
  'noticeStatus.told': 'sent',
  'noticeAnswer.received': 'received',
  'noticeAnswer.in_review': 'in review',
  'noticeAnswer.accepted': 'accepted',
  'noticeAnswer.refused': 'refused',
  'noticeAnswer.closed': 'closed',
  'channel.portal': 'insurer’s portal',
  'channel.email': 'e-mail',
  'channel.post': 'registered post',
  'channel.courier': 'courier',
  'channel.fax': 'fax',
  'channel.hand': 'by hand',
  'dunningStep.call': 'call',
  'dunningStep.letter': 'reminder',
  'dunningStep.formal_demand': 'formal demand',
  'dunningStep.agency': 'collection agency',
  'dunningStep.legal': 'legal action',
  'plan.asked': 'asked for by the debtor',
  'plan.debtor_agreed': 'agreed with the debtor',
  'plan.put_to_insurer': 'put to the insurer',
  'plan.insurer_agreed': 'agreed by the insurer',
  'plan.insurer_refused': 'refused by the insurer',
  'plan.broken': 'broken',
  'plan.kept': 'kept',
  'plan.withdrawn': 'withdrawn',
  'letter.overdue': 'Invoices of the debtor are unpaid after their original due dates.',
  'letter.extension': 'We ask for your consent to a later due date of the invoice below.',
  'letter.rescheduling': 'We ask for your consent to the payment plan below.',
  'letter.adverse_information': 'We have learnt of adverse information on the debtor.',
  'letter.insolvency': 'The debtor is insolvent.',
  'letter.collection': 'We ask you to collect the debt.',
  'letter.no_collection': 'We do not ask you to collect the debt at present.',
  'refusal.policy_terms_missing':
    'Policy {policyId} has no terms that count today. Record a version of them first.',
  'refusal.debtor_unknown_here': 'The debtor {debtorId} is not known. Import its ledger first.',
  'refusal.nothing_owed': 'The debtor owes nothing under this policy. There is nothing to notify.',
  'refusal.nothing_overdue':
    'Nothing of the debtor is overdue by the original due date. Report other news as adverse information.',
  'refusal.not_of_the_debtor':
    'Choose open invoices of this debtor, of one seller and one currency.',
  'refusal.dunning_missing':
    'The policy wants dunning shown first, which is missing: {steps:words.dunningStep}. Record it, or confirm that you go on without it.',
  'refusal.notice_second_person': 'Somebody else has to release it: you drew it up yourself.',
  'refusal.notice_being_sent':
    'It is being sent at this moment. Wait until its outcome is known, then decide.',
  'refusal.notice_sent': 'The insurer has it already: it need not be sent again.',
  'refusal.notice_not_now': 'That cannot be done to a notice that is {status:word.noticeStatus}.',
  'refusal.notice_changed': 'The notice is not what you looked at. Read it again, then release it.',
  'refusal.notice_unknown': 'There is no such notice.',
  'refusal.dispatch_in_future':
    'A day that is still to come cannot be recorded. State when it was.',
  'refusal.plan_not_now': 'That cannot be done to a plan that is {status:word.plan}.',
  'refusal.plan_not_whole':
    'The instalments come to {sumMinor:money}; {openMinor:money} is open. Make them equal.',
  'refusal.dunning_row': 'Row {row}: {problem:word.dunningProblem}. Nothing of the file was taken.',
  'refusal.dunning_head':
    'The file needs the columns debtor, invoice, step, day and note, in its first row.',
  'dunningProblem.invoice': 'the debtor has no such invoice',
  'dunningProblem.step': 'the step is none of call, letter, formal_demand, agency, legal',
  'dunningProblem.day': 'the day is not written as 2026-11-24, or is still to come',
} satisfies Record<`duty.${DutyKind}`, string> &
  Record<`consequence.${Consequence}`, string> &
  Record<`moot.${MootReason}`, string> &
  Record<`noticeKind.${InsurerNoticeKind}` | `letter.${InsurerNoticeKind}`, string> &
  Record<`channel.${Channel}`, string> &
  Record<`dunningStep.${DunningStep}`, string> &
  Record<`plan.${PlanStatus}`, string> &
  Record<string, string>;
