import { type AmountMinor, mulDiv } from '../money.ts';
import { amountsOf, type Draft, hasOtherPart, headroomOf, put, take } from './draft.ts';
import { advanceOf, costOf, type Offer } from './problem.ts';
import { drawnCashOf, offerAt } from './value.ts';

/** Adds to a draft until it reaches the need: cheapest cash first, and at the end one line that is enough. */
export function fillNeed(draft: Draft): void {
  if (missingOf(draft) <= 0) return;
  const candidates = candidatesOf(draft);
  const largest = candidates.reduce((most, { pair }) => Math.max(most, cashAt(draft, pair)), 0);
  let vain = 0;
  for (const candidate of candidates) {
    const missing = missingOf(draft);
    if (missing <= 0) return;
    if (missing <= largest && vain < VAIN) {
      if (finish(draft, { candidates, missing })) return;
      vain += 1;
    }
    raise(draft, candidate.pair);
  }
}

/**
 * Raises offers in use to their minimum draw, which rounding may have left them short of by a little:
 * lines in part first, since those are free to place.
 */
export function fillDraws(draft: Draft): void {
  draft.problem.offers.forEach((offer, index) => {
    const isShort = () => (draft.advances[index] ?? 0) < offer.minimumDraw;
    if (draft.counts[index] === 0 || !isShort()) return;
    const own = candidatesOf(draft).filter(({ pair }) => draft.problem.offerOf[pair] === index);
    const isPart = ({ pair }: Candidate) => draft.pairOf[draft.lineOf[pair] ?? 0] === pair;
    for (const { pair } of [...own.filter(isPart), ...own.filter((other) => !isPart(other))]) {
      if (isShort() && raise(draft, pair)) lowerTo(draft, pair, offer.minimumDraw);
    }
  });
}

/** Funds no more of a divisible pair than its offer needs to advance so much. */
function lowerTo(draft: Draft, pair: number, least: AmountMinor): void {
  const offer = offerOfPair(draft, pair);
  const funded = draft.funded[draft.lineOf[pair] ?? 0] ?? 0;
  const beyond = (draft.advances[draft.problem.offerOf[pair] ?? 0] ?? 0) - least;
  if (beyond <= 0 || offer.mode === 'strict_sale') return;
  const advance = Math.max(0, advanceOf(offer, funded) - beyond);
  put(draft, pair, mulDiv(advance, 10_000, offer.advanceRateBp, 'up'));
}

/** Looking for one line that is enough goes through all of them. */
const VAIN = 4;

/** Cash that a draft still lacks when its pledges are drawn to the full. */
export function missingOf({ problem, cash, advances }: Draft): AmountMinor {
  let missing = problem.needMinor - cash;
  problem.offers.forEach((offer, index) => {
    if (offer.mode !== 'pledge') return;
    missing -= drawnCashOf(offer, Math.min(offer.room, advances[index] ?? 0));
  });
  return missing;
}

/** Cost of a pair funded whole; a pledge's with the interest on as much as it lets be drawn. */
export function fullCostOf({ problem }: Draft, pair: number): number {
  const offer = offerAt(problem, problem.offerOf[pair] ?? 0);
  const cost = problem.cost[pair] ?? 0;
  if (offer.mode !== 'pledge') return cost;
  const rate =
    (Number(offer.interest.numerator) / Number(offer.interest.denominator)) * offer.drawDays;
  return cost + (problem.cash[pair] ?? 0) * rate;
}

type Candidate = { pair: number; density: number };

/** Pairs of lines that are nowhere or in part there, by cost of their cash; whole accounts stay as they are. */
function candidatesOf(draft: Draft): Candidate[] {
  const { problem } = draft;
  const candidates: Candidate[] = [];
  for (let pair = 0; pair < problem.base.length; pair += 1) {
    const line = draft.lineOf[pair] ?? 0;
    const at = draft.pairOf[line] ?? -1;
    const mode = offerOfPair(draft, pair).mode;
    const isWhole = at >= 0 && draft.funded[line] === problem.base[at];
    if (at >= 0 ? at !== pair || isWhole : mode === 'whole_account') continue;
    const cash = problem.cash[pair] ?? 0;
    if (cash <= 0) continue;
    candidates.push({ pair, density: fullCostOf(draft, pair) / cash });
  }
  return candidates.sort((one, other) => one.density - other.density || one.pair - other.pair);
}

function cashAt({ problem }: Draft, pair: number): AmountMinor {
  return problem.cash[pair] ?? 0;
}

function offerOfPair({ problem }: Draft, pair: number): Offer {
  return offerAt(problem, problem.offerOf[pair] ?? 0);
}

/** Funds as much of a pair as there is room for; whether the draft has more cash now. */
function raise(draft: Draft, pair: number): boolean {
  const line = draft.lineOf[pair] ?? 0;
  const at = draft.pairOf[line] ?? -1;
  if (at >= 0 && at !== pair) return false;
  const before = draft.funded[line] ?? 0;
  const missing = missingOf(draft);
  take(draft, line);
  const most = at >= 0 || mayOpen(draft, pair) ? fundable(draft, pair) : 0;
  if (most > before) put(draft, pair, most);
  else if (at >= 0) put(draft, pair, before);
  if (most <= before || missingOf(draft) < missing) return most > before;
  if (at >= 0) put(draft, pair, before);
  else take(draft, line);
  return false;
}

/** Not used so far and not free to use: whether that pays was decided before. */
function mayOpen(draft: Draft, pair: number): boolean {
  const index = draft.problem.offerOf[pair] ?? 0;
  const { fixedCost, minimumDraw } = offerOfPair(draft, pair);
  return (draft.counts[index] ?? 0) > 0 || (fixedCost === 0 && minimumDraw === 0);
}

/** Strictly whole or nothing; elsewhere one line of a group may be in part. */
function fundable(draft: Draft, pair: number): AmountMinor {
  const { problem } = draft;
  const base = problem.base[pair] ?? 0;
  const most = headroomOf(draft, pair);
  if (most >= base) return base;
  if (offerOfPair(draft, pair).mode === 'strict_sale') return 0;
  return hasOtherPart(draft, pair) ? 0 : most;
}

/** One pair that gives all that is missing, the cheapest such; a divisible one no more than that. */
function finish(
  draft: Draft,
  { candidates, missing }: { candidates: Candidate[]; missing: AmountMinor },
): boolean {
  const enough = candidates
    .filter(({ pair }) => {
      const line = draft.lineOf[pair] ?? 0;
      const at = draft.pairOf[line] ?? -1;
      if (at >= 0 && at !== pair) return false;
      return cashAt(draft, pair) - cashOfLine(draft, line) >= missing;
    })
    .map(({ pair }) => ({ pair, cost: finishCost(draft, { pair, missing }) }))
    .sort((one, other) => one.cost - other.cost || one.pair - other.pair);
  for (const { pair } of enough.slice(0, 64)) {
    const line = draft.lineOf[pair] ?? 0;
    const [at, before] = [draft.pairOf[line] ?? -1, draft.funded[line] ?? 0];
    if (raise(draft, pair) && missingOf(draft) <= 0) return true;
    take(draft, line);
    if (at >= 0) put(draft, at, before);
  }
  return false;
}

function cashOfLine(draft: Draft, line: number): AmountMinor {
  const pair = draft.pairOf[line] ?? -1;
  return pair < 0 ? 0 : amountsOf(draft, pair, draft.funded[line] ?? 0).cash;
}

/** The fee falls due whatever part is funded. */
function finishCost(
  draft: Draft,
  { pair, missing }: { pair: number; missing: AmountMinor },
): number {
  const { problem } = draft;
  const cost = fullCostOf(draft, pair);
  const offer = offerOfPair(draft, pair);
  if (offer.mode === 'strict_sale') return cost;
  const isThere = draft.pairOf[draft.lineOf[pair] ?? 0] === pair;
  const fee = isThere ? 0 : costOf(problem, pair, { offer, funded: 0 });
  return fee + (cost - fee) * Math.min(1, missing / Math.max(1, cashAt(draft, pair)));
}
