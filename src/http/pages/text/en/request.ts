import type { RefusalReason } from '../../../../core/adapter.ts';
import type { DeliveryState } from '../../../../core/delivery.ts';
import type { RequestFact } from '../../../../core/funding/request-fact.ts';
import type { RequestState } from '../../../../core/funding/request-state.ts';
import { one } from './count.ts';

export const request = {
  requests: {
    title: 'Requests',
    lead: 'What was asked for, where it stands, and what came back.',
    number: 'Request',
    status: 'Status',
    facility: 'Facility',
    lines: 'Receivables',
    advance: 'Expected advance',
    funded: 'Funded',
    created: 'Created',
    by: 'By',
    none: 'No request yet',
    noneHint: 'Choose receivables on the funding desk and create the first one.',
    noneGo: 'Open the funding desk',
    states: {
      draft: 'Draft',
      submitted: 'Waiting for approval',
      approved: 'Approved, being sent',
      pending: 'With the funder',
      funded: 'Funded',
      partly_funded: 'Partly funded',
      declined: 'Declined',
      cash_matched: 'Money received',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
    } satisfies Record<RequestState['status'], string>,
    steps: {
      drafted: 'Draft',
      approval: 'Approval',
      documents: 'Documents',
      sent: 'With the funder',
      answered: 'Answers',
      cash: 'Money',
    },
    stepAnswers: (done: number, all: number) => `${done} of ${all} lines`,
  },

  request: {
    title: (number: string) => `Request ${number}`,
    lead: (facility: string, funder: string) => `${facility} · ${funder}`,
    linesTitle: 'Receivables',
    line: 'Line',
    invoice: 'Invoice',
    debtor: 'Debtor',
    due: 'Due',
    open: (currency: string) => `Open amount ${currency}`.trimEnd(),
    value: (currency: string) => `Funding value ${currency}`,
    advance: (currency: string) => `Advance ${currency}`,
    answer: 'Answer',
    answerOpen: 'No answer yet',
    answerNone: 'Not sent',
    answerFunded: (amount: string) => `Funded ${amount}`,
    answerDeclined: 'Declined',
    total: 'Total',
    documentsTitle: 'Documents',
    documentsNone: 'They are made when the request is approved.',
    document: 'Document',
    pages: (n: number) => one(n, 'page'),
    hash: 'SHA-256',
    deliveriesTitle: 'Deliveries',
    deliveriesNone: 'Nothing is sent before a second person approves.',
    attempts: (n: number) => one(n, 'attempt'),
    sentAt: 'Sent',
    answered: 'Answer',
    timelineTitle: 'What happened',
    product: 'Cedent',
    decideTitle: 'Your decision',
    submit: 'Submit for approval',
    submitHint:
      'Freezes the lines, the terms and the data of the documents. Another person approves.',
    approve: 'Approve',
    approveHint: 'You approve exactly this content. Documents and messages are made from it alone.',
    binds: (n: number, value: string, advance: string, terms: string) =>
      `${one(n, 'receivable')}, funding value ${value}, expected advance ${advance}, terms ${terms}`,
    bindsTitle: 'What the approval binds',
    asOf: 'As of',
    agreement: 'Agreement',
    agreementText: (reference: string, day: string) => `${reference} of ${day}`,
    recourse: 'Recourse',
    papers: 'Documents',
    second: 'Another person must approve: you drafted or submitted this request.',
    returned: 'Return to draft',
    withdraw: 'Withdraw',
    reason: 'Reason',
    moving: 'Working…',
    settled: 'Up to date.',
    waitingForOther: 'Waiting for someone with the approver role.',
    withdrawnWhy: (reason: string) => `Withdrawn: ${reason}`,
    rejectedWhy: (why: string) =>
      `The funder refused the request: ${why}. The receivables are free again.`,
    notMade: 'Documents could not be made',
    notMadeWhy: (problem: string) =>
      `The documents could not be made, so nothing was sent. ${problem} The receivables are free again.`,
    nearTitle: 'These look like receivables that are financed or selected already',
    nearHint:
      'The same number is held by another request, or selected twice, with another date or amount. Financing one invoice twice is the commonest fraud in factoring: compare both, with the papers if need be. Nothing has been created yet.',
    nearOne: (number: string) => `${number} and what it resembles`,
    nearField: 'Compared',
    nearYours: 'In your selection',
    nearHeld: 'The other one',
    nearTogether: 'also in your selection',
    nearDiffers: 'differs',
    nearWhere: 'Held by',
    nearWhereText: (number: string, state: string) => `${number} (${state})`,
    nearIssued: 'Issue date',
    nearAmount: 'Invoice amount',
    nearInstalment: 'Instalment',
    nearLeave: (number: string) => `It is the same: leave ${number} out`,
    nearKeep: (n: number) =>
      n === 1
        ? 'I compared them: it is a different invoice. Create the request'
        : `I compared all ${n}: none is the same invoice. Create the request`,
    nearRecorded: 'Your name is kept with the request, and the approver sees it.',
    nearBack: 'Back to the selection',
  },

  facts: {
    drafted: 'Drafted and receivables reserved',
    submitted: 'Submitted for approval',
    returned: 'Returned to draft',
    approved: 'Approved',
    withdrawn: 'Withdrawn',
    acknowledged: 'Received by the funder',
    rejected: 'Rejected by the funder',
    line_funded: 'Line funded',
    line_declined: 'Line declined',
    answer_questioned: 'Answer questioned',
    cash_matched: 'Money matched',
  } satisfies Record<RequestFact['kind'], string>,

  factDetail: {
    lines: (n: number) => one(n, 'receivable'),
    nearKept: (numbers: string) =>
      `${numbers} compared with one that looks alike and found different`,
    line: (n: number, text: string) => `Line ${n}: ${text}`,
    manyFunded: (n: number, amount: string) => `${one(n, 'line')}, ${amount}`,
    reference: (text: string) => `Their reference: ${text}`,
    hash: (text: string) => `SHA-256 ${text}…`,
    foundBy: (people: { name: string; at: string }[]) =>
      `Found out by hand: ${people.map(({ name, at }) => `${name} (${at})`).join(' and ')}`,
  },

  delivery: {
    operations: {
      renderDocuments: 'Make the documents',
      submitSchedule: 'Send the schedule',
      readSchedule: 'Ask for the answers',
      requestLimit: 'Request a limit',
      syncCover: 'Read the cover book',
      sendExposure: 'Send the exposure feed',
    } as Record<string, string>,
    states: {
      held: 'Waits for the documents',
      ready: 'Next in line',
      sending: 'Being sent',
      accepted: 'Done',
      rejected: 'Refused',
      unknown: 'Sent, answer not known yet; we ask before repeating',
      resolving: 'Asking whether it arrived',
      manual: 'Waits for two people',
      confirmed: 'Confirmed',
      reversed: 'Reversed',
    } satisfies Record<DeliveryState, string>,
    outcomes: {
      done: 'answered',
      refused: 'refused',
      retry: 'not now; tried again later',
      unknown: 'no clear answer',
      found: 'found at the partner',
    } as Record<string, string>,
    purposes: { send: 'Sent', find: 'Asked' } as Record<string, string>,
    attempt: (what: string, outcome: string) => `${what}: ${outcome}`,
    httpStatus: (status: number) => `HTTP ${status}`,
  },

  deliveries: {
    title: 'Waiting for people',
    lead: 'Messages whose outcome no machine can find out. Ask the partner, then say what you found: it counts once two people say the same.',
    none: 'Nothing waits for people',
    noneHint: 'Every delivery is settled or being worked on.',
    subject: 'For',
    sum: (n: number, advance: string) => `${one(n, 'receivable')}, expected advance ${advance}`,
    partner: 'Partner',
    ours: 'Our own work',
    sent: 'First sent',
    neverSent: 'Not sent, as far as we know',
    why: 'Last known',
    foundTitle: 'What people found',
    foundNone: 'Nobody has said anything yet.',
    theirReference: (text: string) => `Their reference: ${text}`,
    yours: 'The latest answer is yours. Another approver or someone in finance must find the same.',
    theirs: (name: string) =>
      `The latest answer is from ${name}. Ask the partner yourself; if you find the same, it is settled.`,
    notYours: 'Approvers and finance settle it, two of them together.',
    decideTitle: 'What did you find out?',
    changeTitle: 'Did you find something else since?',
    verdicts: {
      accepted: 'The partner has it',
      rejected: 'The partner does not have it and will not take it',
      send_again: 'The partner does not have it: send it again',
    },
    effects: {
      accepted: 'Counts as the partner’s yes. Nothing is sent again.',
      rejected:
        'Counts as the partner’s no. A request ends here and its receivables are free again.',
      send_again:
        'Sends the same content once more. Be sure that the partner does not have it: it would be taken twice.',
    },
    reference: 'Their reference',
    evidence: 'How you know: whom you asked, when, what they said',
    decide: 'Record my answer',
    waiting: (what: string) =>
      `${what}: your answer is recorded. Another person must find the same.`,
    differs: (what: string, name: string) =>
      `${what}: your answer is recorded, but ${name} said something else. It stays open until two people say the same; compare both below.`,
    agreed: (what: string, verdict: string) =>
      `${what}: two people say “${verdict}”. It is settled.`,
    again: (what: string) =>
      `${what}: two people say that the partner does not have it. It goes out again.`,
    own: (what: string) =>
      `${what}: you have said this already. The second answer must come from another person.`,
    late: (what: string, state: string) =>
      `${what}: it was settled in the meantime and is now “${state}”. Your answer was not recorded.`,
    referenceMissing:
      'Write the partner’s reference: it is how both of you know that you mean the same thing.',
  },
};
