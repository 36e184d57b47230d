import { z } from 'zod';
import { assert, never } from '../assert.ts';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency, sumMinor } from '../money.ts';

const fact = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

export const Instalment = z.strictObject({
  dueOn: Day.describe('The day it is due.'),
  amountMinor: AmountMinor.min(1).describe('Minor units of the plan’s currency.'),
});
export type Instalment = z.infer<typeof Instalment>;

/** What becomes of a payment plan; who did it and when stands beside it. */
export const PlanFact = z.discriminatedUnion('kind', [
  fact('asked', {
    currency: Currency,
    receivableIds: z.array(Id).min(1),
    /** What was open of them then: what is paid since is counted from it. */
    openMinor: AmountMinor.min(1),
    instalments: z.array(Instalment).min(1),
    reason: z.string().min(1),
  }),
  fact('debtor_agreed', { on: Day, evidence: z.string().min(1) }),
  fact('put_to_insurer', { noticeId: Id }),
  fact('insurer_agreed', { on: Day, rawCode: z.string(), instalments: z.array(Instalment).min(1) }),
  fact('insurer_refused', { on: Day, rawCode: z.string() }),
  fact('broken', { on: Day, dueOn: Day, missingMinor: AmountMinor.min(1) }),
  fact('kept', { on: Day }),
  fact('withdrawn', { reason: z.string().min(1) }),
]);
export type PlanFact = z.infer<typeof PlanFact>;

export type PlanStatus =
  | 'asked'
  | 'debtor_agreed'
  | 'put_to_insurer'
  | 'insurer_agreed'
  | 'insurer_refused'
  | 'broken'
  | 'kept'
  | 'withdrawn';

export type Plan = {
  status: PlanStatus;
  currency: string;
  receivableIds: readonly Id[];
  openMinor: number;
  instalments: readonly Instalment[];
  reason: string;
  noticeId?: Id;
};

export function foldPlan(facts: readonly PlanFact[]): Plan {
  const [first, ...rest] = facts;
  assert(first?.kind === 'asked', 'a plan begins with asked');
  const { kind: status, ...asked } = first;
  return rest.reduce<Plan>((plan, one) => followed(plan, one), { status, ...asked });
}

/** Each step after the one it needs; the insurer is asked only for what the debtor has agreed to. */
const steps: Readonly<Record<PlanStatus, readonly PlanFact['kind'][]>> = {
  asked: ['debtor_agreed', 'withdrawn'],
  debtor_agreed: ['put_to_insurer', 'withdrawn'],
  put_to_insurer: ['insurer_agreed', 'insurer_refused', 'withdrawn'],
  insurer_agreed: ['broken', 'kept'],
  insurer_refused: [],
  broken: [],
  kept: [],
  withdrawn: [],
};

export function mayFollowPlan(plan: Plan, fact: PlanFact): boolean {
  return steps[plan.status].includes(fact.kind);
}

function followed(plan: Plan, fact: PlanFact): Plan {
  assert(mayFollowPlan(plan, fact), `a plan that is ${plan.status} was ${fact.kind}`);
  switch (fact.kind) {
    case 'asked':
      return plan;
    case 'put_to_insurer':
      return { ...plan, status: fact.kind, noticeId: fact.noticeId };
    case 'insurer_agreed':
      return { ...plan, status: fact.kind, instalments: fact.instalments };
    case 'debtor_agreed':
    case 'insurer_refused':
    case 'broken':
    case 'kept':
    case 'withdrawn':
      return { ...plan, status: fact.kind };
    default:
      return never(fact, 'followed');
  }
}

/**
 * The first instalment that was not paid by its day, and what is missing of it; payments count to the
 * instalments in order. Undefined while the plan is kept.
 */
export function planBreach(
  plan: Pick<Plan, 'instalments'>,
  { paidMinor, today }: { paidMinor: number; today: Day },
): { dueOn: Day; missingMinor: number } | undefined {
  const inOrder = plan.instalments.toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
  let owedMinor = 0;
  for (const { dueOn, amountMinor } of inOrder) {
    if (dueOn >= today) return undefined;
    owedMinor += amountMinor;
    if (owedMinor > paidMinor) return { dueOn, missingMinor: owedMinor - paidMinor };
  }
  return undefined;
}

/** Whether instalments make up what is open, no cent more or less. */
export function isWhole({ instalments, openMinor }: Pick<Plan, 'instalments' | 'openMinor'>) {
  return sumMinor(instalments.map(({ amountMinor }) => amountMinor)) === openMinor;
}
