import { type AmountMinor, mulDiv } from '../../money.ts';
import { draftOf, put } from '../draft.ts';
import { advanceOf, type Placement } from '../problem.ts';
import { ceilingOf, consider, considerDraft, type Search } from '../search.ts';
import { offerAt } from '../value.ts';
import type { Homes } from './homes.ts';

/**
 * The best plan of a home for every line, if that can be said at once: without lines in part, and with
 * one pledge at most to draw from. False where the plan made is one of several.
 */
export function considerLeaf(search: Search, homes: Homes, chosen: Int32Array): boolean {
  const { problem } = search;
  const placed = Uint8Array.from(chosen, (home) => (homes.offer[home] ?? -1) + 1);
  if (chosen.some((home) => homes.isPart[home] === 1)) {
    considerParts(search, homes, chosen);
    return false;
  }
  const drawn = new Float64Array(problem.offers.length);
  let [cash, cost] = [0, 0];
  for (const home of chosen) {
    const [pair, index] = [homes.pair[home] ?? -1, homes.offer[home] ?? -1];
    if (pair < 0) continue;
    const offer = offerAt(problem, index);
    drawn[index] = (drawn[index] ?? 0) + advanceOf(offer, problem.base[pair] ?? 0);
    cost += problem.cost[pair] ?? 0;
    if (offer.mode !== 'pledge') cash += problem.cash[pair] ?? 0;
  }
  if (cost >= ceilingOf(search)) return true;
  const pledges = problem.offers.flatMap(({ mode }, index) =>
    mode === 'pledge' && placed.includes(index + 1) ? [index] : [],
  );
  if (pledges.length > 1) {
    considerParts(search, homes, chosen);
    return false;
  }
  const [pledge] = pledges;
  if (pledge !== undefined) {
    drawn[pledge] = drawOf(search, { pledge, most: drawn[pledge] ?? 0, cash });
  } else if (cash < problem.needMinor) return true;
  const placement: Placement = { placed, partial: new Map(), drawn };
  consider(search, placement);
  return true;
}

/** The least that is enough; no plan of these homes holds if that is more than may be drawn. */
function drawOf(
  { problem }: Search,
  { pledge, most, cash }: { pledge: number; most: AmountMinor; cash: AmountMinor },
): AmountMinor {
  const { toNeed, minimumDraw, room } = offerAt(problem, pledge);
  const missing = Math.max(0, problem.needMinor - cash);
  const enough = mulDiv(missing, toNeed.denominator, toNeed.numerator, 'up');
  return Math.min(Math.max(minimumDraw, enough), most, room);
}

/** One plan of these homes, with parts as large as they may be before what is not needed is cut. */
function considerParts(search: Search, homes: Homes, chosen: Int32Array): void {
  const draft = draftOf(search.problem);
  for (const home of chosen) {
    const pair = homes.pair[home] ?? -1;
    if (pair >= 0) put(draft, pair, search.problem.base[pair] ?? 0);
  }
  considerDraft(search, draft);
}
