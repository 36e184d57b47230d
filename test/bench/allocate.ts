import { allocateNeed } from '../../src/core/allocation/allocateNeed.ts';
import { firstFit, firstFitOrders } from '../../src/core/allocation/orders.ts';
import type { AllocationProblem } from '../../src/core/allocation/problem.ts';
import { verify } from '../../src/core/allocation/verify.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { instanceOf } from '../core/allocation/instances.ts';
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
