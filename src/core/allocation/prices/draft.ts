import { assert } from '../../assert.ts';
import { mulDiv, shareBp } from '../../money.ts';
import { type PartGroups, partGroupOf, partGroupsOf } from '../groups.ts';
import { type AllocationProblem, advanceOf, cashOf, costOf, type Offer } from '../problem.ts';
import { offerAt } from '../value.ts';

/** A plan in the making, with the integer sums its constraints are judged by. */
export type Draft = {
  problem: AllocationProblem;
  /** By line: its pair, or −1; and what is funded of it. */
  pairOf: Int32Array;
  funded: Float64Array;
  /** By offer: lines, Σ x, Σ advances, Σ cash and Σ cost (of a pledge without its draw). */
  lines: Int32Array;
  x: Float64Array;
  advances: Float64Array;
  cash: Float64Array;
  cost: Float64Array;
  /** By offer, by family, by node: Σ x, and the most it may be under the declared pools. */
  nodes: Float64Array[][];
  limits: Float64Array[][];
  /** By offer: Σ x must not fall below it while the limits hold. */
  declared: Float64Array;
  /** By shared room, by debtor: what is used. */
  rooms: Float64Array[];
  /** By group of lines: line + 1 of the line funded in part. */
  part: Int32Array;
  groups: PartGroups;
};

export function draftOf(problem: AllocationProblem): Draft {
  const { offers, debtorOf, debtors, rooms } = problem;
  const nodes = () =>
    offers.map(({ caps }) => caps.map(({ held }) => new Float64Array(held.length)));
  const groups = partGroupsOf(problem);
  return {
    problem,
    pairOf: new Int32Array(debtorOf.length).fill(-1),
    funded: new Float64Array(debtorOf.length),
    lines: new Int32Array(offers.length),
    x: new Float64Array(offers.length),
    advances: new Float64Array(offers.length),
    cash: new Float64Array(offers.length),
    cost: new Float64Array(offers.length),
    nodes: nodes(),
    limits: nodes(),
    declared: new Float64Array(offers.length),
    rooms: rooms.map(() => new Float64Array(debtors)),
    part: new Int32Array(debtors * groups.width),
    groups,
  };
}

/** The line in part of the group that a line is of with an offer, or −1. */
export function partLineOf({ problem, part, groups }: Draft, line: number, offer: number): number {
  const debtor = problem.debtorOf[line] ?? 0;
  return (part[partGroupOf(groups, { debtor, line, offer })] ?? 0) - 1;
}

export type Step = { line: number; pair: number; funded: number };

export function place(draft: Draft, { line, pair, funded }: Step): void {
  assert(draft.pairOf[line] === -1, 'a line is placed twice');
  draft.pairOf[line] = pair;
  draft.funded[line] = funded;
  change(draft, { line, pair, funded }, 1);
}

export function lift(draft: Draft, line: number): void {
  const pair = draft.pairOf[line] ?? -1;
  if (pair < 0) return;
  change(draft, { line, pair, funded: draft.funded[line] ?? 0 }, -1);
  draft.pairOf[line] = -1;
  draft.funded[line] = 0;
}

/** Advance, cash and cost of a pair funded so far; columns where it is funded whole. */
export function amountsOf(
  problem: AllocationProblem,
  pair: number,
  funded: number,
): { advance: number; cash: number; cost: number } {
  const offer = offerAt(problem, problem.offerOf[pair] ?? 0);
  const advance = advanceIn(offer, funded);
  if (funded === problem.base[pair]) {
    return { advance, cash: problem.cash[pair] ?? 0, cost: problem.cost[pair] ?? 0 };
  }
  return {
    advance,
    cash: cashOf(problem, pair, { offer, funded }),
    cost: costOf(problem, pair, { offer, funded }),
  };
}

/** `advanceOf`, without a call for amounts whose product is exact. */
export function advanceIn(offer: Offer, funded: number): number {
  const product = funded * offer.advanceRateBp;
  return product <= Number.MAX_SAFE_INTEGER
    ? (product - (product % 10_000)) / 10_000
    : advanceOf(offer, funded);
}

function change(draft: Draft, { line, pair, funded }: Step, sign: 1 | -1): void {
  const { problem, part, groups } = draft;
  const index = problem.offerOf[pair] ?? 0;
  const offer = offerAt(problem, index);
  const debtor = problem.debtorOf[line] ?? 0;
  const { advance, cash, cost } = amountsOf(problem, pair, funded);
  draft.lines[index] = (draft.lines[index] ?? 0) + sign;
  draft.x[index] = (draft.x[index] ?? 0) + sign * funded;
  draft.advances[index] = (draft.advances[index] ?? 0) + sign * advance;
  draft.cash[index] = (draft.cash[index] ?? 0) + sign * cash;
  draft.cost[index] = (draft.cost[index] ?? 0) + sign * cost;
  if (funded > 0 && funded < (problem.base[pair] ?? 0)) {
    part[partGroupOf(groups, { debtor, line, offer: index })] = sign > 0 ? line + 1 : 0;
  }
  for (let family = 0; family < offer.caps.length; family += 1) {
    const caps = offer.caps[family];
    const sums = draft.nodes[index]?.[family];
    const node = caps?.nodeOf[caps.by === 'debtor' ? debtor : line] ?? -1;
    if (node >= 0 && sums) sums[node] = (sums[node] ?? 0) + sign * funded;
  }
  for (let room = 0; room < problem.rooms.length; room += 1) {
    const shared = problem.rooms[room];
    const used = draft.rooms[room];
    if (!shared || !used) continue;
    for (const { offer: sharing, toRoom } of shared.offers) {
      if (sharing !== index) continue;
      used[debtor] = (used[debtor] ?? 0) + sign * scaled(funded, toRoom, 'up');
    }
  }
}

function scaled(
  amount: number,
  { numerator, denominator }: { numerator: number | bigint; denominator: number | bigint },
  rounding: 'up' | 'down',
): number {
  return numerator === denominator ? amount : mulDiv(amount, numerator, denominator, rounding);
}

/** The most of a pair that its debtor's shared rooms leave; of an unplaced line. */
function mostInRooms({ problem, rooms }: Draft, line: number, pair: number): number {
  const index = problem.offerOf[pair] ?? 0;
  const debtor = problem.debtorOf[line] ?? 0;
  let most = problem.base[pair] ?? 0;
  for (let room = 0; room < problem.rooms.length; room += 1) {
    const shared = problem.rooms[room];
    const free = shared?.free[debtor] ?? 0;
    if (!shared || free === Number.POSITIVE_INFINITY) continue;
    const left = free - (rooms[room]?.[debtor] ?? 0);
    for (const { offer, toRoom } of shared.offers) {
      if (offer !== index) continue;
      const { numerator, denominator } = toRoom;
      most = Math.min(
        most,
        left <= 0 ? 0 : scaled(left, { numerator: denominator, denominator: numerator }, 'down'),
      );
    }
  }
  return most;
}

/** The most of a pair that caps leave under the declared pools; `amounts` asks only for amount caps. */
export function mostInCaps(
  { problem, nodes, limits }: Draft,
  { line, pair, amounts }: { line: number; pair: number; amounts: boolean },
): number {
  const index = problem.offerOf[pair] ?? 0;
  const debtor = problem.debtorOf[line] ?? 0;
  const caps = offerAt(problem, index).caps;
  let most = problem.base[pair] ?? 0;
  for (let family = 0; family < caps.length; family += 1) {
    const of = caps[family];
    if (!of || (amounts && of.cap.kind === 'share')) continue;
    const node = of.nodeOf[of.by === 'debtor' ? debtor : line] ?? -1;
    if (node < 0) continue;
    const left = (limits[index]?.[family]?.[node] ?? 0) - (nodes[index]?.[family]?.[node] ?? 0);
    if (left < most) most = Math.max(0, left);
  }
  return most;
}

/** The most that the rooms and amounts of its debtor leave of a pair. */
export function mostInDebtor(draft: Draft, line: number, pair: number): number {
  return Math.min(mostInRooms(draft, line, pair), mostInCaps(draft, { line, pair, amounts: true }));
}

/** The most of a pair that its offer's room leaves; a pledge is not worth more than it can draw. */
export function mostInOffer({ problem, advances }: Draft, pair: number): number {
  const index = problem.offerOf[pair] ?? 0;
  const offer = offerAt(problem, index);
  const base = problem.base[pair] ?? 0;
  if (offer.advanceRateBp === 0) return base;
  const left = offer.room - (advances[index] ?? 0);
  if (left < 0) return 0;
  const most = mulDiv(left + 1, 10_000, offer.advanceRateBp, 'up') - 1;
  return Math.min(base, most);
}

/** By rounds that mostly look at one offer: what a share of its pool allows, at the declared pool. */
export function declare(draft: Draft, index: number, pool: number): void {
  const offer = offerAt(draft.problem, index);
  draft.declared[index] = pool - offer.heldPool;
  offer.caps.forEach(({ cap, held }, family) => {
    const limits = draft.limits[index]?.[family];
    if (!limits) return;
    let [lastBp, lastShare] = [-1, 0];
    for (let node = 0; node < limits.length; node += 1) {
      let allowed: number;
      if (cap.kind === 'amount') allowed = cap.minor[node] ?? 0;
      else {
        const bp = cap.bp[node] ?? 0;
        if (bp !== lastBp) [lastBp, lastShare] = [bp, shareBp(pool, bp, 'down')];
        allowed = lastShare;
      }
      limits[node] = allowed - (held[node] ?? 0);
    }
  });
}
