import { z } from 'zod';
import type { Debtor } from './debtor.ts';
import { CreditItem, Invoice } from './receivable.ts';

/** A receivable as a ledger states it: without our id, which the store gives by business key. */
export const LedgerItem = z.discriminatedUnion('kind', [
  Invoice.omit({ id: true }),
  CreditItem.omit({ id: true }),
]);
export type LedgerItem = z.infer<typeof LedgerItem>;

/** One accepted row of a ledger file: the open item and who owes it. */
export type LedgerLine = {
  receivable: LedgerItem;
  debtor: Debtor;
  /** Where it stands in the file, for messages. */
  rowNumber: number;
};
