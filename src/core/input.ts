import { z } from 'zod';
import { Day } from './calendar.ts';
import { CoverDecision } from './cover/limit.ts';
import { Debtor } from './debtor.ts';
import { Terms } from './facility.ts';
import { Id } from './ids.ts';
import { AmountMinor, Currency } from './money.ts';
import { Receivable } from './receivable.ts';

/** One unit of `from` costs `numerator ÷ denominator` units of `to` (whole units, not minor). */
export const FxRate = z.strictObject({
  from: Currency,
  to: Currency,
  numerator: z.int().min(1),
  denominator: z.int().min(1),
  on: Day,
  source: z.string().min(1),
});
export type FxRate = z.infer<typeof FxRate>;

/** What the seller owes a party that is also a debtor. */
export const Payable = z.strictObject({
  debtorId: z.string().min(1),
  currency: Currency,
  openMinor: AmountMinor.min(0),
});
export type Payable = z.infer<typeof Payable>;

/** A receivable that is not free, whoever financed it. */
export const ExistingPosition = z.strictObject({
  receivableId: Id,
  facilityId: z.string().min(1),
  state: z.string().min(1),
  /** The cash already drawn against it, in the facility's currency. */
  advancedMinor: AmountMinor.min(0),
});
export type ExistingPosition = z.infer<typeof ExistingPosition>;

/** Sales, credit notes and collections of a past month, for dilution and loss reserves. */
export const HistoryMonth = z.strictObject({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  currency: Currency,
  salesMinor: AmountMinor,
  creditNotesMinor: AmountMinor,
  collectionsMinor: AmountMinor,
  defaultedMinor: AmountMinor,
});

/** How much cash is wanted, when, and for how long; without it the plan states availability only. */
export const Need = z.strictObject({
  amountMinor: AmountMinor.min(1),
  currency: Currency,
  valueOn: Day,
  horizonDays: z.int().min(1).max(3650),
});
export type Need = z.infer<typeof Need>;

/**
 * Everything a selection depends on, in one versioned document: the same document gives the same
 * plan, byte for byte (REPRODUCIBLE). Amounts are minor units of the currency beside them.
 */
export const SelectionInput = z.strictObject({
  version: z.literal(1),
  asOf: Day,
  receivables: z.array(Receivable),
  debtors: z.array(Debtor),
  facilities: z.array(Terms).min(1),
  cover: z.array(CoverDecision),
  fx: z.array(FxRate),
  payables: z.array(Payable),
  positions: z.array(ExistingPosition),
  history: z.array(HistoryMonth),
  need: Need.optional(),
});
export type SelectionInput = z.infer<typeof SelectionInput>;
