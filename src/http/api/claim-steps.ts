import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { SaidFact, ToldFact } from '../../core/claim/dossier-fact.ts';
import { WriteOffStandard } from '../../core/claim/write-off.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import {
  decideWriteOff,
  enterWord,
  openClaim,
  proposeWriteOff,
  stepClaim,
} from '../../store/claim-act.ts';
import {
  answerRequest,
  dispatchFiling,
  prepareFiling,
  releaseFiling,
} from '../../store/claim-filing.ts';
import { keepOwnRecords } from '../../store/claim-records.ts';
import { Dispatch } from '../../store/dispatch.ts';
import { readOneEvidence } from '../../store/evidence.ts';
import { wholeFile } from '../../store/ledger/file.ts';
import { notFound } from '../problem.ts';
import { taken } from './claim-told.ts';
import { now } from './claims.ts';
import type { ApiRoute, Call } from './route.ts';
import { IdParams } from './shapes.ts';
import { write } from './write.ts';

const tag = 'claims';
const Reason = z.string().min(1).max(1000);
const Done = z.object({ done: z.literal(true) });
const done = { status: 200, body: { done: true } } as const;

async function stepOf({ tx, principal }: Call) {
  return { ...(await now(tx)), actor: { personId: principal.personId } };
}

export const claimStepRoutes: ApiRoute[] = [
  write({
    path: '/claims',
    operationId: 'openClaim',
    summary: 'Opens a dossier on all that a debtor owes a seller in a currency under a policy.',
    tag,
    permission: 'claim.prepare',
    body: z.strictObject({
      policyId: z.string().min(1),
      sellerId: z.string().min(1),
      debtorId: z.string().min(1),
      currency: Currency,
      insolventOn: Day.optional().describe('The day of the debtor’s insolvency.'),
      responsibleId: Id.optional().describe('Who answers for it; absent: whoever opens it.'),
      reason: Reason,
    }),
    answers: { status: 201, schema: z.object({ id: Id }) },
    handle: async (call, { body }) => {
      const { insolventOn, responsibleId = call.principal.personId, ...own } = body;
      const order = { ...own, responsibleId, ...(insolventOn && { insolventOn }) };
      const id = taken(
        await openClaim(call.tx, { ...order, ...(await stepOf(call)) }),
        call.locale,
      );
      return { status: 201, body: { id } };
    },
  }),
  write({
    path: '/claims/{id}/facts',
    operationId: 'addToClaim',
    summary:
      'Says what has happened to a claim: a person’s step, or the insurer’s word as entered.',
    tag,
    permission: 'claim.prepare',
    params: IdParams,
    body: z.union([SaidFact, ToldFact]),
    answers: { status: 200, schema: Done },
    handle: async (call, { params, body: fact }) => {
      const order = { claimId: params.id, ...(await stepOf(call)) };
      const isTold = ToldFact.safeParse(fact);
      const step = isTold.success
        ? enterWord(call.tx, { ...order, fact: isTold.data })
        : stepClaim(call.tx, { ...order, fact: SaidFact.parse(fact) });
      taken(await step, call.locale);
      return done;
    },
  }),
  write({
    path: '/claims/{id}/records',
    operationId: 'keepOwnRecords',
    summary: 'Draws up what our own books can show and keeps it as evidence.',
    tag,
    permission: 'claim.prepare',
    params: IdParams,
    body: z.strictObject({}),
    optional: true,
    answers: { status: 200, schema: z.object({ kinds: z.array(z.string()) }) },
    handle: async (call, { params }) => {
      const order = { claimId: params.id, ...(await stepOf(call)) };
      const kinds = taken(await keepOwnRecords(call.tx, order), call.locale);
      return { status: 200, body: { kinds } };
    },
  }),
  write({
    path: '/claims/{id}/filing',
    operationId: 'prepareClaim',
    summary: 'Draws the claim up as it will be filed, with every document there is.',
    tag,
    permission: 'claim.prepare',
    params: IdParams,
    body: z.strictObject({}),
    optional: true,
    answers: { status: 200, schema: z.object({ hash: z.string() }) },
    handle: async (call, { params }) => {
      const order = { claimId: params.id, ...(await stepOf(call)) };
      const hash = taken(await prepareFiling(call.tx, order), call.locale);
      return { status: 200, body: { hash } };
    },
  }),
  write({
    path: '/claims/{id}/release',
    operationId: 'releaseClaim',
    summary: 'Another person releases exactly what was drawn up; it goes to the insurer.',
    tag,
    permission: 'claim.release',
    params: IdParams,
    body: z.strictObject({ hash: z.string().length(64) }),
    answers: { status: 200, schema: Done },
    handle: async (call, { params, body }) => {
      const order = { claimId: params.id, ...body, ...(await stepOf(call)) };
      taken(await releaseFiling(call.tx, order), call.locale);
      return done;
    },
  }),
  write({
    path: '/claims/{id}/dispatch',
    operationId: 'dispatchClaim',
    summary: 'Records that a released claim has left by hand; it is filed with that.',
    tag,
    permission: 'claim.prepare',
    params: IdParams,
    body: Dispatch,
    answers: { status: 200, schema: Done },
    handle: async (call, { params, body: dispatch }) => {
      const order = { claimId: params.id, dispatch, ...(await stepOf(call)) };
      taken(await dispatchFiling(call.tx, order), call.locale);
      return done;
    },
  }),
  write({
    path: '/claims/{id}/answers',
    operationId: 'answerInsurer',
    summary: 'Answers a question of the insurer with a document that is kept.',
    tag,
    permission: 'claim.prepare',
    params: IdParams,
    body: z.strictObject({ requestId: z.string().min(1), evidenceId: Id }),
    answers: { status: 200, schema: Done },
    handle: async (call, { params, body }) => {
      const evidence = await readOneEvidence(call.tx, body.evidenceId);
      if (!evidence) throw notFound();
      const bytes = await wholeFile(call.tx, evidence);
      const { requestId } = body;
      const order = { claimId: params.id, requestId, evidence, bytes, ...(await stepOf(call)) };
      taken(await answerRequest(call.tx, order), call.locale);
      return done;
    },
  }),
  write({
    path: '/claims/{id}/write-off',
    operationId: 'proposeWriteOff',
    summary: 'Proposes what is written off, net of what is still expected.',
    tag,
    permission: 'claim.prepare',
    params: IdParams,
    body: z.strictObject({
      standard: WriteOffStandard,
      expectedRecoveryMinor: AmountMinor.min(0).default(0),
      responsibleId: Id.optional().describe('Who keeps collecting; absent: whoever proposes.'),
      reason: Reason,
    }),
    answers: { status: 200, schema: Done },
    handle: async (call, { params, body }) => {
      const { responsibleId = call.principal.personId, ...own } = body;
      const order = { claimId: params.id, responsibleId, ...own, ...(await stepOf(call)) };
      taken(await proposeWriteOff(call.tx, order), call.locale);
      return done;
    },
  }),
  write({
    path: '/claims/{id}/write-off/decision',
    operationId: 'decideWriteOff',
    summary: 'Another person approves a write-off, which is booked then, or refuses it.',
    tag,
    permission: 'claim.release',
    params: IdParams,
    body: z.discriminatedUnion('decision', [
      z.strictObject({ decision: z.literal('approved') }),
      z.strictObject({ decision: z.literal('refused'), reason: Reason }),
    ]),
    answers: { status: 200, schema: Done },
    handle: async (call, { params, body }) => {
      const refusal = body.decision === 'refused' ? { refusal: body.reason } : {};
      const order = { claimId: params.id, ...refusal, ...(await stepOf(call)) };
      taken(await decideWriteOff(call.tx, order), call.locale);
      return done;
    },
  }),
];
