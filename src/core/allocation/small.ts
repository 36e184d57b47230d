import { draftFrom, noPrices, pricesOf } from './answer.ts';
import { exactBound } from './bound.ts';
import { mostCash } from './branch/most.ts';
import { searchExact } from './exact.ts';
import { searchKernel } from './kernel.ts';
import { buildModel, type SolveLinear } from './model.ts';
import { withoutImpossible } from './possible.ts';
import type { AllocationProblem } from './problem.ts';
import { provenBound } from './proof.ts';
import {
  ask,
  consider,
  considerDraft,
  relaxationOptions,
  runWhole,
  type Search,
  searchOf,
} from './search.ts';
import type { Prices, Solution } from './value.ts';

export type SmallAnswer = {
  solution: Solution;
  /** Of a cost that no plan is below; of cash that none is above where the need is out of reach. */
  prices: Prices;
  /** No plan costs less, in exact arithmetic over all choices of offers; for a need within reach. */
  boundExactMinor?: number;
  /** No plan raises more cash, likewise; for a need out of reach. */
  greatestCashMinor?: number;
  /** What the solver claims of the same. */
  boundSolverMinor?: number;
  /** False if a clock ended a run: another machine may then find another plan. */
  reproducible: boolean;
  regime: 'exact' | 'kernel';
};

/** Pairs up to which the whole program is solved. */
const EXACT_PAIRS = 1_500;

/** `compare`: one of several plans set side by side, of which only the best has to be the last word. */
export type Effort = 'full' | 'compare';

/**
 * Simplex iterations of the mixed-integer runs of a problem together, some ten seconds at most; where
 * the need is out of reach those for the most cash and, again, for the least cost of it.
 */
const ITERATIONS = {
  full: { exact: 40_000, kernel: 24_000, reach: 5_000 },
  compare: { exact: 8_000, kernel: 8_000, reach: 2_500 },
};
/** Linear relaxations, and choices of homes, for the proof of a small problem. */
const PROOF = { relaxations: 800, steps: 1_500_000 };

type Options = { start?: Solution; effort?: Effort };

/** Problems of up to some twenty thousand lines: all of a small one at once, a kernel of a larger one. */
export function solveSmall(
  problem: AllocationProblem,
  solve: SolveLinear,
  { start, effort = 'full' }: Options = {},
): SmallAnswer {
  const possible = withoutImpossible(problem);
  const regime = possible.base.length <= EXACT_PAIRS ? 'exact' : 'kernel';
  const search = searchOf(possible, solve, { start, iterations: ITERATIONS[effort][regime] });
  const run = regime === 'exact' ? searchExact : searchKernel;
  const found = run(search);
  if (search.best.value.shortfallMinor > 0) {
    return outOfReach(search, { run, regime, iterations: ITERATIONS[effort].reach });
  }
  const prices = search.prices ?? noPrices(problem);
  const isSearched = effort === 'full' && regime === 'exact';
  const boundExactMinor = provenBound(search, prices, isSearched ? { ...PROOF } : undefined);
  return {
    solution: search.best,
    prices,
    boundExactMinor,
    ...(Number.isFinite(found.bound) ? { boundSolverMinor: Math.floor(found.bound) } : {}),
    reproducible: search.reproducible,
    regime,
  };
}

type Regime = { run: typeof searchExact; regime: SmallAnswer['regime']; iterations: number };

/** The most cash first; then the least cost of that much, as a problem whose need can be met. */
function outOfReach(search: Search, { run, regime, iterations }: Regime): SmallAnswer {
  const { problem, solve } = search;
  const uses = problem.offers.map(() => 'choose' as const);
  const relaxed = buildModel(problem, { aim: 'cash', uses, relaxed: true });
  const answer = ask(search, relaxed.model, relaxationOptions);
  let prices: Prices | undefined;
  if (answer.status === 'answered') {
    considerDraft(search, draftFrom(problem, relaxed, answer.values));
    if (answer.duals) prices = pricesOf(problem, relaxed, answer.duals);
  }
  search.iterations = iterations;
  runWhole(search, { aim: 'cash', uses, nodes: 20_000, gap: 1e-6, presolve: true, iterations });
  const { best } = search;
  const reached = { ...problem, needMinor: best.value.cashMinor };
  const again = searchOf(reached, solve, { start: best, iterations, margin: 0 });
  if (best.value.cashMinor > 0) run(again);
  const final = searchOf(problem, solve, { start: best, iterations: 0 });
  consider(final, again.best.placement);
  const isMet = final.best.value.shortfallMinor === 0;
  const known = (isMet ? (again.prices ?? search.prices) : prices) ?? noPrices(problem);
  return {
    solution: final.best,
    prices: known,
    ...(isMet
      ? { boundExactMinor: exactBound(problem, known) }
      : { greatestCashMinor: mostCash(search, known) }),
    reproducible: search.reproducible && again.reproducible,
    regime,
  };
}
