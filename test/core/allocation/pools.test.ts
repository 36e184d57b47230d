import fc from 'fast-check';
import { expect, test } from 'vitest';
import { homesOf } from '../../../src/core/allocation/branch/homes.ts';
import { poolsWithin } from '../../../src/core/allocation/branch/pools.ts';
import { cutsOf } from '../../../src/core/allocation/branch/separate.ts';
import { buildModel } from '../../../src/core/allocation/model.ts';
import type { AllocationProblem, Placement } from '../../../src/core/allocation/problem.ts';
import { searchOf } from '../../../src/core/allocation/search.ts';
import { evaluate, type Value } from '../../../src/core/allocation/value.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { tinyProblem, withColumns } from './tiny.ts';

const solve = await loadHighs();

test('no plan that costs no more than asked has a larger pool, and the cuts it allows cut none off', () => {
  const counts = { bounded: 0, plans: 0 };
  fc.assert(
    fc.property(
      tinyProblem({ lines: 5, offers: 2 }),
      fc.integer({ min: 0, max: 6 }),
      (drawn, more) => {
        const problem = soldWhole(drawn);
        const plans = plansOf(problem);
        fc.pre(plans.length > 0);
        const most =
          plans.reduce((least, { value }) => Math.min(least, value.costMinor), Infinity) + more;
        const { pools, cuts, homes } = boundedAt(problem, most);
        for (const { value, placement } of plans) {
          if (value.costMinor > most) continue;
          counts.plans += 1;
          for (const [offer, pool] of pools.entries()) {
            expect(value.pools[offer]).toBeLessThanOrEqual(pool);
          }
          const isIn = (home: number) =>
            placement.placed[homes.lineOf[home] ?? 0] === (homes.offer[home] ?? -1) + 1;
          for (const { homes: own, weights, most: limit } of cuts) {
            const sum = own.reduce(
              (all, home, at) => all + (isIn(home) ? (weights[at] ?? 0) : 0),
              0,
            );
            expect(sum).toBeLessThanOrEqual(limit);
          }
        }
        counts.bounded += pools.filter(Number.isFinite).length;
      },
    ),
    { numRuns: 150 },
  );
  expect(counts.bounded).toBeGreaterThan(10);
  expect(counts.plans).toBeGreaterThan(50);
});

function boundedAt(problem: AllocationProblem, most: number) {
  const search = searchOf(problem, solve, { iterations: 0 });
  const uses = problem.offers.map(() => 'open' as const);
  const of = { allowed: uses.map(() => true), required: uses.map(() => false) };
  const cost = buildModel(problem, { aim: 'cost', uses, relaxed: true });
  const homes = homesOf(problem);
  const domain = new Uint8Array(homes.pair.length).fill(1);
  const tree = { search, cost, homes, of, budget: { relaxations: 100 } };
  const pools = poolsWithin(tree, { domain, cuts: [], most });
  return { pools, homes, cuts: cutsOf({ search, built: cost, homes }, domain, pools).cuts };
}

function soldWhole(problem: AllocationProblem): AllocationProblem {
  const offers = problem.offers.map((offer) => ({ ...offer, mode: 'strict_sale' as const }));
  return withColumns({ ...problem, offers });
}

type Plan = { placement: Placement; value: Value };

/** All that meet the need. */
function plansOf(problem: AllocationProblem): Plan[] {
  const lines = problem.debtorOf.length;
  const placed = new Uint8Array(lines);
  const plans: Plan[] = [];
  const place = (line: number): void => {
    if (line === lines) {
      const placement = placementOf(problem, Uint8Array.from(placed));
      const value = evaluate(problem, placement);
      const isMet = value.shortfallMinor === 0;
      if (isMet && verify(problem, { placement, value }).length === 0)
        plans.push({ placement, value });
      return;
    }
    placed[line] = 0;
    place(line + 1);
    for (
      let pair = problem.pairStart[line] ?? 0;
      pair < (problem.pairStart[line + 1] ?? 0);
      pair += 1
    ) {
      placed[line] = (problem.offerOf[pair] ?? 0) + 1;
      place(line + 1);
    }
    placed[line] = 0;
  };
  place(0);
  return plans;
}

function placementOf(problem: AllocationProblem, placed: Uint8Array): Placement {
  const none = {
    placed,
    partial: new Map<number, number>(),
    drawn: new Float64Array(problem.offers.length),
  };
  return { ...none, drawn: evaluate(problem, none).advances };
}
