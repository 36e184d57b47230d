import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';

/** Cover status in our words; `unknown_raw` needs review and never insures anything. */
export const CoverStatus = z.enum([
  'requested',
  'referred',
  'agreed',
  'agreed_conditional',
  'partial',
  'refused',
  'reduced',
  'withdrawal_noticed',
  'withdrawn',
  'expired',
  'cancelled',
  'superseded',
  'unknown_raw',
]);
export type CoverStatus = z.infer<typeof CoverStatus>;

/** An amount of cover and the days it is in force; a permanent layer has no `validTo`. */
export const CoverLayer = z.strictObject({
  amountMinor: AmountMinor.min(0).describe('Minor units of the decision’s currency.'),
  validFrom: Day.describe('The first day it covers.'),
  validTo: Day.optional().describe('The last day it covers; absent: until withdrawn.'),
});
export type CoverLayer = z.infer<typeof CoverLayer>;

/** The insurer's decision on a debtor: appended to the cover book, never changed. */
export const CoverDecision = z.strictObject({
  policyId: z.string().min(1).describe('The policy, as terms name it.'),
  debtorId: z
    .string()
    .min(1)
    .describe('Whom it covers, an id of debtors; a decision on another is not read.'),
  coverId: z
    .string()
    .min(1)
    .describe(
      'The insurer’s own number of the cover: a later decision on it replaces this one, whatever it says; different covers are added.',
    ),
  status: CoverStatus.describe(
    'What was decided, in our words. Agreed, partial, reduced and withdrawal_noticed insure; every other insures nothing.',
  ),
  rawCode: z.string().describe('The insurer’s own code, kept beside ours.'),
  currency: Currency.describe('The currency of its layers.'),
  layers: z.array(CoverLayer).describe('The amounts and their days; those in force are added.'),
  effectiveOn: Day.describe('The day from which it counts.'),
  endsOn: Day.optional().describe(
    'The first day without cover, for a withdrawal that was noticed or took effect.',
  ),
  decidedOn: Day.describe('The day of the decision; it is not known before.'),
});
export type CoverDecision = z.infer<typeof CoverDecision>;

/** Insures: the status under which the layers of a decision count. */
export function isInForce(status: CoverStatus): boolean {
  return (
    status === 'agreed' ||
    status === 'partial' ||
    status === 'reduced' ||
    status === 'withdrawal_noticed'
  );
}
