import { assert, never } from '../assert.ts';
import type { Detail } from '../detail.ts';
import { sumMinor } from '../money.ts';
import type { CanonicalRequest, RequestLine } from './request.ts';
import type { RecordedFact, RequestFact, UnmadeDocument } from './request-fact.ts';

export type LineState =
  | { status: 'open' }
  | { status: 'funded'; amountMinor: number }
  | { status: 'declined'; reason: string; detail: string };

/** Where a request stands, folded from its facts; each state has only what it can have. */
export type RequestState =
  | { status: 'draft'; lines: RequestLine[]; draftedBy: string }
  | ({ status: 'submitted' } & Frozen)
  | ({ status: 'approved' } & Approved)
  | ({ status: 'pending'; partnerReference: string } & Answered)
  | ({ status: 'funded' | 'partly_funded' | 'declined'; partnerReference: string } & Answered)
  | ({ status: 'cash_matched' | 'closed' | 'cancelled'; partnerReference: string } & Answered)
  | ({ status: 'rejected'; reason: string; detail: Detail; problem?: UnmadeDocument } & Approved)
  | { status: 'withdrawn'; lines: RequestLine[]; reason: string }
  | { status: 'expired'; lines: RequestLine[]; afterDays: number };

export type Frozen = {
  canonical: CanonicalRequest;
  hash: string;
  draftedBy: string;
  submittedBy: string;
};
export type Approved = Frozen & { approvedBy: string; matchedMinor: number };
export type Answered = Approved & {
  answers: Map<number, LineState>;
  fundedMinor: number;
  /** Whether the funder was asked to forget it, and what it said. */
  cancellation?: { status: 'requested'; reason: string } | { status: 'refused'; detail: Detail };
};

export function foldRequest(facts: readonly RecordedFact[]): RequestState {
  const [first, ...rest] = facts;
  assert(first?.fact.kind === 'drafted', 'a request begins with drafted');
  const start: RequestState = {
    status: 'draft',
    lines: first.fact.lines,
    draftedBy: first.recordedBy ?? '',
  };
  return rest.reduce<RequestState>((state, recorded) => step(state, recorded), start);
}

/** The lines of a request in any state. */
export function linesOf(state: RequestState): RequestLine[] {
  return 'canonical' in state ? state.canonical.lines : state.lines;
}

/** Whether a fact may follow now; a repeated or late answer is said to, and changes nothing. */
export function mayFollow(state: RequestState, fact: RequestFact): boolean {
  switch (fact.kind) {
    case 'drafted':
    case 'submitted':
      return state.status === 'draft';
    case 'returned':
    case 'approved':
      return state.status === 'submitted';
    case 'withdrawn':
    case 'expired':
      return state.status === 'draft' || state.status === 'submitted';
    case 'cancel_requested':
      return state.status === 'pending' && state.cancellation?.status !== 'requested';
    case 'cancelled':
      return isBeingCancelled(state) && state.fundedMinor === 0 && state.matchedMinor === 0;
    case 'cancel_refused':
      return isBeingCancelled(state);
    case 'closed':
      return state.status === 'cash_matched' || state.status === 'declined';
    case 'reopened':
      return state.status === 'closed';
    case 'acknowledged':
    case 'rejected':
      return state.status === 'approved';
    case 'line_funded':
    case 'line_declined':
      return !isOver(state) && isOpenLine(state, fact.lineNumber);
    case 'answer_questioned':
      return 'answers' in state;
    case 'cash_matched':
      // Money for a request that was refused is nobody's advance: a person looks at it.
      return 'approvedBy' in state && !noMoney.includes(state.status);
    default:
      return never(fact, 'mayFollow');
  }
}

const noMoney: readonly RequestState['status'][] = ['rejected', 'declined', 'cancelled', 'closed'];

function isBeingCancelled(
  state: RequestState,
): state is Extract<RequestState, { answers: unknown }> {
  return !isOver(state) && 'answers' in state && state.cancellation?.status === 'requested';
}

function isOver({ status }: RequestState): boolean {
  return status === 'cancelled' || status === 'closed';
}

function isOpenLine(state: RequestState, lineNumber: number): boolean {
  return 'answers' in state && state.answers.get(lineNumber)?.status === 'open';
}

function step(state: RequestState, recorded: RecordedFact): RequestState {
  const { fact, seq } = recorded;
  assert(mayFollow(state, fact), `fact ${seq} (${fact.kind}) may not follow ${state.status}`);
  const by = recorded.recordedBy ?? '';
  switch (fact.kind) {
    case 'drafted':
      return { status: 'draft', lines: fact.lines, draftedBy: by };
    case 'submitted': {
      assert(state.status === 'draft', 'submitted from draft');
      const { canonical, hash } = fact;
      return { status: 'submitted', canonical, hash, draftedBy: state.draftedBy, submittedBy: by };
    }
    case 'returned':
      assert(state.status === 'submitted', 'returned from submitted');
      return { status: 'draft', lines: state.canonical.lines, draftedBy: state.draftedBy };
    case 'approved':
      assert(
        state.status === 'submitted' && fact.hash === state.hash,
        'approved what was submitted',
      );
      return { ...state, status: 'approved', approvedBy: by, matchedMinor: 0 };
    case 'withdrawn':
      return { status: 'withdrawn', lines: linesOf(state), reason: fact.reason };
    case 'expired':
      return { status: 'expired', lines: linesOf(state), afterDays: fact.afterDays };
    case 'answer_questioned':
      return state;
    case 'cancel_requested':
    case 'cancelled':
    case 'cancel_refused':
    case 'closed':
      assert('answers' in state, 'what a funder has taken is cancelled or closed');
      return ended(state, fact);
    case 'reopened':
      assert('answers' in state, 'what was closed had been answered');
      return settle(state);
    default:
      assert('approvedBy' in state, 'an answer follows an approval');
      return answer(state, fact);
  }
}

type EndingFact = Extract<
  RequestFact,
  { kind: 'cancel_requested' | 'cancelled' | 'cancel_refused' | 'closed' }
>;

function ended(state: WithAnswers, fact: EndingFact): RequestState {
  switch (fact.kind) {
    case 'cancel_requested':
      return { ...state, cancellation: { status: 'requested', reason: fact.reason } };
    case 'cancel_refused':
      return { ...state, cancellation: { status: 'refused', detail: fact.detail } };
    case 'cancelled':
    case 'closed':
      return { ...state, status: fact.kind };
    default:
      return never(fact, 'ended');
  }
}

type AnswerFact = Extract<
  RequestFact,
  { kind: 'acknowledged' | 'rejected' | 'line_funded' | 'line_declined' | 'cash_matched' }
>;
type AfterApproval = Extract<RequestState, { approvedBy: string }>;

function answer(state: AfterApproval, fact: AnswerFact): RequestState {
  switch (fact.kind) {
    case 'acknowledged': {
      const answers = new Map<number, LineState>(
        state.canonical.lines.map((line) => [line.lineNumber, { status: 'open' }]),
      );
      const { partnerReference } = fact;
      return settle({ ...state, status: 'pending', partnerReference, answers, fundedMinor: 0 });
    }
    case 'rejected': {
      const { reason, detail, problem } = fact;
      return { ...state, status: 'rejected', reason, detail, ...(problem && { problem }) };
    }
    case 'cash_matched': {
      const matchedMinor = sumMinor([state.matchedMinor, fact.amountMinor]);
      return 'answers' in state ? settle({ ...state, matchedMinor }) : { ...state, matchedMinor };
    }
    case 'line_funded':
    case 'line_declined': {
      assert('answers' in state, 'a line is answered after the acknowledgement');
      const answers = new Map(state.answers).set(fact.lineNumber, lineState(fact));
      return settle({ ...state, answers });
    }
    default:
      return never(fact, 'answer');
  }
}

function lineState(
  fact: Extract<RequestFact, { kind: 'line_funded' | 'line_declined' }>,
): LineState {
  return fact.kind === 'line_funded'
    ? { status: 'funded', amountMinor: fact.amountMinor }
    : { status: 'declined', reason: fact.reason, detail: fact.detail };
}

type WithAnswers = Extract<RequestState, { answers: Map<number, LineState> }>;

/** The status follows from the lines and from the cash, in whichever order they came. */
function settle(state: WithAnswers): RequestState {
  const answers = [...state.answers.values()];
  const funded = answers.filter((line) => line.status === 'funded');
  const fundedMinor = sumMinor(funded.map((line) => line.amountMinor));
  const answered = { ...state, fundedMinor };
  if (answers.some((line) => line.status === 'open')) return { ...answered, status: 'pending' };
  if (funded.length === 0) return { ...answered, status: 'declined' };
  if (state.matchedMinor === fundedMinor) return { ...answered, status: 'cash_matched' };
  return { ...answered, status: funded.length === answers.length ? 'funded' : 'partly_funded' };
}
