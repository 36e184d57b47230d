import { z } from 'zod';

const Share = z.int().min(1).max(10_000);

/**
 * How the firm accounts for what it places under a facility. It is the firm's decision, with its
 * auditor (IFRS 9 3.2, ASC 860-10-40); it is kept with the agreement and never derived.
 */
export const AccountingPolicy = z.discriminatedUnion('treatment', [
  z
    .strictObject({
      treatment: z.literal('derecognition'),
      recourseObligationBp: Share.optional().describe(
        'Share of the face, in basis points, expected to be paid back under recourse: a liability until the receivable is settled (ASC 860-20). Absent: none.',
      ),
    })
    .describe(
      'The receivable leaves the books at assignment; what the funder holds back is due from it.',
    ),
  z
    .strictObject({
      treatment: z.literal('continuing_involvement'),
      involvementBp: Share.describe(
        'Share of the face, in basis points, to whose extent the firm stays involved, as an asset and a liability (IFRS 9 3.2.16).',
      ),
    })
    .describe(
      'The receivable leaves the books, and the extent of what the firm still bears is shown.',
    ),
  z
    .strictObject({ treatment: z.literal('secured_borrowing') })
    .describe(
      'A sale in law, a borrowing in the books: the receivable stays as transferred, and what was paid for it is owed.',
    ),
  z
    .strictObject({ treatment: z.literal('pledge_reclassification') })
    .describe('The receivable stays as pledged; what is drawn is a borrowing of the facility.'),
]);
export type AccountingPolicy = z.infer<typeof AccountingPolicy>;

/** A pledge is accounted for as a pledge, and a sale as one of the others. */
export function isPolicyOf(policy: AccountingPolicy, mode: 'sale' | 'pledge'): boolean {
  return (policy.treatment === 'pledge_reclassification') === (mode === 'pledge');
}
