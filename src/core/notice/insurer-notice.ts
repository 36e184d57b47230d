import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';

export const InsurerNoticeKind = z.enum([
  'overdue',
  'extension',
  'rescheduling',
  'adverse_information',
  'insolvency',
]);
export type InsurerNoticeKind = z.infer<typeof InsurerNoticeKind>;

/** An invoice as it is told to the insurer; `dueOn` is the original due date. */
export const NoticeInvoice = z.strictObject({
  receivableId: Id,
  number: z.string().min(1),
  issuedOn: Day,
  dueOn: Day,
  faceMinor: AmountMinor.min(1),
  openMinor: AmountMinor.min(0),
  disputedMinor: AmountMinor.min(0),
  /** Asked for, of an extension. */
  requestedDueOn: Day.optional(),
});
export type NoticeInvoice = z.infer<typeof NoticeInvoice>;

/**
 * What an insurer is told of a debtor in trouble. The whole debt is declared, what is not yet due
 * too. Amounts are minor units of `currency`; one notice for each currency.
 */
export const InsurerNotice = z.strictObject({
  noticeId: Id,
  /** Our reference, by which it is found again. */
  reference: z.string().min(1),
  policyId: z.string().min(1),
  policyNumber: z.string().min(1),
  kind: InsurerNoticeKind,
  sellerName: z.string().min(1),
  debtorId: z.string().min(1),
  debtorName: z.string().min(1),
  country: z.string().optional(),
  insurerBuyerId: z.string().optional(),
  coverId: z.string().optional(),
  /** The day of what it tells: of the overdue, the knowledge, the court's decision. */
  on: Day,
  currency: Currency,
  outstandingMinor: AmountMinor.min(0),
  overdueMinor: AmountMinor.min(0),
  disputedMinor: AmountMinor.min(0),
  oldestDueOn: Day.optional(),
  reason: z.string(),
  /** Whether the insurer is asked to collect. */
  isCollectionAsked: z.boolean(),
  invoices: z.array(NoticeInvoice),
  /** The plan that is asked for, of a rescheduling. */
  instalments: z.array(z.strictObject({ dueOn: Day, amountMinor: AmountMinor.min(1) })).optional(),
});
export type InsurerNotice = z.infer<typeof InsurerNotice>;

/** The insurer's word on a notice. */
export type InsurerNoticeState = {
  partnerReference: string;
  status: 'received' | 'in_review' | 'accepted' | 'refused' | 'closed';
  rawCode: string;
  /** Of an extension or a rescheduling that was agreed. */
  agreedDueOn?: Day;
  agreedInstalments?: { dueOn: Day; amountMinor: number }[];
  /** Set where the insurer stops cover because of it. */
  stopsOn?: Day;
};
