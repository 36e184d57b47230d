import {
  amountsOf,
  type Draft,
  lift,
  mostInCaps,
  mostInDebtor,
  mostInOffer,
  partLineOf,
  place,
} from '../prices/draft.ts';
import type { AllocationProblem } from '../problem.ts';
import { drawnCashOf, offerAt } from '../value.ts';

export type OfferChoice = 'listed' | 'cheapest';

type Filling = { lines: Uint32Array; open: readonly boolean[]; choice: OfferChoice };

/** Each line to an open offer that has room for it, until the need is met. */
export function fillInOrder(draft: Draft, { lines, open, choice }: Filling): void {
  for (const line of lines) {
    if (missingOf(draft) <= 0) return;
    if (draft.pairOf[line] !== -1) continue;
    for (const pair of pairsOf(draft, line, choice)) {
      if (open[draft.problem.offerOf[pair] ?? 0] && placeAt(draft, line, pair)) break;
    }
  }
}

/** Cost of a unit of cash from a whole line; a pledge's with the interest on drawing all of it. */
export function unitCost(problem: AllocationProblem, pair: number): number {
  const offer = offerAt(problem, problem.offerOf[pair] ?? 0);
  const cash = problem.cash[pair] ?? 0;
  if (cash <= 0) return Number.POSITIVE_INFINITY;
  const fee = (problem.cost[pair] ?? 0) / cash;
  if (offer.mode !== 'pledge') return fee;
  const { numerator, denominator } = offer.interest;
  return fee + (Number(numerator) / Number(denominator)) * offer.drawDays;
}

/** Cash still missing when every pledge is drawn to the full. */
function missingOf({ problem, cash, advances }: Draft): number {
  let missing = problem.needMinor;
  for (let index = 0; index < problem.offers.length; index += 1) {
    const offer = offerAt(problem, index);
    missing -=
      offer.mode === 'pledge'
        ? drawnCashOf(offer, Math.min(offer.room, advances[index] ?? 0))
        : (cash[index] ?? 0);
  }
  return missing;
}

function pairsOf({ problem }: Draft, line: number, choice: OfferChoice): number[] {
  const pairs: number[] = [];
  const end = problem.pairStart[line + 1] ?? 0;
  for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) pairs.push(pair);
  if (choice === 'listed' || pairs.length < 2) return pairs;
  return pairs.sort(
    (left, right) => unitCost(problem, left) - unitCost(problem, right) || left - right,
  );
}

function placeAt(draft: Draft, line: number, pair: number): boolean {
  const { mode } = offerAt(draft.problem, draft.problem.offerOf[pair] ?? 0);
  if (mode === 'whole_account') return placeAccount(draft, line, pair);
  const funded = fundableOf(draft, line, pair);
  if (funded === 0) return false;
  const before = missingOf(draft);
  place(draft, { line, pair, funded });
  if (missingOf(draft) < before) {
    cutToNeed(draft, { line, pair, funded });
    return true;
  }
  lift(draft, line);
  return false;
}

/** The base, a part of it where that is allowed, or 0. */
function fundableOf(draft: Draft, line: number, pair: number): number {
  const { problem } = draft;
  const index = problem.offerOf[pair] ?? 0;
  const base = problem.base[pair] ?? 0;
  const most = Math.min(
    mostInOffer(draft, pair),
    mostInDebtor(draft, line, pair),
    mostInCaps(draft, { line, pair, amounts: false }),
  );
  if (most >= base) return base;
  if (offerAt(problem, index).mode === 'strict_sale') return 0;
  return partLineOf(draft, line, index) < 0 ? most : 0;
}

/** The last line is funded only as far as the need goes. */
function cutToNeed(draft: Draft, last: { line: number; pair: number; funded: number }): void {
  const { problem } = draft;
  const { line, pair, funded } = last;
  const index = problem.offerOf[pair] ?? 0;
  const offer = offerAt(problem, index);
  const surplus = 0 - missingOf(draft);
  if (surplus <= 0 || offer.mode === 'strict_sale' || offer.mode === 'pledge') return;
  const part = partLineOf(draft, line, index);
  if (part >= 0 && part !== line) return;
  const whole = amountsOf(problem, pair, funded);
  const isEnough = (amount: number) => {
    const { cash, advance } = amountsOf(problem, pair, amount);
    const advances = (draft.advances[index] ?? 0) - whole.advance + advance;
    return whole.cash - cash <= surplus && advances >= offer.minimumDraw;
  };
  let [low, high] = [1, funded];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  if (high === funded) return;
  lift(draft, line);
  place(draft, { line, pair, funded: high });
}

/** All lines of the debtor that have a pair with the offer, each funded as far as there is room. */
function placeAccount(draft: Draft, line: number, pair: number): boolean {
  const { problem } = draft;
  const members = accountOf(draft, line, problem.offerOf[pair] ?? 0);
  if (members.some((member) => draft.pairOf[member.line] !== -1)) return false;
  const before = missingOf(draft);
  for (const member of members) {
    place(draft, { ...member, funded: fundableOf(draft, member.line, member.pair) });
  }
  if (missingOf(draft) < before) return true;
  for (const member of members) lift(draft, member.line);
  return false;
}

function accountOf({ problem }: Draft, line: number, offer: number) {
  const { debtorOf, pairStart, offerOf } = problem;
  const debtor = debtorOf[line];
  let from = line;
  while (from > 0 && debtorOf[from - 1] === debtor) from -= 1;
  const members: { line: number; pair: number }[] = [];
  for (let at = from; debtorOf[at] === debtor; at += 1) {
    const end = pairStart[at + 1] ?? 0;
    for (let pair = pairStart[at] ?? 0; pair < end; pair += 1) {
      if (offerOf[pair] === offer) members.push({ line: at, pair });
    }
  }
  return members;
}
