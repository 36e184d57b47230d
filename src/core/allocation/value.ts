import { assert } from '../assert.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import {
  type AllocationProblem,
  advanceOf,
  cashOf,
  costOf,
  drawCostOf,
  type Offer,
  type Placement,
  pairOf,
} from './problem.ts';

/** What a placement comes to: cash, cost and shortfall in the need's currency, the rest by offer. */
export type Value = {
  cashMinor: AmountMinor;
  costMinor: AmountMinor;
  shortfallMinor: AmountMinor;
  /** Some line is placed with it, funded or not. */
  used: boolean[];
  /** Sum of the advances, line by line; for a pledge what may be drawn. */
  advances: Float64Array;
  /** Held pool + Σ x. */
  pools: Float64Array;
};

export type Solution = { placement: Placement; value: Value };

/** Prices of a Lagrangian relaxation, all ≥ 0: in need minor units per unit of the constraint. */
export type Prices = {
  /** Of one minor unit of cash. */
  need: number;
  /**
   * By offer: of one minor unit of advance; for a pledge, of the cash drawn. Below 0 it is the price of
   * the minimum draw instead.
   */
  room: Float64Array;
  /** By offer: of the row drawn ≤ advances of a pledge; 0 for other modes. */
  pledge: Float64Array;
  /** By offer, by family, by node: of one minor unit of x. */
  caps: Float64Array[][];
  /** By shared room, by debtor: of one minor unit of the room's currency. */
  rooms: Float64Array[];
};

/** One pass: whole lines by their columns, lines funded in part by their terms. */
export function evaluate(problem: AllocationProblem, placement: Placement): Value {
  const totals = wholeTotals(problem, placement.placed);
  for (const [line, funded] of placement.partial)
    cutTo(problem, placement, { line, funded, totals });
  const { used, advances, pools } = totals;
  let { cash, cost } = totals;
  problem.offers.forEach((offer, index) => {
    pools[index] = (pools[index] ?? 0) + offer.heldPool;
    assert(Number.isSafeInteger(pools[index]), 'a pool beyond 2^53 minor units');
    const drawn = placement.drawn[index] ?? 0;
    if (offer.mode === 'pledge') {
      cash += drawnCashOf(offer, drawn);
      cost += drawCostOf(offer, drawn);
    }
    if (used[index]) cost += offer.fixedCost;
  });
  return {
    cashMinor: sumMinor([cash]),
    costMinor: sumMinor([cost]),
    shortfallMinor: Math.max(0, problem.needMinor - cash),
    used,
    advances,
    pools,
  };
}

/** What a pledge pays out when so much is drawn, in the need's currency. */
export function drawnCashOf({ toNeed }: Offer, drawn: AmountMinor): AmountMinor {
  return mulDiv(drawn, toNeed.numerator, toNeed.denominator, 'down');
}

/** Shortfall, cost, offers used, lines placed; then the plan that has the earlier line or more of it. */
export function isBetter(left: Solution, right: Solution): boolean {
  const [ours, theirs] = [left.value, right.value];
  const ranks = [
    ours.shortfallMinor - theirs.shortfallMinor,
    ours.costMinor - theirs.costMinor,
    countOf(ours.used) - countOf(theirs.used),
    placedLines(left.placement) - placedLines(right.placement),
  ];
  const decisive = ranks.find((rank) => rank !== 0);
  if (decisive !== undefined) return decisive < 0;
  return isEarlier(left.placement, right.placement);
}

type Totals = {
  cash: number;
  cost: number;
  used: boolean[];
  advances: Float64Array;
  pools: Float64Array;
};

/** As if every placed line were funded whole. */
function wholeTotals(problem: AllocationProblem, placed: Uint8Array): Totals {
  const { offers, pairStart, offerOf } = problem;
  const advances = new Float64Array(offers.length);
  const pools = new Float64Array(offers.length);
  const used = offers.map(() => false);
  const rates = Float64Array.from(offers, ({ advanceRateBp }) => advanceRateBp);
  const drawn = offers.map(({ mode }) => mode === 'pledge');
  let [cash, cost] = [0, 0];
  for (let line = 0; line < placed.length; line += 1) {
    const home = (placed[line] ?? 0) - 1;
    if (home < 0) continue;
    let pair = pairStart[line] ?? 0;
    const end = pairStart[line + 1] ?? 0;
    while (pair < end && offerOf[pair] !== home) pair += 1;
    assert(pair < end, `line ${line} has no pair with offer ${home}`);
    const base = problem.base[pair] ?? 0;
    const product = base * (rates[home] ?? 0);
    const advance =
      product <= Number.MAX_SAFE_INTEGER
        ? Math.floor(product / 10_000)
        : advanceOf(offerAt(problem, home), base);
    used[home] = true;
    cost += problem.cost[pair] ?? 0;
    if (!drawn[home]) cash += problem.cash[pair] ?? 0;
    advances[home] = (advances[home] ?? 0) + advance;
    pools[home] = (pools[home] ?? 0) + base;
  }
  assert(Number.isSafeInteger(cash) && Number.isSafeInteger(cost), 'a sum beyond 2^53 minor units');
  return { cash, cost, used, advances, pools };
}

function cutTo(
  problem: AllocationProblem,
  { placed }: Placement,
  { line, funded, totals }: { line: number; funded: AmountMinor; totals: Totals },
): void {
  const home = (placed[line] ?? 0) - 1;
  const pair = pairOf(problem, line, home);
  assert(pair >= 0, `line ${line} is funded in part and not placed`);
  const offer = offerAt(problem, home);
  const base = problem.base[pair] ?? 0;
  const cut = advanceOf(offer, base) - advanceOf(offer, funded);
  totals.cost += costOf(problem, pair, { offer, funded }) - (problem.cost[pair] ?? 0);
  if (offer.mode !== 'pledge') {
    totals.cash += cashOf(problem, pair, { offer, funded }) - (problem.cash[pair] ?? 0);
  }
  totals.advances[home] = (totals.advances[home] ?? 0) - cut;
  totals.pools[home] = (totals.pools[home] ?? 0) - base + funded;
}

export function offerAt({ offers }: AllocationProblem, index: number): Offer {
  const offer = offers[index];
  assert(offer, `no offer ${index}`);
  return offer;
}

function countOf(used: readonly boolean[]): number {
  return used.filter((is) => is).length;
}

function placedLines({ placed }: Placement): number {
  let count = 0;
  for (let line = 0; line < placed.length; line += 1) if (placed[line] !== 0) count += 1;
  return count;
}

function isEarlier(left: Placement, right: Placement): boolean {
  for (let line = 0; line < left.placed.length; line += 1) {
    const [ours, theirs] = [left.placed[line] ?? 0, right.placed[line] ?? 0];
    if (ours !== theirs) return ours !== 0 && (theirs === 0 || ours < theirs);
  }
  const cut = [...new Set([...left.partial.keys(), ...right.partial.keys()])].sort((a, b) => a - b);
  for (const line of cut) {
    const most = Number.POSITIVE_INFINITY;
    const [ours, theirs] = [left.partial.get(line) ?? most, right.partial.get(line) ?? most];
    if (ours !== theirs) return ours > theirs;
  }
  for (let offer = 0; offer < left.drawn.length; offer += 1) {
    const [ours, theirs] = [left.drawn[offer] ?? 0, right.drawn[offer] ?? 0];
    if (ours !== theirs) return ours < theirs;
  }
  return false;
}
