import { largestTwo } from './pair.ts';
import { capAt, type PoolParts, partsOf } from './share.ts';
import type { Column, StatedCaps, StatedFamily, StatedNodes, StatedPair } from './terms.ts';
import { at, type Caps, type Nodes, totalOf } from './terms.ts';

/**
 * The caps that can bind at a pool or above, over the cells that lie in them: by cell here its place
 * among all. All that lies in none of them is one more cell, the last, which nothing cuts.
 */
export type Active = { caps: Caps; cells: Int32Array };

/**
 * A node whose amounts all fit at this pool fits at every greater one, and is left out. What holds under
 * these at a pool not below this holds under all.
 */
export function activeAt(
  { amounts, totalMinor, families, pairs }: StatedCaps,
  poolMinor: number,
): Active {
  const parts = partsOf(poolMinor);
  const overFamilies = overOf(families, (family) => nodesOver(family, parts));
  const overPairs = overOf(pairs, (pair) => nodesInPairOver(pair, parts));
  const cells = cellsIn([...overFamilies, ...overPairs], amounts);
  return {
    cells,
    caps: {
      amounts: amountsIn(cells, amounts, totalMinor),
      totalMinor,
      families: overFamilies.map((over) => ({
        ...renumbered(over, cells),
        bp: picked(over.of.bp, over.nodes),
        fixed: picked(over.of.fixed, over.nodes),
      })),
      pairs: overPairs.map((over) => {
        const { bp, fixed, position } = over.of;
        return { ...renumbered(over, cells), bp, fixed, position };
      }),
    },
  };
}

/** Whether all caps leave everything at a pool. */
export function fitsAt({ families, pairs }: StatedCaps, poolMinor: number): boolean {
  const parts = partsOf(poolMinor);
  return (
    families.every((family) => nodesOver(family, parts).length === 0) &&
    pairs.every((pair) => nodesInPairOver(pair, parts).length === 0)
  );
}

/** The nodes of a cap that can bind, and by node its place among them, −1 where it cannot. */
type Over<Of> = { of: Of; nodes: readonly number[]; placeOf: Int32Array };

function overOf<Of extends StatedNodes>(
  caps: readonly Of[],
  nodesIn: (of: Of) => number[],
): Over<Of>[] {
  return caps.flatMap((of) => {
    const nodes = nodesIn(of);
    if (nodes.length === 0) return [];
    const placeOf = new Int32Array(of.nodes).fill(-1);
    for (let place = 0; place < nodes.length; place += 1) placeOf[nodes[place] ?? 0] = place;
    return [{ of, nodes, placeOf }];
  });
}

/** Ascending, those with an amount. */
function cellsIn(caps: readonly Over<StatedNodes>[], amounts: Float64Array): Int32Array {
  const isIn = new Uint8Array(amounts.length);
  for (const { of, nodes } of caps) {
    if (of.isOwn) for (const cell of nodes) isIn[cell] = 1;
    else markIn(isIn, of.nodeOf, flagsOf(nodes, of.nodes));
  }
  const cells = new Int32Array(amounts.length);
  return cells.subarray(0, listIn(cells, isIn, amounts));
}

/** By node and 1, so that a cell in no node has a flag too. */
function flagsOf(over: readonly number[], nodes: number): Uint8Array {
  const flags = new Uint8Array(nodes + 1);
  for (const node of over) flags[node + 1] = 1;
  return flags;
}

/** Without a branch, since which cells they are is anybody's guess. */
function markIn(isIn: Uint8Array, nodeOf: Int32Array, flags: Uint8Array): void {
  for (let cell = 0; cell < nodeOf.length; cell += 1) {
    isIn[cell] = (isIn[cell] ?? 0) | (flags[(nodeOf[cell] ?? -1) + 1] ?? 0);
  }
}

/** How many there are; also without a branch. */
function listIn(cells: Int32Array, isIn: Uint8Array, amounts: Float64Array): number {
  let found = 0;
  for (let cell = 0; cell < isIn.length; cell += 1) {
    cells[found] = cell;
    found += (isIn[cell] ?? 0) & Number(amounts[cell] !== 0);
  }
  return found;
}

function amountsIn(cells: Int32Array, amounts: Float64Array, totalMinor: number): Float64Array {
  const own = new Float64Array(cells.length + 1);
  for (let index = 0; index < cells.length; index += 1) {
    own[index] = amounts[cells[index] ?? 0] ?? 0;
  }
  own[cells.length] = totalMinor - totalOf(own);
  return own;
}

function nodesOver({ nodes, gross, bp, fixed }: StatedFamily, parts: PoolParts): number[] {
  const over: number[] = [];
  if (typeof bp === 'number' && typeof fixed === 'number') {
    const most = capAt(bp, fixed, parts);
    for (let node = 0; node < nodes; node += 1) if ((gross[node] ?? 0) > most) over.push(node);
    return over;
  }
  for (let node = 0; node < nodes; node += 1) {
    const amount = gross[node] ?? 0;
    const share = at(bp, node);
    const most = at(fixed, node);
    // Most nodes are far below their share, which needs no division to see.
    if (amount <= share * parts.q && amount <= most) continue;
    if (amount > capAt(share, most, parts)) over.push(node);
  }
  return over;
}

/** A node is in no pair above the cap if it fits beside the largest other. */
function nodesInPairOver({ nodes, gross, bp, fixed }: StatedPair, parts: PoolParts): number[] {
  const capMinor = capAt(bp, fixed, parts);
  const [first, second] = largestTwo(gross);
  const over: number[] = [];
  for (let node = 0; node < nodes; node += 1) {
    const amount = gross[node] ?? 0;
    const other = gross[node === first ? second : first] ?? 0;
    if (amount > 0 && amount + other > capMinor) over.push(node);
  }
  return over;
}

function renumbered({ of, nodes, placeOf }: Over<StatedNodes>, cells: Int32Array): Nodes {
  const { cap, nodeOf, stated, isOwn } = of;
  const places = new Int32Array(cells.length + 1).fill(-1);
  for (let index = 0; index < cells.length; index += 1) {
    const node = nodeOf[cells[index] ?? 0] ?? -1;
    if (node >= 0) places[index] = placeOf[node] ?? -1;
  }
  const own = { cap, nodes: nodes.length, stated, gross: picked(of.gross, nodes), nodeOf: places };
  return isOwn ? { ...own, cellOf: cellOfNodes(places, nodes.length) } : own;
}

/** By node its one cell. */
function cellOfNodes(nodeOf: Int32Array, nodes: number): Int32Array {
  const cellOf = new Int32Array(nodes);
  for (let cell = 0; cell < nodeOf.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    if (node >= 0) cellOf[node] = cell;
  }
  return cellOf;
}

function picked(values: Column, active: readonly number[]): Float64Array {
  const found = new Float64Array(active.length);
  if (typeof values === 'number') return found.fill(values);
  for (let place = 0; place < found.length; place += 1) {
    found[place] = values[active[place] ?? 0] ?? 0;
  }
  return found;
}
