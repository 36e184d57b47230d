import { z } from 'zod';
import type { Debtor } from '../debtor.ts';
import { AmountMinor } from '../money.ts';

const LossPpm = z.int().min(0).max(1_000_000);

/** What the services of a funder are worth to the company: by what it would bear without them. */
export const Valuation = z.strictObject({
  administrationMinor: AmountMinor.min(0).describe(
    'What the company’s own administration of a receivable costs, minor units of the need’s currency.',
  ),
  expectedLossPpm: LossPpm.describe(
    'Expected loss a year on what debtors owe, millionths; of those whose rating is not listed.',
  ),
  expectedLossByRating: z
    .record(z.string().min(1), LossPpm)
    .optional()
    .describe('The same by the debtor’s rating; absent: one for all.'),
});
export type Valuation = z.infer<typeof Valuation>;

export function lossPpmOf(
  { expectedLossPpm, expectedLossByRating = {} }: Valuation,
  { rating }: Pick<Debtor, 'rating'>,
): number {
  const isListed = rating !== undefined && Object.hasOwn(expectedLossByRating, rating);
  return (isListed ? expectedLossByRating[rating] : undefined) ?? expectedLossPpm;
}
