import { cutNodes } from './cut.ts';
import { type Caps, type Nodes, sumsByNode } from './terms.ts';

/** Cells that lie in the same nodes of every cap, as one; `of` says by cell which. */
export type Bundled = { caps: Caps; of: Int32Array };

/** What cannot be told apart by any cap is decided together: thousands of cells become a few bundles. */
export function bundled({ amounts, totalMinor, families, pairs }: Caps): Bundled {
  const of = new Int32Array(amounts.length);
  let bundles = Math.min(1, amounts.length);
  for (const nodes of [...families, ...pairs]) bundles = refine(of, nodes);
  const represented = new Int32Array(bundles);
  of.forEach((bundle, cell) => {
    represented[bundle] = cell;
  });
  const onBundles = <Of extends Nodes>(nodes: Of): Of => ({
    ...nodes,
    nodeOf: represented.map((cell) => nodes.nodeOf[cell] ?? -1),
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
function refine(of: Int32Array, { nodeOf, nodes }: Nodes): number {
  const known = new Map<number, number>();
  for (let cell = 0; cell < of.length; cell += 1) {
    const key = (of[cell] ?? 0) * (nodes + 1) + (nodeOf[cell] ?? -1) + 1;
    const bundle = known.get(key) ?? known.size;
    if (bundle === known.size) known.set(key, bundle);
    of[cell] = bundle;
  }
  return known.size;
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
    const excess = [...minor].flatMap((excessMinor, node) => {
      const amountMinor = left[node] ?? 0;
      left[node] = amountMinor - excessMinor;
      return excessMinor > 0 ? [{ node, excessMinor, amountMinor }] : [];
    });
    byCap[cap] = cutNodes({ nodeOf: of, nodes: left.length }, excess, kept);
  }
  return { kept, taken: byCap };
}
