import { type Ends, Network } from './flow.ts';
import type { Forest } from './forest.ts';
import { addShare, type Line, type Reading, remembered } from './line.ts';
import { capAt, partsOf } from './share.ts';

/** Two forests whose nodes cross, over the same cells. */
export type Crossed = { forests: [Forest, Forest]; amounts: Float64Array };

export type CrossedReading = Reading & { kept: () => Float64Array };

/**
 * Reads what counts under two forests at a pool: the greatest flow from the first forest's nodes
 * through the cells to the second's, exact in whole amounts; a least cut is the line.
 */
export function readCrossed(crossed: Crossed): (poolMinor: number) => CrossedReading {
  const { forests, amounts } = crossed;
  const nodes = [...nodesOf(forests[0]), ...nodesOf(forests[1])];
  const [source, sink] = [nodes.length, nodes.length + 1];
  const network = new Network(nodes.length + 2, endsOf(crossed, source, sink));
  return remembered((poolMinor) => {
    const parts = partsOf(poolMinor);
    const minor = nodes.map(({ bp, fixed }) =>
      Math.min(capAt(bp, fixed, parts), Number.MAX_SAFE_INTEGER),
    );
    network.reset([minor, amounts]);
    const countedMinor = network.flow(source, sink);
    // The network is used again at the next pool, so both are taken from it now.
    const kept = network.flows(nodes.length);
    const line = cutOf(network, { nodes, minor, amounts });
    return { countedMinor, line: () => line, kept: () => kept };
  });
}

/** A node's cap is an arc towards the node around it; in the arcs, nodes come first, then cells. */
type Node = { cap: number; bp: number; fixed: number };

function nodesOf({ families, level, bp, fixed }: Forest): Node[] {
  return Array.from(level, (place, id) => ({
    cap: families[place]?.cap ?? 0,
    bp: bp[id] ?? 0,
    fixed: fixed[id] ?? 0,
  }));
}

function endsOf({ forests: [left, right], amounts }: Crossed, source: number, sink: number): Ends {
  const [own, first] = [left.parent.length, left.parent.length + right.parent.length];
  const from = new Int32Array(first + amounts.length);
  const to = new Int32Array(first + amounts.length);
  left.parent.forEach((around, id) => {
    to[id] = id;
    from[id] = around < 0 ? source : around;
  });
  right.parent.forEach((around, id) => {
    from[own + id] = own + id;
    to[own + id] = around < 0 ? sink : own + around;
  });
  for (let cell = 0; cell < amounts.length; cell += 1) {
    const [inner, outer] = [left.lowest[cell] ?? -1, right.lowest[cell] ?? -1];
    from[first + cell] = inner < 0 ? source : inner;
    to[first + cell] = outer < 0 ? sink : own + outer;
  }
  return { from, to };
}

function cutOf(
  network: Network,
  {
    nodes,
    minor,
    amounts,
  }: { nodes: readonly Node[]; minor: readonly number[]; amounts: Float64Array },
): Line {
  const line: Line = { constantMinor: 0, shares: [] };
  for (const arc of network.leastCut()) {
    const { cap, bp, fixed } = nodes[arc] ?? { cap: 0, bp: 10_000, fixed: 0 };
    const capacity = minor[arc] ?? amounts[arc - nodes.length] ?? 0;
    if (capacity >= fixed || bp >= 10_000) line.constantMinor += capacity;
    else addShare(line, { cap, bp, count: 1, halved: false });
  }
  return line;
}
