import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { ChargedService, InsurerRequest } from '../../core/cover/insurer-request.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { readConnection } from '../../store/connection.ts';
import { listInsurerCosts } from '../../store/insurer-cost.ts';
import {
  askInsurer,
  decideInsurerRequest,
  listInsurerRequests,
  mapFound,
} from '../../store/insurer-request.ts';
import { readBuyers, readPolicy } from '../../store/policy.ts';
import { notFound } from '../problem.ts';
import { conflict } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { At, IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const ofCover = {
  policyId: z.string().min(1),
  debtorId: z.string().min(1),
  currency: Currency,
  effectiveOn: Day,
  isUrgent: z.boolean().default(false),
  comment: z.string().max(1000).optional(),
};
const Limit = z.strictObject({
  ...ofCover,
  amountMinor: AmountMinor.min(1),
  product: z.enum(['credit_limit', 'credit_check']).default('credit_limit'),
});
const Change = z.strictObject({
  ...ofCover,
  change: z.enum(['supersede', 'reduce', 'cancel', 'prolong']),
  coverId: z.string().min(1),
  amountMinor: AmountMinor.min(1).optional(),
});
const LookUp = z.strictObject({
  policyId: z.string().min(1),
  debtorId: z.string().min(1),
  country: z.string().min(2).max(3),
  scheme: z.string().min(1),
  value: z.string().min(1),
});
const Asked = z
  .object({
    reference: Id,
    deliveryId: Id.nullable().describe('Null while a second person has to approve it.'),
  })
  .meta({ id: 'InsurerAsked' });
const Listed = z
  .object({
    id: Id,
    request: InsurerRequest,
    state: z.looseObject({ status: z.string() }),
    service: ChargedService.nullable(),
    askedAt: At,
    askedBy: Id.nullable(),
  })
  .meta({ id: 'InsurerRequest' });
const Cost = z
  .object({
    id: Id,
    policyId: z.string(),
    debtorId: z.string(),
    service: ChargedService,
    subject: Id,
    amountMinor: AmountMinor.nullable().describe('Null where the policy names no price.'),
    currency: Currency.nullable(),
    incurredOn: Day,
    recordedAt: At,
  })
  .meta({ id: 'InsurerCost' });
const Decision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('approved') }),
  z.strictObject({ decision: z.literal('declined'), reason: z.string().min(1).max(1000) }),
]);

const tag = 'cover';
const answers = { status: 202, schema: Asked } as const;

export const insurerRequestRoutes: ApiRoute[] = [
  write({
    path: '/limit-requests',
    operationId: 'requestLimit',
    summary:
      'Asks the insurer for a limit on a debtor; its decision arrives in the cover book. What is charged waits for a second person.',
    tag,
    permission: 'request.prepare',
    body: Limit,
    answers,
    handle: async (call, { body }) => {
      const buyerId = await buyerOf(call, body);
      return asked(call, { kind: 'limit', ...body, buyerId });
    },
  }),
  write({
    path: '/limit-changes',
    operationId: 'changeLimit',
    summary: 'Asks the insurer to change a cover that is there, or to end it.',
    tag,
    permission: 'request.prepare',
    body: Change,
    answers,
    handle: async (call, { body }) => {
      const buyerId = await buyerOf(call, body);
      return asked(call, { kind: 'change', ...body, buyerId });
    },
  }),
  write({
    path: '/buyer-lookups',
    operationId: 'lookUpBuyer',
    summary: 'Asks the insurer which company a debtor is; a person then says which it is.',
    tag,
    permission: 'request.prepare',
    body: LookUp,
    answers,
    handle: (call, { body }) => asked(call, { kind: 'look_up', ...body }),
  }),
  read({
    path: '/insurer-requests',
    operationId: 'listInsurerRequests',
    summary: 'What was asked of insurers and what became of it, the newest first.',
    tag,
    permission: 'request.read',
    query: z.object({ debtorId: z.string().min(1).optional() }),
    answers: { status: 200, schema: listOf(Listed) },
    handle: async ({ tx }, { query: { debtorId } }) => {
      const items = await listInsurerRequests(tx, { limit: 200, ...(debtorId && { debtorId }) });
      return { body: { items, next: null } };
    },
  }),
  write({
    path: '/insurer-requests/{id}/decision',
    operationId: 'decideInsurerRequest',
    summary: 'A second person approves what the insurer charges for, or keeps it back.',
    tag,
    permission: 'request.approve',
    params: IdParams,
    body: Decision,
    answers: { status: 200, schema: z.object({ decision: z.string() }) },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const decision = body.decision === 'approved' ? body.decision : { declined: body.reason };
      const { personId } = principal;
      const answer = await decideInsurerRequest(tx, { id: params.id, personId, decision });
      if (!answer.ok) throw refusedOf(answer.code, locale);
      return { status: 200, body: { decision: body.decision } };
    },
  }),
  write({
    path: '/insurer-requests/{id}/buyer',
    operationId: 'mapFoundBuyer',
    summary: 'Says which of the companies that were found the debtor is.',
    tag,
    permission: 'request.prepare',
    params: IdParams,
    body: z.strictObject({ buyerId: z.string().min(1) }),
    answers: { status: 200, schema: z.object({ buyerId: z.string() }) },
    handle: async ({ tx, principal, locale }, { params, body: { buyerId } }) => {
      const { personId } = principal;
      const answer = await mapFound(tx, { id: params.id, buyerId, personId });
      if (!answer.ok) throw refusedOf(answer.code, locale);
      return { status: 200, body: { buyerId } };
    },
  }),
  read({
    path: '/insurer-costs',
    operationId: 'listInsurerCosts',
    summary: 'What insurers charge for look-ups, urgent requests and credit checks.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Cost) },
    handle: async ({ tx }) => {
      return { body: { items: await listInsurerCosts(tx, { limit: 500 }), next: null } };
    },
  }),
];

async function buyerOf(
  { tx, locale }: Call,
  { policyId, debtorId }: { policyId: string; debtorId: string },
): Promise<string> {
  if (!(await readPolicy(tx, policyId))) throw notFound();
  const buyers = await readBuyers(tx, policyId);
  const buyer = buyers.find((known) => known.debtorId === debtorId);
  if (!buyer) throw conflict({ code: 'buyer_unknown', debtorId }, locale);
  return buyer.buyerId;
}

async function asked({ tx, principal, deps, locale }: Call, request: InsurerRequest) {
  const policy = await readPolicy(tx, request.policyId);
  const connection = policy && (await readConnection(tx, policy.connectionId));
  if (!connection) throw notFound();
  const charged = deps.chargedBy?.(connection.adapterId) ?? ChargedService.options;
  const actor = { personId: principal.personId };
  const answer = await askInsurer(tx, { actor, request, charged });
  if (!answer.ok) throw conflict({ code: answer.code, reference: answer.id }, locale);
  const { id: reference, deliveryId } = answer;
  return { status: 202 as const, body: { reference, deliveryId } };
}

type Code = Exclude<Awaited<ReturnType<typeof mapFound>>, { ok: true }>['code'];

function refusedOf(code: Code, locale: Call['locale']): Error {
  return code === 'unknown' ? notFound() : conflict({ code }, locale);
}
