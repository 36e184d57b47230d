import { cutNodes } from './cut.ts';
import type { Excess } from './nested.ts';
import { type Caps, type Nodes, sumsByNode } from './terms.ts';

/** Cells that lie in the same nodes of every cap, as one; `of` says by cell which. */
export type Bundled = { caps: Caps; of: Int32Array };

/** What cannot be told apart by any cap is decided together: thousands of cells become a few bundles. */
export function bundled({ amounts, totalMinor, families, pairs }: Caps): Bundled {
  const of = new Int32Array(amounts.length);
  let bundles = Math.min(1, amounts.length);
  // Nodes of one cell come last: the others' bundles are few until then.
  const all = [...families, ...pairs];
  for (const nodes of all) if (!nodes.cellOf) bundles = refine(of, bundles, nodes);
  for (const { cellOf, nodeOf } of all) if (cellOf) bundles = setApart(of, bundles, nodeOf);
  const represented = new Int32Array(bundles);
  for (let cell = 0; cell < of.length; cell += 1) represented[of[cell] ?? 0] = cell;
  const onBundles = <Of extends Nodes>(nodes: Of): Of => ({
    ...nodes,
    nodeOf: represented.map((cell) => nodes.nodeOf[cell] ?? -1),
    cellOf: undefined,
  });
  const caps = {
    amounts: sumsByNode({ nodeOf: of, nodes: bundles }, amounts),
    totalMinor,
    families: families.map(onBundles),
    pairs: pairs.map(onBundles),
  };
  return { caps, of };
}

/** Parts each bundle by the nodes its cells lie in, numbered as the cells come. */
function refine(of: Int32Array, bundles: number, { nodeOf, nodes }: Nodes): number {
  const width = nodes + 1;
  if (bundles * width > 4 * of.length + 4_096) return refineByHash(of, nodeOf, width);
  const known = new Int32Array(bundles * width);
  let found = 0;
  for (let cell = 0; cell < of.length; cell += 1) {
    const key = (of[cell] ?? 0) * width + (nodeOf[cell] ?? -1) + 1;
    let bundle = known[key] ?? 0;
    if (bundle === 0) {
      found += 1;
      bundle = found;
      known[key] = bundle;
    }
    of[cell] = bundle - 1;
  }
  return found;
}

/** As `refine`, where each node has one cell: it is a bundle of its own. */
function setApart(of: Int32Array, bundles: number, nodeOf: Int32Array): number {
  const known = new Int32Array(bundles);
  let found = 0;
  for (let cell = 0; cell < of.length; cell += 1) {
    const before = of[cell] ?? 0;
    let bundle = (nodeOf[cell] ?? -1) < 0 ? (known[before] ?? 0) : 0;
    if (bundle === 0) {
      found += 1;
      bundle = found;
      if ((nodeOf[cell] ?? -1) < 0) known[before] = bundle;
    }
    of[cell] = bundle - 1;
  }
  return found;
}

/** Where a table of all keys would be larger than the cells: open addressing, never over half full. */
function refineByHash(of: Int32Array, nodeOf: Int32Array, width: number): number {
  const mask = 2 ** (33 - Math.clz32(of.length)) - 1;
  const keys = new Float64Array(mask + 1);
  const known = new Int32Array(mask + 1);
  let found = 0;
  for (let cell = 0; cell < of.length; cell += 1) {
    const key = (of[cell] ?? 0) * width + (nodeOf[cell] ?? -1) + 1;
    const mixed = Math.imul(of[cell] ?? 0, 0x9e3779b1) ^ Math.imul(nodeOf[cell] ?? -1, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (known[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    let bundle = known[slot] ?? 0;
    if (bundle === 0) {
      found += 1;
      bundle = found;
      keys[slot] = key;
      known[slot] = bundle;
    }
    of[cell] = bundle - 1;
  }
  return found;
}

/** What caps take of bundles, in their order, spread over the cells in proportion to what is left. */
export function onCells(
  { caps, of }: Bundled,
  amounts: Float64Array,
  taken: readonly { cap: number; minor: Float64Array }[],
): { kept: Float64Array; taken: Float64Array[] } {
  const kept = amounts.slice();
  const left = caps.amounts.slice();
  const byCap: Float64Array[] = [];
  for (const { cap, minor } of taken) {
    const excess: Excess[] = [];
    for (let node = 0; node < minor.length; node += 1) {
      const excessMinor = minor[node] ?? 0;
      const amountMinor = left[node] ?? 0;
      if (excessMinor > 0) excess.push({ node, excessMinor, amountMinor });
      left[node] = amountMinor - excessMinor;
    }
    if (excess.length > 0) byCap[cap] = cutNodes({ nodeOf: of, nodes: left.length }, excess, kept);
  }
  return { kept, taken: byCap };
}
