import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';

/**
 * What a funder says has happened after it took receivables: one closed list, whatever it calls it.
 * The amount is positive; the kind says which way it goes, `reversal` that an earlier one is taken back.
 */
export const movementKinds = [
  /** It paid the seller, or credited the seller's account with it, an advance. */
  'advance',
  /** The debtor paid it. */
  'collection',
  /** What the debtor paid the seller by mistake, and the seller passed on, has arrived. */
  'turnover',
  /** It paid out what it had held back: reserve, limit holdback, remainder. */
  'rebate',
  'service_fee',
  'fee_tax',
  /** Interest in arrears, or discount taken in advance. */
  'interest',
  'misdirected_fee',
  /** What is owed became less otherwise than by payment: credit note, deduction, discount taken. */
  'dilution',
  'dispute',
  'dispute_ended',
  /** It no longer bears the credit risk, or does again. */
  'unapproved',
  'approved',
  /** It asks the seller to take the receivable back. */
  'recourse_demand',
  /** The receivable is the seller's again; the amount is what was still owed of it. */
  'reassignment',
  /** What the seller loses of it for good. */
  'write_off',
  /** Of a pledge: paid to the seller and paid back. */
  'drawdown',
  'repayment',
] as const;
export type MovementKind = (typeof movementKinds)[number];

export const FunderMovement = z.strictObject({
  movementId: z.string().min(1).describe('The funder’s own name of it, never used twice by it.'),
  kind: z.enum(movementKinds),
  bookedOn: Day,
  valueOn: Day,
  currency: Currency,
  amountMinor: AmountMinor.min(0).describe('Positive; minor units of currency.'),
  paid: z
    .strictObject({ currency: Currency, amountMinor: AmountMinor.min(1) })
    .optional()
    .describe('What the debtor paid, where that was in the receivable’s own, other currency.'),
  reversal: z.boolean().describe('It takes back an earlier one of the same kind and amount.'),
  /** What it concerns; absent for a charge on the whole account. */
  scheduleReference: z.string().min(1).optional().describe('Our request number.'),
  lineNumber: z.int().min(1).optional(),
  invoiceNumber: z.string().min(1).optional(),
  debtorId: z.string().min(1).optional().describe('As the funder knows the debtor.'),
  detail: z.string().describe('The funder’s own words.'),
});
export type FunderMovement = z.infer<typeof FunderMovement>;

/** Money paid out by the answer to a line, which the movement says again. */
export function isAdvance({ kind }: FunderMovement): boolean {
  return kind === 'advance' || kind === 'drawdown';
}
