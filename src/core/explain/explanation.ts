import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';
import { Collapsed, Params, type Refusal } from '../plan.ts';

/** What a change alone would add, reckoned by the engine; below zero where it would take away. */
export const Freed = z.strictObject({
  poolMinor: AmountMinor.describe('More of the ledger would count, minor units.'),
  availableMinor: AmountMinor.describe('More could be drawn, minor units.'),
});
export type Freed = z.infer<typeof Freed>;

/** A number of a facility's terms that could be a step looser. */
export const Parameter = z.enum([
  'days',
  'times',
  'minDays',
  'toleranceDays',
  'minMinor',
  'maxMinor',
  'haircuts',
  'shareBp',
  'limits',
  'cover',
  'maximumTermDays',
  'stopOverdueDays',
  'limitMinor',
  'advanceRateBp',
]);
export type Parameter = z.infer<typeof Parameter>;

export const Looser = z.strictObject({
  parameter: Parameter.describe('What would be another.'),
  from: z.int().describe('As it is; for haircuts, limits and cover 10,000 stands for all of them.'),
  to: z.int().describe('A step looser.'),
  frees: Freed.describe('What that alone would add.'),
});
export type Looser = z.infer<typeof Looser>;

export const FacilityStep = z.strictObject({
  rule: z.string().describe('The rule.'),
  amountMinor: AmountMinor.describe('What it takes in its place among the others.'),
  isNegotiable: z
    .boolean()
    .describe('False for what no funder gives up: doubtful data, what is financed, sanctions.'),
  frees: Freed.describe(
    'What dropping it alone would add: less than it takes where the next rules take part of it.',
  ),
  looser: z.array(Looser).describe('A step looser, where a step is well defined.'),
});
export type FacilityStep = z.infer<typeof FacilityStep>;

/** Which rule frees how much of a facility's ledger: each alone, everything else as it is. */
export const FacilityExplanation = z.strictObject({
  facilityId: z.string().describe('The facility.'),
  currency: Currency.describe('The currency of all amounts.'),
  asOf: Day.describe('The day it is of.'),
  grossMinor: AmountMinor.describe('All open invoices, converted.'),
  poolMinor: AmountMinor.describe('What is eligible after every rule.'),
  availableMinor: AmountMinor.describe('What may still be drawn.'),
  steps: z.array(FacilityStep).describe('Every rule, those that free most first.'),
  limits: z
    .array(
      Looser.extend({
        takesMinor: AmountMinor.describe('What it takes of the pool’s cash.'),
      }),
    )
    .describe('The facility’s own limit and rate of advance.'),
  best: z
    .strictObject({
      rule: z.string().optional().describe('Absent for the facility’s own limit and rate.'),
      ...Looser.shape,
    })
    .optional()
    .describe('The one step that frees most; absent where none frees anything.'),
  collapsed: Collapsed.optional().describe('A share cap that leaves no pool at all.'),
});
export type FacilityExplanation = z.infer<typeof FacilityExplanation>;

const DebtorDeduction = z.strictObject({
  rule: z.string().describe('The rule.'),
  amountMinor: AmountMinor.describe('What it takes of the debtor.'),
  count: z.int().min(1).describe('How many of its invoices it touches.'),
  params: Params.optional().describe('Its numbers, where they are those of the whole debtor.'),
});

/** A limit on the debtor and how far it is used. */
const DebtorLimit = z.strictObject({
  rule: z.enum(['funder_limit', 'insured_limit']),
  policyId: z.string().optional().describe('Of an insured limit.'),
  reason: z.string().optional().describe('Of an insured limit: in_force, or why nothing is.'),
  limitMinor: AmountMinor.describe('The limit, in the facility’s currency.'),
  heldElsewhereMinor: AmountMinor.describe('Of it, what others under the policy hold.'),
  askedMinor: AmountMinor.describe('What would use it.'),
  headroomMinor: AmountMinor.describe('What of it is unused.'),
});
export type DebtorLimit = z.infer<typeof DebtorLimit>;

/** A share that the debtor counts towards, alone or with others. */
const DebtorCap = z.strictObject({
  rule: z.string().describe('The rule.'),
  node: z.string().describe('The debtor, group, country and so on that is capped.'),
  askedMinor: AmountMinor.describe('What of it would count without caps.'),
  countsMinor: AmountMinor.describe('What of it counts.'),
  capMinor: AmountMinor.describe('What of it may count.'),
  shareBp: z.int().describe('Its share, basis points.'),
  headroomMinor: AmountMinor.describe('What more may count.'),
});
export type DebtorCap = z.infer<typeof DebtorCap>;

/** One debtor under one facility: gross − Σ deductions = eligible, to the cent (EXPLAINED). */
const DebtorFacility = z.strictObject({
  facilityId: z.string().describe('The facility.'),
  currency: Currency.describe('The currency of all amounts here.'),
  receivables: z.int().min(0).describe('How many invoices are open.'),
  grossMinor: AmountMinor.describe('What they come to, converted.'),
  deductions: z.array(DebtorDeduction).describe('What rules take, in the terms’ order.'),
  eligibleMinor: AmountMinor.describe('What is left.'),
  limits: z.array(DebtorLimit).describe('The limits on it, in the terms’ order.'),
  caps: z.array(DebtorCap).describe('The caps it counts towards.'),
  ageing: z
    .strictObject({
      isTainted: z.boolean().describe('True where nothing of the debtor is accepted.'),
      params: Params.describe('The numbers it was judged by.'),
    })
    .optional()
    .describe('Its old part against what it owes, where the terms ask.'),
});
export type DebtorFacility = z.infer<typeof DebtorFacility>;

const Change = z.strictObject({
  before: AmountMinor.describe('As it is.'),
  after: AmountMinor.describe('With so much more limit.'),
});

const FacilityEffect = z.strictObject({
  facilityId: z.string().describe('The facility.'),
  currency: Currency.describe('Its currency, of what is freed.'),
  frees: Freed.describe('What it frees there.'),
});
export type FacilityEffect = z.infer<typeof FacilityEffect>;

const Raised = z.strictObject({
  byMinor: AmountMinor.min(0).describe('So much more limit, minor units of its currency.'),
  facilities: z.array(FacilityEffect).describe('What it frees under each facility.'),
});
export type Raised = z.infer<typeof Raised>;

/** What a higher limit on the debtor would be worth. */
export const LimitWorth = z.strictObject({
  limit: z.string().describe('cover: and the policy, or funder_limit: and the facility.'),
  what: z.enum(['cover', 'funder_limit']).describe('The insurer’s, or a funder’s own.'),
  id: z.string().describe('The policy, or the facility.'),
  currency: Currency.describe('The currency of the limit.'),
  one: Raised.describe('One whole unit of the currency more.'),
  most: Raised.describe(
    'All that a higher limit can free: more than this frees nothing more of the pool.',
  ),
  saturates: z

    .array(
      z.strictObject({
        facilityId: z.string().describe('The facility.'),
        byMinor: AmountMinor.min(0).describe('So much more limit, in the limit’s currency.'),
      }),
    )
    .describe('By facility: the least more limit that frees all it can.'),
  asked: Raised.extend({
    allocation: z
      .strictObject({
        currency: Currency.describe('The need’s.'),
        cashMinor: Change.describe('The cash a plan raises.'),
        costMinor: Change.describe('What it costs over the horizon.'),
        shortfallMinor: Change.describe('What it lacks.'),
      })
      .optional()
      .describe('What meeting the need would come to; absent where none is stated.'),
  })
    .optional()
    .describe('The amount that was asked about.'),
  marginPpm: z
    .int()
    .min(0)
    .optional()
    .describe('What one more unit saves by the plan’s prices, millionths of the need’s currency.'),
});
export type LimitWorth = z.infer<typeof LimitWorth>;

export const DebtorExplanation = z.strictObject({
  debtorId: z.string().describe('The debtor.'),
  asOf: Day.describe('The day it is of.'),
  facilities: z.array(DebtorFacility).describe('Under each facility, by facilityId.'),
  limits: z.array(LimitWorth).describe('Each limit on the debtor that could be higher.'),
});
export type DebtorExplanation = z.infer<typeof DebtorExplanation>;

/** An explanation; or that the selection does not know what was asked about, or cannot be made. */
export type Explained<Explanation> =
  | { status: 'explained'; explanation: Explanation }
  | { status: 'unknown' }
  | { status: 'refused'; refusals: Refusal[] };
