import { raise } from './cut.ts';
import { partsOf } from './share.ts';
import type { Caps, Family, Pair } from './terms.ts';

/**
 * Whose cut each cent is, in the order of the terms: a cap takes what it would take with only those
 * stated before it. From the last to the first, what the earlier caps leave room for is given back,
 * and that is what the cap took.
 */
export function attributed(
  { amounts, families, pairs }: Caps,
  { kept, poolMinor }: { kept: Float64Array; poolMinor: number },
): { cap: number; minor: Float64Array }[] {
  const placed = (position: Pair['position']) => pairs.filter((pair) => pair.position === position);
  const order: (Family | Pair)[] = [...placed('before'), ...families, ...placed('after')];
  const parts = partsOf(poolMinor);
  const taken: { cap: number; minor: Float64Array }[] = [];
  let current = kept;
  while (order.length > 0) {
    const cap = order.pop()?.cap ?? 0;
    const earlier = new Set(order.map((item) => item.cap));
    const raised = raise(current, amounts, {
      families: families.filter((item) => earlier.has(item.cap)),
      pairs: pairs.filter((item) => earlier.has(item.cap)),
      parts,
    });
    const before = current;
    taken.unshift({ cap, minor: raised.map((amount, cell) => amount - (before[cell] ?? 0)) });
    current = raised;
  }
  return taken;
}
