import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capAt, partDown, partsOf, shareDown } from '../../../src/core/caps/share.ts';

const minor = fc.oneof(
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: Number.MAX_SAFE_INTEGER - 5_000, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 0, max: 10 ** 7 }),
);

test('a part of an amount is the one BigInt gives, up to 2^53', () => {
  fc.assert(
    fc.property(minor, minor, minor, (amount, one, other) => {
      const [part, whole] = [Math.min(one, other), Math.max(one, other, 1)];
      const exact = (BigInt(amount) * BigInt(part)) / BigInt(whole);
      expect(partDown(amount, part, whole)).toBe(Number(exact));
    }),
    { numRuns: 50_000 },
  );
});

test('a part next to a whole quotient is not rounded over it', () => {
  const near = fc.record({ amount: minor, whole: minor, by: fc.integer({ min: -2, max: 2 }) });
  fc.assert(
    fc.property(near, fc.integer({ min: 1, max: 1_000 }), ({ amount, whole, by }, divisor) => {
      const whole1 = Math.max(1, whole);
      const part = Math.min(whole1, Math.max(0, Math.floor(whole1 / divisor) + by));
      const exact = (BigInt(amount) * BigInt(part)) / BigInt(whole1);
      expect(partDown(amount, part, whole1)).toBe(Number(exact));
    }),
    { numRuns: 20_000 },
  );
});

test('a share of a pool is the one BigInt gives, up to 2^53', () => {
  fc.assert(
    fc.property(minor, fc.integer({ min: 0, max: 9_999 }), (pool, bp) => {
      const exact = Number((BigInt(pool) * BigInt(bp)) / 10_000n);
      expect(capAt(bp, Number.POSITIVE_INFINITY, partsOf(pool))).toBe(exact);
      expect(shareDown(pool, bp)).toBe(exact);
    }),
    { numRuns: 20_000 },
  );
});
