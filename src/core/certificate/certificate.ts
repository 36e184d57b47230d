import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Terms } from '../facility.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { Collapsed, Params } from '../plan.ts';

/** What a step takes of one receivable. */
const Item = z.strictObject({ receivableId: Id, amountMinor: AmountMinor });

/** One line of the certificate; `items` are the receivables behind it and sum to it. */
const Step = z.strictObject({
  rule: z.string(),
  amountMinor: AmountMinor,
  receivables: z.int().min(0),
  debtors: z.int().min(0),
  items: z.array(Item),
});

/** A debtor, group, country and so on that a concentration rule cut, with its cap. */
const Excess = z.strictObject({
  rule: z.string(),
  node: z.string(),
  countedMinor: AmountMinor,
  capMinor: AmountMinor,
  excessMinor: AmountMinor,
  shareBp: z.int(),
  base: z.string(),
  baseMinor: AmountMinor,
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
  currency: Currency,
  grossMinor: AmountMinor,
  receivables: z.int().min(0),
  debtors: z.int().min(0),
  steps: z.array(Step),
  concentrations: z.array(Excess),
  unabsorbedCreditsMinor: AmountMinor,
  poolMinor: AmountMinor,
  /** No pool above this satisfies the caps. */
  poolUpperMinor: AmountMinor,
  collapsed: Collapsed.optional(),
  holdbackMinor: AmountMinor,
  baseMinor: AmountMinor,
  reserves: z.array(
    z.strictObject({ reserve: z.string(), amountMinor: AmountMinor, params: Params }),
  ),
  reservesTakenMinor: AmountMinor,
  overLimitMinor: AmountMinor,
  usedMinor: AmountMinor,
  availableMinor: AmountMinor,
  overadvanceMinor: AmountMinor,
  statistics: z
    .array(Month)
    .describe(
      'Newest first. Amounts in a currency without one rate on the day are not in them; a month that has only such amounts is absent.',
    ),
  rollForward: RollForward.optional(),
});
export type Certificate = z.infer<typeof Certificate>;
