import { assert } from '../assert.ts';
import { activeAt } from './active.ts';
import { attributed } from './attributed.ts';
import { poolBounded } from './bounded.ts';
import { bundled, onCells } from './bundled.ts';
import { collapseOf } from './collapse.ts';
import { cutNodes, excessOverPair } from './cut.ts';
import type { CapInput, CapResult } from './input.ts';
import { greatestPool } from './line.ts';
import { type Nested, readNested } from './nested.ts';
import { nestedOf } from './relaxed.ts';
import { capAt, partsOf } from './share.ts';
import { type Caps, capsOf, sumsByNode } from './terms.ts';

/**
 * What a facility's pool is after all its concentration caps, and which cap takes which cent: the
 * greatest pool whose own shares it satisfies. Exact where the nodes nest, or cross as two forests,
 * or one pair cap stands over all of them; otherwise bounded from both sides, to the cent.
 */
export function capPool(input: CapInput): CapResult {
  const caps = capsOf(input);
  const { poolMinor, upperMinor, kept, taken } = poolOf(caps);
  const collapsed = poolMinor === 0 && caps.totalMinor > 0 ? collapseOf(caps) : undefined;
  const all = input.families.length + input.pairs.length;
  return {
    poolMinor,
    upperMinor,
    kept,
    taken: Array.from({ length: all }, (_, cap) => taken[cap] ?? new Float64Array(kept.length)),
    ...capMinorOf(caps, poolMinor),
    ...(collapsed && { collapsed }),
  };
}

type Found = Pick<CapResult, 'poolMinor' | 'upperMinor' | 'kept' | 'taken'>;

/** With the caps that can bind at half of what is there; with more of them if the pool is below that. */
function poolOf(caps: Caps): Found {
  let floor = Math.floor(caps.totalMinor / 2);
  for (let round = 0; round < halvingsMax; round += 1) {
    const active = activeAt(caps, floor);
    const found = poolNested(active) ?? poolCrossing(active);
    if (found.poolMinor >= floor) return found;
    floor = Math.floor(found.poolMinor / 2);
  }
  assert(false, 'a pool below 2^53 halves at most 53 times');
}

const halvingsMax = 55;

/** Cuts from the inside out; where the terms name the caps in another order, they say whose cut it is. */
function poolNested(caps: Caps): Found | undefined {
  const nested = nestedOf(caps);
  if (!nested) return undefined;
  const read = readNested(nested);
  const poolMinor = greatestPool(read, caps.totalMinor);
  const found = { poolMinor, upperMinor: poolMinor };
  const kept = caps.amounts.slice();
  const taken: Float64Array[] = [];
  const excess = read(poolMinor).excess();
  nested.forest.families.forEach((family, level) => {
    const own = excess[level] ?? [];
    if (own.length > 0) taken[family.cap] = cutNodes(family, own, kept);
  });
  for (const pair of caps.pairs) {
    taken[pair.cap] = cutNodes(pair, excessOverPair(pair, kept, partsOf(poolMinor)), kept);
  }
  if (isAsStated(nested, caps)) return { ...found, kept, taken };
  const bundles = bundled(caps);
  const sums = sumsByNode({ nodeOf: bundles.of, nodes: bundles.caps.amounts.length }, kept);
  const shares = attributed(bundles.caps, { kept: sums, poolMinor });
  return { ...found, ...onCells(bundles, caps.amounts, shares) };
}

/** Whether the terms name the caps from the inside out, as they were cut. */
function isAsStated({ forest }: Nested, { pairs }: Caps): boolean {
  const order = forest.families.map(({ cap }) => cap);
  const inOrder = order.every((cap, level) => level === 0 || cap > (order[level - 1] ?? 0));
  return inOrder && pairs.every(({ position }) => position === 'after');
}

function poolCrossing(caps: Caps): Found {
  const bundles = bundled(caps);
  const { poolMinor, upperMinor, kept } = poolBounded(bundles.caps);
  const shares = attributed(bundles.caps, { kept, poolMinor });
  return { poolMinor, upperMinor, ...onCells(bundles, caps.amounts, shares) };
}

function capMinorOf(
  { families, pairs }: Caps,
  poolMinor: number,
): Pick<CapResult, 'capMinor' | 'pairMinor'> {
  const parts = partsOf(poolMinor);
  const capMinor = families.map(({ nodes, bp, fixed }) => {
    const minor = new Float64Array(nodes);
    let sameBp = -1;
    let share = 0;
    for (let node = 0; node < nodes; node += 1) {
      const own = bp[node] ?? 0;
      if (own !== sameBp) share = capAt(own, Number.POSITIVE_INFINITY, parts);
      sameBp = own;
      const most = fixed[node] ?? 0;
      minor[node] = share < most ? share : most;
    }
    return minor;
  });
  return {
    capMinor,
    pairMinor: Float64Array.from(pairs, ({ bp, fixed }) => capAt(bp, fixed, parts)),
  };
}
