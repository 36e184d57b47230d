import type { AmountMinor } from '../../money.ts';
import type { BuiltModel } from '../model.ts';
import { fixedOf, type Search } from '../search.ts';
import type { Cut } from './cuts.ts';
import type { Homes } from './homes.ts';
import { type Domain, leastOf } from './narrow.ts';
import { relaxPool } from './relaxed.ts';
import { type CaseOf, worthOf } from './worth.ts';

/** By offer: no plan that costs no more than asked has a larger pool; Infinity where that is not known. */
export type Pools = readonly number[];

/** Pools are below it by far. */
const MOST = 2n ** 52n;

type Bounding = {
  search: Search;
  cost: BuiltModel;
  homes: Homes;
  of: CaseOf;
  budget: { relaxations: number };
};

/**
 * A pool costs money, so little above the least cost it cannot be much larger than it has to be: for
 * every price p of its units, p × pool ≤ most − the least of cost − p × pool, in integers. Shares are
 * taken of the pool, and lines are lumps: what is left of a share below the last line that fits is as
 * good as not there.
 */
export function poolsWithin(
  { search, cost, homes, of, budget }: Bounding,
  { domain, cuts, most }: { domain: Domain; cuts: readonly Cut[]; most: AmountMinor },
): Pools {
  const { problem } = search;
  const uses = of.allowed.map((allowed) => (allowed ? 'open' : 'never'));
  const at = { homes, domain, cuts };
  return problem.offers.map(({ heldPool, mode, caps }, offer) => {
    const isShared = caps.some(({ cap }) => cap.kind === 'share');
    const isSought = mode === 'strict_sale' && isShared && of.allowed[offer] === true;
    if (!isSought || !Number.isFinite(most)) return Number.POSITIVE_INFINITY;
    budget.relaxations -= 1;
    const relaxed = relaxPool(search, cost, { ...at, offer, most: most - fixedOf(problem, uses) });
    if (!relaxed) return Number.POSITIVE_INFINITY;
    const pools = new Float64Array(problem.offers.length);
    pools[offer] = relaxed.price;
    const worth = worthOf(problem, { ...at, of, ...relaxed, bounded: 'cost', pools });
    const price = BigInt(worth?.taken[offer] ?? 0);
    if (!worth || price === 0n) return Number.POSITIVE_INFINITY;
    const least = leastOf(homes, domain, worth);
    if (!Number.isSafeInteger(least)) return Number.POSITIVE_INFINITY;
    const left = (BigInt(most) << BigInt(worth.bits)) - BigInt(least);
    if (left < 0n) return heldPool;
    const added = (left << BigInt(worth.takenBits - worth.bits)) / price;
    return added > MOST ? Number.POSITIVE_INFINITY : heldPool + Number(added);
  });
}
