import { largestTwo } from './pair.ts';
import { capAt, type PoolParts, partsOf } from './share.ts';
import type { Column, StatedCaps, StatedFamily, StatedNodes, StatedPair } from './terms.ts';
import { at, type Caps, type Family, type Nodes, type Pair } from './terms.ts';

/**
 * The caps that can bind at a pool or above: a node whose amounts all fit at this pool fits at every
 * greater one, and is left out. What holds under these at a pool not below this holds under all.
 */
export function activeAt(
  { amounts, totalMinor, families, pairs }: StatedCaps,
  poolMinor: number,
): Caps {
  const parts = partsOf(poolMinor);
  return {
    amounts,
    totalMinor,
    families: families.flatMap((family) => activeFamily(family, amounts, parts)),
    pairs: pairs.flatMap((pair) => activePair(pair, amounts, parts)),
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

function activeFamily(family: StatedFamily, amounts: Float64Array, parts: PoolParts): Family[] {
  const active = nodesOver(family, parts);
  if (active.length === 0) return [];
  const nodes = renumbered(family, active, amounts);
  return [{ ...nodes, bp: picked(family.bp, active), fixed: picked(family.fixed, active) }];
}

function activePair(pair: StatedPair, amounts: Float64Array, parts: PoolParts): Pair[] {
  const active = nodesInPairOver(pair, parts);
  if (active.length === 0) return [];
  const { bp, fixed, position } = pair;
  return [{ ...renumbered(pair, active, amounts), bp, fixed, position }];
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

function renumbered(of: StatedNodes, active: readonly number[], amounts: Float64Array): Nodes {
  const { cap, nodeOf, stated } = of;
  const nodes = { cap, nodes: active.length, stated, gross: picked(of.gross, active) };
  const placeOf = new Int32Array(of.nodes).fill(-1);
  for (let place = 0; place < active.length; place += 1) placeOf[active[place] ?? 0] = place;
  if (of.isOwn) return { ...nodes, nodeOf: placeOf, cellOf: Int32Array.from(active) };
  const places = new Int32Array(nodeOf.length);
  for (let cell = 0; cell < places.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    const place = node < 0 ? -1 : (placeOf[node] ?? -1);
    places[cell] = place >= 0 && amounts[cell] === 0 ? -1 : place;
  }
  return { ...nodes, nodeOf: places };
}

function picked(values: Column, active: readonly number[]): Float64Array {
  const found = new Float64Array(active.length);
  if (typeof values === 'number') return found.fill(values);
  for (let place = 0; place < found.length; place += 1) {
    found[place] = values[active[place] ?? 0] ?? 0;
  }
  return found;
}
