import { assert } from '../assert.ts';
import { activeAt, fitsAt } from './active.ts';
import { attributed } from './attributed.ts';
import { poolBounded } from './bounded.ts';
import { type Bundled, bundled, onCells } from './bundled.ts';
import { collapseOf } from './collapse.ts';
import { cutNodes, excessOverPair } from './cut.ts';
import type { CapInput, CapResult } from './input.ts';
import { greatestPool } from './line.ts';
import { type Excess, type Nested, readNested } from './nested.ts';
import { nestedOf } from './relaxed.ts';
import { capAt, type PoolParts, partsOf } from './share.ts';
import { at, type Caps, capsOf, type StatedCaps, type StatedFamily, sumsByNode } from './terms.ts';

/**
 * What a facility's pool is after all its concentration caps, and which cap takes which cent: the
 * greatest pool whose own shares it satisfies. Exact where the nodes nest, or cross as two forests,
 * or one pair cap stands over all of them; otherwise bounded from both sides, to the cent.
 */
export function capPool(input: CapInput): CapResult {
  const caps = capsOf(input);
  const { poolMinor, upperMinor, cut } = poolOf(caps);
  const { kept, taken } = cut();
  const collapsed = poolMinor === 0 && caps.totalMinor > 0 ? collapseOf(caps) : undefined;
  const all = input.families.length + input.pairs.length;
  // One column for all caps that take nothing: most do, and nobody writes to it.
  const nothing = new Float64Array(kept.length);
  return {
    poolMinor,
    upperMinor,
    kept,
    taken: Array.from({ length: all }, (_, cap) => taken[cap] ?? nothing),
    ...capMinorOf(caps, poolMinor),
    ...(collapsed && { collapsed }),
  };
}

/** A pool, and how it cuts the cells, which is worked out only for the pool that stands. */
type Found = Pick<CapResult, 'poolMinor' | 'upperMinor'> & { cut: () => Cut };
type Cut = Pick<CapResult, 'kept' | 'taken'>;

/** With the caps that can bind at most of what is there; with more of them if the pool is below that. */
function poolOf(caps: StatedCaps): Found {
  if (fitsAt(caps, caps.totalMinor)) return uncut(caps);
  let floor = Math.floor(caps.totalMinor * 0.75);
  for (let round = 0; round < halvingsMax; round += 1) {
    const active = activeAt(caps, floor);
    const found = poolUnder(active.caps);
    if (found.poolMinor >= floor) return among(caps, active.cells, found);
    floor = Math.floor(found.poolMinor / 2);
  }
  assert(false, 'a pool below 2^53 halves at most 53 times');
}

const halvingsMax = 55;

/** The cut of some cells among all. */
function among({ amounts }: StatedCaps, cells: Int32Array, found: Found): Found {
  const cut = () => {
    const { kept, taken } = found.cut();
    return {
      kept: placed(kept, cells, amounts.slice()),
      taken: taken.map((minor) => placed(minor, cells, new Float64Array(amounts.length))),
    };
  };
  return { ...found, cut };
}

function placed(values: Float64Array, cells: Int32Array, into: Float64Array): Float64Array {
  for (let index = 0; index < cells.length; index += 1) {
    into[cells[index] ?? 0] = values[index] ?? 0;
  }
  return into;
}

function uncut({ amounts, totalMinor }: StatedCaps): Found {
  const cut = () => ({ kept: amounts.slice(), taken: [] });
  return { poolMinor: totalMinor, upperMinor: totalMinor, cut };
}

/** Which caps nest, and what counts under them, is the same for bundles as for their cells. */
function poolUnder(caps: Caps): Found {
  const bundles = bundled(caps);
  const nested = nestedOf(bundles.caps);
  if (nested) return poolNested(caps, bundles, nested);
  const { poolMinor, upperMinor, kept } = poolBounded(bundles.caps);
  const shares = () => attributed(bundles.caps, { kept, poolMinor });
  return { poolMinor, upperMinor, cut: () => onCells(bundles, caps.amounts, shares()) };
}

/** Cuts from the inside out; where the terms name the caps in another order, they say whose cut it is. */
function poolNested(caps: Caps, bundles: Bundled, nested: Nested): Found {
  const read = readNested(nested);
  const poolMinor = greatestPool(read, caps.totalMinor);
  const cut = () => {
    const inside = cutInside(caps, nested, { excess: read(poolMinor).excess(), poolMinor });
    if (isAsStated(nested, caps)) return inside;
    const ofBundles = { nodeOf: bundles.of, nodes: bundles.caps.amounts.length };
    const kept = sumsByNode(ofBundles, inside.kept);
    return onCells(bundles, caps.amounts, attributed(bundles.caps, { kept, poolMinor }));
  };
  return { poolMinor, upperMinor: poolMinor, cut };
}

function cutInside(
  caps: Caps,
  { forest }: Nested,
  { excess, poolMinor }: { excess: Excess[][]; poolMinor: number },
): Cut {
  const kept = caps.amounts.slice();
  const taken: Float64Array[] = [];
  const nodesOf = (cap: number) => caps.families.find((family) => family.cap === cap);
  forest.families.forEach(({ cap }, level) => {
    const own = excess[level] ?? [];
    const nodes = nodesOf(cap);
    if (nodes && own.length > 0) taken[cap] = cutNodes(nodes, own, kept);
  });
  for (const pair of caps.pairs) {
    taken[pair.cap] = cutNodes(pair, excessOverPair(pair, kept, partsOf(poolMinor)), kept);
  }
  return { kept, taken };
}

/** Whether the terms name the caps from the inside out, as they were cut. */
function isAsStated({ forest }: Nested, { pairs }: Caps): boolean {
  const order = forest.families.map(({ cap }) => cap);
  const inOrder = order.every((cap, level) => level === 0 || cap > (order[level - 1] ?? 0));
  return inOrder && pairs.every(({ position }) => position === 'after');
}

function capMinorOf(
  { families, pairs }: StatedCaps,
  poolMinor: number,
): Pick<CapResult, 'capMinor' | 'pairMinor'> {
  const parts = partsOf(poolMinor);
  return {
    capMinor: families.map(({ nodes, bp, fixed }) => capColumn({ bp, fixed }, nodes, parts)),
    pairMinor: Float64Array.from(pairs, ({ bp, fixed }) => capAt(bp, fixed, parts)),
  };
}

function capColumn(
  { bp, fixed }: Pick<StatedFamily, 'bp' | 'fixed'>,
  nodes: number,
  parts: PoolParts,
): Float64Array {
  const minor = new Float64Array(nodes);
  if (typeof bp === 'number' && typeof fixed === 'number') {
    return minor.fill(capAt(bp, fixed, parts));
  }
  for (let node = 0; node < nodes; node += 1) {
    minor[node] = capAt(at(bp, node), at(fixed, node), parts);
  }
  return minor;
}
