import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstFit, firstFitOrders } from '../../../src/core/allocation/orders.ts';
import { isBetter } from '../../../src/core/allocation/value.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { optimumOf } from './exhaustive.ts';
import { type InstanceOptions, instanceOf } from './instances.ts';
import { tinyProblem } from './tiny.ts';

describe('first fit', () => {
  test('keeps every constraint and is never better than the best of all plans', () => {
    fc.assert(
      fc.property(tinyProblem({ lines: 4, offers: 3 }), fc.boolean(), (problem, isCheapest) => {
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        for (const order of firstFitOrders) {
          const plan = firstFit(problem, order, isCheapest ? 'cheapest' : 'listed');
          expect(verify(problem, plan)).toEqual([]);
          const { shortfallMinor, costMinor } = plan.value;
          expect(shortfallMinor).toBeGreaterThanOrEqual(optimum.shortfall);
          if (shortfallMinor === optimum.shortfall) {
            expect(costMinor).toBeGreaterThanOrEqual(optimum.cost);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, Partial<InstanceOptions>]>([
    ['as it comes', {}],
    ['with caps everywhere', { capped: [0, 1, 2, 3, 4], needShare: 0.3, subLimits: true }],
    ['with whole accounts', { modes: ['whole_account', 'sale', 'whole_account'] }],
    ['with netting and a held pool', { netting: [0, 2, 3], heldShare: 0.05 }],
    ['in currencies of other exponents', { oddExponents: true }],
  ])('meets the need of a ledger %s in every order', (_, options) => {
    const problem = instanceOf({ seed: 2, lines: 2_000, debtors: 150, ...options });
    for (const order of firstFitOrders) {
      const plan = firstFit(problem, order);
      expect(verify(problem, plan)).toEqual([]);
      expect(plan.value.shortfallMinor).toBe(0);
    }
  });

  test('by unit cost with the cheapest offer is better than the ledger with the first', () => {
    const problem = instanceOf({ seed: 5, lines: 2_000, debtors: 150 });
    const byCost = firstFit(problem, 'cheapest', 'cheapest');
    expect(isBetter(byCost, firstFit(problem, 'ledger'))).toBe(true);
  });
});
