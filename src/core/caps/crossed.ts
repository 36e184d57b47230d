import { Network } from './flow.ts';
import type { Forest } from './forest.ts';
import { addShare, type Line, type Reading } from './line.ts';
import { capAt, partsOf } from './share.ts';

/** Two forests whose nodes cross, over the same cells. */
export type Crossed = { forests: [Forest, Forest]; amounts: Float64Array };

export type CrossedReading = Reading & { kept: () => Float64Array };

/**
 * Reads what counts under two forests at a pool: the greatest flow from the first forest's nodes
 * through the cells to the second's, exact in whole amounts; a least cut is the line.
 */
export function readCrossed({ forests, amounts }: Crossed): (poolMinor: number) => CrossedReading {
  const [left, right] = forests;
  const source = left.parent.length + right.parent.length;
  const sink = source + 1;
  return (poolMinor) => {
    const network = new Network(sink + 1);
    const arcs = [
      ...capArcsOf(left, poolMinor).map((arc) => ({
        ...arc,
        to: arc.inner,
        from: arc.outer ?? source,
      })),
      ...capArcsOf(right, poolMinor).map((arc) => ({
        ...arc,
        from: left.parent.length + arc.inner,
        to: arc.outer === undefined ? sink : left.parent.length + arc.outer,
      })),
    ];
    for (const { from, to, minor } of arcs) network.add(from, to, minor);
    const first = network.head.length;
    for (let cell = 0; cell < amounts.length; cell += 1) {
      const from = left.lowest[cell] ?? -1;
      const to = right.lowest[cell] ?? -1;
      const ends = { from: from < 0 ? source : from, to: to < 0 ? sink : left.parent.length + to };
      network.add(ends.from, ends.to, amounts[cell] ?? 0);
    }
    const countedMinor = network.flow(source, sink);
    return {
      countedMinor,
      line: cutOf(network, arcs, source),
      kept: () => amounts.map((_, cell) => network.rest[first + 2 * cell + 1] ?? 0),
    };
  };
}

type CapArc = {
  inner: number;
  outer: number | undefined;
  minor: number;
  cap?: number;
  bp?: number;
};

/** By id: the node's cap, towards the node around it; without a share where its amount is the lower. */
function capArcsOf({ families, level, parent, bp, fixed }: Forest, poolMinor: number): CapArc[] {
  const parts = partsOf(poolMinor);
  return Array.from(parent, (around, inner) => {
    const minor = Math.min(
      capAt(bp[inner] ?? 0, fixed[inner] ?? 0, parts),
      Number.MAX_SAFE_INTEGER,
    );
    const outer = around < 0 ? undefined : around;
    if (minor >= (fixed[inner] ?? 0) || (bp[inner] ?? 0) >= 10_000) return { inner, outer, minor };
    return { inner, outer, minor, cap: families[level[inner] ?? 0]?.cap ?? 0, bp: bp[inner] ?? 0 };
  });
}

function cutOf(network: Network, arcs: readonly CapArc[], source: number): Line {
  const line: Line = { constantMinor: 0, shares: [] };
  const depth = network.depths(source);
  for (let arc = 0; arc < network.head.length; arc += 2) {
    const [from, to] = [network.head[arc + 1] ?? 0, network.head[arc] ?? 0];
    if ((depth[from] ?? -1) < 0 || (depth[to] ?? -1) >= 0) continue;
    const { cap, bp } = arcs[arc / 2] ?? {};
    if (cap !== undefined && bp !== undefined) addShare(line, { cap, bp, count: 1, halved: false });
    else line.constantMinor += (network.rest[arc] ?? 0) + (network.rest[arc + 1] ?? 0);
  }
  return line;
}
