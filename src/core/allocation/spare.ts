import { type Draft, hasOtherPart, headroomOf, isExceeded, put, take } from './draft.ts';
import { costOfDraws } from './draws.ts';
import { costOf } from './problem.ts';
import { fullCostOf, missingOf } from './reach.ts';
import { offerAt } from './value.ts';

/** Takes back what the need does not ask for: whole lines by what they cost, then part of one. */
export function trimSurplus(draft: Draft): void {
  if (missingOf(draft) > 0) return;
  const placed = placedLines(draft).sort(
    (one, other) => costAt(draft, other) - costAt(draft, one) || other - one,
  );
  for (const line of placed) drop(draft, line);
  const divisible = placed.filter((line) => isDivisible(draft, line));
  const dearest = divisible.sort(
    (one, other) => rateAt(draft, other) - rateAt(draft, one) || other - one,
  );
  for (const line of dearest.slice(0, REDUCED)) {
    if (missingOf(draft) < 0) reduce(draft, line);
  }
}

/** Lines tried for taking back part of one. */
const REDUCED = 64;

/** Lines examined for each that could be exchanged, and exchanges. */
const [NEAREST, EXCHANGES] = [48, 64];

/** Exchanges a line for one elsewhere as long as that is cheaper and the need still reached. */
export function swapLines(draft: Draft): void {
  for (let round = 0; round < EXCHANGES; round += 1) if (!swapBest(draft)) return;
}

function placedLines(draft: Draft): number[] {
  const { problem } = draft;
  const lines: number[] = [];
  draft.pairOf.forEach((pair, line) => {
    const offer = problem.offers[problem.offerOf[pair] ?? 0];
    if (pair >= 0 && offer?.mode !== 'whole_account') lines.push(line);
  });
  return lines;
}

function costAt(draft: Draft, line: number): number {
  return fullCostOf(draft, draft.pairOf[line] ?? -1);
}

/** What a unit of its cash costs as less of it is funded: the fee stays. */
function rateAt({ problem, pairOf }: Draft, line: number): number {
  const pair = pairOf[line] ?? -1;
  if (pair < 0) return 0;
  const offer = offerAt(problem, problem.offerOf[pair] ?? 0);
  const fee = costOf(problem, pair, { offer, funded: 0 });
  return ((problem.cost[pair] ?? 0) - fee) / Math.max(1, problem.cash[pair] ?? 0);
}

/**
 * Removes a line if need, minimum draw and the shares of the smaller pool allow it, unless a dearer
 * pledge would have to be drawn for it.
 */
function drop(draft: Draft, line: number): void {
  const pair = draft.pairOf[line] ?? -1;
  const funded = draft.funded[line] ?? 0;
  const index = draft.problem.offerOf[pair] ?? 0;
  const cash = funded === draft.problem.base[pair] ? (draft.problem.cash[pair] ?? 0) : 0;
  if (pair < 0 || cash > spareOf(draft, index) + 1) return;
  const before = draft.cost + costOfDraws(draft);
  take(draft, line);
  const isDearer = () => draft.cost + costOfDraws(draft) > before;
  if (!holds(draft, pair) || isDearer()) put(draft, pair, funded);
}

/** Cash that an offer can do without; a pledge also has what its lines advance beyond its room. */
function spareOf(draft: Draft, index: number): number {
  const offer = offerAt(draft.problem, index);
  const spare = -missingOf(draft);
  if (offer.mode !== 'pledge') return spare;
  const { numerator, denominator } = offer.toNeed;
  const beyond = Math.max(0, (draft.advances[index] ?? 0) - offer.room);
  return spare + (beyond * Number(numerator)) / Number(denominator);
}

function holds(draft: Draft, pair: number): boolean {
  const index = draft.problem.offerOf[pair] ?? 0;
  const { minimumDraw } = offerAt(draft.problem, index);
  if ((draft.counts[index] ?? 0) > 0 && (draft.advances[index] ?? 0) < minimumDraw) return false;
  return missingOf(draft) <= 0 && !isExceeded(draft, index);
}

/** Funds the least of a divisible line that still reaches the need, found by halving. */
function reduce(draft: Draft, line: number): void {
  const pair = draft.pairOf[line] ?? -1;
  if (pair < 0) return;
  if (hasOtherPart(draft, pair)) return;
  let [low, high] = [0, draft.funded[line] ?? 0];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    put(draft, pair, middle);
    if (middle > 0 && holds(draft, pair)) high = middle;
    else low = middle + 1;
  }
  put(draft, pair, high);
}

function isDivisible(draft: Draft, line: number): boolean {
  const pair = draft.pairOf[line] ?? -1;
  if (pair < 0) return false;
  const { mode } = offerAt(draft.problem, draft.problem.offerOf[pair] ?? 0);
  return mode === 'sale' || mode === 'whole_account';
}

type Swap = { out: number; pair: number; gain: number };

function swapBest(draft: Draft): boolean {
  if (missingOf(draft) > 0) return false;
  for (const { out, pair } of swapsOf(draft)) {
    const before = draft.pairOf[out] ?? -1;
    take(draft, out);
    const base = draft.problem.base[pair] ?? 0;
    if (headroomOf(draft, pair) >= base) {
      put(draft, pair, base);
      if (holds(draft, pair) && holds(draft, before)) return true;
      take(draft, draft.lineOf[pair] ?? 0);
    }
    put(draft, before, draft.problem.base[before] ?? 0);
  }
  return false;
}

/** Exchanges that are cheaper and keep the need, best first; only whole sales of offers in use. */
function swapsOf(draft: Draft): Swap[] {
  const { problem } = draft;
  const into = candidates(draft);
  const spare = -missingOf(draft);
  const swaps: Swap[] = [];
  draft.pairOf.forEach((from, out) => {
    if (from < 0 || !isSale(draft, from) || draft.funded[out] !== problem.base[from]) return;
    const least = (problem.cash[from] ?? 0) - spare;
    let at = firstAtLeast(draft, into, least);
    for (let seen = 0; seen < NEAREST && at < into.length; seen += 1, at += 1) {
      const pair = into[at] ?? 0;
      const gain = (problem.cost[from] ?? 0) - (problem.cost[pair] ?? 0);
      const line = draft.lineOf[pair] ?? 0;
      if (gain > 0 && (line === out || draft.pairOf[line] === -1)) swaps.push({ out, pair, gain });
    }
  });
  return swaps
    .sort((one, other) => other.gain - one.gain || one.out - other.out || one.pair - other.pair)
    .slice(0, 256);
}

function candidates(draft: Draft): number[] {
  const { problem } = draft;
  const into: number[] = [];
  for (let pair = 0; pair < problem.base.length; pair += 1) {
    const isUsed = (draft.counts[problem.offerOf[pair] ?? 0] ?? 0) > 0;
    const isThere = draft.pairOf[draft.lineOf[pair] ?? 0] === pair;
    if (isUsed && !isThere && isSale(draft, pair)) into.push(pair);
  }
  return into.sort(
    (one, other) => (problem.cash[one] ?? 0) - (problem.cash[other] ?? 0) || one - other,
  );
}

function firstAtLeast({ problem }: Draft, pairs: number[], cash: number): number {
  let [low, high] = [0, pairs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((problem.cash[pairs[middle] ?? 0] ?? 0) >= cash) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isSale({ problem }: Draft, pair: number): boolean {
  const { mode } = offerAt(problem, problem.offerOf[pair] ?? 0);
  return mode === 'sale' || mode === 'strict_sale';
}
