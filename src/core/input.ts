import { z } from 'zod';
import { Day } from './calendar.ts';
import { Circumstance } from './cover/circumstance.ts';
import { CoverDecision } from './cover/limit.ts';
import { Debtor } from './debtor.ts';
import { Terms } from './facility.ts';
import { Id } from './ids.ts';
import { AmountMinor, Currency } from './money.ts';
import { PolicyTerms } from './policy/terms.ts';
import { Receivable } from './receivable.ts';

/** One unit of `from` costs `numerator ÷ denominator` units of `to` (whole units, not minor). */
export const FxRate = z.strictObject({
  from: Currency.describe('The currency that is converted.'),
  to: Currency.describe('The currency it is converted into; rates are not inverted.'),
  numerator: z
    .int()
    .min(1)
    .describe(
      'One unit of from costs numerator ÷ denominator units of to, in whole units, not minor.',
    ),
  denominator: z.int().min(1).describe('See numerator.'),
  on: Day.describe('The day it is of; the newest on or before the as-of day counts.'),
  source: z.string().min(1).describe('Where it was published.'),
});
export type FxRate = z.infer<typeof FxRate>;

/** What the seller owes a party that is also a debtor. */
export const Payable = z.strictObject({
  debtorId: z.string().min(1).describe('Whom the seller owes, an id of debtors.'),
  currency: Currency.describe('The currency it is owed in.'),
  openMinor: AmountMinor.min(0).describe('What is owed, minor units of currency.'),
  kind: z.enum(['trade', 'deposit', 'rebate']).optional().describe('What it is; absent: trade.'),
});
export type Payable = z.infer<typeof Payable>;

/** A receivable that is not free, whoever financed it. */
export const ExistingPosition = z.strictObject({
  receivableId: Id.describe(
    'The receivable that is not free, an id of receivables; what is drawn against one that is settled is used all the same.',
  ),
  facilityId: z
    .string()
    .min(1)
    .describe(
      'Who holds it, in these facilities or not; one that is not may rely on any policy, so what it holds uses cover.',
    ),
  state: z.string().min(1).describe('reserved, assigned, advanced or funded.'),
  advancedMinor: AmountMinor.min(0).describe(
    'The cash already drawn against it, minor units of the facility’s currency.',
  ),
});
export type ExistingPosition = z.infer<typeof ExistingPosition>;

/** Sales, credit notes and collections of a past month, for dilution and loss reserves. */
export const HistoryMonth = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .describe('The month, such as 2026-10.'),
  currency: Currency.describe('The currency of its amounts.'),
  salesMinor: AmountMinor.describe('Invoiced in it, minor units of currency.'),
  creditNotesMinor: AmountMinor.describe('Credited in it, as a positive amount.'),
  collectionsMinor: AmountMinor.describe('Paid in it.'),
  defaultedMinor: AmountMinor.describe('What became defaulted in it.'),
});
export type HistoryMonth = z.infer<typeof HistoryMonth>;

/** What a facility's last certificate closed with and what moved since: for the roll-forward. */
export const Opening = z.strictObject({
  facilityId: z.string().min(1).describe('The facility the certificate was of; each once.'),
  on: Day.describe('The day the last certificate closed on, before the as-of day.'),
  grossMinor: AmountMinor.describe('What it closed with, minor units of the facility’s currency.'),
  salesMinor: AmountMinor.describe('Invoiced since, minor units of the facility’s currency.'),
  collectionsMinor: AmountMinor.describe('Paid since, as a positive amount.'),
  creditNotesMinor: AmountMinor.describe('Credited since, as a positive amount.'),
  adjustmentsMinor: AmountMinor.describe(
    'Other movements with their sign: write-offs, rebilling, exchange differences.',
  ),
});
export type Opening = z.infer<typeof Opening>;

/** An invoice that was paid late: what stopped a debtor's cover may be over, and when. */
export const LateSettlement = z.strictObject({
  receivableId: Id.describe('The receivable; not one of receivables that is open.'),
  number: z.string().min(1).describe('The document’s number.'),
  sellerId: z.string().min(1).describe('The selling company.'),
  debtorId: z.string().min(1).describe('Who owed it.'),
  issuedOn: Day.describe('The issue day.'),
  dueOn: Day.describe('The original due day.'),
  settledOn: Day.describe('The day since when nothing is open of it.'),
});
export type LateSettlement = z.infer<typeof LateSettlement>;

/** How much cash is wanted, when, and for how long; without it the plan states availability only. */
export const Need = z.strictObject({
  amountMinor: AmountMinor.min(1).describe('The cash wanted, minor units of currency.'),
  currency: Currency.describe('The currency it is wanted in.'),
  valueOn: Day.describe('The day it is wanted, not before the as-of day.'),
  horizonDays: z
    .int()
    .min(1)
    .max(3650)
    .describe('For how many days; costs are compared over them.'),
});
export type Need = z.infer<typeof Need>;

/**
 * Everything a selection depends on, in one versioned document: the same document gives the same
 * plan, byte for byte (REPRODUCIBLE). Amounts are minor units of the currency beside them.
 */
export const SelectionInput = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  asOf: Day.describe('The day of the ledger: ages and cover are as of it.'),
  receivables: z
    .array(Receivable)
    .describe(
      'The open items of the ledger. The order of lists does not matter, except that of cover decisions of one day.',
    ),
  debtors: z.array(Debtor).describe('Every debtor that is named, each once.'),
  facilities: z
    .array(Terms)
    .min(1)
    .describe('The terms that are compared, each facility once, at most 30.'),
  cover: z
    .array(CoverDecision)
    .describe(
      'The insurers’ decisions, in the order they were recorded: of one day the later one counts.',
    ),
  policies: z
    .array(PolicyTerms)
    .optional()
    .describe(
      'Versions of policies. Where those of an insured limit’s policy are here, its cover is judged invoice by invoice by them; the limits of its own that the rule states do not count then.',
    ),
  circumstances: z
    .array(Circumstance)
    .optional()
    .describe('What happened to debtors besides, for policies that are here.'),
  settlements: z
    .array(LateSettlement)
    .optional()
    .describe('What was paid late, for policies that are here; absent: nothing was.'),
  fx: z
    .array(FxRate)
    .describe(
      'The rates of every pair that is converted, in that direction. Invoices and cover are rounded down, credits and payables up, past months to the even neighbour.',
    ),
  payables: z.array(Payable).describe('What the seller owes debtors.'),
  positions: z.array(ExistingPosition).describe('What is not free, at most one for a receivable.'),
  history: z
    .array(HistoryMonth)
    .describe('Past months, for reserves; empty where no reserve reads them.'),
  openings: z
    .array(Opening)
    .optional()
    .describe('Where the last certificates closed, for the roll-forward.'),
  need: Need.optional().describe(
    'The cash that is wanted; absent: the plan states availability only.',
  ),
});
export type SelectionInput = z.infer<typeof SelectionInput>;
