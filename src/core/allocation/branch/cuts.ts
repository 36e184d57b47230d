import { type AmountMinor, shareBp } from '../../money.ts';
import type { AllocationProblem } from '../problem.ts';
import type { Homes } from './homes.ts';
import type { Load } from './load.ts';
import type { Domain } from './narrow.ts';
import type { Pools } from './pools.ts';

/** What every plan of a domain keeps and its linear program does not: Σ weight of the homes ≤ most. */
export type Cut = { homes: number[]; weights: number[]; most: AmountMinor };

/** The open homes that use a limit, with what each uses funded whole; a line in part may use any less. */
export type Limit = { homes: number[]; uses: number[]; most: AmountMinor; hasParts: boolean };

/** The limits that the open homes together exceed; shares are of the largest pool there can be. */
export function limitsOf(
  problem: AllocationProblem,
  homes: Homes,
  { load, domain, pools: known }: { load: Load; domain: Domain; pools: Pools },
): Limit[] {
  const limitAt = (most: AmountMinor): Limit => ({ homes: [], uses: [], most, hasParts: false });
  const limits = Array.from(load.limit, limitAt);
  const pools = poolsMax(problem, homes, domain).map((most, offer) =>
    Math.min(most, known[offer] ?? most),
  );
  const shares = Array.from(load.shareBp, (bp, share) => {
    const most = shareBp(pools[load.shareOffer[share] ?? 0] ?? 0, bp, 'down');
    return limitAt(Math.max(0, most - (load.shareHeld[share] ?? 0)));
  });
  const enter = (limit: Limit | undefined, home: number, use: number) => {
    if (homes.isPart[home] === 1 && limit) limit.hasParts = true;
    if (homes.isPart[home] === 1 || use <= 0) return;
    limit?.homes.push(home);
    limit?.uses.push(use);
  };
  homes.pair.forEach((pair, home) => {
    if (pair < 0 || domain[home] === 0) return;
    for (let at = load.at[home] ?? 0; at < (load.at[home + 1] ?? 0); at += 1) {
      enter(limits[load.limits[at] ?? 0], home, load.uses[at] ?? 0);
    }
    for (let at = load.shareAt[home] ?? 0; at < (load.shareAt[home + 1] ?? 0); at += 1) {
      enter(shares[load.shares[at] ?? 0], home, problem.base[pair] ?? 0);
    }
  });
  return [...limits, ...shares].filter(
    ({ uses, most }) => uses.reduce((sum, use) => sum + use, 0) > most,
  );
}

/** Rounded up: an advance loses less than a minor unit for each line. */
function poolsMax(problem: AllocationProblem, homes: Homes, domain: Domain): number[] {
  const isOpen = new Set<number>();
  homes.pair.forEach((pair, home) => {
    if (pair >= 0 && domain[home] === 1) isOpen.add(pair);
  });
  return problem.offers.map(({ advanceRateBp, mode, heldPool, room }, index) => {
    let [sum, lines] = [0, 0];
    for (const pair of isOpen) {
      if (problem.offerOf[pair] !== index) continue;
      sum += problem.base[pair] ?? 0;
      lines += 1;
    }
    if (advanceRateBp === 0 || mode === 'pledge') return heldPool + sum;
    const byRoom = Math.ceil(((room + lines) / advanceRateBp) * 10_000) + 1;
    return heldPool + Math.min(sum, byRoom);
  });
}

/** Sums of whole lines looked through for one limit. */
const SUMS = 4_000;

/** The limit itself, where no choice of whole lines comes nearer to it than `most`. */
export function tightened(
  homes: Homes,
  limit: Limit,
  isWhole: (home: number) => boolean,
): Cut | undefined {
  if (limit.hasParts || !limit.homes.every(isWhole)) return undefined;
  const byLine = new Map<number, number[]>();
  limit.homes.forEach((home, at) => {
    const line = homes.lineOf[home] ?? 0;
    byLine.set(line, [...(byLine.get(line) ?? []), limit.uses[at] ?? 0]);
  });
  let sums = new Set([0]);
  for (const uses of byLine.values()) {
    const next = new Set(sums);
    for (const sum of sums) {
      for (const use of uses) if (sum + use <= limit.most) next.add(sum + use);
    }
    if (next.size > SUMS) return undefined;
    sums = next;
  }
  let most = 0;
  for (const sum of sums) most = Math.max(most, sum);
  return most < limit.most ? { homes: limit.homes, weights: limit.uses, most } : undefined;
}

/** Broken by less than this, a cut changes nothing. */
const BROKEN = 1e-3;

/**
 * Of lines that together exceed a limit one at least is missing: the set of such lines that the point
 * breaks most, with all homes that use as much as any of the set. Undefined where none is broken.
 */
export function coverCut(
  homes: Homes,
  limit: Limit,
  { isWhole, point }: { isWhole: (home: number) => boolean; point: (home: number) => number },
): Cut | undefined {
  const cover = coverOf(itemsOf(homes, limit, { isWhole, point }), limit.most);
  if (!cover) return undefined;
  const largest = cover.reduce((most, { use }) => Math.max(most, use), 0);
  const useOf = new Map(cover.map(({ line, use }) => [line, use]));
  const own = limit.homes.filter((home, at) => {
    const least = useOf.get(homes.lineOf[home] ?? -1) ?? largest;
    return isWhole(home) && (limit.uses[at] ?? 0) >= least;
  });
  const most = cover.length - 1;
  const isBroken = own.reduce((sum, home) => sum + point(home), 0) > most + BROKEN;
  return isBroken ? { homes: own, weights: own.map(() => 1), most } : undefined;
}

type Item = { line: number; use: number; value: number };

/** By line: the least that one of its homes uses, and what the point has of all of them. */
function itemsOf(
  homes: Homes,
  limit: Limit,
  { isWhole, point }: { isWhole: (home: number) => boolean; point: (home: number) => number },
): Item[] {
  const byLine = new Map<number, Item>();
  limit.homes.forEach((home, at) => {
    if (!isWhole(home)) return;
    const line = homes.lineOf[home] ?? 0;
    const [use, value] = [limit.uses[at] ?? 0, point(home)];
    const known = byLine.get(line) ?? { line, use, value: 0 };
    byLine.set(line, { line, use: Math.min(known.use, use), value: known.value + value });
  });
  return [...byLine.values()];
}

/** The lines that the point has most of, for their size, until the limit is exceeded; none to spare. */
function coverOf(items: Item[], most: AmountMinor): Item[] | undefined {
  const rank = ({ use, value }: Item) => (1 - value) / use;
  const sorted = items.toSorted((one, other) => rank(one) - rank(other) || one.line - other.line);
  const cover: Item[] = [];
  let sum = 0;
  for (const item of sorted) {
    if (sum > most) break;
    cover.push(item);
    sum += item.use;
  }
  if (sum <= most) return undefined;
  const spare = cover.toSorted((one, other) => one.value - other.value || one.line - other.line);
  return spare.reduce((kept, item) => {
    if (sum - item.use <= most) return kept;
    sum -= item.use;
    return kept.filter((one) => one !== item);
  }, cover);
}
