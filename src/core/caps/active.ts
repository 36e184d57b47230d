import { largestTwo } from './pair.ts';
import { capAt, type PoolParts, partsOf } from './share.ts';
import type { Caps, Family, Nodes, Pair } from './terms.ts';

/**
 * The caps that can bind at a pool or above: a node whose amounts all fit at this pool fits at every
 * greater one, and is left out. What holds under these at a pool not below this holds under all.
 */
export function activeAt({ amounts, totalMinor, families, pairs }: Caps, poolMinor: number): Caps {
  const parts = partsOf(poolMinor);
  return {
    amounts,
    totalMinor,
    families: families.flatMap((family) => activeFamily(family, amounts, parts)),
    pairs: pairs.flatMap((pair) => activePair(pair, amounts, parts)),
  };
}

function activeFamily(family: Family, amounts: Float64Array, parts: PoolParts): Family[] {
  const { nodes, gross, bp, fixed } = family;
  const active: number[] = [];
  for (let node = 0; node < nodes; node += 1) {
    const amount = gross[node] ?? 0;
    const share = bp[node] ?? 0;
    const most = fixed[node] ?? 0;
    // Most nodes are far below their share, which needs no division to see.
    if (amount <= share * parts.q && amount <= most) continue;
    if (amount > capAt(share, most, parts)) active.push(node);
  }
  if (active.length === 0) return [];
  return [
    {
      ...renumbered(family, active, amounts),
      bp: picked(bp, active),
      fixed: picked(fixed, active),
    },
  ];
}

/** A node is in no pair above the cap if it fits beside the largest other. */
function activePair(pair: Pair, amounts: Float64Array, parts: PoolParts): Pair[] {
  const capMinor = capAt(pair.bp, pair.fixed, parts);
  const [first, second] = largestTwo(pair.gross);
  const active: number[] = [];
  for (let node = 0; node < pair.nodes; node += 1) {
    const amount = pair.gross[node] ?? 0;
    const other = pair.gross[node === first ? second : first] ?? 0;
    if (amount > 0 && amount + other > capMinor) active.push(node);
  }
  return active.length === 0 ? [] : [{ ...pair, ...renumbered(pair, active, amounts) }];
}

function renumbered(of: Nodes, active: readonly number[], amounts: Float64Array): Nodes {
  const { cap, nodeOf, stated } = of;
  const placeOf = new Int32Array(of.nodes).fill(-1);
  for (let place = 0; place < active.length; place += 1) placeOf[active[place] ?? 0] = place;
  const places = new Int32Array(nodeOf.length);
  for (let cell = 0; cell < places.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    const place = node < 0 ? -1 : (placeOf[node] ?? -1);
    places[cell] = place >= 0 && amounts[cell] === 0 ? -1 : place;
  }
  return { cap, nodeOf: places, nodes: active.length, stated, gross: picked(of.gross, active) };
}

function picked(values: Float64Array, active: readonly number[]): Float64Array {
  const found = new Float64Array(active.length);
  for (let place = 0; place < found.length; place += 1) {
    found[place] = values[active[place] ?? 0] ?? 0;
  }
  return found;
}
