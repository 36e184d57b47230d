import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { DunningStep } from '../../core/cover/dunning-step.ts';
import { Id } from '../../core/ids.ts';
import { InsurerNotice } from '../../core/notice/insurer-notice.ts';
import { FormalDemand } from '../../core/notice/letter.ts';
import { Instalment, PlanFact } from '../../core/notice/plan.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { drawDemand, recordDunning } from '../../store/dunning.ts';
import { listPlans, readPlan, type StoredPlan } from '../../store/payment-plan.ts';
import { askPlan, type PlanResult, putPlan, stepPlan } from '../../store/plan-act.ts';
import { readPolicy } from '../../store/policy.ts';
import { notFound } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { At, IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const tag = 'dunning';
const permission = 'notice.prepare';

const Stored = z
  .looseObject({
    planId: Id,
    reference: z.string(),
    policyId: z.string(),
    debtorId: z.string(),
    status: z.string(),
    facts: z.array(
      z.object({ fact: PlanFact, on: Day, recordedAt: At, recordedBy: Id.nullable() }),
    ),
  })
  .meta({ id: 'PaymentPlan' });

const reason = z.string().trim().min(1).max(1000);

/** Dunning, demands and payment plans: what is done to be paid before and beside the insurer. */
export const paymentPlanRoutes: ApiRoute[] = [
  read({
    path: '/payment-plans',
    operationId: 'listPaymentPlans',
    summary: 'Payment plans, the newest first.',
    tag,
    permission: 'request.read',
    query: z.object({ debtorId: z.string().min(1).optional() }),
    answers: { status: 200, schema: listOf(Stored) },
    handle: async ({ tx }, { query: { debtorId } }) => {
      const plans = await listPlans(tx, debtorId === undefined ? {} : { debtorId });
      return { body: { items: plans.map(shown), next: null } };
    },
  }),
  write({
    path: '/payment-plans',
    operationId: 'askPaymentPlan',
    summary: 'A debtor asks to pay later in parts, which come to what is open of the invoices.',
    tag,
    permission,
    body: z.strictObject({
      policyId: z.string().min(1),
      debtorId: z.string().min(1),
      numbers: z.array(z.string().min(1)).min(1).max(500).describe('Of the invoices.'),
      instalments: z.array(Instalment).min(1).max(120),
      reason,
    }),
    answers: { status: 201, schema: Stored },
    handle: async (call, { body }) => {
      if (!(await readPolicy(call.tx, body.policyId))) throw notFound();
      const answer = await askPlan(call.tx, { ...(await stepOf(call)), ...body });
      if (!answer.ok) throw refusedProblem(answer, call.locale);
      return { status: 201, body: await planOf(call, answer.value.planId) };
    },
  }),
  write({
    path: '/payment-plans/{id}/debtor-agreement',
    operationId: 'recordDebtorAgreement',
    summary: 'The debtor has agreed to the plan; it moves no clock before the insurer agrees.',
    tag,
    permission,
    params: IdParams,
    body: z.strictObject({ on: Day, evidence: reason.describe('What shows it.') }),
    answers: { status: 200, schema: Stored },
    handle: (call, { params, body: { on, evidence } }) =>
      stepped(call, params.id, (personId, today) =>
        stepPlan(call.tx, {
          planId: params.id,
          personId,
          on: today,
          fact: { kind: 'debtor_agreed', on, evidence },
        }),
      ),
  }),
  write({
    path: '/payment-plans/{id}/withdrawal',
    operationId: 'withdrawPaymentPlan',
    summary: 'Gives a plan up that the insurer has not decided on.',
    tag,
    permission,
    params: IdParams,
    body: z.strictObject({ reason }),
    answers: { status: 200, schema: Stored },
    handle: (call, { params, body }) =>
      stepped(call, params.id, (personId, on) =>
        stepPlan(call.tx, {
          planId: params.id,
          personId,
          on,
          fact: { kind: 'withdrawn', reason: body.reason },
        }),
      ),
  }),
  write({
    path: '/payment-plans/{id}/notice',
    operationId: 'putPaymentPlan',
    summary: 'Draws up the notice that asks the insurer to consent to the plan.',
    tag,
    permission,
    params: IdParams,
    body: z.strictObject({}),
    optional: true,
    answers: { status: 201, schema: InsurerNotice },
    handle: async (call, { params }) => {
      if (!(await readPlan(call.tx, params.id))) throw notFound();
      const answer = await putPlan(call.tx, { ...(await stepOf(call)), planId: params.id });
      if (!answer.ok) throw refusedProblem(answer, call.locale);
      return { status: 201, body: answer.value };
    },
  }),
  write({
    path: '/dunning',
    operationId: 'recordDunning',
    summary: 'Dunning steps as another system or a person took them, all of them or none.',
    tag,
    permission: 'ledger.import',
    body: z.strictObject({
      steps: z
        .array(
          z.strictObject({
            debtorId: z.string().min(1),
            invoice: z.string().min(1).describe('Its number.'),
            step: DunningStep,
            on: Day,
            note: z.string().max(1000).default(''),
          }),
        )
        .min(1)
        .max(5000),
    }),
    answers: { status: 201, schema: z.object({ recorded: z.int() }) },
    handle: async ({ tx, principal, locale }, { body }) => {
      const rows = body.steps.map((step, at) => ({ ...step, row: at + 1 }));
      const today = await businessDay(tx);
      const actor = { personId: principal.personId };
      const answer = await recordDunning(tx, { rows, actor, today });
      if (!answer.ok) throw refusedProblem(answer, locale);
      return { status: 201, body: { recorded: answer.recorded } };
    },
  }),
  write({
    path: '/formal-demands',
    operationId: 'drawFormalDemand',
    summary: 'A demand as a letter for all that is overdue, one for each seller and currency.',
    tag,
    permission,
    body: z.strictObject({
      debtorId: z.string().min(1),
      days: z.int().min(1).max(90).default(14).describe('Until it is to be paid.'),
    }),
    answers: { status: 201, schema: z.object({ demands: z.array(FormalDemand) }) },
    handle: async (call, { body }) => {
      const answer = await drawDemand(call.tx, { ...(await stepOf(call)), ...body });
      if (!answer.ok) throw refusedProblem(answer, call.locale);
      return { status: 201, body: { demands: answer.demands } };
    },
  }),
];

async function stepOf({ tx, principal }: Call) {
  const { personId } = principal;
  return { personId, asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
}

async function stepped(
  call: Call,
  planId: string,
  act: (personId: string, today: Day) => Promise<PlanResult>,
) {
  if (!(await readPlan(call.tx, planId))) throw notFound();
  const answer = await act(call.principal.personId, await businessDay(call.tx));
  if (!answer.ok) throw refusedProblem(answer, call.locale);
  return { status: 200 as const, body: await planOf(call, planId) };
}

async function planOf({ tx }: Call, planId: string) {
  const found = await readPlan(tx, planId);
  if (!found) throw notFound();
  return shown(found);
}

function shown({ plan, ...stored }: StoredPlan) {
  return { ...stored, ...plan };
}
