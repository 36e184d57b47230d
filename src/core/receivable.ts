import { z } from 'zod';
import { Day } from './calendar.ts';
import { Id } from './ids.ts';
import { AmountMinor, Currency } from './money.ts';

/** What makes an open item the same one tomorrow: unique per tenant, never changed by a re-import. */
export const BusinessKey = z.strictObject({
  sellerId: z.string().min(1),
  ledger: z.string().min(1),
  number: z.string().min(1),
  kind: z.enum(['invoice', 'credit_note', 'unapplied_cash']),
  fiscalYear: z.int().min(1900).max(2200),
  instalment: z.int().min(1),
});
export type BusinessKey = z.infer<typeof BusinessKey>;

const openItem = {
  id: Id,
  key: BusinessKey,
  debtorId: z.string().min(1),
  currency: Currency,
  issuedOn: Day,
  /** What the document was for, before anything was paid or credited. */
  faceMinor: AmountMinor,
  /** What the ERP says is still open. */
  openMinor: AmountMinor,
};

/** An invoice or one instalment of it. Amounts are positive; `dueOn` is the original due date. */
export const Invoice = z.strictObject({
  ...openItem,
  kind: z.literal('invoice'),
  dueOn: Day,
  faceMinor: AmountMinor.min(1),
  openMinor: AmountMinor.min(0),
  /** The part in dispute, at most `openMinor`. */
  disputedMinor: AmountMinor.min(0),
});

/** A credit note or cash the seller could not match; amounts are negative. */
export const CreditItem = z.strictObject({
  ...openItem,
  kind: z.enum(['credit_note', 'unapplied_cash']),
  faceMinor: AmountMinor.max(-1),
  openMinor: AmountMinor.max(0),
  /** The number of the invoice it reduces, when the document names one. */
  references: z.string().optional(),
});

export const Receivable = z.discriminatedUnion('kind', [Invoice, CreditItem]);
export type Receivable = z.infer<typeof Receivable>;
export type Invoice = z.infer<typeof Invoice>;
export type CreditItem = z.infer<typeof CreditItem>;

/** The business key as one text, for maps and for the unique column. */
export function keyText(key: BusinessKey): string {
  return [key.sellerId, key.ledger, key.number, key.kind, key.fiscalYear, key.instalment].join('|');
}

/**
 * The identity that may have at most one open position (ONE_POSITION): the number normalised for
 * case, width, spaces, separators and leading zeros, with seller, issue date, face and currency,
 * and without the debtor, whose spelling differs between systems.
 */
export function fingerprint(item: {
  key: BusinessKey;
  issuedOn: Day;
  faceMinor: AmountMinor;
  currency: Currency;
}): string {
  const { key, issuedOn, faceMinor, currency } = item;
  const number = normaliseNumber(key.number);
  return [key.sellerId, number, key.instalment, issuedOn, faceMinor, currency].join('|');
}

/** Two numbers that differ only in case, width, spaces, punctuation or leading zeros are the same. */
export function normaliseNumber(number: string): string {
  const upper = number.normalize('NFKC').toUpperCase();
  // Again after the removal: what stood apart may now compose.
  const plain = upper.replace(/[\s\p{P}\p{S}]/gu, '').normalize('NFKC');
  return plain.replace(/(?<!\d)0+(?=\d)/g, '');
}
