import type { Excess } from './nested.ts';
import { largestTwo, pairedOf } from './pair.ts';
import { capAt, type PoolParts, partDown } from './share.ts';
import { type Family, type Pair, sumsByNode } from './terms.ts';

/**
 * Spreads what nodes lose over their cells in proportion to what is left of them, by cumulative
 * rounding in cell order (as `splitMinor`): no cell loses more than it has.
 */
export function cutNodes(
  { nodeOf, nodes, cellOf }: Pick<Family, 'nodeOf' | 'nodes' | 'cellOf'>,
  excess: readonly Excess[],
  kept: Float64Array,
): Float64Array {
  const taken = new Float64Array(kept.length);
  if (excess.length === 0) return taken;
  if (cellOf) {
    for (const { node, excessMinor } of excess) {
      const cell = cellOf[node] ?? 0;
      taken[cell] = excessMinor;
      kept[cell] = (kept[cell] ?? 0) - excessMinor;
    }
    return taken;
  }
  const slotOf = new Int32Array(nodes);
  excess.forEach(({ node }, index) => {
    slotOf[node] = index + 1;
  });
  const excessMinor = Float64Array.from(excess, (item) => item.excessMinor);
  const amountMinor = Float64Array.from(excess, (item) => item.amountMinor);
  const passed = new Float64Array(excess.length);
  const before = new Float64Array(excess.length);
  for (let cell = 0; cell < kept.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    const slot = node < 0 ? -1 : (slotOf[node] ?? 0) - 1;
    const amount = kept[cell] ?? 0;
    if (slot < 0 || amount === 0) continue;
    const upTo = (passed[slot] ?? 0) + amount;
    const toLose = excessMinor[slot] ?? 0;
    const whole = amountMinor[slot] ?? 0;
    const lost = upTo === whole ? toLose : partDown(toLose, upTo, whole);
    passed[slot] = upTo;
    const cut = lost - (before[slot] ?? 0);
    before[slot] = lost;
    taken[cell] = cut;
    kept[cell] = amount - cut;
  }
  return taken;
}

/** What a family takes of amounts at a pool, by node. */
export function excessOver(family: Family, kept: Float64Array, parts: PoolParts): Excess[] {
  const sums = sumsByNode(family, kept);
  const excess: Excess[] = [];
  for (let node = 0; node < family.nodes; node += 1) {
    const cap = capAt(family.bp[node] ?? 0, family.fixed[node] ?? 0, parts);
    const amountMinor = sums[node] ?? 0;
    if (amountMinor > cap) excess.push({ node, excessMinor: amountMinor - cap, amountMinor });
  }
  return excess;
}

/** What a pair cap takes of amounts at a pool, by node. */
export function excessOverPair(pair: Pair, kept: Float64Array, parts: PoolParts): Excess[] {
  const sums = sumsByNode(pair, kept);
  const { kept: left, held } = pairedOf(sums, capAt(pair.bp, pair.fixed, parts));
  return held.flatMap((node) => {
    const amountMinor = sums[node] ?? 0;
    const excessMinor = amountMinor - (left[node] ?? 0);
    return excessMinor > 0 ? [{ node, excessMinor, amountMinor }] : [];
  });
}

/**
 * Gives back, cell after cell, what the given caps leave room for, never above `most`. With nested
 * caps nothing more could count (a polymatroid's greedy); otherwise nothing more can be added.
 */
export function raise(
  kept: Float64Array,
  most: Float64Array,
  { families, pairs, parts }: { families: Family[]; pairs: Pair[]; parts: PoolParts },
): Float64Array {
  const raised = kept.slice();
  const rooms = [
    ...families.map((family) => familyRoom(family, raised, parts)),
    ...pairs.map((pair) => pairRoom(pair, raised, parts)),
  ];
  for (let cell = 0; cell < raised.length; cell += 1) {
    let room = (most[cell] ?? 0) - (raised[cell] ?? 0);
    for (const { left } of rooms) room = room > 0 ? Math.min(room, left(cell)) : 0;
    if (room <= 0) continue;
    raised[cell] = (raised[cell] ?? 0) + room;
    for (const { use } of rooms) use(cell, room);
  }
  return raised;
}

type Room = { left: (cell: number) => number; use: (cell: number, minor: number) => void };

function familyRoom(family: Family, kept: Float64Array, parts: PoolParts): Room {
  const left = sumsByNode(family, kept).map(
    (sum, node) => capAt(family.bp[node] ?? 0, family.fixed[node] ?? 0, parts) - sum,
  );
  const nodeAt = (cell: number) => family.nodeOf[cell] ?? -1;
  return {
    left: (cell) => (nodeAt(cell) < 0 ? Number.POSITIVE_INFINITY : (left[nodeAt(cell)] ?? 0)),
    use: (cell, minor) => {
      const node = nodeAt(cell);
      if (node >= 0) left[node] = (left[node] ?? 0) - minor;
    },
  };
}

function pairRoom(pair: Pair, kept: Float64Array, parts: PoolParts): Room {
  const sums = sumsByNode(pair, kept);
  const capMinor = capAt(pair.bp, pair.fixed, parts);
  let [first, second] = largestTwo(sums);
  const nodeAt = (cell: number) => pair.nodeOf[cell] ?? -1;
  return {
    left: (cell) => {
      const node = nodeAt(cell);
      if (node < 0) return Number.POSITIVE_INFINITY;
      const other = node === first ? second : first;
      return capMinor - (sums[other] ?? 0) - (sums[node] ?? 0);
    },
    use: (cell, minor) => {
      const node = nodeAt(cell);
      if (node < 0) return;
      const sum = (sums[node] ?? 0) + minor;
      sums[node] = sum;
      if (node === first) return;
      if (sum > (sums[first] ?? 0)) [first, second] = [node, first];
      else if (node !== second && sum > (sums[second] ?? 0)) second = node;
    },
  };
}
