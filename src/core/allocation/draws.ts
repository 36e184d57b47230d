import { mulDiv } from '../money.ts';
import type { Draft } from './draft.ts';
import { drawCostOf, type Offer } from './problem.ts';
import { drawnCashOf } from './value.ts';

/** The cash that is still needed is drawn where a day of it is cheapest. */
export function drawsOf(draft: Draft): Float64Array {
  const { offers, needMinor } = draft.problem;
  const drawn = Float64Array.from(draft.advances);
  const pledges = offers
    .map((offer, index) => ({ offer, index, rate: drawRate(offer) }))
    .filter(({ offer }) => offer.mode === 'pledge')
    .sort((one, other) => one.rate - other.rate || one.index - other.index);
  let left = needMinor - draft.cash;
  for (const { offer, index } of pledges) {
    drawn[index] = draft.counts[index] === 0 ? 0 : offer.minimumDraw;
    left -= drawnCashOf(offer, drawn[index] ?? 0);
  }
  for (const { offer, index } of pledges) {
    if (left <= 0) break;
    const least = drawn[index] ?? 0;
    const most = Math.max(least, Math.min(offer.room, draft.advances[index] ?? 0));
    const { numerator, denominator } = offer.toNeed;
    const cash = drawnCashOf(offer, least);
    const enough = mulDiv(cash + left, denominator, numerator, 'up');
    drawn[index] = Math.min(most, enough);
    left += cash - drawnCashOf(offer, drawn[index] ?? 0);
  }
  return drawn;
}

/** Interest on those draws, in the need's currency. */
export function costOfDraws(draft: Draft): number {
  const drawn = drawsOf(draft);
  return draft.problem.offers.reduce(
    (sum, offer, index) =>
      offer.mode === 'pledge' ? sum + drawCostOf(offer, drawn[index] ?? 0) : sum,
    0,
  );
}

/** Cost of drawing one minor unit, in the same unit. */
function drawRate({ interest, drawDays }: Offer): number {
  return (Number(interest.numerator) / Number(interest.denominator)) * drawDays;
}
