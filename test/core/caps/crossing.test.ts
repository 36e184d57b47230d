import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capPool } from '../../../src/core/caps/capPool.ts';
import { checkCaps } from '../../../src/core/caps/check.ts';
import type { CapInput } from '../../../src/core/caps/input.ts';
import { anyTwoOf, capInput, eachAt, family, greatestByTrying } from './cases.ts';

const bp = fc.oneof(fc.integer({ min: 500, max: 9_000 }), fc.constantFrom(3_333, 5_000, 10_000));
const sizes = { minLength: 1, maxLength: 5 };

/** Families whose nodes overlap anyhow, over a few small cells. */
function crossed(families: number, pairs: number): fc.Arbitrary<CapInput> {
  return fc.array(fc.integer({ min: 0, max: 5 }), sizes).chain((amounts) => {
    const list = <T>(item: fc.Arbitrary<T>, length: number) =>
      fc.array(item, { minLength: length, maxLength: length });
    const nodeOf = list(fc.integer({ min: -1, max: 2 }), amounts.length);
    const one = fc.tuple(nodeOf, list(bp, 3)).map(([nodes, shares]) => family(nodes, shares));
    const fixed = fc.option(fc.integer({ min: 0, max: 30 }), { freq: 3 });
    const pair = fc
      .tuple(
        nodeOf,
        fc.integer({ min: 2_000, max: 10_000 }),
        fixed,
        fc.constantFrom('before' as const, 'after' as const),
      )
      .map(([nodes, share, minor, position]) =>
        anyTwoOf(nodes, share, {
          position,
          ...(minor !== null && { base: { kind: 'amount' as const, minor } }),
        }),
      );
    return fc
      .tuple(list(one, families), list(pair, pairs))
      .map(([found, foundPairs]) => capInput(amounts, found, foundPairs));
  });
}

function withinBounds(input: CapInput): { exact: boolean; met: boolean } {
  const result = capPool(input);
  expect(checkCaps(input, result)).toEqual([]);
  const greatest = greatestByTrying(input);
  expect(result.poolMinor).toBeLessThanOrEqual(greatest);
  expect(result.upperMinor).toBeGreaterThanOrEqual(greatest);
  return { exact: result.poolMinor === result.upperMinor, met: result.poolMinor === greatest };
}

test('two families that cross are exact: the greatest of all vectors, tried one by one', () => {
  fc.assert(
    fc.property(crossed(2, 0), (input) => {
      expect(withinBounds(input)).toEqual({ exact: true, met: true });
    }),
    { numRuns: 2_000 },
  );
});

test('three families that cross lie between what is kept and the bound', () => {
  let [runs, met] = [0, 0];
  fc.assert(
    fc.property(crossed(3, 0), (input) => {
      runs += 1;
      if (withinBounds(input).met) met += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(met / runs).toBeGreaterThan(0.9);
});

test('one pair cap alone is exact', () => {
  fc.assert(
    fc.property(crossed(0, 1), (input) => {
      expect(withinBounds(input)).toEqual({ exact: true, met: true });
    }),
    { numRuns: 1_000 },
  );
});

test('a pair cap with a cap on each debtor, or on debtors within its groups, is exact', () => {
  const input = fc
    .tuple(crossed(0, 1), bp, bp, fc.boolean())
    .map(([one, debtor, group, grouped]) => {
      const families = [eachAt(one.amounts.length, debtor)];
      const [pair] = one.pairs;
      if (grouped && pair) families.push(family([...pair.nodeOf], [group, group, debtor]));
      return { ...one, families };
    });
  fc.assert(
    fc.property(input, (of) => {
      expect(withinBounds(of)).toEqual({ exact: true, met: true });
    }),
    { numRuns: 1_500 },
  );
});

test('pair caps across other families lie between what is kept and the bound', () => {
  let [runs, met] = [0, 0];
  const any = fc.oneof(crossed(1, 1), crossed(2, 1), crossed(1, 2), crossed(0, 2));
  fc.assert(
    fc.property(any, (input) => {
      runs += 1;
      if (withinBounds(input).met) met += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(met / runs).toBeGreaterThan(0.9);
});

test('where caps cross, large amounts are kept to the cent', () => {
  const large = crossed(3, 1).chain((input) =>
    fc
      .array(fc.integer({ min: 0, max: 2 ** 50 }), {
        minLength: input.amounts.length,
        maxLength: input.amounts.length,
      })
      .map((amounts) => ({ ...input, amounts: Float64Array.from(amounts) })),
  );
  fc.assert(
    fc.property(large, (input) => {
      expect(checkCaps(input, capPool(input))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('where three families cross over many cells, the bounds are within a hundredth', () => {
  const cells = Array.from({ length: 300 }, (_, cell) => cell);
  const amounts = cells.map((cell) => 1_000 + ((cell * 7_919) % 10_007) * ((cell % 7) + 1));
  const each = (nodes: number, share: number, of: (cell: number) => number) =>
    family(cells.map(of), new Array<number>(nodes).fill(share));
  const families = [
    each(10, 1_200, (cell) => Math.floor((cell * cell) / 11) % 10),
    each(8, 1_400, (cell) => (cell * 5 + (cell % 3)) % 8),
    each(6, 1_900, (cell) => Math.floor(cell / 7) % 6),
  ];
  const input = capInput(amounts, families);
  const { poolMinor, upperMinor, kept } = capPool(input);
  expect(checkCaps(input, capPool(input))).toEqual([]);
  expect(poolMinor).toBeGreaterThan(0.99 * upperMinor);
  expect(kept.some((minor, cell) => minor < (amounts[cell] ?? 0))).toBe(true);
});

test('any two debtors at 60%: the larger gives first, four are needed', () => {
  const amounts = [80, 30, 20, 20];
  const pair = anyTwoOf([0, 1, 2, 3], 6_000, { base: { kind: 'amount', minor: 150 } });
  const { kept, pairMinor } = capPool(capInput(amounts, [], [pair]));
  expect([...kept]).toEqual([60, 30, 20, 20]);
  expect([...pairMinor]).toEqual([90]);
  const three = capPool(capInput([100, 100, 100], [], [anyTwoOf([0, 1, 2], 6_000)]));
  expect(three).toMatchObject({
    poolMinor: 0,
    collapsed: { cap: 0, shareBp: 6_000, nodes: 3, needed: 4 },
  });
});

test('before the single caps, the pair cap is named for what it would take alone', () => {
  const amounts = [80, 30, 20, 20];
  const families = [eachAt(4, 3_000, { kind: 'amount', minor: 150 })];
  const base = { kind: 'amount' as const, minor: 150 };
  const after = capPool(capInput(amounts, families, [anyTwoOf([0, 1, 2, 3], 6_000, { base })]));
  const before = capPool(
    capInput(amounts, families, [anyTwoOf([0, 1, 2, 3], 6_000, { base, position: 'before' })]),
  );
  expect(before.kept).toEqual(after.kept);
  expect(after.taken.map((column) => column[0])).toEqual([35, 0]);
  expect(before.taken.map((column) => column[0])).toEqual([15, 20]);
});

test('a group in two countries: the pool is exact though the nodes cross', () => {
  const countries = family([0, 0, 1, 1, 2], [5_000, 5_000, 5_000]);
  const groups = family([0, 1, 1, 2, 2], [4_000, 4_000, 4_000]);
  const input = capInput([900, 400, 500, 300, 200], [countries, groups]);
  const result = capPool(input);
  expect(result.poolMinor).toBe(result.upperMinor);
  expect(checkCaps(input, result)).toEqual([]);
});
