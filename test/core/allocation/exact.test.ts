import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactBound, greatestCash } from '../../../src/core/allocation/bound.ts';
import type { LinearAnswer, SolveLinear } from '../../../src/core/allocation/model.ts';
import type { AllocationProblem } from '../../../src/core/allocation/problem.ts';
import { solveSmall } from '../../../src/core/allocation/small.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { optimumOf } from './exhaustive.ts';
import { instanceOf } from './instances.ts';
import { tinyProblem, withColumns } from './tiny.ts';

const solve = await loadHighs();
const tiny = tinyProblem({ lines: 4, offers: 3 });

describe('every plan of a tiny problem looked at', () => {
  test('strict sales: no plan has less shortfall or, with the same, less cost', () => {
    fc.assert(
      fc.property(tiny, (drawn) => {
        const problem = strictly(drawn);
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const { solution } = solveSmall(problem, solve);
        expect(verify(problem, solution)).toStrictEqual([]);
        expect(solution.value.shortfallMinor).toBe(optimum.shortfall);
        expect(solution.value.costMinor).toBe(optimum.cost);
      }),
      { numRuns: 80 },
    );
  });

  test('all modes: as much cash to a minor unit for each line, and bounds that hold', () => {
    fc.assert(
      fc.property(tiny, (problem) => {
        const optimum = optimumOf(problem);
        fc.pre(optimum !== undefined);
        const { solution, prices, boundExactMinor } = solveSmall(problem, solve);
        expect(verify(problem, solution)).toStrictEqual([]);
        const { shortfallMinor, costMinor } = solution.value;
        const rounding = problem.debtorOf.length;
        expect(shortfallMinor).toBeLessThanOrEqual(optimum.shortfall + rounding);
        if (shortfallMinor === optimum.shortfall) {
          expect(costMinor).toBeGreaterThanOrEqual(optimum.cost);
        }
        if (shortfallMinor > 0) {
          expect(greatestCash(problem, prices)).toBeGreaterThanOrEqual(optimum.greatestCash);
          return;
        }
        expect(exactBound(problem, prices)).toBeLessThanOrEqual(optimum.cost);
        expect(boundExactMinor).toBeLessThanOrEqual(optimum.cost);
      }),
      { numRuns: 80, seed: 11 },
    );
  });
});

describe('a ledger with fixed costs', () => {
  const problem = instanceOf({ seed: 2, lines: 40, debtors: 12, fixedShare: 0.002 });

  test('has a plan within one in two thousand of what the solver claims, and an exact bound below it', () => {
    const { solution, boundExactMinor, boundSolverMinor, regime, reproducible } = solveSmall(
      problem,
      solve,
    );
    expect(verify(problem, solution)).toStrictEqual([]);
    expect({ regime, reproducible }).toStrictEqual({ regime: 'exact', reproducible: true });
    const { costMinor, shortfallMinor } = solution.value;
    expect(shortfallMinor).toBe(0);
    expect(boundExactMinor).toBeLessThanOrEqual(costMinor);
    expect(boundSolverMinor).toBeLessThanOrEqual(costMinor + 2);
    expect((costMinor - (boundSolverMinor ?? 0)) / costMinor).toBeLessThan(5e-4);
  });

  test('has the same plan, byte for byte, the second time', () => {
    const [first, second] = [solveSmall(problem, solve), solveSmall(problem, solve)];
    expect(second).toStrictEqual(first);
  });

  test('has no worse a plan when one is handed in', () => {
    const first = solveSmall(problem, solve).solution;
    const second = solveSmall(problem, nothing, { start: first }).solution;
    expect(second).toStrictEqual(first);
  });
});

test('a need out of reach gets cash that the same need, made no larger, costs as little', () => {
  const problem = instanceOf({ seed: 3, lines: 24, debtors: 8, needShare: 1.2 });
  const { solution, prices } = solveSmall(problem, solve);
  expect(verify(problem, solution)).toStrictEqual([]);
  const { cashMinor, costMinor, shortfallMinor } = solution.value;
  expect(shortfallMinor).toBeGreaterThan(0);
  expect(cashMinor).toBeLessThanOrEqual(greatestCash(problem, prices));
  const within = solveSmall({ ...problem, needMinor: cashMinor }, solve).solution;
  expect(within.value.shortfallMinor).toBe(0);
  expect(costMinor).toBeLessThanOrEqual(within.value.costMinor * 1.000_1);
});

const nothing: SolveLinear = () => ({ status: 'nothing', detail: 'out of order', clock: false });

/** Solvers that are wrong in every way we could think of. */
const liars: [string, SolveLinear][] = [
  ['says nothing', nothing],
  ['says that nothing can be met', () => ({ status: 'infeasible' })],
  [
    'throws',
    () => {
      throw new Error('out of order');
    },
  ],
  ['answers with no numbers', lying((answer) => answer.values.fill(Number.NaN))],
  ['answers with fewer values', lying((answer) => ({ values: answer.values.slice(3) }))],
  ['funds everything with everybody', lying((answer) => answer.values.fill(1))],
  ['funds nothing', lying((answer) => answer.values.fill(0))],
  [
    'doubles what it funds',
    lying((answer) => ({ values: answer.values.map((value) => 2 * value) })),
  ],
  ['claims too high a bound', lying(() => ({ bound: 1e12, objective: 1e12 }))],
  ['claims too low a bound', lying(() => ({ bound: -1e12, objective: -1e12 }))],
  ['ends by the clock', lying(() => ({ clock: true, finished: false }))],
  [
    'has duals that are no prices',
    lying(({ duals }) => {
      duals?.rows.fill(Number.NaN);
      duals?.columns.fill(Number.NEGATIVE_INFINITY);
    }),
  ],
];

const lied = [1, 2].map((seed) => {
  const problem = instanceOf({ seed, lines: 24, debtors: 8, fixedShare: 0.002 });
  return { problem, known: solveSmall(problem, solve).solution.value.costMinor };
});

test.each(liars)('a solver that %s never makes a plan that does not hold', (_, liar) => {
  for (const { problem, known } of lied) {
    const { solution, prices, boundExactMinor } = solveSmall(problem, liar);
    expect(verify(problem, solution)).toStrictEqual([]);
    expect(exactBound(problem, prices)).toBeLessThanOrEqual(known);
    expect(boundExactMinor ?? 0).toBeLessThanOrEqual(known);
  }
});

test('a bound above a plan that we hold is not passed on', () => {
  const problem = instanceOf({ seed: 1, lines: 24, debtors: 8 });
  const high: SolveLinear = (model, options) => {
    const answer = solve(model, options);
    const isWhole = model.integer.includes(1);
    return answer.status === 'answered' && isWhole ? { ...answer, bound: 1e9 } : answer;
  };
  const { solution, boundSolverMinor } = solveSmall(problem, high);
  expect(boundSolverMinor).toBeLessThanOrEqual(solution.value.costMinor + 2);
});

test('a run that the clock ended says that another may end elsewhere', () => {
  const problem = instanceOf({ seed: 1, lines: 24, debtors: 8 });
  const slow = lying(() => ({ clock: true, finished: false }));
  expect(solveSmall(problem, slow).reproducible).toBe(false);
});

type Answered = Extract<LinearAnswer, { status: 'answered' }>;

function lying(
  change: (answer: Answered) => Partial<Answered> | Float64Array | undefined,
): SolveLinear {
  return (model, options) => {
    const answer = solve(model, options);
    if (answer.status !== 'answered') return answer;
    const changed = change(answer);
    return changed instanceof Float64Array ? answer : { ...answer, ...changed };
  };
}

function strictly(problem: AllocationProblem): AllocationProblem {
  const offers = problem.offers.map((offer) => ({ ...offer, mode: 'strict_sale' as const }));
  return withColumns({ ...problem, offers });
}
