import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';
import { CoverSource } from '../policy/terms.ts';

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

/** What has to be shown before a conditional cover insures; a `condition_met` names it by its code. */
export const CoverCondition = z.strictObject({
  code: z.string().min(1).describe('The insurer’s own code of it.'),
  text: z.string().optional().describe('In the insurer’s words; absent: none were given.'),
});
export type CoverCondition = z.infer<typeof CoverCondition>;

/** What the insurer has begun and not done yet: until then the cover is as it was. */
export const PendingAction = z.strictObject({
  action: z
    .enum([
      'withdrawal',
      'postponed_withdrawal',
      'cancellation',
      'condition_change',
      'reactivation',
      'transfer',
      'conversion',
    ])
    .describe('What is to happen.'),
  rawCode: z.string().describe('The insurer’s own code of it.'),
  on: Day.optional().describe('From which day; absent: not told.'),
});
export type PendingAction = z.infer<typeof PendingAction>;

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
  source: CoverSource.optional().describe('Where the cover comes from; absent: named.'),
  conditions: z
    .array(CoverCondition)
    .optional()
    .describe('What a conditional cover waits for; each by evidence. Absent: not known.'),
  pending: PendingAction.optional().describe('What has been begun; absent: nothing.'),
  currency: Currency.describe('The currency of its layers.'),
  layers: z.array(CoverLayer).describe('The amounts and their days; those in force are added.'),
  effectiveOn: Day.describe('The day from which it counts.'),
  endsOn: Day.optional().describe(
    'The first day without cover, for a withdrawal that was noticed or took effect.',
  ),
  decidedOn: Day.describe('The day of the decision; it is not known before.'),
  endsRunOff: z
    .boolean()
    .optional()
    .describe('True where what was delivered before it loses its cover too; absent: it keeps it.'),
});
export type CoverDecision = z.infer<typeof CoverDecision>;

/** A condition of a cover that evidence shows to be met. */
export type IsMet = (of: { coverId: string; conditionCode: string }) => boolean;

/** True where a decision's layers count: plainly in force, or conditional with everything shown. */
export function insures(
  { status, coverId, conditions = [] }: CoverDecision,
  isMet: IsMet = () => false,
): boolean {
  if (status !== 'agreed_conditional') return isInForce(status);
  const isShown = conditions.every(({ code }) => isMet({ coverId, conditionCode: code }));
  return conditions.length > 0 && isShown;
}

/** Insures: the status under which the layers of a decision count. */
export function isInForce(status: CoverStatus): boolean {
  return (
    status === 'agreed' ||
    status === 'partial' ||
    status === 'reduced' ||
    status === 'withdrawal_noticed'
  );
}
