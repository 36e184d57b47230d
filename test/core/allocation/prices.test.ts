import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactBound, greatestCash } from '../../../src/core/allocation/bound.ts';
import { buildModel } from '../../../src/core/allocation/model.ts';
import { firstFit, firstFitOrders } from '../../../src/core/allocation/orders.ts';
import { solveLarge } from '../../../src/core/allocation/prices/solve.ts';
import type { AllocationProblem } from '../../../src/core/allocation/problem.ts';
import type { Prices, Solution } from '../../../src/core/allocation/value.ts';
import { verify } from '../../../src/core/allocation/verify.ts';
import { assert } from '../../../src/core/assert.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { optimumOf } from './exhaustive.ts';
import { type InstanceOptions, instanceOf } from './instances.ts';
import { tinyProblem } from './tiny.ts';

const solve = (problem: AllocationProblem) => solveLarge(problem);
const large = (options: Partial<InstanceOptions>) =>
  instanceOf({ seed: 1, lines: 20_000, debtors: 400, ...options });

function gapOf(problem: AllocationProblem): { solution: Solution; gap: number } {
  const { solution, prices } = solve(problem);
  expect(verify(problem, solution)).toEqual([]);
  expect(solution.value.shortfallMinor).toBe(0);
  const bound = exactBound(problem, prices);
  expect(bound).toBeLessThanOrEqual(solution.value.costMinor);
  return { solution, gap: (solution.value.costMinor - bound) / solution.value.costMinor };
}

describe('a handful of lines, every plan looked at', () => {
  test('every plan keeps every constraint, beats none and lies above its bound', () => {
    fc.assert(
      fc.property(tinyProblem({ lines: 5, offers: 3 }), (problem) => {
        const { solution, prices } = solve(problem);
        expect(verify(problem, solution)).toEqual([]);
        const { shortfallMinor, costMinor, cashMinor } = solution.value;
        const best = optimumOf(problem);
        fc.pre(best !== undefined);
        expect(shortfallMinor).toBeGreaterThanOrEqual(best.shortfall);
        if (shortfallMinor > 0) {
          expect(greatestCash(problem, prices)).toBeGreaterThanOrEqual(cashMinor);
        } else {
          expect(costMinor).toBeGreaterThanOrEqual(best.cost);
          expect(exactBound(problem, prices)).toBeLessThanOrEqual(best.cost);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('four in five of them cannot be beaten at all', () => {
    const problems = fc.sample(tinyProblem({ lines: 5, offers: 2 }), { numRuns: 300, seed: 5 });
    const known = problems.flatMap((problem) => {
      const best = optimumOf(problem);
      return best ? [{ best, found: solve(problem).solution.value }] : [];
    });
    const hit = known.filter(
      ({ best, found }) => found.shortfallMinor === best.shortfall && found.costMinor === best.cost,
    );
    expect(hit.length).toBeGreaterThan(known.length * 0.8);
  });
});

describe('twenty thousand lines', () => {
  test.each<[string, Partial<InstanceOptions>, number]>([
    ['with cover and shares of a pledge', { needShare: 0.8, seed: 2 }, 1e-4],
    ['of which little is needed', { needShare: 0.15, seed: 2 }, 2e-4],
    [
      'with shares of a sale, tight on debtors, groups and countries',
      { needShare: 0.7, seed: 3, capped: [0, 2], debtorBp: 300, groupBp: 400, countryBp: 900 },
      2e-4,
    ],
    [
      'with a pool held before, netting, two covers and amount caps',
      {
        needShare: 0.5,
        seed: 6,
        heldShare: 0.3,
        netting: [0, 1, 2],
        covers: [[1], [2, 3]],
        subLimits: true,
      },
      2e-4,
    ],
    ['with a whole account', { needShare: 0.6, seed: 5, modes: ['whole_account'] }, 2e-4],
    ['with currencies of other exponents', { needShare: 0.6, seed: 8, oddExponents: true }, 1e-3],
  ])('%s: the proven gap stays small', (_, options, most) => {
    expect(gapOf(large(options)).gap).toBeLessThan(most);
  });

  test('the plan is cheaper than every one of eight orders by hand', () => {
    const problem = large({ needShare: 0.3, seed: 12 });
    const { solution } = gapOf(problem);
    const byHand = firstFitOrders
      .map((order) => firstFit(problem, order).value)
      .filter(({ shortfallMinor }) => shortfallMinor === 0)
      .map(({ costMinor }) => costMinor);
    expect(byHand.length).toBeGreaterThan(0);
    expect(Math.min(...byHand)).toBeGreaterThan(solution.value.costMinor * 1.05);
  });

  test('the same problem gives the same plan and prices, to the byte', () => {
    const [left, right] = [solve(large({ seed: 7 })), solve(large({ seed: 7 }))];
    expect(right).toEqual(left);
    expect(left.reproducible).toBe(true);
  });

  test('from the prices of a like problem fewer passes come to about the same plan', () => {
    const passesFrom = (problem: AllocationProblem, start?: Prices) => {
      let count = 0;
      const ended = (_: string, passes: number) => {
        count += passes;
      };
      const options = start ? { start, ended } : { ended };
      const { solution } = solveLarge(problem, options);
      expect(verify(problem, solution)).toEqual([]);
      return { count, costMinor: solution.value.costMinor };
    };
    const problem = large({ needShare: 0.8, seed: 2 });
    const like = { ...problem, needMinor: Math.floor(problem.needMinor * 0.99) };
    const fresh = passesFrom(like);
    const warm = passesFrom(like, solve(problem).prices);
    expect(warm.count).toBeLessThan(fresh.count);
    expect(Math.abs(warm.costMinor - fresh.costMinor)).toBeLessThan(fresh.costMinor * 2e-4);
  });

  test('debtors in another order give a plan that costs the same to a ten-thousandth', () => {
    const problem = large({ seed: 7 });
    const [left, right] = [solve(problem), solve(backwards(problem))];
    const [ours, theirs] = [left.solution.value.costMinor, right.solution.value.costMinor];
    expect(verify(backwards(problem), right.solution)).toEqual([]);
    expect(Math.abs(ours - theirs)).toBeLessThan(ours * 1e-4);
  });

  test('a need out of reach gives the greatest cash, near what can be proved of it', () => {
    const problem = large({ needShare: 1.5, seed: 7 });
    const { solution, prices } = solve(problem);
    expect(verify(problem, solution)).toEqual([]);
    const { shortfallMinor, cashMinor } = solution.value;
    expect(shortfallMinor).toBe(problem.needMinor - cashMinor);
    const most = greatestCash(problem, prices);
    expect(cashMinor).toBeLessThanOrEqual(most);
    expect(cashMinor).toBeGreaterThan(most * 0.999);
  });
});

test('the proven bound is near the linear program that HiGHS solves, and not above it', async () => {
  const highs = await loadHighs();
  const problem = instanceOf({ seed: 3, lines: 4_000, debtors: 200, needShare: 0.8 });
  const uses = problem.offers.map(() => 'open' as const);
  const built = buildModel(problem, { aim: 'cost', uses, relaxed: true });
  const answer = highs(built.model, {
    presolve: true,
    nodes: 0,
    iterations: 400_000,
    gap: 0,
    gapAbsolute: 0,
  });
  assert(answer.status === 'answered', 'HiGHS gave no answer');
  const linear = answer.objective * built.layout.costUnit;
  const bound = exactBound(problem, solve(problem).prices);
  expect(bound).toBeLessThanOrEqual(linear * (1 + 1e-6));
  expect(bound).toBeGreaterThan(linear * (1 - 5e-4));
});

describe('pools', () => {
  test('a share of the pool that too few debtors can keep leaves the offer out', () => {
    const problem = large({ needShare: 0.5, seed: 9, debtorBp: 10, capped: [0, 1, 2] });
    const { solution, prices } = solve(problem);
    expect(verify(problem, solution)).toEqual([]);
    expect(solution.value.used.slice(0, 3)).toEqual([false, false, false]);
    expect(solution.value.cashMinor).toBeGreaterThan(greatestCash(problem, prices) * 0.999);
  });

  test('an offer worth a hundredth of its room does not break the plan by shares of a tiny pool', () => {
    const problem = large({
      needShare: 0.4,
      seed: 3,
      capped: [0, 1, 2, 3, 4],
      debtorBp: 500,
      groupBp: 500,
      countryBp: 1_000,
    });
    const { solution, gap } = gapOf(problem);
    expect(gap).toBeLessThan(8e-3);
    const draws = solution.placement.drawn;
    problem.offers.forEach(({ room }, index) => {
      if (solution.value.used[index]) expect(draws[index]).toBeGreaterThan(0);
      expect(draws[index]).toBeLessThanOrEqual(room);
    });
  });

  test('minimum draws and fixed costs are kept or the offer is left out', () => {
    const problem = large({ needShare: 0.5, seed: 4, fixedShare: 0.001, drawShare: 0.2 });
    const { solution } = gapOf(problem);
    problem.offers.forEach(({ minimumDraw }, index) => {
      const drawn = solution.placement.drawn[index] ?? 0;
      if (solution.value.used[index]) expect(drawn).toBeGreaterThanOrEqual(minimumDraw);
    });
    const without = solve({
      ...problem,
      offers: problem.offers.map((offer) => ({ ...offer, fixedCost: 0, minimumDraw: 0 })),
    });
    expect(without.solution.value.costMinor).toBeLessThan(solution.value.costMinor);
  });
});

/** Debtors, and their lines, in the opposite order. */
function backwards(problem: AllocationProblem): AllocationProblem {
  const lines = problem.debtorOf.length;
  const pairs: number[] = [];
  const pairStart = new Int32Array(lines + 1);
  const lineAt = (line: number) => lines - 1 - line;
  for (let line = 0; line < lines; line += 1) {
    const from = lineAt(line);
    const end = problem.pairStart[from + 1] ?? 0;
    for (let pair = problem.pairStart[from] ?? 0; pair < end; pair += 1) pairs.push(pair);
    pairStart[line + 1] = pairs.length;
  }
  const last = problem.debtors - 1;
  const pick = (column: Float64Array) => Float64Array.from(pairs, (pair) => column[pair] ?? 0);
  return {
    ...problem,
    debtorOf: problem.debtorOf
      .slice()
      .reverse()
      .map((debtor) => last - debtor),
    pairStart,
    offerOf: Uint8Array.from(pairs, (pair) => problem.offerOf[pair] ?? 0),
    days: Int32Array.from(pairs, (pair) => problem.days[pair] ?? 0),
    withheldDays: Int32Array.from(pairs, (pair) => problem.withheldDays[pair] ?? 0),
    withheldFee: pick(problem.withheldFee),
    base: pick(problem.base),
    fee: pick(problem.fee),
    cash: pick(problem.cash),
    cost: pick(problem.cost),
    rooms: problem.rooms.map((room) => ({ ...room, free: room.free.slice().reverse() })),
    offers: problem.offers.map((offer) => ({
      ...offer,
      caps: offer.caps.map((caps) => ({ ...caps, nodeOf: caps.nodeOf.slice().reverse() })),
    })),
  };
}
