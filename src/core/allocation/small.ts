import { draftFrom, noPrices, pricesOf } from './answer.ts';
import { exactBound } from './bound.ts';
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
  /** What the solver claims of the same. */
  boundSolverMinor?: number;
  /** False if a clock ended a run: another machine may then find another plan. */
  reproducible: boolean;
  regime: 'exact' | 'kernel';
};

/** Pairs up to which the whole program is solved. */
const EXACT_PAIRS = 1_500;
/** Simplex iterations of the mixed-integer runs of a problem together: some ten seconds. */
const ITERATIONS = { exact: 40_000, kernel: 24_000 };

/** Problems of up to some twenty thousand lines: all of a small one at once, a kernel of a larger one. */
export function solveSmall(
  problem: AllocationProblem,
  solve: SolveLinear,
  { start }: { start?: Solution } = {},
): SmallAnswer {
  const possible = withoutImpossible(problem);
  const regime = possible.base.length <= EXACT_PAIRS ? 'exact' : 'kernel';
  const search = searchOf(possible, solve, { start, iterations: ITERATIONS[regime] });
  const run = regime === 'exact' ? searchExact : searchKernel;
  const found = run(search);
  const prices = search.prices ?? noPrices(problem);
  if (search.best.value.shortfallMinor > 0) return outOfReach(search, { run, regime });
  return {
    solution: search.best,
    prices,
    boundExactMinor: provenBound(search, prices),
    ...(Number.isFinite(found.bound) ? { boundSolverMinor: Math.floor(found.bound) } : {}),
    reproducible: search.reproducible,
    regime,
  };
}

type Regime = { run: typeof searchExact; regime: SmallAnswer['regime'] };

/** The most cash first; then the least cost of that much, as a problem whose need can be met. */
function outOfReach(search: Search, { run, regime }: Regime): SmallAnswer {
  const { problem, solve } = search;
  const uses = problem.offers.map(() => 'choose' as const);
  const relaxed = buildModel(problem, { aim: 'cash', uses, relaxed: true });
  const answer = ask(search, relaxed.model, relaxationOptions);
  let prices: Prices | undefined;
  if (answer.status === 'answered') {
    considerDraft(search, draftFrom(problem, relaxed, answer.values));
    if (answer.duals) prices = pricesOf(problem, relaxed, answer.duals);
  }
  search.iterations = ITERATIONS[regime];
  const most = { aim: 'cash', uses, nodes: 20_000, gap: 1e-6 } as const;
  for (const presolve of regime === 'exact' ? [false, true] : [true]) {
    runWhole(search, { ...most, presolve, iterations: Math.ceil(ITERATIONS[regime] / 4) });
  }
  const { best } = search;
  const reached = { ...problem, needMinor: best.value.cashMinor };
  const again = searchOf(reached, solve, { start: best, iterations: ITERATIONS[regime] });
  if (best.value.cashMinor > 0) run(again);
  const final = searchOf(problem, solve, { start: best, iterations: 0 });
  consider(final, again.best.placement);
  const isMet = final.best.value.shortfallMinor === 0;
  const known = (isMet ? (again.prices ?? search.prices) : prices) ?? noPrices(problem);
  return {
    solution: final.best,
    prices: known,
    ...(isMet ? { boundExactMinor: exactBound(problem, known) } : {}),
    reproducible: search.reproducible && again.reproducible,
    regime,
  };
}
