import { assert } from '../assert.ts';
import type { CapFamily, CapInput, PairCap } from './input.ts';
import { shareDown } from './share.ts';

/** The caps as the terms state them: a share of the pool, a fixed amount, or the lower of both. */
export type StatedCaps = {
  amounts: Float64Array;
  totalMinor: number;
  families: StatedFamily[];
  pairs: StatedPair[];
};

/** Those of their nodes that can bind, which is all that the algorithms read. */
export type Caps = {
  amounts: Float64Array;
  totalMinor: number;
  families: Family[];
  pairs: Pair[];
};

export type Nodes = {
  /** Its place in the result's `taken`. */
  cap: number;
  nodeOf: Int32Array;
  nodes: number;
  /** By node: its cell, where each has only one. */
  cellOf?: Int32Array | undefined;
  /** How many the terms name, those left out included: the more, the finer. */
  stated: number;
  /** By node: all amounts in it. */
  gross: Float64Array;
};

export type Family = Nodes & { bp: Float64Array; fixed: Float64Array };
export type Pair = Nodes & { bp: number; fixed: number; position: 'before' | 'after' };

/** By node; one number where it is the same for all. */
export type Column = number | Float64Array;

/** Whether each cell is the node of its own number, as debtors are. */
type Own = { isOwn: boolean };
export type StatedNodes = Nodes & Own;
export type StatedFamily = StatedNodes & { bp: Column; fixed: Column };
export type StatedPair = Pair & Own;

export function capsOf({ amounts, families, pairs }: CapInput): StatedCaps {
  return {
    amounts,
    totalMinor: checkedTotal(amounts),
    families: families.map((family, cap) => familyOf(family, cap, amounts)),
    pairs: pairs.map((pair, index) => pairOf(pair, families.length + index, amounts)),
  };
}

export function at(column: Column, node: number): number {
  return typeof column === 'number' ? column : (column[node] ?? 0);
}

export function finestFirst(families: readonly Family[]): Family[] {
  return families.toSorted((left, right) => right.stated - left.stated);
}

export function sumsByNode(
  { nodeOf, nodes }: { nodeOf: Int32Array; nodes: number },
  amounts: Float64Array,
): Float64Array {
  const sums = new Float64Array(nodes);
  for (let cell = 0; cell < amounts.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    if (node >= 0) sums[node] = (sums[node] ?? 0) + (amounts[cell] ?? 0);
  }
  return sums;
}

export function totalOf(amounts: Float64Array): number {
  let total = 0;
  for (let cell = 0; cell < amounts.length; cell += 1) total += amounts[cell] ?? 0;
  return total;
}

function checkedTotal(amounts: Float64Array): number {
  const total = totalOf(amounts);
  assert(areWhole(amounts), 'an amount is not whole minor units');
  assert(total <= Number.MAX_SAFE_INTEGER, 'the amounts are beyond 2^53 minor units');
  return total;
}

function familyOf(family: CapFamily, cap: number, amounts: Float64Array): StatedFamily {
  const { bp, base, ceiling } = family;
  assert(bp.length === family.nodes, 'a family does not name a share for every node');
  const shares = columnOf(bp, 'a share is not whole basis points');
  const nodes = nodesOf(family, cap, amounts);
  const ceilings = ceilingsOf(ceiling, family.nodes);
  if (base.kind === 'pool') return { ...nodes, bp: shares, fixed: ceilings };
  assert(base.minor >= 0 && Number.isInteger(base.minor), 'a base is not whole minor units');
  return { ...nodes, bp: 10_000, fixed: fixedOf(shares, base.minor, ceilings) };
}

function ceilingsOf(ceiling: Float64Array | undefined, nodes: number): Column {
  if (!ceiling) return Number.POSITIVE_INFINITY;
  assert(ceiling.length === nodes, 'a family does not name a ceiling for every node');
  return columnOf(ceiling, 'a ceiling is not whole minor units');
}

function fixedOf(shares: Column, baseMinor: number, ceilings: Column): Column {
  const most = (bp: number, node: number) => Math.min(shareDown(baseMinor, bp), at(ceilings, node));
  if (typeof shares !== 'number') return shares.map(most);
  if (typeof ceilings === 'number') return most(shares, 0);
  return ceilings.map((_, node) => most(shares, node));
}

function pairOf(pair: PairCap, cap: number, amounts: Float64Array): StatedPair {
  const { bp, base, position } = pair;
  assert(isWhole(bp), 'a share is not whole basis points');
  const nodes = nodesOf(pair, cap, amounts);
  const fixed = Number.POSITIVE_INFINITY;
  if (base.kind === 'pool') return { ...nodes, bp, fixed, position };
  assert(base.minor >= 0 && Number.isInteger(base.minor), 'a base is not whole minor units');
  return { ...nodes, bp: 10_000, fixed: shareDown(base.minor, bp), position };
}

function nodesOf(
  of: { nodeOf: Int32Array; nodes: number },
  cap: number,
  amounts: Float64Array,
): StatedNodes {
  const { nodeOf, nodes } = of;
  assert(nodeOf.length === amounts.length, 'a cap does not name a node for every cell');
  const isOwn = nodes === nodeOf.length && isCounting(nodeOf);
  const gross = isOwn ? amounts : sumsByNode(of, amounts);
  return { cap, nodeOf, nodes, isOwn, stated: nodes, gross };
}

function isCounting(nodeOf: Int32Array): boolean {
  for (let cell = 0; cell < nodeOf.length; cell += 1) if (nodeOf[cell] !== cell) return false;
  return true;
}

/** Whole values ≥ 0, as one number if they are all the same. */
function columnOf(values: Float64Array, message: string): Column {
  const first = values[0] ?? 0;
  const isSame = areAll(values, first);
  assert(isSame ? isWhole(first) : areWhole(values), message);
  return isSame ? first : values;
}

// Nothing follows these loops: a loop is compiled while it runs for the first time, what comes after it
// as never seen, and all of it is thrown away when it is reached, call after call.

function areAll(values: Float64Array, first: number): boolean {
  for (let node = 0; node < values.length; node += 1) if (values[node] !== first) return false;
  return true;
}

function areWhole(values: Float64Array): boolean {
  for (let at = 0; at < values.length; at += 1) if (!isWhole(values[at] ?? 0)) return false;
  return true;
}

/** Infinity is whole too. */
function isWhole(value: number): boolean {
  return value >= 0 && Math.floor(value) === value;
}
