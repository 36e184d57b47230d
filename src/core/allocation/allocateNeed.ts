import { assert } from '../assert.ts';
import type { Allocated } from './allocated.ts';
import { exactBound, greatestCash } from './bound.ts';
import type { SolveLinear } from './model.ts';
import { type LargeAnswer, solveLarge } from './prices/solve.ts';
import type { AllocationProblem } from './problem.ts';
import { type Effort, type SmallAnswer, solveSmall } from './small.ts';
import type { Prices } from './value.ts';
import { verify } from './verify.ts';

/** Lines up to which programs are solved; above, prices decide. */
const linesSolved = 20_000;

/**
 * A plan for the problem, with what no plan can beat. Whoever made the plan, it is judged again in
 * integers, and the bound is from its prices in exact arithmetic. `start`: prices of a like problem.
 * `compare` spends less on a plan that is only set beside others.
 */
export function allocateNeed(
  problem: AllocationProblem,
  solve: SolveLinear,
  { start, effort = 'full' }: { start?: Prices | undefined; effort?: Effort } = {},
): Allocated {
  const isSmall = problem.debtorOf.length <= linesSolved;
  const answer = isSmall
    ? solveSmall(problem, solve, { effort })
    : solveLarge(problem, start ? { start } : {});
  const { solution, prices, regime } = answer;
  const violations = verify(problem, solution);
  assert(violations.length === 0, `the plan breaks a constraint: ${violations[0]?.constraint}`);
  const isMet = solution.value.shortfallMinor === 0;
  return {
    solution,
    prices,
    ...boundsOf(problem, answer),
    greatestCashMinor: isMet ? solution.value.cashMinor : mostOf(problem, answer),
    regime,
    isReproducible: answer.reproducible,
  };
}

/** Small problems are bounded choice of offers by choice; where the need is not met nothing is. */
function boundsOf(
  problem: AllocationProblem,
  answer: SmallAnswer | LargeAnswer,
): Pick<Allocated, 'boundExactMinor' | 'boundSolverMinor'> {
  if (answer.solution.value.shortfallMinor > 0) return { boundExactMinor: 0 };
  if (answer.regime === 'prices') return { boundExactMinor: exactBound(problem, answer.prices) };
  const { boundExactMinor = 0, boundSolverMinor } = answer;
  return { boundExactMinor, ...(boundSolverMinor !== undefined && { boundSolverMinor }) };
}

function mostOf(problem: AllocationProblem, answer: SmallAnswer | LargeAnswer): number {
  const known = answer.regime === 'prices' ? undefined : answer.greatestCashMinor;
  return known ?? greatestCash(problem, answer.prices);
}
