import { mulDiv } from '../../money.ts';
import type { Placement } from '../problem.ts';
import { drawCostOf, type Offer } from '../problem.ts';
import { drawnCashOf, evaluate, type Solution } from '../value.ts';
import { type Draft, lift } from './draft.ts';

/** The plan a draft stands for, with its pledges drawn to the minor unit, cheapest first. */
export function finish(draft: Draft): Solution {
  const { problem, pairOf, funded, advances } = draft;
  const drawn = drawsOf(draft);
  releaseUnused(draft, drawn);
  problem.offers.forEach(({ mode }, index) => {
    if (mode !== 'pledge') drawn[index] = advances[index] ?? 0;
  });
  const placed = new Uint8Array(pairOf.length);
  const partial: Placement['partial'] = new Map();
  for (let line = 0; line < pairOf.length; line += 1) {
    const pair = pairOf[line] ?? -1;
    if (pair < 0) continue;
    placed[line] = (problem.offerOf[pair] ?? 0) + 1;
    if (funded[line] !== problem.base[pair]) partial.set(line, funded[line] ?? 0);
  }
  const placement = { placed, partial, drawn };
  return { placement, value: evaluate(problem, placement) };
}

/** By offer: what is drawn of each pledge for what the sales leave of the need. */
export function drawsOf({ problem, cash, advances, lines }: Draft): Float64Array {
  const { offers } = problem;
  const drawn = new Float64Array(offers.length);
  let missing = problem.needMinor;
  offers.forEach(({ mode }, index) => {
    if (mode !== 'pledge') missing -= cash[index] ?? 0;
  });
  const pledges = offers
    .map((offer, index) => ({ offer, index, most: Math.min(offer.room, advances[index] ?? 0) }))
    .filter(({ offer, index }) => offer.mode === 'pledge' && (lines[index] ?? 0) > 0)
    .sort((a, b) => perUnit(a.offer) - perUnit(b.offer) || a.index - b.index);
  for (const { offer, index, most } of pledges) {
    drawn[index] = Math.min(most, offer.minimumDraw);
    missing -= drawnCashOf(offer, drawn[index] ?? 0);
  }
  for (const { offer, index, most } of pledges) {
    if (missing <= 0) break;
    const { numerator, denominator } = offer.toNeed;
    const before = drawnCashOf(offer, drawn[index] ?? 0);
    const wanted = mulDiv(missing + before, denominator, numerator, 'up');
    drawn[index] = Math.max(drawn[index] ?? 0, Math.min(most, wanted));
    missing -= drawnCashOf(offer, drawn[index] ?? 0) - before;
  }
  return drawn;
}

function perUnit(offer: Offer): number {
  const whole = 1_000_000_000;
  return drawCostOf(offer, whole) / Math.max(1, drawnCashOf(offer, whole));
}

/** A pledge of which nothing is drawn is left out. */
function releaseUnused(draft: Draft, drawn: Float64Array): void {
  const { problem, pairOf } = draft;
  const unused = problem.offers.map(
    ({ mode }, index) =>
      mode === 'pledge' && (draft.lines[index] ?? 0) > 0 && (drawn[index] ?? 0) === 0,
  );
  if (!unused.includes(true)) return;
  for (let line = 0; line < pairOf.length; line += 1) {
    const pair = pairOf[line] ?? -1;
    if (pair >= 0 && unused[problem.offerOf[pair] ?? 0]) lift(draft, line);
  }
}
