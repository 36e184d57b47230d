import { z } from 'zod';
import { Day, Instant } from '../../core/calendar.ts';
import { DeliveryState } from '../../core/delivery.ts';
import type { Detail } from '../../core/detail.ts';
import { NoticeFact } from '../../core/funding/assignment-notice.ts';
import { CanonicalRequest, RequestLine } from '../../core/funding/request.ts';
import {
  FoundBy,
  type RecordedFact,
  RequestFact,
  UnmadeDocument,
} from '../../core/funding/request-fact.ts';
import { linesOf, type RequestState } from '../../core/funding/request-state.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor } from '../../core/money.ts';
import { type Locale, wordDetail, wordDocumentProblem } from '../../core/wording/word.ts';
import { listNotices, type StoredNotice } from '../../store/assignment-notice.ts';
import { listAttempts, listDeliveries } from '../../store/delivery-view.ts';
import { listDocuments } from '../../store/document.ts';
import { readRequest } from '../../store/request-facts.ts';
import { notFound } from '../problem.ts';
import type { Call } from './route.ts';
import { At } from './shapes.ts';

export const RequestRow = z
  .object({
    id: Id,
    number: z.string(),
    facilityId: z.string(),
    createdAt: At,
    lastFact: z.string(),
    lastRecordedAt: At,
  })
  .meta({ id: 'RequestRow' });

const LineAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('open') }),
  z.object({ status: z.literal('funded'), amountMinor: AmountMinor }),
  z.object({ status: z.literal('declined'), reason: z.string(), detail: z.string() }),
]);

const Attempt = z.object({
  step: z.int(),
  purpose: z.enum(['send', 'find']),
  outcome: z.string(),
  status: z.int().nullable(),
  detail: z.string(),
  raw: z.string().nullable(),
  startedAt: At,
  endedAt: At,
});

export const Delivery = z
  .object({
    id: Id,
    queue: z.string(),
    operation: z.string(),
    subject: z.string(),
    state: DeliveryState,
    attempts: z.int(),
    detail: z.string().nullable(),
    createdAt: At,
    dueAt: At,
    firstSentAt: At.nullable(),
    settledAt: At.nullable(),
  })
  .meta({ id: 'Delivery' });

const Document = z.object({
  id: Id,
  template: z.string(),
  templateVersion: z.string(),
  dataHash: z.string(),
  sha256: z.string(),
  pages: z.int(),
  recordedAt: At,
});

const Notice = z
  .object({
    id: Id,
    number: z.string(),
    debtorId: z.string(),
    status: z
      .enum(['waiting', 'by_document', 'not_taken', 'told', 'acknowledged', 'disputed', 'refused'])
      .describe(
        '`by_document`: the connection passes no notices on, and none was sent. `disputed`: the debtor has answered every line, and at least one with no.',
      ),
    partnerReference: z.string().optional(),
    detail: z.string().optional().describe('Why it was not taken or refused.'),
    payeeAccount: z.string().optional(),
    lines: z.array(
      z.object({
        lineNumber: z.int(),
        receivableId: Id,
        openMinor: AmountMinor,
        currency: z.string(),
        answer: z.enum(['open', 'acknowledged', 'disputed']).optional(),
      }),
    ),
    recordedAt: At,
    timeline: z.array(
      z.object({
        kind: z.enum(NoticeFact.options.map((option) => option.shape.kind.value)),
        lineNumber: z.int().optional(),
        detail: z.string().optional(),
        recordedAt: At,
        foundBy: FoundBy.optional(),
      }),
    ),
  })
  .meta({ id: 'AssignmentNotice' });

export const RequestView = z
  .object({
    id: Id,
    number: z.string(),
    facilityId: z.string(),
    status: z.string(),
    /** What an approval binds; from submission on. */
    hash: z.string().optional(),
    asOf: Day.optional(),
    selectionRunId: Id.optional().describe('The stored selection its lines are of.'),
    partnerReference: z.string().optional(),
    fundedMinor: AmountMinor.optional(),
    matchedMinor: AmountMinor.optional(),
    reason: z.string().optional(),
    /** Why its documents could not be made; `detail` says it and what to do. */
    problem: UnmadeDocument.extend({ detail: z.string() }).optional(),
    totals: CanonicalRequest.shape.totals.optional(),
    lines: z.array(RequestLine.extend({ answer: LineAnswer.optional() })),
    documents: z.array(Document),
    deliveries: z.array(Delivery.extend({ attemptsMade: z.array(Attempt) })),
    notices: z
      .array(Notice)
      .describe('What its debtors were told of the assignment, and what they answered.'),
    timeline: z.array(
      z.object({
        seq: z.int(),
        kind: z.enum(RequestFact.options.map((option) => option.shape.kind.value)),
        recordedAt: Instant,
        recordedBy: Id.optional(),
        foundBy: FoundBy.optional().describe('Two people who found it out by hand, and when.'),
      }),
    ),
  })
  .meta({ id: 'Request' });

/** A delivery or an attempt with its detail as a sentence in the reader's language. */
export function worded<Item extends { detail: Detail | null }>(locale: Locale, item: Item) {
  return { ...item, detail: item.detail === null ? null : wordDetail(locale, item.detail) };
}

/** Everything about one request, or 404. */
export async function viewRequest({ tx, locale }: Call, requestId: string): Promise<unknown> {
  const request = await readRequest(tx, requestId);
  if (!request) throw notFound();
  const { id, number, facilityId, state, facts } = request;
  const deliveries = await listDeliveries(tx, { subject: requestId, limit: 200 });
  const attempts = await listAttempts(
    tx,
    deliveries.map((delivery) => delivery.id),
  );
  return {
    id,
    number,
    facilityId,
    ...summaryOf(state, locale),
    selectionRunId: runOf(facts),
    lines: linesOf(state).map((line) => ({ ...line, answer: answerOf(state, line.lineNumber) })),
    documents: await listDocuments(tx, requestId),
    deliveries: deliveries.map((delivery) => ({
      ...worded(locale, delivery),
      attemptsMade: attempts
        .filter(({ deliveryId }) => deliveryId === delivery.id)
        .map(({ deliveryId: _, ...attempt }) => worded(locale, attempt)),
    })),
    notices: (await listNotices(tx, requestId)).map((notice) => viewNotice(notice, locale)),
    timeline: facts.map(({ seq, fact, recordedAt, recordedBy }) => ({
      seq,
      kind: fact.kind,
      recordedAt,
      recordedBy,
      ...('foundBy' in fact && { foundBy: fact.foundBy }),
    })),
  };
}

function viewNotice({ id, notice, state, facts, recordedAt }: StoredNotice, locale: Locale) {
  const { number, debtor, payeeAccount, lines } = notice;
  const words = 'words' in state ? state.words : undefined;
  return {
    id,
    number,
    debtorId: debtor.id,
    status: state.status,
    ...('partnerReference' in state ? { partnerReference: state.partnerReference } : {}),
    ...('detail' in state ? { detail: wordDetail(locale, state.detail) } : {}),
    payeeAccount,
    lines: lines.map(({ lineNumber, receivableId, openMinor, currency }) => ({
      lineNumber,
      receivableId,
      openMinor,
      currency,
      answer: words?.get(lineNumber),
    })),
    recordedAt,
    timeline: facts.map(({ fact, recordedAt: at }) => ({
      kind: fact.kind,
      ...('lineNumber' in fact ? { lineNumber: fact.lineNumber } : {}),
      ...('detail' in fact ? { detail: wordDetail(locale, fact.detail) } : {}),
      recordedAt: at,
      ...('foundBy' in fact && { foundBy: fact.foundBy }),
    })),
  };
}

function runOf(facts: readonly RecordedFact[]): string | undefined {
  const drafted = facts.find(({ fact }) => fact.kind === 'drafted')?.fact;
  return drafted?.kind === 'drafted' ? drafted.runId : undefined;
}

function summaryOf(state: RequestState, locale: Locale) {
  const { status } = state;
  const problem = 'problem' in state ? state.problem : undefined;
  return {
    status,
    ...('canonical' in state
      ? { hash: state.hash, asOf: state.canonical.asOf, totals: state.canonical.totals }
      : {}),
    ...('partnerReference' in state ? { partnerReference: state.partnerReference } : {}),
    ...('fundedMinor' in state ? { fundedMinor: state.fundedMinor } : {}),
    ...('matchedMinor' in state ? { matchedMinor: state.matchedMinor } : {}),
    ...('reason' in state ? { reason: state.reason } : {}),
    ...(problem && { problem: { ...problem, detail: wordDocumentProblem(locale, problem) } }),
  };
}

function answerOf(state: RequestState, lineNumber: number) {
  return 'answers' in state ? state.answers.get(lineNumber) : undefined;
}
