import { assert } from '../assert.ts';
import { type AmountMinor, shareBp as share } from '../money.ts';

/**
 * The greatest pool T in which nobody counts for more than `shareBp` of that same pool: the greatest
 * integer with T = Σ min(amount, ⌊shareBp · T ÷ 10,000⌋). It is unique (Tarski: the map grows with T).
 * The exact real solution comes first, from the largest amounts down; then the map is repeated from
 * just above it, which only ever falls and stops at the greatest whole solution. With fewer than
 * 10,000 ÷ shareBp amounts no pool but zero qualifies.
 */
export function greatestPool(amounts: readonly AmountMinor[], shareBp: number): AmountMinor {
  const ranked = rankedOf(amounts);
  const start = realPool(ranked, shareBp) + 1n;
  let pool = start < ranked.total ? Number(start) : Number(ranked.total);
  for (let round = 0; round < 10_000_000; round += 1) {
    const next = countedIn(ranked, share(pool, shareBp, 'down'));
    if (next >= pool) return pool;
    pool = next;
  }
  assert(false, 'the pool did not settle');
}

type Ranked = { descending: Float64Array; restFrom: bigint[]; total: bigint };

function rankedOf(amounts: readonly AmountMinor[]): Ranked {
  const descending = Float64Array.from(amounts).sort().reverse();
  const restFrom: bigint[] = [0n];
  for (let index = descending.length - 1; index >= 0; index -= 1) {
    restFrom.push((restFrom.at(-1) ?? 0n) + BigInt(descending[index] ?? 0));
  }
  restFrom.reverse();
  const total = restFrom[0] ?? 0n;
  assert(total <= BigInt(Number.MAX_SAFE_INTEGER), 'the pool is beyond 2^53 minor units');
  return { descending, restFrom, total };
}

/** With the k largest capped, T = rest ÷ (1 − k·share); the fewest capped that fit is the answer. */
function realPool({ descending, restFrom }: Ranked, shareBp: number): bigint {
  for (let capped = 0; capped * shareBp < 10_000; capped += 1) {
    const uncappedShare = 10_000n - BigInt(capped * shareBp);
    const rest = restFrom[capped] ?? 0n;
    const largest = BigInt(descending[capped] ?? 0);
    if (largest * uncappedShare <= BigInt(shareBp) * rest) return (10_000n * rest) / uncappedShare;
  }
  return 0n;
}

/** Σ min(amount, cap), by bisection over the ranked amounts. */
function countedIn({ descending, restFrom }: Ranked, cap: AmountMinor): AmountMinor {
  let [low, high] = [0, descending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((descending[middle] ?? 0) > cap) low = middle + 1;
    else high = middle;
  }
  return Number(BigInt(low) * BigInt(cap) + (restFrom[low] ?? 0n));
}
