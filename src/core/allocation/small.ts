import { draftFrom, noPrices, pricesOf } from './answer.ts';
import { exactBound } from './bound.ts';
import { mostCash } from './branch/most.ts';
import type { Budget } from './branch/node.ts';
import { searchExact } from './exact.ts';
import { searchKernel } from './kernel.ts';
import { buildModel, type SolveLinear } from './model.ts';
import { withoutImpossible } from './possible.ts';
import type { AllocationProblem, Placement } from './problem.ts';
import { provenBound } from './proof.ts';
import {
  ask,
  consider,
  considerDraft,
  marginOf,
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
/** The same for a plan that meets a need which no run came to, and for the least cost of its cash. */
const PLAN_AT_ALL = { relaxations: 100, steps: 1_500_000 };
const PROOF_OF_REACHED = { relaxations: 60, steps: 300_000 };

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
  const prices = search.prices ?? noPrices(problem);
  const budget = effort === 'full' && regime === 'exact' ? { ...PROOF } : undefined;
  if (budget && search.best.value.shortfallMinor > 0) {
    const isWithin = mostCash(search, prices) >= problem.needMinor;
    if (isWithin) provenBound(search, prices, { ...PLAN_AT_ALL });
  }
  if (search.best.value.shortfallMinor > 0) {
    return outOfReach(search, { run, regime, iterations: ITERATIONS[effort].reach, budget });
  }
  const boundExactMinor = provenBound(search, prices, budget);
  return {
    solution: search.best,
    prices,
    boundExactMinor,
    ...(Number.isFinite(found.bound) ? { boundSolverMinor: Math.floor(found.bound) } : {}),
    reproducible: search.reproducible,
    regime,
  };
}

type Regime = {
  run: typeof searchExact;
  regime: SmallAnswer['regime'];
  iterations: number;
  budget: Budget | undefined;
};

/** The most cash first; then the least cost of that much, as a problem whose need can be met. */
function outOfReach(search: Search, of: Regime): SmallAnswer {
  const { problem, solve } = search;
  const { regime, iterations } = of;
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
  const again = leastCost(search, of);
  const final = searchOf(problem, solve, { start: search.best, iterations: 0 });
  consider(final, again.best.placement);
  consider(final, drawnFully(problem, final.best));
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

/**
 * Plans that raise what the best one does for less. Cash that limits alone decide leaves a program no
 * room for what lines in part lose in rounding, so it is also asked for a little less than that.
 */
function leastCost(search: Search, { run, iterations, budget }: Regime): Search {
  const { problem, solve, best } = search;
  const reached = { ...problem, needMinor: best.value.cashMinor };
  let again = searchOf(reached, solve, { start: best, iterations, margin: 0 });
  if (best.value.cashMinor === 0) return again;
  run(again);
  const less = -marginOf(problem);
  if (less < 0) {
    again = searchOf(reached, solve, { start: again.best, iterations, margin: less });
    run(again);
  }
  if (budget) provenBound(again, again.prices ?? noPrices(problem), { ...PROOF_OF_REACHED });
  return again;
}

/** While the need is not met a pledge is drawn to what it may be. */
function drawnFully({ offers }: AllocationProblem, { placement, value }: Solution): Placement {
  const drawn = placement.drawn.map((amount, index) => {
    const offer = offers[index];
    if (offer?.mode !== 'pledge' || !value.used[index]) return amount;
    return Math.min(offer.room, value.advances[index] ?? 0);
  });
  return { ...placement, drawn };
}
