import { assert } from '../assert.ts';
import type { CapFamily, CapInput, PairCap } from './input.ts';
import { shareDown } from './share.ts';

/** The caps as the algorithms read them: a share of the pool, a fixed amount, or the lower of both. */
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
  /** How many the terms name, those left out included: the more, the finer. */
  stated: number;
  /** By node: all amounts in it. */
  gross: Float64Array;
};

export type Family = Nodes & { bp: Float64Array; fixed: Float64Array };
export type Pair = Nodes & { bp: number; fixed: number; position: 'before' | 'after' };

export function capsOf({ amounts, families, pairs }: CapInput): Caps {
  return {
    amounts,
    totalMinor: checkedTotal(amounts),
    families: families.map((family, cap) => familyOf(family, cap, amounts)),
    pairs: pairs.map((pair, index) => pairOf(pair, families.length + index, amounts)),
  };
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
  let total = 0;
  let whole = true;
  for (let cell = 0; cell < amounts.length; cell += 1) {
    const amount = amounts[cell] ?? 0;
    if (!(amount >= 0) || Math.floor(amount) !== amount) whole = false;
    total += amount;
  }
  assert(whole, 'an amount is not whole minor units');
  assert(total <= Number.MAX_SAFE_INTEGER, 'the amounts are beyond 2^53 minor units');
  return total;
}

function familyOf(family: CapFamily, cap: number, amounts: Float64Array): Family {
  const { nodeOf, nodes, bp, base } = family;
  assert(nodeOf.length === amounts.length, 'a family does not name a node for every cell');
  assert(bp.length === nodes, 'a family does not name a share for every node');
  assertWhole(bp, 'a share is not whole basis points');
  const gross = sumsByNode(family, amounts);
  const fixed = fixedOf(family);
  if (base.kind === 'pool') return { cap, nodeOf, nodes, stated: nodes, gross, bp, fixed };
  const none = new Float64Array(nodes).fill(10_000);
  return { cap, nodeOf, nodes, stated: nodes, gross, bp: none, fixed };
}

function fixedOf({ nodes, bp, base, ceiling }: CapFamily): Float64Array {
  const fixed = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  if (base.kind === 'amount') {
    assert(base.minor >= 0 && Number.isInteger(base.minor), 'a base is not whole minor units');
    for (let node = 0; node < nodes; node += 1) fixed[node] = shareDown(base.minor, bp[node] ?? 0);
  }
  if (!ceiling) return fixed;
  assert(ceiling.length === nodes, 'a family does not name a ceiling for every node');
  assertWhole(ceiling, 'a ceiling is not whole minor units');
  for (let node = 0; node < nodes; node += 1) {
    fixed[node] = Math.min(fixed[node] ?? 0, ceiling[node] ?? 0);
  }
  return fixed;
}

function pairOf(pair: PairCap, cap: number, amounts: Float64Array): Pair {
  const { nodeOf, nodes, bp, base, position } = pair;
  assert(nodeOf.length === amounts.length, 'a pair cap does not name a node for every cell');
  assertWhole(Float64Array.of(bp), 'a share is not whole basis points');
  const gross = sumsByNode(pair, amounts);
  const fixed = Number.POSITIVE_INFINITY;
  const ofPool = { cap, nodeOf, nodes, stated: nodes, gross, bp, fixed, position };
  if (base.kind === 'pool') return ofPool;
  assert(base.minor >= 0 && Number.isInteger(base.minor), 'a base is not whole minor units');
  return { ...ofPool, bp: 10_000, fixed: shareDown(base.minor, bp) };
}

/** Infinity is whole too. */
function assertWhole(values: Float64Array, message: string): void {
  let whole = true;
  let same = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value === same) continue;
    same = value;
    if (!(value >= 0) || Math.floor(value) !== value) whole = false;
  }
  assert(whole, message);
}
