import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';
import { InsurerNotice, NoticeInvoice } from './insurer-notice.ts';

/** What a debtor is asked for before the insurer is told. Amounts are minor units of `currency`. */
export const FormalDemand = z.strictObject({
  reference: z.string().min(1),
  sellerName: z.string().min(1),
  debtorId: z.string().min(1),
  debtorName: z.string().min(1),
  on: Day,
  payBy: Day,
  currency: Currency,
  openMinor: AmountMinor.min(1),
  invoices: z.array(NoticeInvoice).min(1),
});
export type FormalDemand = z.infer<typeof FormalDemand>;

/** A letter that is printed: to an insurer, or to a debtor. */
export const Letter = z.discriminatedUnion('document', [
  z.strictObject({ document: z.literal('insurer-notice'), notice: InsurerNotice, on: Day }),
  z.strictObject({ document: z.literal('formal-demand'), demand: FormalDemand }),
]);
export type Letter = z.infer<typeof Letter>;
