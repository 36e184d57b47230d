import { type AmountMinor, shareBp, sumMinor } from '../money.ts';
import type { Advance } from './charges.ts';
import { type Charged, charged, type Reckoned, settledAt, shareStep } from './derivation.ts';
import { fraction } from './fraction.ts';

/** What is paid of a receivable at once, and what of it is held back. */
export function advanceOf(
  { shareBp: share, rounding, retentionBp = 0 }: Advance,
  of: {
    faceMinor: AmountMinor;
    creditNotesMinor: AmountMinor;
    /** What the receivable itself states; absent: the agreement's share is retained. */
    retentionMinor?: AmountMinor;
  },
): Charged & { holdbackMinor: AmountMinor; retainedMinor: AmountMinor } {
  const { faceMinor, creditNotesMinor } = of;
  const creditedMinor = Math.max(0, sumMinor([faceMinor, -creditNotesMinor]));
  const stated = of.retentionMinor ?? shareBp(creditedMinor, retentionBp, 'up');
  const retainedMinor = Math.min(stated, creditedMinor);
  const restMinor = creditedMinor - retainedMinor;
  const params = { faceMinor, creditNotesMinor, retainedMinor, restMinor };
  const steps: Reckoned[] = restMinor === faceMinor ? [] : [{ code: 'less_credits', params }];
  const advance = charged('advance', [...steps, shareStep(restMinor, share)], rounding);
  return { ...advance, holdbackMinor: restMinor - advance.amountMinor, retainedMinor };
}

/**
 * What is held back because a debtor's exposure, this receivable included, is above its limit, less what
 * is held back of it already: as `account_factoring` of Akretion reckons it, floor zero.
 */
export function limitHoldbackOf(of: {
  exposureMinor: AmountMinor;
  limitMinor: AmountMinor;
  /** Of the debtor's other receivables. */
  holdbackBeforeMinor: AmountMinor;
  limitHoldbackBeforeMinor: AmountMinor;
  /** Of this one. */
  holdbackMinor: AmountMinor;
  feeMinor: AmountMinor;
  feeTaxMinor: AmountMinor;
}): Charged {
  const { exposureMinor, ...less } = of;
  const above = sumMinor([exposureMinor, ...Object.values(less).map((amount) => -amount)]);
  const reckoned: Reckoned = { code: 'limit_holdback', params: of, exact: fraction(above, 1) };
  const held = charged('limit_holdback', [reckoned]);
  return above < 0 ? settledAt(held, 0, { code: 'not_below_zero', params: {} }) : held;
}

/** What the seller gets when a receivable is settled; below zero it is due from the seller. */
export function rebateOf(of: {
  collectedMinor: AmountMinor;
  advanceMinor: AmountMinor;
  feesMinor: AmountMinor;
  feeTaxMinor: AmountMinor;
  interestMinor: AmountMinor;
  chargebacksMinor: AmountMinor;
  newHoldbacksMinor: AmountMinor;
}): Charged {
  const { collectedMinor, ...less } = of;
  const rebate = sumMinor([collectedMinor, ...Object.values(less).map((amount) => -amount)]);
  const reckoned: Reckoned = { code: 'rebate', params: of, exact: fraction(rebate, 1) };
  return charged('rebate', [reckoned]);
}
