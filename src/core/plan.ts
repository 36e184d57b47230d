import { z } from 'zod';
import { Day } from './calendar.ts';
import { Id } from './ids.ts';
import { AmountMinor, Currency } from './money.ts';

/** The numbers behind a deduction; worded by `core/wording` from `{rule, params}`. */
const Params = z.record(z.string(), z.union([z.string(), z.int(), z.boolean()]));
export type Params = z.infer<typeof Params>;

/** Part of a receivable that a rule takes away; in the facility's currency. */
export const Deduction = z.strictObject({
  rule: z.string(),
  amountMinor: AmountMinor,
  params: Params,
});
export type Deduction = z.infer<typeof Deduction>;

/**
 * One receivable seen by one facility: gross − Σ deductions = eligible, to the cent (EXPLAINED).
 * Gross is the open amount converted once, rounded down.
 */
export const LineExplanation = z.strictObject({
  receivableId: Id,
  grossMinor: AmountMinor,
  deductions: z.array(Deduction),
  eligibleMinor: AmountMinor,
});
export type LineExplanation = z.infer<typeof LineExplanation>;

/** One step of the waterfall; `count` is how many receivables it touches. */
export const WaterfallStep = z.strictObject({
  rule: z.string(),
  amountMinor: AmountMinor,
  count: z.int().min(0),
});
export type WaterfallStep = z.infer<typeof WaterfallStep>;

/** gross − Σ waterfall = pool; pool − holdback = borrowing base; min(base, limit) − used = available. */
export const FacilityResult = z.strictObject({
  facilityId: z.string(),
  currency: Currency,
  grossMinor: AmountMinor,
  waterfall: z.array(WaterfallStep),
  poolMinor: AmountMinor,
  holdbackMinor: AmountMinor,
  /** What the facility's limit cuts off the borrowing base. */
  overLimitMinor: AmountMinor,
  usedMinor: AmountMinor,
  /** May be negative: an overadvance is shown, not hidden. */
  availableMinor: AmountMinor,
  /** Credits that reduced nothing eligible: they exceed the debtor's invoices or stand on excluded ones. */
  unabsorbedCreditsMinor: AmountMinor,
  lines: z.array(LineExplanation),
});
export type FacilityResult = z.infer<typeof FacilityResult>;

/** A receivable placed with a facility; amounts in the facility's currency. */
export const AllocationLine = z.strictObject({
  receivableId: Id,
  facilityId: z.string(),
  fundedMinor: AmountMinor,
  advanceMinor: AmountMinor,
  costMinor: AmountMinor,
});
export type AllocationLine = z.infer<typeof AllocationLine>;

/** Why a receivable was not placed although some facility would take it. */
export const NotPlaced = z.strictObject({
  receivableId: Id,
  reason: z.enum(['need_met', 'facility_full', 'dearer', 'cap_reached', 'too_small']),
  params: Params,
});

export type NotPlaced = z.infer<typeof NotPlaced>;

/** How the need is met: whole receivables, one facility each; sums are in the need's currency. */
export const Allocation = z.strictObject({
  needMinor: AmountMinor,
  currency: Currency,
  cashMinor: AmountMinor,
  shortfallMinor: AmountMinor,
  costMinor: AmountMinor,
  lines: z.array(AllocationLine),
  notPlaced: z.array(NotPlaced),
});
export type Allocation = z.infer<typeof Allocation>;

/** What may be financed, why the rest may not, and how the need is met. */
export const Plan = z.strictObject({
  version: z.literal(1),
  asOf: Day,
  /** SHA-256 of the canonical input: any past plan replays from it. */
  inputHash: z.string().length(64),
  facilities: z.array(FacilityResult),
  allocation: Allocation.optional(),
});
export type Plan = z.infer<typeof Plan>;

/** An input the engine cannot answer honestly, refused by name instead of ignored. */
export type Refusal = {
  code: string;
  path: string;
  params: Record<string, string | number | boolean>;
};
