import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greatestPool } from '../../src/core/eligibility/greatestPool.ts';

const amounts = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
const shareBp = fc.integer({ min: 1, max: 10_000 });

/** Σ min(amount, ⌊share · pool⌋), written for reading and not for speed. */
function counted(of: readonly number[], share: number, pool: number): number {
  const cap = Math.floor((share * pool) / 10_000);
  return of.reduce((total, amount) => total + Math.min(amount, cap), 0);
}

test('is the greatest pool that satisfies itself, found by trying them all', () => {
  fc.assert(
    fc.property(amounts, shareBp, (of, share) => {
      let pool = of.reduce((total, amount) => total + amount, 0);
      while (counted(of, share, pool) < pool) pool -= 1;
      expect(greatestPool(of, share)).toBe(pool);
    }),
    { numRuns: 1_500 },
  );
});

test('satisfies itself, and no pool a cent larger does', () => {
  const large = fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { maxLength: 60 });
  fc.assert(
    fc.property(large, shareBp, (of, share) => {
      const pool = greatestPool(of, share);
      expect(counted(of, share, pool)).toBe(pool);
      expect(counted(of, share, pool + 1)).toBeLessThan(pool + 1);
    }),
  );
});

test('grows with every amount', () => {
  fc.assert(
    fc.property(amounts, shareBp, fc.nat(), (of, share, pick) => {
      const more = of.map((amount, index) => (index === pick % of.length ? amount + 1 : amount));
      expect(greatestPool(more, share)).toBeGreaterThanOrEqual(greatestPool(of, share));
    }),
  );
});

test.each([
  ['one of 60 and twenty of 2 at 20%', [60, ...Array.from({ length: 20 }, () => 2)], 2_000, 50],
  ['fewer than the share allows', [100, 100, 100, 100], 2_000, 0],
  ['exactly as many as the share allows', [100, 100, 100, 90, 100], 2_000, 450],
  ['nothing', [], 2_000, 0],
  ['no cap', [7, 9], 10_000, 16],
])('%s', (_, of, share, expected) => {
  expect(greatestPool(of, share)).toBe(expected);
});
