import { expect, test } from 'vitest';
import { exactBound, greatestCash } from '../../../src/core/allocation/bound.ts';
import { solveSmall } from '../../../src/core/allocation/small.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { type InstanceOptions, instanceOf } from './instances.ts';

const solve = await loadHighs();
const strict: InstanceOptions['modes'] = Array(5).fill('strict_sale');

/** The most it may lie above the bound of its own linear program, as a share of the cost. */
test.each<[string, InstanceOptions, number]>([
  ['of all modes', { seed: 1, lines: 1_000, debtors: 100, fixedShare: 0.002 }, 0.000_1],
  ['sold strictly', { seed: 1, lines: 1_000, debtors: 100, modes: strict, capped: [1, 2] }, 0.003],
  ['of whole accounts', { seed: 4, lines: 1_000, debtors: 150, modes: ['whole_account'] }, 0.001],
  [
    'with held pools',
    { seed: 5, lines: 1_000, debtors: 100, heldShare: 0.2, subLimits: true },
    0.000_5,
  ],
])('a ledger of a thousand lines %s has a plan near its bound', (_, options, most) => {
  const problem = instanceOf(options);
  const { solution, prices, regime, boundSolverMinor, boundExactMinor } = solveSmall(
    problem,
    solve,
  );
  expect(regime).toBe('kernel');
  expect(verify(problem, solution)).toStrictEqual([]);
  const { costMinor, shortfallMinor } = solution.value;
  expect(shortfallMinor).toBe(0);
  expect(exactBound(problem, prices)).toBeLessThanOrEqual(costMinor);
  expect(boundExactMinor).toBeLessThanOrEqual(costMinor);
  expect((costMinor - (boundSolverMinor ?? 0)) / costMinor).toBeLessThan(most);
  expect((costMinor - (boundExactMinor ?? 0)) / costMinor).toBeLessThan(most + 0.001);
});

test('the same ledger has the same plan, byte for byte', () => {
  const problem = instanceOf({ seed: 2, lines: 900, debtors: 90, fixedShare: 0.002 });
  expect(solveSmall(problem, solve)).toStrictEqual(solveSmall(problem, solve));
});

test('a need out of reach gets nearly all of the cash that there is in exact arithmetic', () => {
  const problem = instanceOf({ seed: 3, lines: 900, debtors: 90, needShare: 1.1 });
  const { solution, prices } = solveSmall(problem, solve);
  expect(verify(problem, solution)).toStrictEqual([]);
  expect(solution.value.shortfallMinor).toBeGreaterThan(0);
  const most = greatestCash(problem, prices);
  expect(solution.value.cashMinor).toBeLessThanOrEqual(most);
  expect(solution.value.cashMinor / most).toBeGreaterThan(0.99);
});
