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
  amountMinor: AmountMinor.min(0),
  validFrom: Day,
  validTo: Day.optional(),
});
export type CoverLayer = z.infer<typeof CoverLayer>;

/** The insurer's decision on a debtor: appended to the cover book, never changed. */
export const CoverDecision = z.strictObject({
  policyId: z.string().min(1),
  debtorId: z.string().min(1),
  coverId: z.string().min(1),
  status: CoverStatus,
  /** The insurer's own code, kept beside ours. */
  rawCode: z.string(),
  currency: Currency,
  layers: z.array(CoverLayer),
  effectiveOn: Day,
  /** The first day without cover, for a withdrawal that was noticed or took effect. */
  endsOn: Day.optional(),
  decidedOn: Day,
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
