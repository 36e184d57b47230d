import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';

const Scope = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('policy').describe('All of the policy.') }),
    z.strictObject({
      kind: z.literal('region').describe('Debtors of some countries.'),
      countries: z.array(z.string().length(2)).min(1).describe('ISO 3166-1 alpha-2.'),
    }),
    z.strictObject({
      kind: z.literal('buyer').describe('Some debtors.'),
      debtorIds: z.array(z.string().min(1)).min(1).describe('Which.'),
    }),
    z.strictObject({
      kind: z.literal('invoice').describe('Some invoices.'),
      receivableIds: z.array(Id).min(1).describe('Which.'),
    }),
  ])
  .describe('What of the policy is assigned.');

/** Who else receives what a policy pays: a financing bank or factor, and for what. */
export const BenefitAssignment = z.strictObject({
  assignmentId: Id.describe('Names the assignment.'),
  policyId: z.string().min(1).describe('The policy.'),
  role: z
    .enum(['loss_payee', 'beneficiary', 'joint_insured'])
    .describe('Receives the money; may also claim and manage cover; or is insured itself.'),
  assignee: z.string().min(1).describe('Whom it is assigned to.'),
  account: z.string().min(1).optional().describe('Where it is paid to; absent: not yet told.'),
  facilityId: z.string().min(1).optional().describe('The facility it secures; absent: none here.'),
  scope: Scope,
  from: Day.describe('Its first day.'),
  to: Day.optional().describe('Its last day; absent: until it is ended.'),
  isRevocable: z.boolean().describe('False where only the assignee’s consent ends it.'),
});
export type BenefitAssignment = z.infer<typeof BenefitAssignment>;

const reference = z.string().min(1).describe('The letter or deed it is in.');

/** What happens to an assignment after it was made. */
export const AssignmentStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('acknowledged').describe('The insurer has endorsed it.'),
    on: Day.describe('The day.'),
    reference,
    evidenceSha256: z.string().length(64).optional().describe('Of the document.'),
  }),
  z.strictObject({
    kind: z.literal('refused').describe('The insurer does not accept it.'),
    on: Day.describe('The day.'),
    reference,
  }),
  z.strictObject({
    kind: z.literal('ended').describe('It holds no more.'),
    on: Day.describe('The first day without it.'),
    reference,
    consent: z.string().min(1).optional().describe('The assignee’s, where it is irrevocable.'),
  }),
]);
export type AssignmentStep = z.infer<typeof AssignmentStep>;

export type AssignmentState =
  | { status: 'made' }
  | { status: 'acknowledged'; on: Day; reference: string }
  | { status: 'refused'; on: Day; reference: string }
  | { status: 'ended'; on: Day; reference: string };

/** Steps in the order they were recorded; those that the state before does not allow change nothing. */
export function foldAssignment(
  assignment: BenefitAssignment,
  steps: readonly AssignmentStep[],
): AssignmentState {
  let state: AssignmentState = { status: 'made' };
  for (const step of steps) if (mayFollow(assignment, state, step)) state = stateOf(step);
  return state;
}

/** What is irrevocable ends with the assignee's consent alone; what was refused or ended stays so. */
export function mayFollow(
  { isRevocable }: BenefitAssignment,
  state: AssignmentState,
  step: AssignmentStep,
): boolean {
  if (state.status === 'refused' || state.status === 'ended') return false;
  if (step.kind !== 'ended') return state.status === 'made';
  return isRevocable || step.consent !== undefined;
}

function stateOf({ kind, on, reference: said }: AssignmentStep): AssignmentState {
  return { status: kind, on, reference: said };
}

export type StandingAssignment = { assignment: BenefitAssignment; state: AssignmentState };

/** True on the days that it binds: until it is refused, from the day it is ended on no more. */
export function bindsOn({ assignment, state }: StandingAssignment, day: Day): boolean {
  if (day < assignment.from || day > (assignment.to ?? day)) return false;
  if (state.status === 'refused') return false;
  return state.status !== 'ended' || day < state.on;
}

/** What tells whether two scopes may have a receivable in common. */
export type ScopeFacts = {
  countryOf: (debtorId: string) => string | undefined;
  debtorOf: (receivableId: Id) => string | undefined;
};

/** The receivable's assignee on a day, of the assignments under its policy. */
export function assignmentOf(
  standing: readonly StandingAssignment[],
  { receivableId, debtorId, on }: { receivableId: Id; debtorId: string; on: Day },
  facts: Pick<ScopeFacts, 'countryOf'>,
): StandingAssignment | undefined {
  return standing.find((one) => {
    if (!bindsOn(one, on)) return false;
    const { scope } = one.assignment;
    return holds(scope, { receivableId, debtorId, country: facts.countryOf(debtorId) });
  });
}

type Named = { receivableId?: Id; debtorId?: string | undefined; country?: string | undefined };

/** `inDoubt` is what holds for a region where the debtor's country is not known. */
function holds(scope: AnyScope, of: Named, inDoubt = false): boolean {
  switch (scope.kind) {
    case 'policy':
      return true;
    case 'region':
      return of.country === undefined ? inDoubt : scope.countries.includes(of.country);
    case 'buyer':
      return of.debtorId !== undefined && scope.debtorIds.includes(of.debtorId);
    default:
      return of.receivableId !== undefined && scope.receivableIds.includes(of.receivableId);
  }
}

/** Those that stand in the way of another: a receivable has one active assignment at most. */
export function conflicting(
  standing: readonly StandingAssignment[],
  wanted: BenefitAssignment,
  facts: ScopeFacts,
): StandingAssignment[] {
  return standing.filter(({ assignment, state }) => {
    if (assignment.policyId !== wanted.policyId || state.status === 'refused') return false;
    if (!shareDays({ assignment, state }, wanted)) return false;
    return (
      reaches(assignment.scope, wanted.scope, facts) ||
      reaches(wanted.scope, assignment.scope, facts)
    );
  });
}

function shareDays({ assignment, state }: StandingAssignment, { from, to }: BenefitAssignment) {
  const isEndedBefore = state.status === 'ended' && state.on <= from;
  const isOverBefore = assignment.to !== undefined && assignment.to < from;
  return !isEndedBefore && !isOverBefore && (to === undefined || assignment.from <= to);
}

type AnyScope = BenefitAssignment['scope'];

/** True where a scope holds something that another names; in doubt about a country it does. */
function reaches(scope: AnyScope, other: AnyScope, { countryOf, debtorOf }: ScopeFacts): boolean {
  const ofDebtor = (debtorId: string | undefined): Named => ({
    debtorId,
    country: debtorId === undefined ? undefined : countryOf(debtorId),
  });
  switch (other.kind) {
    case 'policy':
      return scope.kind === 'policy';
    case 'region':
      return other.countries.some((country) => holds(scope, { country }));
    case 'buyer':
      return other.debtorIds.some((debtorId) => holds(scope, ofDebtor(debtorId), true));
    default:
      return other.receivableIds.some((receivableId) =>
        holds(scope, { receivableId, ...ofDebtor(debtorOf(receivableId)) }, true),
      );
  }
}
