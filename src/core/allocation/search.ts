import type { AmountMinor } from '../money.ts';
import { draftFrom, pointOf } from './answer.ts';
import type { Draft } from './draft.ts';
import { buildModel, type LinearAnswer, type LinearOptions, type SolveLinear } from './model.ts';
import type { ModelOptions, OfferUse } from './modelColumns.ts';
import type { AllocationProblem, Placement } from './problem.ts';
import { settle } from './settle.ts';
import { evaluate, isBetter, type Prices, type Solution } from './value.ts';
import { verify } from './verify.ts';

/** What is known while plans are looked for: the best verified one, and what may still be spent. */
export type Search = {
  problem: AllocationProblem;
  solve: SolveLinear;
  best: Solution;
  /** Simplex iterations left for mixed-integer runs. */
  iterations: number;
  /** False once a clock ended a run. */
  reproducible: boolean;
  prices?: Prices;
  /** Cash asked for beyond the need, for lines in part to lose in rounding. */
  margin: AmountMinor;
  /** While a plan is proven, only a cheaper one replaces it: another of its cost would say no more. */
  isProving: boolean;
  /** Choices of offers that together cover all plans, each with the prices that bound it. */
  cases: Case[];
};

/** By offer −1 is out, 1 in, 0 either; prices are missing where the need was said to be out of reach. */
export type Case = { states: Int8Array; prices?: Prices };

export function searchOf(
  problem: AllocationProblem,
  solve: SolveLinear,
  {
    start,
    iterations,
    margin = marginOf(problem),
  }: { start?: Solution | undefined; iterations: number; margin?: AmountMinor },
): Search {
  const search: Search = {
    problem,
    solve,
    best: nothing(problem),
    iterations,
    reproducible: true,
    margin,
    isProving: false,
    cases: [],
  };
  if (start) consider(search, start.placement);
  return search;
}

/** Keeps a placement that holds and is better; the only way by which one becomes the best. */
export function consider(search: Search, placement: Placement): boolean {
  const { problem } = search;
  const solution = { placement, value: evaluate(problem, placement) };
  const { best, isProving } = search;
  const isCheaper = solution.value.costMinor < best.value.costMinor;
  if (isProving && best.value.shortfallMinor === 0 && !isCheaper) return false;
  if (verify(problem, solution).length > 0 || !isBetter(solution, best)) return false;
  search.best = solution;
  return true;
}

/** What a plan has to cost less than to be better: anything, while the need is not met. */
export function ceilingOf({ best: { value } }: Search): AmountMinor {
  return value.shortfallMinor > 0 ? Number.POSITIVE_INFINITY : value.costMinor;
}

export function considerDraft(search: Search, draft: Draft): boolean {
  return consider(search, settle(draft).placement);
}

export type Run = Pick<ModelOptions, 'uses' | 'held' | 'aim'> &
  Pick<LinearOptions, 'presolve' | 'nodes' | 'gap'> & { iterations: number };

/** One mixed-integer run from the best plan; the claimed bound in need minor units, if there is one. */
export function runWhole(search: Search, run: Run): { bound?: number; finished: boolean } {
  const { aim, uses, held } = run;
  const { margin } = search;
  const problem = { ...search.problem, needMinor: search.problem.needMinor + margin };
  const built = buildModel(problem, { aim, uses, relaxed: false, ...(held ? { held } : {}) });
  const iterations = Math.min(run.iterations, search.iterations);
  if (iterations <= 0) return { finished: false };
  const start = fits(search, uses) ? pointOf(problem, built, search.best) : undefined;
  const answer = ask(search, built.model, {
    presolve: run.presolve,
    nodes: run.nodes,
    iterations,
    gap: run.gap,
    gapAbsolute: 0.99 / built.layout.costUnit,
    ...(start ? { start } : {}),
  });
  const spent = answer.status === 'answered' ? answer.iterations : iterations;
  search.iterations -= Math.min(iterations, Math.max(spent, 0));
  if (answer.status !== 'answered') return { finished: answer.status === 'infeasible' };
  considerDraft(search, draftFrom(search.problem, built, answer.values));
  const bound = answer.bound * built.layout.costUnit + fixedOf(problem, uses);
  const priced = margin * (1 + (search.prices?.need ?? 1));
  return { bound: margin > 0 ? bound - priced : bound, finished: answer.finished };
}

/**
 * Lines in part lose less than a minor unit each in rounding, which could take another line to make
 * good. Asked for a little more, a program leaves that much to be cut back for nothing.
 */
export function marginOf({ offers }: AllocationProblem): number {
  return offers.every(({ mode }) => mode === 'strict_sale') ? 0 : 4 + 2 * offers.length;
}

/** A linear program is solved to its end. */
export const relaxationOptions: LinearOptions = {
  presolve: true,
  nodes: 0,
  iterations: 400_000,
  gap: 0,
  gapAbsolute: 0,
};

/** An answer that has the shape of one. */
export function ask(
  search: Search,
  model: Parameters<SolveLinear>[0],
  options: LinearOptions,
): LinearAnswer {
  const answer = safely(search.solve, model, options);
  if (answer.status !== 'infeasible' && answer.clock) search.reproducible = false;
  return answer;
}

/** Fixed costs of the offers that a model leaves to be paid apart. */
export function fixedOf({ offers }: AllocationProblem, uses: readonly OfferUse[]): number {
  return offers.reduce((sum, offer, at) => sum + (uses[at] === 'open' ? offer.fixedCost : 0), 0);
}

/** A solver that throws or answers with something else than numbers has said nothing. */
function safely(
  solve: SolveLinear,
  model: Parameters<SolveLinear>[0],
  options: LinearOptions,
): LinearAnswer {
  const failed = { status: 'nothing', detail: 'no usable answer', clock: false } as const;
  try {
    const answer = solve(model, options);
    if (answer.status !== 'answered') return answer;
    const { values, objective, bound } = answer;
    const isPoint = values.length === model.cost.length && values.every(Number.isFinite);
    return isPoint && Number.isFinite(objective) && !Number.isNaN(bound) ? answer : failed;
  } catch {
    return failed;
  }
}

function fits({ best, problem }: Search, uses: readonly OfferUse[]): boolean {
  if (best.value.shortfallMinor > 0) return false;
  return problem.offers.every((_, index) => !best.value.used[index] || uses[index] !== 'never');
}

function nothing(problem: AllocationProblem): Solution {
  const placement = {
    placed: new Uint8Array(problem.debtorOf.length),
    partial: new Map<number, number>(),
    drawn: new Float64Array(problem.offers.length),
  };
  return { placement, value: evaluate(problem, placement) };
}
