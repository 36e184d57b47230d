import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';

/** What became of open invoices since the feed before of the same seller and currency. */
export const ExposureDelta = z.strictObject({
  since: Day,
  openingMinor: AmountMinor,
  issuedMinor: AmountMinor,
  settledMinor: AmountMinor,
  /** Entered late, or open again. */
  otherMinor: AmountMinor,
});
export type ExposureDelta = z.infer<typeof ExposureDelta>;

/** A debtor's exposure under a policy; open amounts by days past the original due date. */
export const ExposureLine = z.strictObject({
  debtorId: z.string(),
  debtorName: z.string(),
  country: z.string().optional(),
  insurerBuyerId: z.string().optional(),
  coverId: z.string().optional(),
  limitMinor: AmountMinor,
  outstandingGrossMinor: AmountMinor,
  creditNotesMinor: AmountMinor,
  unappliedCashMinor: AmountMinor,
  notDueMinor: AmountMinor,
  buckets: z.strictObject({
    days1to30: AmountMinor,
    days31to60: AmountMinor,
    days61to90: AmountMinor,
    days91to120: AmountMinor,
    days121to180: AmountMinor,
    over180: AmountMinor,
  }),
  disputedMinor: AmountMinor,
  oldestDueOn: Day.optional(),
  financedMinor: AmountMinor,
  /** Absent in a first feed. */
  delta: ExposureDelta.optional(),
});
export type ExposureLine = z.infer<typeof ExposureLine>;

/** One feed per policy, currency and as-of day; chained to the previous one by its content hash. */
export const ExposureFeed = z.strictObject({
  version: z.literal(1),
  feedId: z.string(),
  reference: z.string(),
  sequence: z.int().min(1),
  policyId: z.string(),
  sellerName: z.string(),
  asOf: Day,
  currency: Currency,
  lines: z.array(ExposureLine),
  control: z.strictObject({
    debtors: z.int(),
    receivables: z.int(),
    outstandingGrossMinor: AmountMinor,
    creditNotesMinor: AmountMinor,
    unappliedCashMinor: AmountMinor,
    /** The ledger's own total, read apart from the lines; the feed is not sent unless they agree. */
    ledgerGrossMinor: AmountMinor,
    /** Of all debtors, also of those that owe nothing any more. */
    delta: ExposureDelta.optional(),
  }),
  previousHash: z.string().optional(),
});
export type ExposureFeed = z.infer<typeof ExposureFeed>;
