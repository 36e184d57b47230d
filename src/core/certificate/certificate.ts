import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Terms } from '../facility.ts';
import { Id } from '../ids.ts';
import { AmountMinor } from '../money.ts';
import { FacilityResult, Params } from '../plan.ts';

/** What a step takes of one receivable. */
const Item = z.strictObject({
  receivableId: Id.describe('The receivable.'),
  amountMinor: AmountMinor.describe('What the step takes of it.'),
});

/** One line of the certificate; `items` are the receivables behind it and sum to it. */
const Step = z.strictObject({
  rule: z.string().describe('The rule of the terms.'),
  amountMinor: AmountMinor.describe('What it takes off.'),
  receivables: z.int().min(0).describe('Of how many receivables.'),
  debtors: z.int().min(0).describe('Of how many debtors.'),
  items: z.array(Item).describe('The receivables behind it; they sum to it.'),
});

/** A debtor, group, country and so on that a concentration rule cut, with its cap. */
const Excess = z.strictObject({
  rule: z.string().describe('The rule of the terms.'),
  node: z
    .string()
    .describe(
      'The debtor, group and so on; empty for debtors whose industry or country is not stated.',
    ),
  countedMinor: AmountMinor.describe('What it comes to before the cut; of a pair, both.'),
  capMinor: AmountMinor.describe('The most that counts.'),
  excessMinor: AmountMinor.describe('What does not count.'),
  shareBp: z.int().describe('Its share, basis points.'),
  base: z.string().describe('What the share is taken of.'),
  baseMinor: AmountMinor.describe('What that comes to.'),
});

const Month = z.strictObject({
  month: z.string(),
  salesMinor: AmountMinor,
  creditNotesMinor: AmountMinor,
  collectionsMinor: AmountMinor,
  defaultedMinor: AmountMinor,
  /** Credit notes over the sales of the same month, millionths. */
  dilutionPpm: z.int(),
  /** What became defaulted over the sales of the same month, millionths. */
  lossPpm: z.int(),
});

/** Gross of the last certificate and what moved since, against the gross of this one. */
const RollForward = z.strictObject({
  openedOn: Day,
  openingMinor: AmountMinor,
  salesMinor: AmountMinor,
  collectionsMinor: AmountMinor,
  creditNotesMinor: AmountMinor,
  adjustmentsMinor: AmountMinor,
  expectedMinor: AmountMinor,
  grossMinor: AmountMinor,
  /** Gross less expected: what the books must explain. */
  differenceMinor: AmountMinor,
});

const lines = FacilityResult.pick({
  currency: true,
  grossMinor: true,
  unabsorbedCreditsMinor: true,
  poolMinor: true,
  poolUpperMinor: true,
  collapsed: true,
  holdbackMinor: true,
  reservesTakenMinor: true,
  overLimitMinor: true,
  usedMinor: true,
  availableMinor: true,
}).shape;

/**
 * A borrowing base certificate: from the gross ledger to what may still be drawn, line by line, in the
 * facility's currency. gross − Σ steps = pool; pool − holdback − reserves − over limit − used =
 * available; below zero it is an overadvance.
 */
export const Certificate = z.strictObject({
  version: z.literal(1),
  asOf: Day,
  inputHash: z.string().length(64),
  /** The terms as they were applied, in their order of operations. */
  terms: Terms,
  currency: lines.currency,
  grossMinor: lines.grossMinor,
  receivables: z.int().min(0).describe('How many invoices are open.'),
  debtors: z.int().min(0).describe('How many debtors owe them.'),
  steps: z.array(Step).describe('A line for each rule, in their order: gross − Σ steps = pool.'),
  concentrations: z.array(Excess).describe('Who was cut, the largest excess first.'),
  unabsorbedCreditsMinor: lines.unabsorbedCreditsMinor,
  poolMinor: lines.poolMinor,
  poolUpperMinor: lines.poolUpperMinor,
  collapsed: lines.collapsed,
  holdbackMinor: lines.holdbackMinor,
  baseMinor: AmountMinor.describe('The borrowing base: pool − holdback.'),
  reserves: z.array(
    z.strictObject({ reserve: z.string(), amountMinor: AmountMinor, params: Params }),
  ),
  reservesTakenMinor: lines.reservesTakenMinor,
  overLimitMinor: lines.overLimitMinor,
  usedMinor: lines.usedMinor,
  availableMinor: lines.availableMinor,
  overadvanceMinor: AmountMinor.describe(
    'By how much what is drawn, and reserves, exceed what may be: −available where that is below zero, else 0.',
  ),
  statistics: z
    .array(Month)
    .describe(
      'Newest first. Amounts in a currency without one rate on the day are not in them; a month that has only such amounts is absent.',
    ),
  rollForward: RollForward.optional(),
});
export type Certificate = z.infer<typeof Certificate>;
