import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LossLine, splitRecovery } from '../../../src/core/claim/recovery.ts';
import type { PolicyTerms } from '../../../src/core/policy/terms.ts';
import { units } from './worked-example.ts';

type Rule = PolicyTerms['recoveries'];
const rule = (split: Rule['split'], more: Partial<Rule> = {}): Rule => ({
  split,
  costs: 'by_debt',
  costsNeedApproval: false,
  ...more,
});
const line = (remaining: number, insured: number, shareBp = 9_000): LossLine => ({
  remainingMinor: units(remaining),
  insured: insured === 0 ? [] : [{ minor: units(insured), shareBp }],
});
const worked = [
  line(50_000, 50_000),
  line(50_000, 50_000),
  line(50_000, 50_000),
  line(40_000, 0),
  line(30_000, 0),
];
const got = (amount: number, costs = 0) => ({
  amountMinor: units(amount),
  costsMinor: units(costs),
  isApproved: true,
});
const of = (split: Rule['split'], lines = worked) => ({
  rule: rule(split),
  lines,
  paidMinor: units(100_000),
  beforeMinor: 0,
});

describe('a recovery', () => {
  test.each([
    ['by_debt', 24_545.45, 15_454.55],
    ['by_loss', 18_181.82, 21_818.18],
    ['oldest_first', 36_000, 4_000],
  ] as const)('of 40,000 is divided %s: %d to the insurer', (split, insurer, insured) => {
    const shares = splitRecovery(got(40_000), of(split));
    expect(shares.insurerMinor).toBe(units(insurer));
    expect(shares.insuredMinor).toBe(units(insured));
  });

  test('by debt 27,272.73 of 40,000 are of the insured part', () => {
    expect(splitRecovery(got(40_000), of('by_debt')).insuredPartMinor).toBe(units(27_272.73));
  });

  test.each([
    [30_000, 25_000, 10_000, 8_333.33],
    [30_000, 15_000, 15_000, 7_500],
  ])(
    'published: debt %d, limit %d, recovered %d: %d to the insured part',
    (owed, limit, sum, part) => {
      const shares = splitRecovery(got(sum), of('by_debt', [line(owed, limit)]));
      expect(shares.insuredPartMinor).toBe(units(part));
    },
  );

  test.each([
    [rule('by_debt'), true, 681.82],
    [rule('by_debt', { costs: 'insurer' }), true, 1_000],
    [rule('by_debt', { costs: 'insured' }), true, 0],
    [rule('by_debt', { costs: 'insurer', costsNeedApproval: true }), false, 0],
  ])('costs of 1,000 are borne as %o says', (own, isApproved, insurer) => {
    const shares = splitRecovery(
      { ...got(40_000, 1_000), isApproved },
      { ...of('by_debt'), rule: own },
    );
    expect(shares.insurerCostsMinor).toBe(units(insurer));
    expect(shares.insuredCostsMinor).toBe(units(1_000 - insurer));
  });

  test('the insurer gets no more back than it has paid', () => {
    const shares = splitRecovery(got(220_000), of('by_debt'));
    expect(shares.insurerMinor).toBe(units(100_000));
    expect(shares.insuredMinor).toBe(units(120_000));
  });
});

describe('laws of recoveries', () => {
  const amount = fc.integer({ min: 0, max: 10 ** 9 });
  const lines = fc.array(
    fc.record({ remaining: amount, insured: amount, shareBp: fc.integer({ min: 1, max: 10_000 }) }),
    { minLength: 1, maxLength: 6 },
  );
  const splits = fc.constantFrom<Rule['split']>('by_debt', 'by_loss', 'oldest_first');

  test('shares sum to the recovery, and parts of it come to the same as the whole', () => {
    fc.assert(
      fc.property(
        lines,
        splits,
        fc.array(amount, { maxLength: 5 }),
        amount,
        (raw, split, sums, paid) => {
          const own = raw.map(({ remaining, insured, shareBp }) => ({
            remainingMinor: remaining,
            insured: [{ minor: Math.min(remaining, insured), shareBp }],
          }));
          let beforeMinor = 0;
          let insurerMinor = 0;
          for (const amountMinor of sums) {
            const shares = splitRecovery(
              { amountMinor, costsMinor: 7, isApproved: true },
              { rule: rule(split), lines: own, paidMinor: paid, beforeMinor },
            );
            expect(shares.insurerMinor + shares.insuredMinor).toBe(amountMinor);
            expect(shares.insurerCostsMinor + shares.insuredCostsMinor).toBe(7);
            expect(shares.insurerMinor).toBeGreaterThanOrEqual(0);
            beforeMinor += amountMinor;
            insurerMinor += shares.insurerMinor;
          }
          const whole = splitRecovery(
            { amountMinor: beforeMinor, costsMinor: 0, isApproved: true },
            { rule: rule(split), lines: own, paidMinor: paid, beforeMinor: 0 },
          );
          expect(insurerMinor).toBe(whole.insurerMinor);
          expect(insurerMinor).toBeLessThanOrEqual(paid);
        },
      ),
    );
  });
});
