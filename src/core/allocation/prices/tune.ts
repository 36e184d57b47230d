import { offerAt } from '../value.ts';
import { addAccounts } from './accounts.ts';
import {
  amountsOf,
  type Draft,
  lift,
  mostInCaps,
  mostInDebtor,
  mostInOffer,
  partLineOf,
  place,
  type Step,
} from './draft.ts';
import { listed, type Move, nearestMoves } from './moves.ts';
import type { Point } from './point.ts';
import type { Setting } from './rebalance.ts';

/** What a move would do to cost and to the cash that can be reached, pledges drawn in full. */
type Weighed = { move: Move; cost: number; reach: number };

/**
 * Uses what rooms and caps have left: every near move that costs less than the cash it brings is worth
 * at the price of the need, best first; not what gains next to nothing and only moves the need's cash.
 * Only within the limits as declared.
 */
export function improve(setting: Setting, point: Point, perKind: number): number {
  const { draft } = setting;
  const price = cashPriceOf(setting, point);
  const weighed = weigh(setting, listed(nearestMoves(setting, point, perKind)))
    .map((entry) => ({ ...entry, gain: price * entry.reach - entry.cost }))
    .filter(
      ({ gain, reach, cost }) =>
        gain > WORTHWHILE * Math.max(price * Math.abs(reach), Math.abs(cost)),
    )
    .sort((a, b) => b.gain - a.gain || a.move.line - b.move.line || a.move.to - b.move.to);
  let made = 0;
  const done = new Set<number>();
  for (const { move } of weighed) {
    if (done.has(move.line) || !tryMove(draft, move, 1)) continue;
    done.add(move.line);
    made += 1;
  }
  return made;
}

/** Cash up to the need at the least cost, then what is above it given back; at most so many rounds. */
export function reachNeed(setting: Setting, point: Point, perKind: number): void {
  const { draft } = setting;
  const { problem } = draft;
  for (let round = 0; round < 12; round += 1) {
    const missing = problem.needMinor - reachOf(draft);
    if (missing <= 0) break;
    const lines = (2 * missing * setting.work.columns.lines) / problem.needMinor;
    const wanted = Math.min(LINES_AT_ONCE, Math.ceil(perKind + lines));
    const moves = weigh(setting, listed(nearestMoves(setting, point, wanted)))
      .filter(({ reach }) => reach > 0)
      .sort((a, b) => a.cost / a.reach - b.cost / b.reach || a.move.line - b.move.line);
    if (addCash(setting, moves)) continue;
    if (!addAccounts(setting, () => reachOf(draft) < problem.needMinor)) break;
  }
  const spare = reachOf(draft) - problem.needMinor;
  if (spare <= 0) return;
  const moves = weigh(setting, listed(nearestMoves(setting, point, perKind)))
    .filter(({ cost, reach }) => cost < 0 && reach <= 0)
    .sort((a, b) => b.cost / b.reach - a.cost / a.reach || a.move.line - b.move.line);
  giveBack(draft, moves);
}

/** Lines into an offer that is used for less than it must draw, least loss first, until it does. */
export function raiseDraw(setting: Setting, point: Point, index: number): void {
  const { draft } = setting;
  const { problem } = draft;
  const { minimumDraw } = offerAt(problem, index);
  const moves = nearestMoves(setting, point, 4_000).flatMap(({ count, line, to, ratio }) =>
    Array.from({ length: count }, (_, at) => ({
      move: { line: line[at] ?? 0, to: to[at] ?? -1 },
      ratio: ratio[at] ?? 0,
    })),
  );
  moves.sort((a, b) => a.ratio - b.ratio || a.move.line - b.move.line);
  for (const { move } of moves) {
    if ((draft.advances[index] ?? 0) >= minimumDraw) return;
    if (move.to < 0 || problem.offerOf[move.to] !== index) continue;
    const now = draft.pairOf[move.line] ?? -1;
    if (now < 0 || problem.offerOf[now] !== index) tryMove(draft, move, 1);
  }
}

/** Cash of the plan when every pledge is drawn in full. */
export function reachOf({ problem, cash, advances }: Draft): number {
  let reach = 0;
  problem.offers.forEach((offer, index) => {
    if (offer.mode !== 'pledge') reach += cash[index] ?? 0;
    else {
      const { numerator, denominator } = offer.toNeed;
      const most = Math.min(offer.room, advances[index] ?? 0);
      reach += Math.floor((most * Number(numerator)) / Number(denominator));
    }
  });
  return reach;
}

/** Whether some move brought cash. */
function addCash({ draft, work }: Setting, moves: Weighed[]): boolean {
  const drawCost = dearestDraw({ draft, work });
  let made = false;
  const done = new Set<number>();
  for (const [at, { move, reach }] of moves.entries()) {
    const missing = draft.problem.needMinor - reachOf(draft);
    if (missing <= 0) return true;
    if (done.has(move.line)) continue;
    if (reach >= missing && addLast(draft, moves.slice(at, at + LAST_TRIED), drawCost)) return true;
    if (!tryMove(draft, move, missing)) continue;
    done.add(move.line);
    made = true;
  }
  return made;
}

/** Of the moves that could complete the need, in part, the one that then costs least. */
function addLast(draft: Draft, moves: Weighed[], drawCost: number): boolean {
  let best: Move | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { move } of moves) {
    const missing = draft.problem.needMinor - reachOf(draft);
    const before = stepOf(draft, move.line);
    const paid = costOf(draft, drawCost);
    if (!tryMove(draft, move, missing)) continue;
    const cost = costOf(draft, drawCost) - paid;
    if (reachOf(draft) >= draft.problem.needMinor && cost < least) [best, least] = [move, cost];
    lift(draft, move.line);
    if (before.pair >= 0) place(draft, before);
  }
  return best !== undefined && tryMove(draft, best, draft.problem.needMinor - reachOf(draft));
}

/** Up to a constant: fees and interest, less what cash from sales saves of draws. */
function costOf({ problem, cost, cash }: Draft, drawCost: number): number {
  let sum = 0;
  problem.offers.forEach(({ mode }, index) => {
    sum += cost[index] ?? 0;
    if (mode !== 'pledge') sum -= drawCost * (cash[index] ?? 0);
  });
  return sum;
}

const LAST_TRIED = 60;
const LINES_AT_ONCE = 6_000;
/** Of the money a move is about. */
const WORTHWHILE = 2e-4;

/** Undoes what costs most for its cash while the need stays reached; the last line in part. */
function giveBack(draft: Draft, moves: Weighed[]): void {
  const done = new Set<number>();
  for (const { move } of moves) {
    const spare = reachOf(draft) - draft.problem.needMinor;
    if (spare <= 0) return;
    if (done.has(move.line)) continue;
    const before = stepOf(draft, move.line);
    if (!tryMove(draft, move, 1)) continue;
    done.add(move.line);
    if (reachOf(draft) >= draft.problem.needMinor) continue;
    lift(draft, move.line);
    place(draft, before);
    if (move.to === -1) reduce(draft, before);
  }
}

/** The smallest part of a line at which the need is still reached. */
function reduce(draft: Draft, step: Step): void {
  const { problem } = draft;
  const index = problem.offerOf[step.pair] ?? 0;
  const part = partLineOf(draft, step.line, index);
  if (offerAt(problem, index).mode === 'strict_sale') return;
  if (part >= 0 && part !== step.line) return;
  const spare = reachOf(draft) - problem.needMinor;
  const whole = amountsOf(problem, step.pair, step.funded);
  const isPledge = offerAt(problem, index).mode === 'pledge';
  const room = (draft.x[index] ?? 0) - (draft.declared[index] ?? 0);
  if (offerAt(problem, index).minimumDraw > 0) return;
  let [low, high] = [Math.max(1, step.funded - Math.max(0, room)), step.funded];
  if (isPledge) return;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (whole.cash - amountsOf(problem, step.pair, middle).cash <= spare) high = middle;
    else low = middle + 1;
  }
  if (high >= step.funded) return;
  lift(draft, step.line);
  place(draft, { ...step, funded: high });
}

/**
 * Makes a move if limits allow: the line whole, or the part of it that fits. `enough` is the cash after
 * which a divisible line need not be funded further.
 */
function tryMove(draft: Draft, { line, to }: Move, enough: number): boolean {
  const { problem } = draft;
  const before = stepOf(draft, line);
  const from = before.pair >= 0 ? (problem.offerOf[before.pair] ?? 0) : -1;
  lift(draft, line);
  const into = to >= 0 ? (problem.offerOf[to] ?? 0) : -1;
  let funded = 0;
  if (to >= 0) {
    funded = Math.min(
      mostInDebtor(draft, line, to),
      mostInCaps(draft, { line, pair: to, amounts: false }),
      mostInOffer(draft, to),
    );
    funded = partOf(draft, { line, pair: to, funded }, { enough, before });
  }
  const falls = from >= 0 && from !== into && isTooLittle(draft, from);
  const fits = (to < 0 || funded > 0) && !falls;
  if (fits && to >= 0) place(draft, { line, pair: to, funded });
  if (!fits && before.pair >= 0) place(draft, before);
  return fits;
}

/** Whether shares of its pool, or its minimum draw, no longer stand as declared. */
function isTooLittle({ problem, lines, x, declared, advances }: Draft, index: number): boolean {
  if ((x[index] ?? 0) < (declared[index] ?? 0)) return true;
  const { minimumDraw } = offerAt(problem, index);
  return (lines[index] ?? 0) > 0 && (advances[index] ?? 0) < minimumDraw;
}

/** What is funded of a line when so much would fit: whole lines only, unless it completes the need. */
function partOf(
  draft: Draft,
  { line, pair, funded }: Step,
  { enough, before }: { enough: number; before: Step },
): number {
  const { problem } = draft;
  const base = problem.base[pair] ?? 0;
  const index = problem.offerOf[pair] ?? 0;
  const offer = offerAt(problem, index);
  const divisible = offer.mode !== 'strict_sale' && partLineOf(draft, line, index) < 0;
  if (enough <= 1) return funded === base ? base : 0;
  if (!divisible) return funded === base ? base : 0;
  const had = before.pair >= 0 ? amountsOf(problem, before.pair, before.funded).cash : 0;
  const cashAt = (x: number) => {
    const { advance, cash } = amountsOf(problem, pair, x);
    if (offer.mode !== 'pledge') return cash - had;
    return (advance * Number(offer.toNeed.numerator)) / Number(offer.toNeed.denominator) - had;
  };
  if (cashAt(funded) <= enough) return cashAt(funded) > 0 ? funded : 0;
  let [low, high] = [1, funded];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (cashAt(middle) >= enough + 1) high = middle;
    else low = middle + 1;
  }
  return high;
}

function stepOf(draft: Draft, line: number): Step {
  return { line, pair: draft.pairOf[line] ?? -1, funded: draft.funded[line] ?? 0 };
}

function weigh({ draft, work }: Setting, moves: Move[]): Weighed[] {
  const { problem } = draft;
  const { offers } = work.columns;
  const drawn = dearestDraw({ draft, work });
  const left = problem.offers.map((offer, index) => offer.room - (draft.advances[index] ?? 0));
  const side = (pair: number, funded: number, isNew: boolean): { cost: number; reach: number } => {
    if (pair < 0) return { cost: 0, reach: 0 };
    const index = problem.offerOf[pair] ?? 0;
    const { advance, cash, cost } = amountsOf(problem, pair, funded);
    if (offers.pledge[index] === 0) return { cost: cost - cash * drawn, reach: cash };
    const room = left[index] ?? 0;
    const drawable = isNew ? Math.min(advance, room) : advance + Math.min(0, room);
    return { cost, reach: Math.max(0, drawable) * (offers.toNeed[index] ?? 0) };
  };
  return moves.map((move) => {
    const now = side(draft.pairOf[move.line] ?? -1, draft.funded[move.line] ?? 0, false);
    const then = side(move.to, move.to < 0 ? 0 : (problem.base[move.to] ?? 0), true);
    return { move, cost: then.cost - now.cost, reach: then.reach - now.reach };
  });
}

/** Price of the need, less what drawing a minor unit of it from a pledge costs. */
function cashPriceOf(setting: Setting, point: Point): number {
  return point.need - dearestDraw(setting);
}

/** What the last minor unit of the need costs when it is drawn from a pledge; 0 without one in use. */
function dearestDraw({ draft, work }: Pick<Setting, 'draft' | 'work'>): number {
  const { offers } = work.columns;
  let dearest = 0;
  for (let offer = 0; offer < offers.count; offer += 1) {
    if (offers.pledge[offer] === 0 || (draft.lines[offer] ?? 0) === 0) continue;
    const cost = (offers.drawCostInNeed[offer] ?? 0) / (offers.toNeed[offer] ?? 1);
    dearest = Math.max(dearest, cost);
  }
  return dearest;
}
