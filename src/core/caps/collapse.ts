import { activeAt } from './active.ts';
import { bundled } from './bundled.ts';
import type { Collapse } from './input.ts';
import type { Line, Reading } from './line.ts';
import { readNested } from './nested.ts';
import { nestedOf, relaxedOf } from './relaxed.ts';
import { type Caps, type StatedCaps, sumsByNode } from './terms.ts';

/**
 * Why no pool but zero satisfies the caps: near zero every amount is more than its share, and the
 * shares that bind there sum to less than the whole. Read at a pool of 10,000 with every amount as
 * large, so that a share counts as its basis points. Undefined where another reason emptied the pool.
 */
export function collapseOf(caps: StatedCaps): Collapse | undefined {
  const near = nearZero(caps);
  const nested = nestedOf(near);
  const readings: Reading[] = nested
    ? [readNested(nested)(10_000)]
    : relaxedOf(near).map(({ read }) => read(10_000));
  const short = readings.find(({ countedMinor }) => countedMinor < 10_000);
  return short && namedBy(short, near);
}

function nearZero({ amounts, families, pairs }: StatedCaps): Caps {
  const noLimit = (minor: number) => (minor > 0 ? Number.POSITIVE_INFINITY : 0);
  const near = amounts.map((amount) => (amount > 0 ? 10_000 : 0));
  const caps = {
    amounts: near,
    totalMinor: near.reduce((total, amount) => total + amount, 0),
    families: families.map((family) => ({
      ...family,
      fixed: typeof family.fixed === 'number' ? noLimit(family.fixed) : family.fixed.map(noLimit),
      gross: sumsByNode(family, near),
    })),
    pairs: pairs.map((pair) => ({
      ...pair,
      fixed: noLimit(pair.fixed),
      gross: sumsByNode(pair, near),
    })),
  };
  return bundled(activeAt(caps, 10_000).caps).caps;
}

/** The cap that holds most of what counts, its lowest share, and how many such nodes would make up a whole. */
function namedBy({ countedMinor, line }: Reading, caps: Caps): Collapse | undefined {
  const at = line();
  const held = new Map<number, number>();
  for (const { cap, bp, count } of at.shares) held.set(cap, (held.get(cap) ?? 0) + bp * count);
  const [cap, most] = [...held].reduce(
    (left, right) => (right[1] > left[1] ? right : left),
    [-1, 0],
  );
  if (most === 0) return undefined;
  const missing = 10_000 - countedMinor;
  const pair = caps.pairs.find((item) => item.cap === cap);
  if (pair) {
    const nodes = nodesWithAmounts(pair.nodeOf, caps.amounts);
    const needed = Math.max(nodes, 2) + Math.ceil((2 * missing) / pair.bp);
    return { cap, shareBp: pair.bp, nodes, needed };
  }
  const { nodes, shareBp } = bindingOf(at, cap);
  return { cap, shareBp, nodes, needed: nodes + Math.ceil(missing / shareBp) };
}

function bindingOf({ shares }: Line, cap: number): { nodes: number; shareBp: number } {
  let nodes = 0;
  let shareBp = Number.POSITIVE_INFINITY;
  for (const share of shares) {
    if (share.cap !== cap) continue;
    nodes += share.count;
    if (share.bp > 0) shareBp = Math.min(shareBp, share.bp);
  }
  return { nodes, shareBp };
}

function nodesWithAmounts(nodeOf: Int32Array, amounts: Float64Array): number {
  const nodes = new Set<number>();
  nodeOf.forEach((node, cell) => {
    if (node >= 0 && (amounts[cell] ?? 0) > 0) nodes.add(node);
  });
  return nodes.size;
}
