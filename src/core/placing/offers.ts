import type { Offer, OfferMode } from '../allocation/problem.ts';
import { dayNumber } from '../calendar.ts';
import { ratioOf } from '../eligibility/convert.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Terms } from '../facility.ts';
import type { Need, SelectionInput } from '../input.ts';
import { mulDiv } from '../money.ts';
import { daysInYear, interestDays } from './price.ts';

/** A facility as an allocation sees it, without its caps. */
export function offerOf(
  { fx, asOf }: SelectionInput,
  need: Need,
  {
    view: { terms },
    availableMinor,
    heldMinor,
  }: {
    view: Pick<Outcome['view'], 'terms'>;
    availableMinor: number;
    heldMinor: number;
  },
): Omit<Offer, 'caps'> {
  const { price } = terms;
  const toNeed = ratioOf(fx, { from: terms.currency, to: need.currency, asOf });
  return {
    facilityId: terms.facilityId,
    mode: modeOf(terms),
    advanceRateBp: terms.advanceRateBp,
    room: Math.max(0, availableMinor),
    minimumDraw: terms.minimumDrawMinor ?? 0,
    fixedCost: mulDiv(price.fixedFeeMinor ?? 0, toNeed.numerator, toNeed.denominator, 'up'),
    toNeed,
    interest: { numerator: price.rateBp, denominator: 10_000 * daysInYear(price) },
    drawDays: interestDays(price, {
      valueNumber: dayNumber(need.valueOn),
      runs: need.horizonDays,
      horizonDays: need.horizonDays,
    }),
    withheld: price.withheld ?? 'nothing',
    heldPool: heldMinor,
  };
}

function modeOf({ mode, placing }: Terms): OfferMode {
  if (mode === 'pledge') return 'pledge';
  if (placing === 'whole_only') return 'strict_sale';
  return placing === 'whole_account' ? 'whole_account' : 'sale';
}
