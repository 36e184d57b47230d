import { mulDiv } from '../../money.ts';
import { offerAt } from '../value.ts';
import { type Draft, declare, lift, partLineOf, place } from './draft.ts';
import { cashPricesOf, coefficientsOf, type Point } from './point.ts';
import type { Setting } from './rebalance.ts';

const ROUNDS_MAX = 40;
const LINES_AT_ONCE = 300;

/** A limit of an offer that is broken at its real pool: by so much x, or advances for its room. */
type Excess = { offer: number; family: number; node: number; by: number };

/**
 * Takes back what is above rooms and caps at the real pools, least loss first, a line in part where
 * the mode allows. A smaller pool makes smaller shares, so it goes in rounds; an offer whose pool
 * collapses that way is emptied.
 */
export function trimToLimits(setting: Setting, point: Point): void {
  const { draft } = setting;
  const { offers } = draft.problem;
  for (let index = 0; index < offers.length; index += 1) {
    for (let round = 0; ; round += 1) {
      declareReal(draft, index);
      const broken = excessesOf(draft, index);
      if (broken.length === 0) break;
      if (round === ROUNDS_MAX) {
        clearOffer(draft, index);
        break;
      }
      for (const excess of broken) shrink(setting, point, excess);
    }
    declareLeast(draft, index);
  }
}

export function clearOffer(draft: Draft, index: number): void {
  const { pairOf, problem } = draft;
  for (let line = 0; line < pairOf.length; line += 1) {
    const pair = pairOf[line] ?? -1;
    if (pair >= 0 && problem.offerOf[pair] === index) lift(draft, line);
  }
}

function declareReal(draft: Draft, index: number): void {
  const { heldPool } = offerAt(draft.problem, index);
  declare(draft, index, heldPool + (draft.x[index] ?? 0));
}

/** The smallest pool under which all its shares hold: Σ x may fall as far while the limits stand. */
function declareLeast(draft: Draft, index: number): void {
  const { caps, heldPool } = offerAt(draft.problem, index);
  const real = heldPool + (draft.x[index] ?? 0);
  let least = Math.max(heldPool, Math.floor(real * 0.99));
  caps.forEach(({ cap, held }, family) => {
    if (cap.kind === 'amount') return;
    const sums = draft.nodes[index]?.[family];
    for (let node = 0; node < held.length; node += 1) {
      const sum = sums?.[node] ?? 0;
      const bp = cap.bp[node] ?? 0;
      if (sum === 0 || bp === 0) continue;
      const whole = (held[node] ?? 0) + sum;
      if (whole * 10_000 <= least * bp) continue;
      least = Math.max(least, mulDiv(whole, 10_000, bp, 'up'));
    }
  });
  declare(draft, index, Math.min(real, least));
}

function excessesOf(draft: Draft, index: number): Excess[] {
  const offer = offerAt(draft.problem, index);
  const found: Excess[] = [];
  const over = (draft.advances[index] ?? 0) - offer.room;
  if (over > 0) {
    found.push({ offer: index, family: -1, node: -1, by: over });
  }
  offer.caps.forEach(({ held }, family) => {
    const sums = draft.nodes[index]?.[family];
    const limits = draft.limits[index]?.[family];
    for (let node = 0; node < held.length; node += 1) {
      const sum = sums?.[node] ?? 0;
      const by = sum - Math.max(0, limits?.[node] ?? 0);
      if (sum > 0 && by > 0) found.push({ offer: index, family, node, by });
    }
  });
  return found;
}

function shrink(setting: Setting, point: Point, excess: Excess): void {
  const { draft } = setting;
  const { problem } = draft;
  const offer = offerAt(problem, excess.offer);
  let left = excess.by;
  if (excess.family >= 0) {
    const { cap } = offer.caps[excess.family] ?? {};
    const bp = cap?.kind === 'share' ? (cap.bp[excess.node] ?? 0) : 0;
    if (bp < 10_000) left = mulDiv(left, 10_000, 10_000 - bp, 'up');
  } else if (offer.advanceRateBp > 0) left = mulDiv(left, 10_000, offer.advanceRateBp, 'up');
  const lines = cheapest(setting, point, excess);
  for (const { line } of lines) {
    if (left > 0 && (draft.funded[line] ?? 0) <= left) left -= takeBack(draft, line, left);
  }
  for (const { line } of lines) {
    if (left <= 0) return;
    if ((draft.funded[line] ?? 0) > 0) left -= takeBack(draft, line, left);
  }
}

/** Takes at least so much of a line's x back, or all of it; returns how much, 0 where it cannot. */
export function takeBack(draft: Draft, line: number, by: number): number {
  const { problem } = draft;
  const pair = draft.pairOf[line] ?? -1;
  const index = problem.offerOf[pair] ?? 0;
  const offer = offerAt(problem, index);
  const funded = draft.funded[line] ?? 0;
  const part = partLineOf(draft, line, index);
  const divisible = offer.mode !== 'strict_sale' && (part < 0 || part === line);
  if (funded > by && divisible) {
    lift(draft, line);
    place(draft, { line, pair, funded: funded - by });
    return by;
  }
  lift(draft, line);
  if (offer.mode === 'whole_account') place(draft, { line, pair, funded: 0 });
  return funded;
}

type Loss = { line: number; ratio: number };

function byRatio(a: Loss, b: Loss): number {
  return a.ratio - b.ratio || a.line - b.line;
}

/** Lines that count towards the limit, those first that lose least per unit. */
function cheapest({ draft, work }: Setting, point: Point, excess: Excess): Loss[] {
  const { columns } = work;
  const { problem, pairOf, funded } = draft;
  const caps = offerAt(problem, excess.offer).caps[excess.family];
  const worth = cashPricesOf(columns, point)[excess.offer] ?? 0;
  const coefficient = coefficientsOf(columns, point)[excess.offer] ?? 0;
  let found: Loss[] = [];
  let bound = Number.POSITIVE_INFINITY;
  for (let line = 0; line < pairOf.length; line += 1) {
    const pair = pairOf[line] ?? -1;
    if (pair < 0 || problem.offerOf[pair] !== excess.offer || funded[line] === 0) continue;
    const at = caps?.by === 'line' ? line : (problem.debtorOf[line] ?? 0);
    if (caps && caps.nodeOf[at] !== excess.node) continue;
    const base = problem.base[pair] ?? 1;
    const loss = worth * (problem.cash[pair] ?? 0) - (problem.cost[pair] ?? 0) - coefficient * base;
    const ratio = loss / base;
    if (ratio >= bound) continue;
    found.push({ line, ratio: loss / base });
    if (found.length < 2 * LINES_AT_ONCE) continue;
    found = found.sort(byRatio).slice(0, LINES_AT_ONCE);
    bound = found.at(-1)?.ratio ?? bound;
  }
  return found.sort(byRatio);
}
