import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';

/** A document of a claim: its kind in our words, and its hash; the bytes go beside it. */
export const ClaimDocument = z.strictObject({
  kind: z.string().min(1),
  fileName: z.string().min(1),
  sha256: z.string().length(64),
  receivableId: Id.optional(),
});
export type ClaimDocument = z.infer<typeof ClaimDocument>;

/** A claim as it is filed. Amounts are minor units of `currency`. */
export const ClaimFiling = z.strictObject({
  claimId: Id,
  reference: z.string().min(1),
  policyId: z.string().min(1),
  policyNumber: z.string().min(1),
  debtorId: z.string().min(1),
  debtorName: z.string().min(1),
  insurerBuyerId: z.string().optional(),
  coverId: z.string().optional(),
  cause: z.enum(['protracted_default', 'insolvency']),
  dateOfLoss: Day,
  /** What the insurer calls the notice that came before, where it has one. */
  noticeReference: z.string().optional(),
  currency: Currency,
  lines: z
    .array(
      z.strictObject({
        receivableId: Id,
        number: z.string().min(1),
        issuedOn: Day,
        dueOn: Day,
        faceMinor: AmountMinor.min(1),
        claimedMinor: AmountMinor.min(1),
      }),
    )
    .min(1),
  claimedMinor: AmountMinor.min(1),
  /** Who is to be paid: the loss payee up to its claim, the insured for the rest. */
  payees: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        account: z.string().optional(),
        upToMinor: AmountMinor.optional(),
      }),
    )
    .min(1),
  documents: z.array(ClaimDocument),
});
export type ClaimFiling = z.infer<typeof ClaimFiling>;

/** A document that goes to the insurer after the claim was filed. */
export type ClaimContribution = {
  claimReference: string;
  partnerReference: string;
  policyId: string;
  document: ClaimDocument;
  bytesBase64: string;
};

/** What the insurer says of a claim: its tree, each part once under the insurer's own id. */
export type ClaimState = {
  partnerReference: string;
  status:
    | 'notified'
    | 'waiting'
    | 'filed'
    | 'documents_requested'
    | 'assessing'
    | 'accepted'
    | 'partly_accepted'
    | 'refused'
    | 'settled'
    | 'recovering'
    | 'closed';
  rawCode: string;
  steps: { stepId: string; on: Day; rawCode: string; text: string }[];
  requests: { requestId: string; on: Day; kind: string; dueOn?: Day; text: string }[];
  settlements: {
    settlementId: string;
    on: Day;
    currency: string;
    paidMinor: number;
    payee: string;
    /** What was taken off, in the insurer's words. */
    deductions: { rawCode: string; amountMinor: number }[];
  }[];
  recoveries: {
    recoveryId: string;
    on: Day;
    currency: string;
    amountMinor: number;
    insurerMinor?: number;
    costsMinor?: number;
  }[];
};
