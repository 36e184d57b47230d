import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capPool } from '../../../src/core/caps/capPool.ts';
import { checkCaps } from '../../../src/core/caps/check.ts';
import type { CapFamily, CapInput } from '../../../src/core/caps/input.ts';
import { capInput, eachAt, family, greatestByTrying, mostOf } from './cases.ts';

const { MAX_SAFE_INTEGER: SAFE, POSITIVE_INFINITY: NONE } = Number;

const bp = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 6_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(1_000, 2_000, 2_500, 3_333, 3_334, 5_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, 10_000, 12_000, NONE) },
);

/** Debtors within groups within countries; some in no node, some nodes named or of a fixed base. */
function nested(amount: fc.Arbitrary<number>, cellsMax: number): fc.Arbitrary<CapInput> {
  return fc.array(amount, { minLength: 1, maxLength: cellsMax }).chain((amounts) => {
    const cells = amounts.length;
    const index = (max: number) =>
      fc.array(fc.integer({ min: 0, max }), { minLength: cells, maxLength: cells });
    return fc
      .record({
        groups: index(Math.ceil(cells / 2)),
        countries: index(2),
        shares: fc.array(fc.array(bp, { minLength: cells + 2, maxLength: cells + 2 }), {
          minLength: 3,
          maxLength: 3,
        }),
        ceilings: fc.array(fc.option(amount, { freq: 3 }), {
          minLength: cells + 2,
          maxLength: cells + 2,
        }),
        fixed: fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { freq: 4 }), {
          minLength: 3,
          maxLength: 3,
        }),
        outside: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }),
        order: fc.shuffledSubarray([0, 1, 2], { minLength: 1, maxLength: 3 }),
      })
      .map(({ groups, countries, shares, ceilings, fixed, outside, order }) => {
        const ids = [
          amounts.map((_, cell) => cell),
          groups,
          groups.map((group) => countries[group % cells] ?? 0),
        ];
        const families: CapFamily[] = ids.map((nodeOf, level) => {
          const minor = fixed[level];
          return family(
            nodeOf.map((node) => (node === outside[level] ? -1 : node)),
            shares[level] ?? [],
            {
              ...(level === 1 && { ceiling: Float64Array.from(ceilings, (item) => item ?? NONE) }),
              ...(typeof minor === 'number' && { base: { kind: 'amount', minor } }),
            },
          );
        });
        return capInput(
          amounts,
          order.map((level) => families[level] ?? eachAt(cells, NONE)),
        );
      });
  });
}

/** Φ written for reading: the most that counts of nested caps, families from the finest. */
function counted({ amounts, families }: CapInput, total: number): number {
  let left = [...amounts].map((amount, cell) => ({ amount, cells: [cell] }));
  for (const item of families.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const nodes = new Map<number, { amount: number; cells: number[] }>();
    const apart: typeof left = [];
    for (const part of left) {
      const node = item.nodeOf[part.cells[0] ?? 0] ?? -1;
      if (node < 0) apart.push(part);
      else {
        const known = nodes.get(node) ?? { amount: 0, cells: [] };
        nodes.set(node, {
          amount: known.amount + part.amount,
          cells: [...known.cells, ...part.cells],
        });
      }
    }
    for (const [node, part] of nodes)
      part.amount = Math.min(part.amount, mostOf(item, node, total));
    left = [...apart, ...nodes.values()];
  }
  return left.reduce((sum, { amount }) => sum + amount, 0);
}

function sizeOf({ nodeOf }: CapFamily): number {
  return -new Set(nodeOf).size;
}

test('is the greatest of all vectors of whole amounts, tried one by one', () => {
  fc.assert(
    fc.property(nested(fc.integer({ min: 0, max: 5 }), 5), (input) => {
      const result = capPool(input);
      expect(result.poolMinor).toBe(greatestByTrying(input));
      expect(result.upperMinor).toBe(result.poolMinor);
      expect(checkCaps(input, result)).toEqual([]);
    }),
    { numRuns: 1_500 },
  );
});

test('is the greatest pool that counts in full, found by trying them all', () => {
  fc.assert(
    fc.property(nested(fc.integer({ min: 0, max: 60 }), 12), (input) => {
      let pool = input.amounts.reduce((total, amount) => total + amount, 0);
      while (counted(input, pool) < pool) pool -= 1;
      const result = capPool(input);
      expect(result.poolMinor).toBe(pool);
      expect(checkCaps(input, result)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('satisfies itself, and no pool a cent larger does, up to 2^53', () => {
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 10 ** 6 }),
    fc.integer({ min: 0, max: 2 ** 43 }),
    fc.integer({ min: 2 ** 47, max: 2 ** 48 }),
  );
  fc.assert(
    fc.property(nested(amount, 30), (input) => {
      expect(checkCaps(input, capPool(input))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('names each cap for what it takes with only those stated before it', () => {
  fc.assert(
    fc.property(nested(fc.integer({ min: 0, max: 5_000 }), 10), (input) => {
      const { poolMinor, taken } = capPool(input);
      let left = input.amounts.reduce((total, amount) => total + amount, 0);
      input.families.forEach((_, cap) => {
        const under = { ...input, families: input.families.slice(0, cap + 1) };
        for (const minor of taken[cap] ?? []) left -= minor;
        expect(left).toBe(counted(under, poolMinor));
      });
    }),
    { numRuns: 1_500 },
  );
});

test('grows with every amount and every share', () => {
  const step = fc.record({ cell: fc.nat(), level: fc.nat(), by: fc.integer({ min: 1, max: 500 }) });
  fc.assert(
    fc.property(
      nested(fc.integer({ min: 0, max: 5_000 }), 12),
      step,
      (input, { cell, level, by }) => {
        const { poolMinor } = capPool(input);
        const amounts = input.amounts.map((amount, at) =>
          at === cell % input.amounts.length ? amount + by : amount,
        );
        expect(capPool({ ...input, amounts }).poolMinor).toBeGreaterThanOrEqual(poolMinor);
        const families = input.families.map((item, at) =>
          at === level % input.families.length
            ? {
                ...item,
                bp: item.bp.map((share, node) => (node === cell % item.nodes ? share + by : share)),
              }
            : item,
        );
        expect(capPool({ ...input, families }).poolMinor).toBeGreaterThanOrEqual(poolMinor);
      },
    ),
    { numRuns: 1_500 },
  );
});

test('does not depend on the order of the cells, but for the cents that do not divide', () => {
  const shuffled = nested(fc.integer({ min: 0, max: 5_000 }), 12).chain((input) => {
    const cells = [...input.amounts.keys()];
    const order = fc.shuffledSubarray(cells, { minLength: cells.length, maxLength: cells.length });
    return fc.record({ input: fc.constant(input), order });
  });
  fc.assert(
    fc.property(shuffled, ({ input, order }) => {
      const families = input.families.map((item) => ({
        ...item,
        nodeOf: Int32Array.from(order, (cell) => item.nodeOf[cell] ?? -1),
      }));
      const amounts = Float64Array.from(order, (cell) => input.amounts[cell] ?? 0);
      const one = capPool(input);
      const other = capPool({ ...input, amounts, families });
      expect(other.poolMinor).toBe(one.poolMinor);
      expect(other.capMinor).toEqual(one.capMinor);
      if (one.upperMinor !== one.poolMinor) return;
      order.forEach((cell, at) => {
        const apart = Math.abs((other.kept[at] ?? 0) - (one.kept[cell] ?? 0));
        // A cap rounds where it cuts, and once more where the terms name it before a finer one.
        expect(apart).toBeLessThanOrEqual(2 * input.families.length);
      });
    }),
    { numRuns: 1_000 },
  );
});

const big = [60_000_000, ...Array.from({ length: 20 }, () => 2_000_000)];

test.each([
  ['one of 60M and twenty of 2M at 20% of the pool', big, 2_000, undefined, 50_000_000],
  ['the same at 20% of the 100M before the cut', big, 2_000, 100_000_000, 60_000_000],
  ['exactly as many as the share takes', [100, 100, 100, 90, 100], 2_000, undefined, 450],
  ['shares of the pool that are whole amounts', [500, 500, 250, 250], 3_000, undefined, 1_250],
  ['one debtor at less than the whole', [700], 9_999, undefined, 0],
  ['one debtor at the whole', [700], 10_000, undefined, 700],
  ['nothing but zeros', [0, 0], 2_000, undefined, 0],
  ['nobody', [], 2_000, undefined, 0],
  ['as much as a Number holds', [SAFE - 2, 1, 1], 5_000, undefined, 4],
  ['as much as a Number holds, in halves', [2 ** 52, 2 ** 52 - 1], 5_000, undefined, SAFE - 1],
])('%s', (_, amounts, share, minor, expected) => {
  const base = minor === undefined ? { kind: 'pool' as const } : { kind: 'amount' as const, minor };
  const input = capInput(amounts, [eachAt(amounts.length, share, base)]);
  const result = capPool(input);
  expect(result.poolMinor).toBe(expected);
  expect(checkCaps(input, result)).toEqual([]);
});

test('the largest debtor counts for a fifth of what is left', () => {
  const { kept, taken, capMinor } = capPool(capInput(big, [eachAt(big.length, 2_000)]));
  expect(kept[0]).toBe(10_000_000);
  expect(taken[0]?.[0]).toBe(50_000_000);
  expect(capMinor[0]?.[0]).toBe(10_000_000);
});

test('three thirds that leave a remainder hold a pool that divides', () => {
  const amounts = [50_000, 50_000, 50_000];
  const result = capPool(capInput(amounts, [family([0, 1, 2], [3_333, 3_333, 3_334])]));
  expect(result.poolMinor).toBe(140_000);
  expect(result.collapsed).toBeUndefined();
});

test.each([
  ['four debtors at 20%', [eachAt(4, 2_000)], { cap: 0, shareBp: 2_000, nodes: 4, needed: 5 }],
  ['four debtors at 15%', [eachAt(4, 1_500)], { cap: 0, shareBp: 1_500, nodes: 4, needed: 7 }],
  [
    'two countries at 40%, debtors at 30%',
    [eachAt(4, 3_000), family([0, 0, 1, 1], [4_000, 4_000])],
    { cap: 1, shareBp: 4_000, nodes: 2, needed: 3 },
  ],
  [
    'debtors of different shares',
    [family([0, 1, 2, 3], [3_000, 3_000, 1_000, 1_000])],
    { cap: 0, shareBp: 1_000, nodes: 4, needed: 6 },
  ],
])('a pool that collapses says why: %s', (_, families, collapsed) => {
  const result = capPool(capInput([900, 700, 500, 300], families));
  expect(result).toMatchObject({ poolMinor: 0, collapsed });
});

test('a pool emptied by a named amount of zero did not collapse by a share', () => {
  const families = [family([0, 0], [5_000], { ceiling: Float64Array.of(0) })];
  const result = capPool(capInput([900, 700], families));
  expect(result.poolMinor).toBe(0);
  expect(result.collapsed).toBeUndefined();
});

test('a country above its cap loses in proportion, the remainder in the order of the cells', () => {
  const families = [family([0, 0, 0], [1_000], { base: { kind: 'amount', minor: 1_000 } })];
  const { kept } = capPool(capInput([50, 50, 50], families));
  expect([...kept]).toEqual([34, 33, 33]);
});

test('shares so near the whole that every repetition wins little are exact all the same', () => {
  const amounts = Array.from({ length: 10 }, (_, cell) => 10 ** 12 + cell);
  const shares = amounts.map((_, cell) => (cell === 0 ? 999 : 1_000));
  const own = amounts.map((_, cell) => cell);
  const input = capInput([...amounts, 7], [family([...own, -1], shares)]);
  const result = capPool(input);
  expect(checkCaps(input, result)).toEqual([]);
  expect(result.poolMinor).toBeGreaterThan(0);
});
