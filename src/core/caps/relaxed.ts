import { assert } from '../assert.ts';
import { readCrossed } from './crossed.ts';
import { type Forest, forestIn, forestOf } from './forest.ts';
import type { Reading } from './line.ts';
import { type Nested, readNested } from './nested.ts';
import { type Caps, type Family, finestFirst, type Pair } from './terms.ts';

/** All caps in one forest, with at most one pair cap over it; undefined where they do not nest so. */
export function nestedOf({ amounts, families, pairs }: Caps): Nested | undefined {
  const forest = forestOf(families, amounts);
  const [pair] = pairs;
  if (!forest || pairs.length > 1) return undefined;
  if (!pair) return { forest };
  const paired = forestIn([...forest.families, nodesOf(pair)], amounts);
  return paired && { forest: paired, pair };
}

/** Some of the caps, for which what counts can be read exactly: no pool above its own satisfies all. */
export type Relaxed = {
  read: (poolMinor: number) => Reading;
  /** Fewer of the caps, which are quicker to read and bound the pool first. */
  coarser: ((poolMinor: number) => Reading)[];
  /** Amounts that count at a pool under these caps. */
  kept?: (poolMinor: number) => Float64Array;
};

/**
 * The largest exact parts of caps that do not nest: families as two forests (a pair cap joins as the
 * same cap on each single node, which it implies), and each pair cap over the families inside it.
 */
export function relaxedOf({ amounts, families, pairs }: Caps): Relaxed[] {
  const single = [...families, ...pairs.map((pair) => nodesOf(pair, pair))];
  const crossed = splitsOf(single, amounts).map((forests) => {
    const read = readCrossed({ forests, amounts });
    const coarser = forests.map((forest) => readNested({ forest }));
    return { read, coarser, kept: (pool: number) => read(pool).kept() };
  });
  return [
    ...crossed,
    ...pairs.map((pair) => ({ read: readNested(under(pair, families, amounts)), coarser: [] })),
  ];
}

/** All families as two forests; where that cannot be, all but one of them, and so on. */
function splitsOf(families: readonly Family[], amounts: Float64Array): [Forest, Forest][] {
  const found: [Forest, Forest][] = [];
  let sets: (readonly Family[])[] = [families];
  while (found.length === 0) {
    for (const set of sets) {
      const split = splitOf(set, amounts);
      if (split) found.push(split);
    }
    sets = distinct(sets.flatMap((set) => set.map((left) => set.filter((item) => item !== left))));
  }
  return found;
}

function distinct(sets: (readonly Family[])[]): (readonly Family[])[] {
  return [...new Map(sets.map((set) => [set.map(({ cap }) => cap).join(), set])).values()];
}

function splitOf(families: readonly Family[], amounts: Float64Array): [Forest, Forest] | undefined {
  const place = (
    rest: readonly Family[],
    left: Family[],
    right: Family[],
  ): [Forest, Forest] | undefined => {
    const forests = [forestOf(left, amounts), forestOf(right, amounts)] as const;
    if (!forests[0] || !forests[1]) return undefined;
    const [next, ...others] = rest;
    if (!next) return [forests[0], forests[1]];
    return place(others, [...left, next], right) ?? place(others, left, [...right, next]);
  };
  return place(families, [], []);
}

/** The pair cap over as many families as nest inside its nodes, finer ones first. */
function under(pair: Pair, families: readonly Family[], amounts: Float64Array): Nested {
  const over = nodesOf(pair);
  let forest = forestIn([over], amounts);
  let inside: Family[] = [];
  for (const family of finestFirst(families)) {
    const chain = forestOf([...inside, family], amounts);
    const grown = chain && forestIn([...chain.families, over], amounts);
    if (!chain || !grown) continue;
    inside = chain.families;
    forest = grown;
  }
  assert(forest, 'one family is always a forest');
  return { forest, pair };
}

/** A pair cap's nodes, each capped at the same as the pair, or not at all. */
function nodesOf({ cap, nodeOf, nodes, stated, gross }: Pair, capped?: Pair): Family {
  const bp = new Float64Array(nodes).fill(capped?.bp ?? 10_000);
  const fixed = new Float64Array(nodes).fill(capped?.fixed ?? Number.POSITIVE_INFINITY);
  return { cap, nodeOf, nodes, stated, gross, bp, fixed };
}
