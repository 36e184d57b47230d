import { z } from 'zod';
import { refusalReasons } from '../adapter.ts';
import { assert, never } from '../assert.ts';
import { Day } from '../calendar.ts';
import { Detail } from '../detail.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { CanonicalRequest, Party } from './request.ts';
import { FoundBy } from './request-fact.ts';

/** One receivable that a debtor is told of, in its own currency. */
const NoticeLine = z.strictObject({
  /** Of the request, by which the funder knows it. */
  lineNumber: z.int().min(1),
  receivableId: Id,
  number: z.string().min(1),
  instalment: z.int().min(1),
  issuedOn: Day,
  dueOn: Day,
  currency: Currency,
  faceMinor: AmountMinor.min(1),
  openMinor: AmountMinor.min(0),
});
export type NoticeLine = z.infer<typeof NoticeLine>;

/**
 * Tells one debtor that its invoices of one request are the funder's, and whom it pays now. Made from
 * facts, so nobody decides anything; of the contract it says no more than a debtor may know.
 */
export const AssignmentNotice = z.strictObject({
  version: z.literal(1),
  noticeId: Id,
  /** Our reference everywhere, e.g. 'FR-2026-0007-N1'. */
  number: z.string().min(1),
  requestNumber: z.string().min(1),
  asOf: Day,
  facility: CanonicalRequest.shape.facility,
  seller: Party,
  assignee: Party,
  debtor: Party,
  /** The funder's account that the debtor pays, where the agreement names one. */
  payeeAccount: z.string().min(1).optional(),
  lines: z.array(NoticeLine).min(1),
});
export type AssignmentNotice = z.infer<typeof AssignmentNotice>;

const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });
const foundBy = { foundBy: FoundBy.optional() };

/** What became of a notice; appended, never changed. */
export const NoticeFact = z.discriminatedUnion('kind', [
  /** The partner has taken it and passes it on; the debtor has not said anything. */
  fact('told', { partnerReference: z.string(), ...foundBy }),
  fact('not_taken', { reason: z.enum(refusalReasons), detail: Detail, ...foundBy }),
  /** The partner passes no notices on: this one goes by document. */
  fact('by_document', {}),
  fact('line_acknowledged', { lineNumber: z.int().min(1), partnerReference: z.string() }),
  fact('line_disputed', { lineNumber: z.int().min(1), detail: Detail }),
  /** The debtor does not accept the notice at all. */
  fact('refused', { partnerReference: z.string(), detail: Detail }),
  fact('answer_questioned', { lineNumber: z.int(), detail: Detail }),
]);
export type NoticeFact = z.infer<typeof NoticeFact>;

export type NoticeWord = 'open' | 'acknowledged' | 'disputed';
type Told = { partnerReference: string; words: ReadonlyMap<number, NoticeWord> };

/** Where a notice stands, folded from its facts. */
export type NoticeState =
  | { status: 'waiting' | 'by_document' }
  | { status: 'not_taken'; detail: Detail }
  | ({ status: 'told' | 'acknowledged' | 'disputed' } & Told)
  | ({ status: 'refused'; detail: Detail } & Told);

export function foldNotice(
  { lines }: Pick<AssignmentNotice, 'lines'>,
  facts: readonly NoticeFact[],
): NoticeState {
  const words = new Map(lines.map(({ lineNumber }) => [lineNumber, 'open' as const]));
  return facts.reduce<NoticeState>((state, own) => step(state, own, words), { status: 'waiting' });
}

/** Whether a fact may follow now; a debtor's second word on a line changes nothing. */
export function mayFollowNotice(state: NoticeState, own: NoticeFact): boolean {
  switch (own.kind) {
    case 'told':
    case 'by_document':
      return state.status === 'waiting';
    case 'not_taken':
      // What was left in a mailbox may be found faulty there, before the debtor has seen it.
      return state.status === 'waiting' || (state.status === 'told' && !isAnswered(state));
    case 'line_acknowledged':
    case 'line_disputed':
      return state.status === 'told' && state.words.get(own.lineNumber) === 'open';
    case 'refused':
      return state.status === 'told' && !isAnswered(state);
    case 'answer_questioned':
      return 'words' in state;
    default:
      return never(own, 'mayFollowNotice');
  }
}

function isAnswered({ words }: Told): boolean {
  return [...words.values()].some((word) => word !== 'open');
}

function step(
  state: NoticeState,
  own: NoticeFact,
  words: ReadonlyMap<number, NoticeWord>,
): NoticeState {
  assert(mayFollowNotice(state, own), `${own.kind} may not follow ${state.status}`);
  switch (own.kind) {
    case 'told':
      return { status: 'told', partnerReference: own.partnerReference, words };
    case 'by_document':
      return { status: 'by_document' };
    case 'not_taken':
      return { status: 'not_taken', detail: own.detail };
    case 'refused':
      assert('words' in state, 'a debtor refuses what it was told');
      return { ...state, status: 'refused', detail: own.detail };
    case 'line_acknowledged':
      return answered(state, own.lineNumber, 'acknowledged');
    case 'line_disputed':
      return answered(state, own.lineNumber, 'disputed');
    case 'answer_questioned':
      return state;
    default:
      return never(own, 'notice');
  }
}

/** Acknowledged or disputed once the debtor has said something of every line. */
function answered(state: NoticeState, lineNumber: number, word: NoticeWord): NoticeState {
  assert('words' in state, 'a debtor answers what it was told');
  const { partnerReference } = state;
  const words = new Map(state.words).set(lineNumber, word);
  const said = [...words.values()];
  if (said.includes('open')) return { status: 'told', partnerReference, words };
  const status = said.includes('disputed') ? 'disputed' : 'acknowledged';
  return { status, partnerReference, words };
}
