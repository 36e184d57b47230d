import { z } from 'zod';
import { Day } from './calendar.ts';
import { contradictionCodes } from './facility/contradictions.ts';
import { Id } from './ids.ts';
import { AmountMinor, Currency } from './money.ts';
import { policyFaultCodes } from './policy/fault.ts';

/** The numbers behind a deduction; worded by `core/wording` from `{rule, params}`. */
export const Params = z.record(z.string(), z.union([z.string(), z.int(), z.boolean()]));
export type Params = z.infer<typeof Params>;

/** Part of a receivable that a rule takes away; in the facility's currency. */
export const Deduction = z.strictObject({
  rule: z.string().describe('The rule that takes it.'),
  amountMinor: AmountMinor.describe('What it takes, minor units of the facility’s currency.'),
  params: Params.describe('The numbers it was judged by.'),
});
export type Deduction = z.infer<typeof Deduction>;

/**
 * One receivable seen by one facility: gross − Σ deductions = eligible, to the cent (EXPLAINED).
 * Gross is the open amount converted once, rounded down.
 */
export const LineExplanation = z.strictObject({
  receivableId: Id.describe('The receivable.'),
  grossMinor: AmountMinor.describe('The open amount converted once, rounded down.'),
  deductions: z.array(Deduction).describe('What rules take, in the terms’ order.'),
  eligibleMinor: AmountMinor.describe('What is left: gross − Σ deductions, to the cent.'),
});
export type LineExplanation = z.infer<typeof LineExplanation>;

/** One step of the waterfall; `count` is how many receivables it touches. */
export const WaterfallStep = z.strictObject({
  rule: z.string().describe('The rule.'),
  amountMinor: AmountMinor.describe(
    'What it takes of all receivables, minor units of the facility’s currency.',
  ),
  count: z.int().min(0).describe('How many receivables it touches.'),
});
export type WaterfallStep = z.infer<typeof WaterfallStep>;

/** A reserve of the terms, in full, with the numbers it comes from. */
export const ReserveResult = z.strictObject({
  reserve: z.string().describe('The reserve.'),
  amountMinor: AmountMinor.describe('What is held back, minor units of the facility’s currency.'),
  params: Params.describe('The numbers it comes from.'),
});
export type ReserveResult = z.infer<typeof ReserveResult>;

/** A share cap that needs more debtors, groups and so on than there are. */
export const Collapsed = z.strictObject({
  rule: z.string(),
  shareBp: z.int().describe('Its share, basis points.'),
  nodes: z.int().min(0).describe('How many debtors, groups and so on there are.'),
  needed: z.int().min(1).describe('How many it takes at least.'),
});

/**
 * gross − Σ waterfall = pool; pool − holdback = borrowing base; base − what reserves take − what the
 * limit cuts off − used = available.
 */
export const FacilityResult = z.strictObject({
  facilityId: z.string().describe('The facility.'),
  currency: Currency.describe('The currency of all its amounts.'),
  grossMinor: AmountMinor.describe('All open invoices, converted.'),
  waterfall: z
    .array(WaterfallStep)
    .describe('A step per rule, in the terms’ order: gross − Σ waterfall = pool.'),
  poolMinor: AmountMinor.describe('What is eligible after every rule.'),
  poolUpperMinor: AmountMinor.describe(
    'No pool above this satisfies the caps: equal to the pool unless caps cross in several ways.',
  ),
  collapsed: Collapsed.optional().describe(
    'A share cap that leaves no pool at all; absent: there is none.',
  ),
  holdbackMinor: AmountMinor.describe('What is not advanced: pool − holdback = borrowing base.'),
  reserves: z.array(ReserveResult).describe('Each reserve of the terms, in full.'),
  reservesTakenMinor: AmountMinor.describe(
    'What the reserves take: all of them off the base, or what they cut off with a reduced limit.',
  ),
  overLimitMinor: AmountMinor.describe('What the facility’s limit cuts off the borrowing base.'),
  usedMinor: AmountMinor.describe('The cash already drawn.'),
  availableMinor: AmountMinor.describe(
    'What may still be drawn. May be negative: an overadvance is shown, not hidden.',
  ),
  unabsorbedCreditsMinor: AmountMinor.describe(
    'Credits that reduced nothing eligible: they exceed the debtor’s invoices or stand on excluded ones.',
  ),
  lines: z.array(LineExplanation).describe('Each invoice, explained.'),
});
export type FacilityResult = z.infer<typeof FacilityResult>;

/** A receivable placed with a facility; amounts in the facility's currency. */
export const AllocationLine = z.strictObject({
  receivableId: Id.describe('The receivable.'),
  facilityId: z.string().describe('Where it goes.'),
  fundedMinor: AmountMinor.describe(
    'What is financed of it, minor units of the facility’s currency.',
  ),
  advanceMinor: AmountMinor.describe('The cash for it, minor units of the facility’s currency.'),
  costMinor: AmountMinor.describe(
    'What it costs over the horizon, minor units of the facility’s currency.',
  ),
});
export type AllocationLine = z.infer<typeof AllocationLine>;

/** Why a receivable was not placed although some facility would take it. */
export const NotPlaced = z.strictObject({
  receivableId: Id.describe('The receivable.'),
  reason: z
    .enum([
      'need_met',
      'facility_full',
      'dearer',
      'cap_reached',
      'fixed_cost',
      'minimum_draw',
      'too_small',
    ])
    .describe('Why it was left out.'),
  params: Params.describe('The numbers behind the reason.'),
});

export type NotPlaced = z.infer<typeof NotPlaced>;

/** One facility in an allocation: what is placed with it and what that costs. */
export const AllocationFacility = z.strictObject({
  facilityId: z.string().describe('The facility.'),
  currency: Currency.describe('Of what is funded and advanced.'),
  receivables: z.int().min(0).describe('How many are placed with it.'),
  fundedMinor: AmountMinor.describe('What is financed of them.'),
  advanceMinor: AmountMinor.describe(
    'The cash it pays before what it keeps back; for a pledge, what is drawn.',
  ),
  costMinor: AmountMinor.describe(
    'Of the whole: in the need’s currency, with the cost of using it at all.',
  ),
  fixedCostMinor: AmountMinor.describe('Of that, what using it costs at all.'),
});
export type AllocationFacility = z.infer<typeof AllocationFacility>;

/**
 * What no plan can beat, in the need's currency. `exactMinor` is from prices in exact arithmetic and
 * alone makes a plan proven; `solverMinor` is what a solver claims. Absent where the need is not met.
 */
export const AllocationBound = z.strictObject({
  exactMinor: AmountMinor.describe(
    'No plan costs less: from prices in exact arithmetic, which alone makes a plan proven. Plans fund at most one receivable of a debtor with a facility in part, others whole or not at all.',
  ),
  solverMinor: AmountMinor.optional().describe('What a solver claims.'),
  gapPpm: z.int().min(0).describe('(cost − exact bound) ÷ cost, millionths, rounded up.'),
  isProven: z.boolean().describe('True where no plan costs less than this one.'),
});

/**
 * What one more unit of something that ran out would save: millionths of the need's currency per unit
 * of it, at the margin. `facilityId` names all facilities that share it.
 */
export const Worth = z.strictObject({
  what: z
    .enum(['facility_limit', 'cap', 'cover', 'netting'])
    .describe(
      'A facility’s room, a cap of its terms, cover or a net balance that facilities share.',
    ),
  facilityId: z.string().describe('The facility, or all that share it, set apart by commas.'),
  rule: z.string().optional().describe('The rule whose cap it is.'),
  node: z.string().optional().describe('The debtor, group, country and so on that the cap holds.'),
  debtorId: z.string().optional().describe('The debtor whose cover or balance it is.'),
  savesPpm: z
    .int()
    .min(1)
    .describe(
      'Millionths of the need’s currency per unit more; where the need is not met, the cash it would raise.',
    ),
});
export type Worth = z.infer<typeof Worth>;

/** How the need is met: each receivable at most once; sums are in the need's currency. */
export const Allocation = z.strictObject({
  needMinor: AmountMinor.describe('The cash wanted.'),
  currency: Currency.describe('The need’s, of all sums here.'),
  cashMinor: AmountMinor.describe(
    'The cash the plan raises: advances less what is withheld, converted per receivable or draw and rounded down.',
  ),
  shortfallMinor: AmountMinor.describe('What it lacks.'),
  costMinor: AmountMinor.describe(
    'What it costs over the horizon, converted per receivable, draw and fixed fee and rounded up.',
  ),
  bound: AllocationBound.optional().describe(
    'What no plan can beat; absent where the need is not met.',
  ),
  greatestCashMinor: AmountMinor.optional().describe(
    'The most any plan could raise, proven; stated where the need is not met.',
  ),
  regime: z.enum(['exact', 'kernel', 'prices']).describe('How the plan was found.'),
  isReproducible: z
    .boolean()
    .describe('False where a safety stopped the search by the clock: another run may differ.'),
  marginalPpm: z
    .int()
    .min(0)
    .describe('What the dearest cash costs, millionths of it over the horizon.'),
  facilities: z.array(AllocationFacility).describe('What is placed with each facility.'),
  worth: z.array(Worth).describe('What more of what ran out would save, dearest first.'),
  lines: z.array(AllocationLine).describe('What is placed, each receivable at most once.'),
  notPlaced: z.array(NotPlaced).describe('What some facility would take and is left out.'),
});
export type Allocation = z.infer<typeof Allocation>;

/** What may be financed, why the rest may not, and how the need is met. */
export const Plan = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  engine: z.string().describe('The version of the engine that made it.'),
  asOf: Day.describe('The day it is of.'),
  inputHash: z
    .string()
    .length(64)
    .describe('SHA-256 of the canonical input: any past plan replays from it.'),
  facilities: z.array(FacilityResult).describe('What each facility would finance, by facilityId.'),
  allocation: Allocation.optional().describe('How the need is met; absent where none was stated.'),
});
export type Plan = z.infer<typeof Plan>;

/** A plan without what it says line by line. */
export const PlanSummary = Plan.extend({
  facilities: z
    .array(FacilityResult.omit({ lines: true }))
    .describe('What each facility would finance, in sums.'),
  allocation: Allocation.omit({ lines: true, notPlaced: true })
    .optional()
    .describe('How the need is met, in sums; absent where none was stated.'),
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** A closed list, so that each has its sentence. */
export const refusalCodes = [
  'debtor_unknown',
  'debtor_duplicate',
  'facility_duplicate',
  'receivable_duplicate',
  'receivable_key_duplicate',
  'position_duplicate',
  'disputed_above_open',
  ...contradictionCodes,
  ...policyFaultCodes,
  'facilities_too_many',
  'policy_unknown',
  'rating_unknown',
  'history_missing',
  'opening_duplicate',
  'opening_not_before',
  'need_before_as_of',
  'fx_rate_missing',
  'fx_rate_ambiguous',
  'amounts_too_large',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** An input the engine cannot answer honestly, refused by name instead of ignored. */
export type Refusal = {
  code: RefusalCode;
  path: string;
  params: Record<string, string | number | boolean>;
};
