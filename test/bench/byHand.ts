import { allocateNeed } from '../../src/core/allocation/allocateNeed.ts';
import { firstFit, firstFitOrders } from '../../src/core/allocation/orders.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { type InstanceOptions, instanceOf } from '../core/allocation/instances.ts';
import type { Measured } from './report.ts';

const solve = await loadHighs();

/** Orders that read due dates or the ledger alone; the others look at prices or amounts first. */
const blind = ['shortest', 'longest', 'ledger', 'ledger_reversed'];

/**
 * What the best of eight orders by hand costs more than the plan, in scenarios whose cash costs what
 * open invoices of up to a hundred days at some 6 % do: 15, 25, 37 and 44 basis points at needs of 15 to
 * 55 % of what can be raised, until paid; and over a horizon of 30 days.
 */
export function benchByHand(lines: number, debtors: number): Measured {
  const startedAt = performance.now();
  const scenarios = scenariosOf(lines, debtors).map(dearer);
  const seconds = (performance.now() - startedAt) / 1000;
  const of = (which: 'best' | 'blind') => {
    const sorted = scenarios.map((one) => one[which]).toSorted((one, other) => one - other);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return `${percent(middle)} (${percent(sorted[0] ?? 0)} to ${percent(sorted.at(-1) ?? 0)})`;
  };
  return {
    perSecond: scenarios.length / seconds,
    note: `the best of 8 costs ${of('best')} more, by due date or ledger ${of('blind')}`,
  };
}

function scenariosOf(lines: number, debtors: number): InstanceOptions[] {
  const costs = [{ untilPaid: true }, { horizonDays: 30 }];
  return [1, 2].flatMap((seed) =>
    [0.15, 0.3, 0.45, 0.55].flatMap((needShare) =>
      costs.map((cost): InstanceOptions => {
        const terms = { termDays: [1, 107] as const, feeShare: 0.1 };
        return { seed, lines, debtors, needShare, ...cost, ...terms };
      }),
    ),
  );
}

function dearer(options: InstanceOptions): { best: number; blind: number } {
  const problem = instanceOf(options);
  const { costMinor, shortfallMinor } = allocateNeed(problem, solve).solution.value;
  if (shortfallMinor > 0) throw new Error('the need is not met');
  const costs = firstFitOrders.map((order) => {
    const { value } = firstFit(problem, order, 'listed');
    return { order, cost: value.shortfallMinor > 0 ? Number.POSITIVE_INFINITY : value.costMinor };
  });
  const least = (some: typeof costs) => Math.min(...some.map(({ cost }) => cost)) / costMinor - 1;
  return { best: least(costs), blind: least(costs.filter(({ order }) => blind.includes(order))) };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
