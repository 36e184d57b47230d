import { z } from 'zod';
import { never } from '../../core/assert.ts';
import { Day } from '../../core/calendar.ts';
import { AssignmentStep, BenefitAssignment } from '../../core/cover/assignment.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import {
  assignBenefit,
  type BenefitAnswer,
  readBenefits,
  recordBenefitStep,
} from '../../store/benefit.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { newId } from '../../store/database.ts';
import { readErosion } from '../../store/erosion.ts';
import { readPolicy } from '../../store/policy.ts';
import type { Locale } from '../env.ts';
import { notFound } from '../problem.ts';
import { conflict } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, listOf } from './shapes.ts';
import { write } from './write.ts';

const Standing = z
  .object({
    assignment: BenefitAssignment,
    state: z.object({
      status: z.enum(['made', 'acknowledged', 'refused', 'ended']),
      on: Day.optional(),
      reference: z.string().optional(),
    }),
  })
  .meta({ id: 'BenefitAssignmentState' });

const Ledger = z.object({
  totalMinor: AmountMinor,
  usedMinor: AmountMinor,
  leftMinor: AmountMinor,
  entries: z.array(
    z.object({ claimId: z.string(), on: Day, amountMinor: AmountMinor, leftMinor: AmountMinor }),
  ),
});

const Erosion = z
  .object({
    status: z.enum(['reckoned', 'rate_missing', 'no_terms']),
    currency: Currency.optional(),
    ledgers: z
      .object({ firstLoss: Ledger.optional(), liability: Ledger.optional() })
      .optional()
      .describe('Absent where the policy knows no such sum.'),
    financedMinor: AmountMinor.optional(),
    check: z
      .object({
        status: z.enum(['unlimited', 'within', 'exceeds']),
        leftMinor: AmountMinor.optional(),
        roomMinor: AmountMinor.optional(),
        excessMinor: AmountMinor.optional(),
      })
      .optional(),
    from: Currency.optional(),
    to: Currency.optional(),
  })
  .meta({ id: 'PolicyErosion' });

const Taken = z
  .object({ status: z.literal('recorded'), assignmentId: Id })
  .meta({ id: 'BenefitAssignmentTaken' });

const PolicyParams = z.object({ policyId: z.string().min(1) });
const tag = 'cover';

/** To whom a policy's payments go, with the insurer's word on it. */
export const benefitRoutes: ApiRoute[] = [
  read({
    path: '/policies/{policyId}/assignments',
    operationId: 'listBenefitAssignments',
    summary: "To whom the policy's payments are assigned, and how each assignment stands.",
    tag,
    permission: 'facility.read',
    params: PolicyParams,
    answers: { status: 200, schema: listOf(Standing) },
    handle: async ({ tx }, { params: { policyId } }) => {
      if (!(await readPolicy(tx, policyId))) throw notFound();
      return { body: { items: await readBenefits(tx, policyId), next: null } };
    },
  }),
  read({
    path: '/policies/{policyId}/erosion',
    operationId: 'readPolicyErosion',
    summary:
      "What claims have used of the policy's first loss and maximum, and whether what is financed on it is within what is left.",
    tag,
    permission: 'facility.read',
    params: PolicyParams,
    query: AsOfQuery,
    answers: { status: 200, schema: Erosion },
    handle: async ({ tx }, { params: { policyId }, query }) => {
      const asOf = query.asOf ?? (await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      if (!(await readPolicy(tx, policyId))) throw notFound();
      const found = await readErosion(tx, { policyId, asOf, knownAt });
      return { body: found ?? { status: 'no_terms' } };
    },
  }),
  write({
    path: '/policies/{policyId}/assignments',
    operationId: 'assignBenefit',
    summary: 'Records an assignment of benefits; a receivable has one active assignee at most.',
    tag,
    permission: 'facility.write',
    params: PolicyParams,
    body: BenefitAssignment.omit({ assignmentId: true, policyId: true }),
    answers: { status: 201, schema: Taken },
    handle: async ({ tx, principal, locale }, { params: { policyId }, body }) => {
      const actor = { personId: principal.personId };
      const assignment = { ...body, policyId, assignmentId: newId() };
      return { status: 201, body: taken(await assignBenefit(tx, { actor, assignment }), locale) };
    },
  }),
  write({
    path: '/policies/{policyId}/assignments/{assignmentId}/steps',
    operationId: 'recordBenefitStep',
    summary: "The insurer's acknowledgement or refusal of an assignment, or its end.",
    tag,
    permission: 'facility.write',
    params: PolicyParams.extend({ assignmentId: Id }),
    body: AssignmentStep,
    answers: { status: 201, schema: Taken },
    handle: async ({ tx, principal, locale }, { params, body: step }) => {
      const actor = { personId: principal.personId };
      const answer = await recordBenefitStep(tx, { actor, ...params, step });
      return { status: 201, body: taken(answer, locale) };
    },
  }),
];

function taken(answer: BenefitAnswer, locale: Locale): unknown {
  if (answer.status !== 'refused') return answer;
  const { code } = answer;
  switch (code) {
    case 'policy_unknown':
    case 'assignment_unknown':
      throw notFound();
    case 'assigned_already':
      throw conflict({ code, assignmentIds: answer.assignmentIds }, locale);
    case 'step_not_now':
      throw conflict({ code: 'assignment_step' }, locale);
    default:
      return never(code, 'assignment of benefits');
  }
}
