import type { CapBase, CapFamily, CapInput, CapResult } from './input.ts';

export type CapFault = {
  fault: 'kept' | 'taken' | 'pool' | 'upper' | 'cap' | 'cap_minor' | 'collapsed' | 'not_greatest';
  cap?: number;
  node?: number;
  cell?: number;
};

/**
 * Judges a result by deriving it again, in BigInt and by other code than the engine's: cuts and sums
 * to the cent, every cap on what is kept at the final pool, and, where the nodes nest, that a pool
 * of one more does not satisfy them. Empty when it holds.
 */
export function checkCaps(input: CapInput, result: CapResult): CapFault[] {
  const unreadable = [...checkKept(input, result)];
  if (unreadable.length > 0) return unreadable;
  const found = [...checkTaken(input, result), ...checkPool(input, result)];
  input.families.forEach((_, cap) => {
    found.push(...checkFamily(input, result, cap));
  });
  input.pairs.forEach((_, index) => {
    found.push(...checkPair(input, result, index));
  });
  if (input.pairs.length === 0) found.push(...checkGreatest(input, result));
  return found;
}

/** Whole amounts, none above what there is: only then can sums be taken. */
function* checkKept({ amounts }: CapInput, { kept, poolMinor }: CapResult): Generator<CapFault> {
  if (kept.length !== amounts.length) yield { fault: 'kept' };
  for (const [cell, amount] of amounts.entries()) {
    const left = kept[cell] ?? -1;
    if (!Number.isSafeInteger(left) || left < 0 || left > amount) yield { fault: 'kept', cell };
  }
  if (!Number.isSafeInteger(poolMinor)) yield { fault: 'pool' };
}

function* checkTaken(
  { amounts, families, pairs }: CapInput,
  { kept, taken }: CapResult,
): Generator<CapFault> {
  if (taken.length !== families.length + pairs.length) yield { fault: 'taken' };
  for (const [cell, amount] of amounts.entries()) {
    let cut = 0n;
    for (const [cap, column] of taken.entries()) {
      const minor = column[cell] ?? -1;
      if (Number.isSafeInteger(minor) && minor >= 0) cut += BigInt(minor);
      else yield { fault: 'taken', cap, cell };
    }
    if (BigInt(amount) - cut !== BigInt(kept[cell] ?? 0)) yield { fault: 'taken', cell };
  }
}

function* checkPool({ amounts }: CapInput, result: CapResult): Generator<CapFault> {
  const { kept, poolMinor, upperMinor, collapsed } = result;
  if (sumOf(kept) !== BigInt(poolMinor)) yield { fault: 'pool' };
  const whole = Number.isSafeInteger(upperMinor) && upperMinor >= poolMinor;
  if (!whole || BigInt(upperMinor) > sumOf(amounts)) yield { fault: 'upper' };
  const short = collapsed && collapsed.nodes < collapsed.needed;
  if (collapsed && (poolMinor !== 0 || !short)) yield { fault: 'collapsed' };
}

function* checkFamily(
  { families }: CapInput,
  { kept, poolMinor, capMinor }: CapResult,
  cap: number,
): Generator<CapFault> {
  const family = families[cap];
  if (!family) return;
  const sums = sumsOf(family, kept);
  for (let node = 0; node < family.nodes; node += 1) {
    const most = capOf(family, node, BigInt(poolMinor));
    if (most !== undefined && (sums[node] ?? 0n) > most) yield { fault: 'cap', cap, node };
    if (capMinor[cap]?.[node] !== minorOf(most)) yield { fault: 'cap_minor', cap, node };
  }
}

function* checkPair(
  { families, pairs }: CapInput,
  { kept, poolMinor, pairMinor }: CapResult,
  index: number,
): Generator<CapFault> {
  const pair = pairs[index];
  if (!pair) return;
  const most = shareOf(pair.bp, pair.base, BigInt(poolMinor));
  const [first = 0n, second = 0n] = sumsOf(pair, kept).sort(descending);
  const cap = families.length + index;
  if (most !== undefined && first + second > most) yield { fault: 'cap', cap };
  if (pairMinor[index] !== minorOf(most)) yield { fault: 'cap_minor', cap };
}

function* checkGreatest(input: CapInput, result: CapResult): Generator<CapFault> {
  const nests = nestsOf(input);
  if (!nests) return;
  if (result.poolMinor !== result.upperMinor) yield { fault: 'upper' };
  const next = BigInt(result.poolMinor) + 1n;
  if (countedAt(input, nests, next) >= next) yield { fault: 'not_greatest' };
}

type Nest = { family: CapFamily; node: number; cells: number[]; inside: number[]; alone: number[] };

/** Every node with what lies directly within it, smaller ones first; undefined where two overlap. */
function nestsOf({ amounts, families }: CapInput): Nest[] | undefined {
  const nests = families.flatMap(nodesWithCells(amounts));
  nests.sort((left, right) => left.cells.length - right.cells.length);
  const holder = new Int32Array(amounts.length).fill(-1);
  for (const [index, nest] of nests.entries()) {
    const inside = new Set<number>();
    for (const cell of nest.cells) {
      const held = holder[cell] ?? -1;
      if (held < 0) nest.alone.push(cell);
      else inside.add(held);
    }
    nest.inside = [...inside];
    const within = nest.inside.reduce((sum, held) => sum + (nests[held]?.cells.length ?? 0), 0);
    if (within + nest.alone.length !== nest.cells.length) return undefined;
    for (const cell of nest.cells) holder[cell] = index;
  }
  return nests;
}

function nodesWithCells(amounts: Float64Array): (family: CapFamily) => Nest[] {
  return (family) => {
    const cellsOf = new Map<number, number[]>();
    family.nodeOf.forEach((node, cell) => {
      if (node < 0 || amounts[cell] === 0) return;
      if (capOf(family, node, 0n) === undefined) return;
      const cells = cellsOf.get(node);
      if (cells) cells.push(cell);
      else cellsOf.set(node, [cell]);
    });
    return [...cellsOf].map(([node, cells]) => ({ family, node, cells, inside: [], alone: [] }));
  };
}

/** What counts at a pool when each node gives the lower of its cap and what lies within it. */
function countedAt({ amounts }: CapInput, nests: readonly Nest[], pool: bigint): bigint {
  const given: bigint[] = [];
  const around = new Set<number>();
  const covered = new Set<number>();
  for (const { family, node, inside, alone } of nests) {
    let within = 0n;
    for (const held of inside) {
      within += given[held] ?? 0n;
      around.add(held);
    }
    for (const cell of alone) {
      within += BigInt(amounts[cell] ?? 0);
      covered.add(cell);
    }
    const most = capOf(family, node, pool);
    given.push(most !== undefined && most < within ? most : within);
  }
  let counted = 0n;
  for (const [index, minor] of given.entries()) if (!around.has(index)) counted += minor;
  for (const [cell, amount] of amounts.entries()) if (!covered.has(cell)) counted += BigInt(amount);
  return counted;
}

/** The lower of a node's share and its ceiling; undefined where it has neither. */
function capOf({ bp, base, ceiling }: CapFamily, node: number, pool: bigint): bigint | undefined {
  const share = shareOf(bp[node] ?? 0, base, pool);
  const named = ceiling?.[node] ?? Number.POSITIVE_INFINITY;
  if (named === Number.POSITIVE_INFINITY) return share;
  return share !== undefined && share < BigInt(named) ? share : BigInt(named);
}

function shareOf(bp: number, base: CapBase, pool: bigint): bigint | undefined {
  if (bp === Number.POSITIVE_INFINITY) return undefined;
  if (base.kind === 'pool' && bp >= 10_000) return undefined;
  return (BigInt(bp) * (base.kind === 'pool' ? pool : BigInt(base.minor))) / 10_000n;
}

/** A cap as the result states it: Infinity where nothing is capped. */
function minorOf(most: bigint | undefined): number {
  if (most === undefined || most > BigInt(Number.MAX_SAFE_INTEGER)) return Number.POSITIVE_INFINITY;
  return Number(most);
}

function sumsOf(
  { nodeOf, nodes }: { nodeOf: Int32Array; nodes: number },
  amounts: Float64Array,
): bigint[] {
  const sums = new Array<bigint>(nodes).fill(0n);
  nodeOf.forEach((node, cell) => {
    if (node >= 0) sums[node] = (sums[node] ?? 0n) + BigInt(amounts[cell] ?? 0);
  });
  return sums;
}

function sumOf(amounts: Float64Array): bigint {
  return amounts.reduce<bigint>((sum, amount) => sum + BigInt(amount), 0n);
}

function descending(left: bigint, right: bigint): number {
  if (left === right) return 0;
  return left > right ? -1 : 1;
}
