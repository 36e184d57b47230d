import { z } from 'zod';
import { Day } from './calendar.ts';
import { Id } from './ids.ts';
import { AmountMinor, Currency } from './money.ts';

/** What makes an open item the same one tomorrow: unique per tenant, never changed by a re-import. */
export const BusinessKey = z.strictObject({
  sellerId: z.string().min(1).describe('The selling company.'),
  ledger: z.string().min(1).describe('The ledger it is kept in.'),
  number: z.string().min(1).describe('The document’s number, as printed.'),
  kind: z.enum(['invoice', 'credit_note', 'unapplied_cash']).describe('What the document is.'),
  fiscalYear: z.int().min(1900).max(2200).describe('The year its number belongs to.'),
  instalment: z.int().min(1).describe('1, or which instalment of the invoice.'),
});
export type BusinessKey = z.infer<typeof BusinessKey>;

export const SaleCondition = z.enum([
  'bill_and_hold',
  'consignment',
  'guaranteed_sale',
  'sale_on_approval',
  'cash_on_delivery',
  'prepayment',
]);

export const DeliveryState = z
  .enum(['shipped', 'delivered', 'accepted'])
  .describe('How far the delivery is evidenced, each step including the one before.');

export const Evidence = z.enum(['instrument', 'chattel_paper']);

/** A part of the invoice's open amount that contracts treat apart. */
export const ComponentKind = z.enum([
  'discount',
  'rebate',
  'promotion',
  'retention',
  'finance_charge',
]);

const Particulars = z.strictObject({
  saleCondition: SaleCondition.optional().describe(
    'How the sale was made, where its invoice is not a plain claim; absent: a plain sale.',
  ),
  delivery: DeliveryState.optional().describe(
    'How far the delivery is evidenced; absent: not known.',
  ),
  deliveredOn: Day.optional().describe(
    'The day of delivery, where a policy goes by it; absent: the issue day.',
  ),
  evidence: Evidence.optional().describe(
    'Where the claim is a paper of its own; absent: it is not.',
  ),
  isProgressBilling: z.boolean().optional().describe('True for a part of unfinished work.'),
  governingLaw: z
    .string()
    .length(2)
    .optional()
    .describe('The contract’s law, ISO 3166-1 alpha-2; absent: not known.'),
  deliveryCountry: z
    .string()
    .length(2)
    .optional()
    .describe('Where it was delivered, ISO 3166-1 alpha-2; absent: not known.'),
  assignmentBan: z
    .enum(['none', 'prohibited', 'consent_needed', 'consent_given'])
    .optional()
    .describe('What the contract says of assignment; absent: not known.'),
  hasLetterOfCredit: z.boolean().optional().describe('True where a letter of credit pays it.'),
  isPayableToOther: z
    .boolean()
    .optional()
    .describe(
      'True where it names another payee than the seller: somebody has financed it already.',
    ),
  components: z
    .array(
      z.strictObject({
        kind: ComponentKind.describe('What the part is.'),
        amountMinor: AmountMinor.min(1).describe('Minor units of the invoice’s currency.'),
      }),
    )
    .optional()
    .describe('Parts of the open amount; their sum is at most openMinor.'),
});
export type Particulars = z.infer<typeof Particulars>;

const openItem = {
  id: Id.describe('A UUID that stays the same.'),
  key: BusinessKey.describe('What makes it the same item tomorrow; unique.'),
  debtorId: z.string().min(1).describe('Who owes it, an id of debtors.'),
  currency: Currency.describe('The currency of its amounts.'),
  issuedOn: Day.describe('The issue day.'),
  faceMinor: AmountMinor.describe(
    'What the document was for, before anything was paid or credited.',
  ),
  openMinor: AmountMinor.describe('What is still open.'),
};

/** An invoice or one instalment of it. Amounts are positive; `dueOn` is the original due date. */
export const Invoice = z.strictObject({
  ...openItem,
  kind: z.literal('invoice').describe('An invoice or one instalment of it.'),
  dueOn: Day.describe('The original due day.'),
  faceMinor: AmountMinor.min(1).describe(
    'What it was for, minor units of currency, before anything was paid or credited.',
  ),
  openMinor: AmountMinor.min(0).describe('What is still open, minor units of currency.'),
  disputedMinor: AmountMinor.min(0).describe('The part in dispute, at most openMinor.'),
  particulars: Particulars.optional().describe(
    'What some contracts ask and most ledgers do not say; absent is not known, and the rule that asks says what that means.',
  ),
});

/** A credit note or cash the seller could not match; amounts are negative. */
export const CreditItem = z.strictObject({
  ...openItem,
  kind: z
    .enum(['credit_note', 'unapplied_cash'])
    .describe('A credit note, or cash the seller could not match.'),
  faceMinor: AmountMinor.max(-1).describe('What it was for, below zero, minor units of currency.'),
  openMinor: AmountMinor.max(0).describe('What is still to be applied, zero or below.'),
  references: z
    .string()
    .optional()
    .describe(
      'The number of the invoice it reduces, of the same seller and debtor, where the document names one.',
    ),
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
