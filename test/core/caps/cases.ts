import type { CapBase, CapFamily, CapInput, PairCap } from '../../../src/core/caps/input.ts';

export const pool: CapBase = { kind: 'pool' };

/** A family from the node of each cell and the share of each node. */
export function family(
  nodeOf: readonly number[],
  bp: readonly number[],
  more: Partial<Pick<CapFamily, 'base' | 'ceiling'>> = {},
): CapFamily {
  return {
    nodeOf: Int32Array.from(nodeOf),
    nodes: bp.length,
    bp: Float64Array.from(bp),
    base: pool,
    ...more,
  };
}

/** Every cell its own node, each capped at the same share. */
export function eachAt(cells: number, bp: number, base: CapBase = pool): CapFamily {
  const own = Array.from({ length: cells }, (_, cell) => cell);
  return family(
    own,
    own.map(() => bp),
    { base },
  );
}

export function anyTwoOf(
  nodeOf: readonly number[],
  bp: number,
  more: Partial<PairCap> = {},
): PairCap {
  const nodes = Math.max(-1, ...nodeOf) + 1;
  return { nodeOf: Int32Array.from(nodeOf), nodes, bp, base: pool, position: 'after', ...more };
}

export function capInput(
  amounts: readonly number[],
  families: CapFamily[],
  pairs: PairCap[] = [],
): CapInput {
  return { amounts: Float64Array.from(amounts), families, pairs };
}

/** The greatest pool by trying every whole vector of amounts: only for a handful of cells. */
export function greatestByTrying(input: CapInput): number {
  const { amounts } = input;
  const kept = new Array<number>(amounts.length).fill(0);
  let best = 0;
  const tryFrom = (cell: number): void => {
    if (cell < amounts.length) {
      for (let minor = 0; minor <= (amounts[cell] ?? 0); minor += 1) {
        kept[cell] = minor;
        tryFrom(cell + 1);
      }
      return;
    }
    const total = kept.reduce((sum, minor) => sum + minor, 0);
    if (total > best && satisfies(input, kept, total)) best = total;
  };
  tryFrom(0);
  return best;
}

function satisfies({ families, pairs }: CapInput, kept: readonly number[], total: number): boolean {
  const fits = families.every((item) =>
    Array.from({ length: item.nodes }, (_, node) => node).every(
      (node) => sumIn(item.nodeOf, node, kept) <= mostOf(item, node, total),
    ),
  );
  return (
    fits &&
    pairs.every((pair) => {
      const sums = Array.from({ length: pair.nodes }, (_, node) => sumIn(pair.nodeOf, node, kept));
      const [first = 0, second = 0] = sums.toSorted((left, right) => right - left);
      return first + second <= shareOf(pair.bp, pair.base, total);
    })
  );
}

export function mostOf({ bp, base, ceiling }: CapFamily, node: number, total: number): number {
  const named = ceiling?.[node] ?? Number.POSITIVE_INFINITY;
  return Math.min(named, shareOf(bp[node] ?? 0, base, total));
}

function shareOf(bp: number, base: CapBase, total: number): number {
  // A whole share of the pool is no cap, also where it is read at a pool that other caps made.
  if (bp === Number.POSITIVE_INFINITY || (base.kind === 'pool' && bp >= 10_000)) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.floor((bp * (base.kind === 'pool' ? total : base.minor)) / 10_000);
}

function sumIn(nodeOf: Int32Array, node: number, kept: readonly number[]): number {
  return kept.reduce((sum, minor, cell) => (nodeOf[cell] === node ? sum + minor : sum), 0);
}
