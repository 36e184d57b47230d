import { z } from 'zod';
import { Id } from '../ids.ts';
import type { AmountMinor, Currency } from '../money.ts';

/** A debtor by its id, or a funder by the facility it grants. */
export type Party = { kind: 'debtor' | 'funder' | 'insurer'; id: string };

/**
 * Something an entry may explain. `openMinor` is signed as the entry would be: positive is to come in,
 * below zero is to be paid.
 */
export type OpenItem = {
  /** Unique among all items; its first part is the kind. */
  id: string;
  currency: Currency;
  openMinor: AmountMinor;
  party: Party;
  /** Every way in which it may be named. */
  names: readonly string[];
  /** What people call it. */
  label: string;
} & Target;

export const Target = z.discriminatedUnion('kind', [
  /** What a funder pays under a request of ours; may come in parts. */
  z.strictObject({ kind: z.literal('advance'), requestId: Id, number: z.string() }),
  /** What is due from a funder, or to it, under a settlement: a rebate, a price, a repayment. */
  z.strictObject({
    kind: z.literal('settlement'),
    account: z.enum(['due_from_factor', 'suspense']),
    subject: z.string(),
    facilityId: z.string(),
  }),
  /** What a debtor owes: to us, or to whoever holds it. */
  z.strictObject({
    kind: z.literal('receivable'),
    receivableId: Id,
    debtorId: z.string(),
    holding: z.enum(['own', 'sold', 'pledged', 'returned']),
    facilityId: z.string().optional(),
  }),
  /** What a debtor paid us and belongs to the funder. */
  z.strictObject({ kind: z.literal('turnover'), receivableId: Id, facilityId: z.string() }),
  /** What an insurer has settled of a claim, or its share of a recovery that came to us. */
  z.strictObject({ kind: z.literal('indemnity'), claimId: Id, subject: z.string() }),
  /** What is drawn on a pledge's line; may be paid in parts. */
  z.strictObject({ kind: z.literal('repayment'), facilityId: z.string() }),
  /** What the bank of a pledge's line has booked as interest or a fee. */
  z.strictObject({ kind: z.literal('charge'), facilityId: z.string(), movementId: Id }),
  /** A debtor's account, for what it does not say is for which receivable; applied later. */
  z.strictObject({ kind: z.literal('on_account'), debtorId: z.string() }),
]);
export type Target = z.infer<typeof Target>;
/** Where a receivable's cash belongs. */
export type Holding = Extract<Target, { kind: 'receivable' }>['holding'];

/** Whether less than all of it may be paid. */
export function mayBePart({ kind }: OpenItem): boolean {
  return kind !== 'settlement' && kind !== 'charge' && kind !== 'indemnity';
}

/** Whether more than is open may be put on it: what a debtor overpays is still that debtor's. */
export function mayBeOver({ kind }: OpenItem): boolean {
  return kind === 'receivable' || kind === 'on_account';
}

/** The debtor's account in a currency, as an item. */
export function onAccountOf(
  debtor: { id: string; name: string },
  currency: Currency,
): Extract<OpenItem, { kind: 'on_account' }> {
  return {
    id: `on_account|${currency}|${debtor.id}`,
    currency,
    openMinor: 0,
    party: { kind: 'debtor', id: debtor.id },
    names: [],
    label: debtor.name,
    kind: 'on_account',
    debtorId: debtor.id,
  };
}
