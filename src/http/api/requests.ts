import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Alike } from '../../core/funding/request-fact.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor } from '../../core/money.ts';
import { businessDay } from '../../store/business-clock.ts';
import { cancelRequest } from '../../store/cancel.ts';
import { readDocument } from '../../store/document.ts';
import {
  approveRequest,
  draftRequest,
  type Result,
  returnRequest,
  submitRequest,
  withdrawRequest,
} from '../../store/request.ts';
import { listRequests } from '../../store/request-view.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem, requestProblem } from '../refusal.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import { RequestRow, RequestView, viewRequest } from './request-view.ts';
import type { ApiRoute, Call } from './route.ts';
import { IdParams, listOf, Need } from './shapes.ts';
import { write } from './write.ts';

const Draft = z.strictObject({
  facilityId: z.string().min(1),
  asOf: Day.optional(),
  /** The receivables of a basket, or a need that is met from the cheapest. */
  choice: z.union([
    z.strictObject({
      receivableIds: z.array(Id).min(1).max(10_000),
      fundedMinor: z
        .record(Id, AmountMinor.min(1))
        .optional()
        .describe(
          'What to fund of them, by id, minor units of the facility’s currency: such as a plan’s. Absent: what is eligible.',
        ),
    }),
    z.strictObject({ need: Need }),
  ]),
  acceptedNearMatches: z.array(Alike).max(10_000).default([]),
});

const Reason = z.strictObject({ reason: z.string().min(1).max(1000) });
const Nothing = z.strictObject({});
const tag = 'requests';

const draftRoute = write({
  path: '/requests',
  operationId: 'draftRequest',
  summary: 'Drafts a request and reserves its receivables, all or none.',
  tag,
  permission: 'request.prepare',
  body: Draft,
  answers: { status: 201, schema: RequestView },
  handle: async (call, { body }) => {
    const { deps, tx, principal, locale } = call;
    if (!deps.propose) throw new Problem('not_available_here');
    const { facilityId, asOf, choice, acceptedNearMatches } = body;
    const { personId } = principal;
    const proposed = await deps.propose(tx, { personId, facilityId, asOf, choice });
    if (proposed.status === 'refused') throw refusedProblem(proposed, locale);
    const drafted = await draftRequest(tx, {
      actor: { personId },
      facilityId,
      sellerId: proposed.sellerId,
      effectiveOn: proposed.asOf,
      lines: proposed.lines,
      planInputHash: proposed.planInputHash,
      runId: proposed.runId,
      acceptedNearMatches,
      borrowingBase: proposed.borrowingBase,
    });
    const { requestId } = unwrap(call, drafted);
    return { status: 201, body: await viewRequest(call, requestId) };
  },
});

const submitRoute = write({
  path: '/requests/{id}/submit',
  operationId: 'submitRequest',
  summary: 'Freezes the request; its `hash` is what a second person approves.',
  tag,
  permission: 'request.prepare',
  params: IdParams,
  body: Nothing,
  optional: true,
  answers: { status: 200, schema: RequestView },
  handle: (call, { params }) => step(call, params.id, (at) => submitRequest(call.tx, at)),
});

const approveRoute = write({
  path: '/requests/{id}/approve',
  operationId: 'approveRequest',
  summary: 'A second person approves exactly the submitted bytes; documents and sending follow.',
  tag,
  permission: 'request.approve',
  params: IdParams,
  body: z.strictObject({ hash: z.string().length(64) }),
  answers: { status: 200, schema: RequestView },
  handle: (call, { params, body }) =>
    step(call, params.id, (at) => approveRequest(call.tx, { ...at, hash: body.hash })),
});

const returnRoute = write({
  path: '/requests/{id}/return',
  operationId: 'returnRequest',
  summary: 'Sends a submitted request back to its draft, with the reason.',
  tag,
  permission: 'request.approve',
  params: IdParams,
  body: Reason,
  answers: { status: 200, schema: RequestView },
  handle: (call, { params, body }) =>
    step(call, params.id, (at) => returnRequest(call.tx, { ...at, reason: body.reason })),
});

const withdrawRoute = write({
  path: '/requests/{id}/withdraw',
  operationId: 'withdrawRequest',
  summary: 'Frees the receivables again; possible until a second person has approved.',
  tag,
  permission: 'request.prepare',
  params: IdParams,
  body: Reason,
  answers: { status: 200, schema: RequestView },
  handle: (call, { params, body }) =>
    step(call, params.id, (at) => withdrawRequest(call.tx, { ...at, reason: body.reason })),
});

const cancelRoute = write({
  path: '/requests/{id}/cancel',
  operationId: 'cancelRequest',
  summary: 'Asks the funder to cancel what it has taken and not funded; only its answer ends it.',
  tag,
  permission: 'request.approve',
  params: IdParams,
  body: Reason,
  answers: { status: 200, schema: RequestView },
  handle: (call, { params, body }) =>
    step(call, params.id, (at) => cancelRequest(call.tx, { ...at, reason: body.reason })),
});

const listRoute = read({
  path: '/requests',
  operationId: 'listRequests',
  summary: 'The newest requests first.',
  tag,
  permission: 'request.read',
  query: Page,
  answers: { status: 200, schema: listOf(RequestRow) },
  handle: async (call, { query }) => {
    const before = readCursor(call, 'requests', query.cursor)?.[0];
    const { limit } = query;
    const items = await listRequests(call.tx, {
      limit,
      ...(before === undefined ? {} : { before: String(before) }),
    });
    const last = items.length === limit ? items.at(-1) : undefined;
    return { body: { items, next: last ? cursorAt(call, 'requests', [last.id]) : null } };
  },
});

const readRoute = read({
  path: '/requests/{id}',
  operationId: 'readRequest',
  summary: 'Lines with their answers, documents, deliveries with their attempts, and the timeline.',
  tag,
  permission: 'request.read',
  params: IdParams,
  answers: { status: 200, schema: RequestView },
  handle: async (call, { params }) => ({ body: await viewRequest(call, params.id) }),
});

const documentRoute = read({
  path: '/requests/{id}/documents/{documentId}',
  operationId: 'readDocument',
  summary: 'A document as it was rendered, with its machine-readable data attached.',
  tag,
  permission: 'request.read',
  params: z.object({ id: Id, documentId: Id }),
  answers: { status: 200, contentType: 'application/pdf' },
  handle: async ({ tx }, { params }) => {
    const { id: requestId, documentId } = params;
    const found = await readDocument(tx, { requestId, documentId });
    if (!found) throw notFound();
    const fileName = `${found.template.replaceAll('/', '-')}.pdf`;
    return { file: found.bytes, contentType: 'application/pdf', fileName };
  },
});

export const requestRoutes: ApiRoute[] = [
  draftRoute,
  listRoute,
  readRoute,
  submitRoute,
  approveRoute,
  returnRoute,
  withdrawRoute,
  cancelRoute,
  documentRoute,
];

type Step = { actor: { personId: string }; requestId: string; effectiveOn: string };

async function step(
  call: Call,
  requestId: string,
  take: (at: Step) => Promise<Result<unknown>>,
): Promise<{ status: number; body: unknown }> {
  const effectiveOn = await businessDay(call.tx);
  const actor = { personId: call.principal.personId };
  unwrap(call, await take({ actor, requestId, effectiveOn }));
  return { status: 200, body: await viewRequest(call, requestId) };
}

function unwrap<Value>(call: Call, result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw requestProblem(result, call.locale);
}
