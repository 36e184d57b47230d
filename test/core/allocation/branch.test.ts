import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateNeed } from '../../../src/core/allocation/allocateNeed.ts';
import type { AllocationProblem } from '../../../src/core/allocation/problem.ts';
import { solveSmall } from '../../../src/core/allocation/small.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { optimumOf } from './exhaustive.ts';
import { type InstanceOptions, instanceOf } from './instances.ts';
import { tinyProblem, withColumns } from './tiny.ts';

const solve = await loadHighs();
const strict: NonNullable<InstanceOptions['modes']> = Array(5).fill('strict_sale');

const runs = { numRuns: Number(process.env.ALLOCATION_RUNS ?? 120) };
const tiny = tinyProblem({ lines: 4, offers: 3 });

describe('every plan of a tiny problem looked at', () => {
  test('sold strictly, the cheapest there is is found and proven', () => {
    const counts = { met: 0, proven: 0 };
    fc.assert(
      fc.property(tiny, (drawn) => {
        const problem = strictly(drawn);
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const { solution, boundExactMinor, greatestCashMinor } = allocateNeed(problem, solve);
        if (solution.value.shortfallMinor > 0) {
          expect(greatestCashMinor).toBeGreaterThanOrEqual(optimum.greatestCash);
          return;
        }
        expect(boundExactMinor).toBeLessThanOrEqual(optimum.cost);
        counts.met += 1;
        if (boundExactMinor === solution.value.costMinor) counts.proven += 1;
      }),
      { ...runs, seed: 7 },
    );
    expect(counts.met).toBeGreaterThan(10);
    expect(counts.proven).toBe(counts.met);
  });

  test('of all modes, no plan is below the bound, nor above the greatest cash', () => {
    fc.assert(
      fc.property(tiny, (problem) => {
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const { solution, boundExactMinor, greatestCashMinor } = allocateNeed(problem, solve);
        expect(boundExactMinor).toBeLessThanOrEqual(optimum.cost);
        if (solution.value.shortfallMinor === 0) return;
        expect(greatestCashMinor).toBeGreaterThanOrEqual(optimum.greatestCash);
      }),
      { ...runs, seed: 8 },
    );
  });
});

test.each<[string, InstanceOptions]>([
  ['60 lines', strict60(8, { capped: [], needShare: 0.15 })],
  ['60 lines with caps', strict60(13, { needShare: 0.15 })],
  [
    '200 lines with fixed costs',
    strict200(3, { capped: [1, 2], fixedShare: 0.002, needShare: 0.15 }),
  ],
  [
    '200 lines with shares of a pool that no line fits exactly',
    strict200(1, { capped: [1, 2], fixedShare: 0.002, needShare: 0.3 }),
  ],
  [
    '200 lines with limits on debtors',
    strict200(8, { capped: [], subLimits: true, needShare: 0.15 }),
  ],
])('%s sold strictly have a plan that is proven to be the cheapest', (_, options) => {
  const problem = instanceOf(options);
  const { solution, boundExactMinor } = allocateNeed(problem, solve);
  expect(verify(problem, solution)).toStrictEqual([]);
  expect(solution.value.shortfallMinor).toBe(0);
  expect(boundExactMinor).toBe(solution.value.costMinor);
});

test('lines in part leave no more to prove than their rounding', () => {
  const problem = instanceOf({ seed: 10, lines: 20, debtors: 6 });
  const { solution, boundExactMinor } = allocateNeed(problem, solve);
  expect(solution.value.shortfallMinor).toBe(0);
  expect(solution.value.costMinor - boundExactMinor).toBeLessThan(10);
});

test('one of several plans compared is looked for with less effort, and as valid', () => {
  const problem = instanceOf({ seed: 1, lines: 24, debtors: 8 });
  const { solution, boundExactMinor } = allocateNeed(problem, solve, { effort: 'compare' });
  expect(verify(problem, solution)).toStrictEqual([]);
  expect(boundExactMinor).toBeLessThanOrEqual(solution.value.costMinor);
  const { costMinor } = solveSmall(problem, solve).solution.value;
  expect(solution.value.costMinor).toBeLessThanOrEqual(costMinor * 1.01);
});

describe('a need out of reach with a few large lines', () => {
  const lumps: InstanceOptions = { seed: 9, lines: 60, debtors: 12, modes: strict };
  const capped = { ...lumps, capped: [1, 2], needShare: 0.75, fixedShare: 0.002 };

  /** Lines above every cap can go nowhere, so no bound counts them. */
  test('is bounded without the lines that no facility can take', () => {
    const { solution, greatestCashMinor } = allocateNeed(instanceOf(capped), solve);
    expect(solution.value.shortfallMinor).toBeGreaterThan(0);
    expect(solution.value.cashMinor).toBeLessThanOrEqual(greatestCashMinor);
    expect(solution.value.cashMinor / greatestCashMinor).toBeGreaterThan(0.98);
  });
});

function strict60(seed: number, options: Partial<InstanceOptions>): InstanceOptions {
  return {
    ...options,
    seed,
    lines: 60,
    debtors: 12,
    modes: strict,
    capped: options.capped ?? [1, 2],
  };
}

function strict200(seed: number, options: Partial<InstanceOptions>): InstanceOptions {
  return { ...options, seed, lines: 200, debtors: 40, modes: strict };
}

function strictly(problem: AllocationProblem): AllocationProblem {
  const offers = problem.offers.map((offer) => ({ ...offer, mode: 'strict_sale' as const }));
  return withColumns({ ...problem, offers });
}
