import { assert } from '../assert.ts';
import { type AmountMinor, sumMinor } from '../money.ts';

/** A receivable's share of a charge of the whole pool. */
type Share = { id: string; amountMinor: AmountMinor };

/**
 * A pool's charge over its receivables in proportion to their weights, by largest remainder (Hamilton):
 * each gets its quota rounded towards zero, and the units left over go one each to the largest
 * remainders; of equal ones to the larger weight, then to the id that sorts first. In the order given.
 * Where no receivable has a weight, the whole charge is unshared.
 */
export function sharesOf(
  totalMinor: AmountMinor,
  receivables: readonly { id: string; weightMinor: AmountMinor }[],
): { shares: Share[]; unsharedMinor: AmountMinor } {
  const sign = totalMinor < 0 ? -1n : 1n;
  const total = BigInt(totalMinor) * sign;
  const sum = BigInt(sumMinor(receivables.map(({ weightMinor }) => weightMinor)));
  if (sum === 0n) {
    return {
      shares: receivables.map(({ id }) => ({ id, amountMinor: 0 })),
      unsharedMinor: totalMinor,
    };
  }
  const quotas = receivables.map(({ id, weightMinor }) => {
    assert(weightMinor >= 0, 'a weight is negative');
    const product = total * BigInt(weightMinor);
    return { id, weightMinor, whole: product / sum, remainder: product % sum };
  });
  const order = quotas.toSorted(
    (left, right) =>
      compare(right.remainder, left.remainder) ||
      right.weightMinor - left.weightMinor ||
      compare(left.id, right.id),
  );
  const left = total - quotas.reduce((given, { whole }) => given + whole, 0n);
  for (const quota of order.slice(0, Number(left))) quota.whole += 1n;
  const shares = quotas.map(({ id, whole }) => ({ id, amountMinor: Number(whole * sign) }));
  return { shares, unsharedMinor: 0 };
}

function compare<Value extends bigint | string>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
