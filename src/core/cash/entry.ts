import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';

/** Why a document is not paid in full, as its payer says it. */
export const Deduction = z.strictObject({
  amountMinor: AmountMinor,
  /** The payer's own code: a word of its list, or of ISO 20022. */
  code: z.string().optional(),
  detail: z.string().optional(),
});
export type Deduction = z.infer<typeof Deduction>;

/** A document that a payer says it pays. */
export const NamedDocument = z.strictObject({
  number: z.string(),
  /** What this payment pays of it: below zero for a credit note taken off. Absent: not said. */
  paidMinor: AmountMinor.optional(),
  /** What the payer says the document is over. */
  dueMinor: AmountMinor.optional(),
  deductions: z.array(Deduction),
});
export type NamedDocument = z.infer<typeof NamedDocument>;

/** What can be explained by itself: an entry, or a transaction of one that is itemised. */
export const Payment = z.strictObject({
  /** Received; below zero, paid. */
  amountMinor: AmountMinor,
  /** End-to-end ids and structured references, each meant as a whole. */
  references: z.array(z.string()),
  documents: z.array(NamedDocument),
  /** Free text, in which numbers stand among words. */
  text: z.array(z.string()),
  /** The other side, as the bank gives it. */
  partyName: z.string().optional(),
  partyAccount: z.string().optional(),
});
export type Payment = z.infer<typeof Payment>;

/** One booked entry of a bank statement; credits are positive. */
export const BankEntry = z.strictObject({
  /** Account, statement and entry reference as the bank gives them: unique for ever. */
  entryKey: z.string(),
  account: z.string(),
  currency: Currency,
  amountMinor: AmountMinor,
  bookedOn: Day,
  /** All that is said of it, for people to read and for a number to be looked for. */
  references: z.array(z.string()),
  debtorName: z.string().optional(),
  /** It gives back, or takes back, what an earlier entry brought. */
  isReversal: z.boolean().optional(),
  /** Its parts, which sum to it; absent: the bank says no more than the references. */
  payments: z.array(Payment).min(1).optional(),
});
export type BankEntry = z.infer<typeof BankEntry>;

export function paymentsOf(entry: BankEntry): Payment[] {
  if (entry.payments) return entry.payments;
  const { amountMinor, references, debtorName } = entry;
  const party = debtorName === undefined ? {} : { partyName: debtorName };
  return [{ amountMinor, references, documents: [], text: references, ...party }];
}
