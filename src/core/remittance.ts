import { z } from 'zod';
import { Day } from './calendar.ts';
import { AmountMinor, Currency } from './money.ts';

export const AdvisedDocument = z.strictObject({
  number: z.string(),
  type: z.string().optional(),
  issuedOn: Day.optional(),
  amountMinor: AmountMinor.optional().describe(
    'What the document is over, where the payer says it; positive.',
  ),
  paidMinor: AmountMinor.describe(
    'What this payment pays of it; negative for a credit note taken off.',
  ),
  deductions: z.array(
    z.strictObject({
      amountMinor: AmountMinor,
      code: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
});
export type AdvisedDocument = z.infer<typeof AdvisedDocument>;

/** What a payer says a payment is for, before or beside the payment itself. */
export const RemittanceAdvice = z.strictObject({
  reference: z.string().describe('The payment’s end-to-end reference, else the advice’s own.'),
  payer: z.string(),
  payerAccount: z.string().optional(),
  paidOn: Day.describe('When it is to be paid, as the payer states it; else the advice’s day.'),
  currency: Currency,
  totalMinor: AmountMinor.describe('The documents’ paid amounts sum to it.'),
  documents: z.array(AdvisedDocument),
});
export type RemittanceAdvice = z.infer<typeof RemittanceAdvice>;
