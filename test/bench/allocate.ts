import { allocateNeed } from '../../src/core/allocation/allocateNeed.ts';
import { firstFit, firstFitOrders } from '../../src/core/allocation/orders.ts';
import type { AllocationProblem } from '../../src/core/allocation/problem.ts';
import { verify } from '../../src/core/allocation/verify.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { type InstanceOptions, instanceOf } from '../core/allocation/instances.ts';
import type { Measured } from './report.ts';

const solve = await loadHighs();

/** Lines up to which the orders that people fill by are tried for the comparison. */
const orderedMax = 20_000;

/**
 * A plan for five facilities over such a ledger, verified; its cost above the bound in exact arithmetic,
 * and what the best of eight orders by hand costs more under the same constraints.
 */
export function benchAllocate(lines: number, debtors: number): Measured {
  const problem = instanceOf({ seed: 1, lines, debtors });
  const startedAt = performance.now();
  const { solution, boundExactMinor, regime } = allocateNeed(problem, solve);
  const seconds = (performance.now() - startedAt) / 1000;
  const violations = verify(problem, solution);
  if (violations.length > 0) throw new Error(violations[0]?.constraint);
  const { costMinor, shortfallMinor } = solution.value;
  if (shortfallMinor > 0) throw new Error('the need is not met');
  const gap = percent((costMinor - boundExactMinor) / costMinor);
  const notes = [`${regime}, ${seconds.toFixed(2)} s, ${gap} above what is proven`];
  if (lines <= orderedMax) notes.push(`best of 8 orders costs ${byHand(problem, costMinor)} more`);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  notes.push(`peak ${peakMb} MB`);
  return { perSecond: lines / seconds, note: notes.join('; ') };
}

/** A solver's own default: nearer than this it calls a plan the cheapest. */
const claimedNear = 1e-4;
/** What reads as 0.00 %. */
const provenNear = 5e-5;

/**
 * How many of the plans for 200 receivables sold whole, five facilities that cost something to use and
 * shares of the pool, are proven to be the cheapest there is: to the minor unit in exact arithmetic, as
 * near as two decimals show, and, as other measurements have it, by that or the solver's word.
 */
export function benchProven(seeds: readonly number[]): Measured {
  const plans = seeds.map((seed) => {
    const problem = instanceOf(soldWhole(seed));
    const startedAt = performance.now();
    const { solution, boundExactMinor, boundSolverMinor = 0 } = allocateNeed(problem, solve);
    const seconds = (performance.now() - startedAt) / 1000;
    const { costMinor, shortfallMinor } = solution.value;
    if (shortfallMinor > 0) throw new Error('the need is not met');
    const above = (bound: number) => (costMinor - bound) / costMinor;
    const gap = above(boundExactMinor);
    return { seconds, gap, claimed: Math.min(gap, above(boundSolverMinor)) };
  });
  const count = (is: (plan: (typeof plans)[number]) => boolean) => plans.filter(is).length;
  const most = (of: (plan: (typeof plans)[number]) => number) => Math.max(...plans.map(of));
  const total = plans.reduce((sum, { seconds }) => sum + seconds, 0);
  const notes = [
    `${count(({ gap }) => gap <= 0)} of ${plans.length} proven to the minor unit`,
    `${count(({ gap }) => gap < provenNear)} to 0.00 %, the worst ${percent(most(({ gap }) => gap))}`,
    `${count(({ claimed }) => claimed <= claimedNear)} by that or the solver's word`,
    `${count(({ seconds }) => seconds <= 10)} within 10 s, the longest ${most(({ seconds }) => seconds).toFixed(1)} s`,
  ];
  return { perSecond: plans.length / total, note: notes.join('; ') };
}

function soldWhole(seed: number): InstanceOptions {
  const needShare = [0.15, 0.3, 0.45][seed % 3] ?? 0;
  const modes = Array.from({ length: 5 }, () => 'strict_sale' as const);
  const limits = { capped: [1, 2], fixedShare: 0.002 };
  return { seed, lines: 200, debtors: 40, modes, needShare, ...limits };
}

function byHand(problem: AllocationProblem, costMinor: number): string {
  const costs = firstFitOrders
    .map((order) => firstFit(problem, order, 'listed').value)
    .filter(({ shortfallMinor }) => shortfallMinor === 0)
    .map((value) => value.costMinor);
  return costs.length === 0 ? '(none meets the need)' : percent(Math.min(...costs) / costMinor - 1);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(4)} %`;
}
