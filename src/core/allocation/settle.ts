import type { AmountMinor } from '../money.ts';
import { type Draft, type Excess, firstExcess, fundedLines, groupOf, put, take } from './draft.ts';
import { drawsOf } from './draws.ts';
import type { Offer, Placement } from './problem.ts';
import { fillDraws, fillNeed } from './reach.ts';
import { swapLines, trimSurplus } from './spare.ts';
import { evaluate, offerAt, type Solution } from './value.ts';

/**
 * A draft that a float answer suggests, made into a plan in exact integers: cut down to its limits, the
 * need filled at the least cost, what is not needed taken back, pledges drawn to the minor unit.
 */
export function settle(draft: Draft): Solution {
  for (let round = 0; round < 4; round += 1) {
    gatherParts(draft);
    cutToLimits(draft);
  }
  fillDraws(draft);
  leaveSmallDraws(draft);
  fillNeed(draft);
  trimSurplus(draft);
  swapLines(draft);
  trimSurplus(draft);
  gatherParts(draft);
  cutToLimits(draft);
  leaveSmallDraws(draft);
  const placement = placementOf(draft);
  return { placement, value: evaluate(draft.problem, placement) };
}

function cutToLimits(draft: Draft): void {
  const most = 4 * draft.pairOf.length + 64;
  for (let step = 0; step < most; step += 1) {
    const excess = firstExcess(draft);
    if (!excess) return;
    shrink(draft, excess);
  }
}

/** Takes from a line already in part, then from a divisible one, then a whole line that is enough. */
function shrink(draft: Draft, { lines, over, share }: Excess): void {
  const by = Math.max(1, Math.ceil(over / Math.max(1 - share, 1e-4)));
  let chosen = -1;
  let best = Number.NEGATIVE_INFINITY;
  for (const line of lines()) {
    const rank = shrinkRank(draft, line, by);
    if (rank > best) [chosen, best] = [line, rank];
  }
  if (chosen < 0) return;
  const pair = draft.pairOf[chosen] ?? -1;
  const mode = modeOf(draft, pair);
  const left = (draft.funded[chosen] ?? 0) - by;
  if (mode === 'strict_sale' || (left <= 0 && mode !== 'whole_account')) take(draft, chosen);
  else put(draft, pair, Math.max(0, left));
}

function shrinkRank(draft: Draft, line: number, by: AmountMinor): number {
  const pair = draft.pairOf[line] ?? -1;
  const funded = draft.funded[line] ?? 0;
  if (modeOf(draft, pair) !== 'strict_sale') {
    const { base, cost } = draft.problem;
    const isPart = funded < (base[pair] ?? 0);
    return (isPart ? 2e9 : 1e9) + (cost[pair] ?? 0) / (base[pair] ?? 1);
  }
  return funded >= by ? -funded / 2 ** 53 : -1e9 + funded / 2 ** 53;
}

/** Of a group of lines at most one stays in part: the dearest give to the cheapest. */
function gatherParts(draft: Draft): void {
  const parts = new Map<number, number[]>();
  const { problem } = draft;
  for (const line of fundedLines(draft, {})) {
    const pair = draft.pairOf[line] ?? -1;
    if ((draft.funded[line] ?? 0) === (problem.base[pair] ?? 0)) continue;
    const group = groupOf(draft, pair);
    const list = parts.get(group);
    if (list) list.push(line);
    else parts.set(group, [line]);
  }
  for (const list of parts.values()) if (list.length > 1) gather(draft, list);
}

function gather(draft: Draft, lines: number[]): void {
  const { base, cost } = draft.problem;
  const rate = (line: number) => {
    const pair = draft.pairOf[line] ?? -1;
    return (cost[pair] ?? 0) / (base[pair] ?? 1);
  };
  const cheapest = lines.toSorted((one, other) => rate(one) - rate(other) || one - other);
  let [low, high] = [0, cheapest.length - 1];
  while (low < high) {
    const [to, from] = [cheapest[low] ?? 0, cheapest[high] ?? 0];
    const [toPair, fromPair] = [draft.pairOf[to] ?? -1, draft.pairOf[from] ?? -1];
    const free = (base[toPair] ?? 0) - (draft.funded[to] ?? 0);
    const moved = Math.min(free, draft.funded[from] ?? 0);
    const left = (draft.funded[from] ?? 0) - moved;
    put(draft, toPair, (draft.funded[to] ?? 0) + moved);
    if (left > 0 || modeOf(draft, fromPair) === 'whole_account') put(draft, fromPair, left);
    else take(draft, from);
    if (left === 0) high -= 1;
    if (moved === free) low += 1;
  }
}

/** An offer that cannot make its minimum draw gives its lines back. */
function leaveSmallDraws(draft: Draft): void {
  draft.problem.offers.forEach((offer, index) => {
    if (draft.counts[index] === 0 || (draft.advances[index] ?? 0) >= offer.minimumDraw) return;
    for (let line = 0; line < draft.pairOf.length; line += 1) {
      const pair = draft.pairOf[line] ?? -1;
      if (pair >= 0 && draft.problem.offerOf[pair] === index) take(draft, line);
    }
  });
}

function placementOf(draft: Draft): Placement {
  const { problem } = draft;
  const lines = draft.pairOf.length;
  const placed = new Uint8Array(lines);
  const partial = new Map<number, AmountMinor>();
  for (let line = 0; line < lines; line += 1) {
    const pair = draft.pairOf[line] ?? -1;
    if (pair < 0) continue;
    placed[line] = (problem.offerOf[pair] ?? 0) + 1;
    const funded = draft.funded[line] ?? 0;
    if (funded < (problem.base[pair] ?? 0)) partial.set(line, funded);
  }
  return { placed, partial, drawn: drawsOf(draft) };
}

function modeOf({ problem }: Draft, pair: number): Offer['mode'] {
  return offerAt(problem, problem.offerOf[pair] ?? 0).mode;
}
