import { describe, expect, test } from 'vitest';
import { pricesOf } from '../../../src/core/allocation/answer.ts';
import { exactBound } from '../../../src/core/allocation/bound.ts';
import { buildModel } from '../../../src/core/allocation/model.ts';
import { withoutImpossible } from '../../../src/core/allocation/possible.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { type InstanceOptions, instanceOf } from './instances.ts';

const solve = await loadHighs();
const limits = { presolve: true, nodes: 10_000, iterations: 100_000, gap: 0, gapAbsolute: 0 };

const instances: [string, InstanceOptions][] = [
  ['of all modes', { seed: 1, lines: 200, debtors: 40 }],
  ['with caps on every offer', { seed: 2, lines: 300, debtors: 40, capped: [0, 1, 2, 3, 4] }],
  ['with held pools', { seed: 3, lines: 200, debtors: 30, heldShare: 0.3, subLimits: true }],
  ['with netting', { seed: 4, lines: 250, debtors: 40, netting: [0, 2] }],
  ['of whole accounts', { seed: 5, lines: 200, debtors: 40, modes: ['whole_account', undefined] }],
  ['sold strictly', { seed: 6, lines: 200, debtors: 40, modes: Array(5).fill('strict_sale') }],
];

describe.each(instances)('a ledger %s', (_, options) => {
  const problem = instanceOf(options);
  const uses = problem.offers.map(() => 'open' as const);
  const built = buildModel(problem, { aim: 'cost', uses, relaxed: true });
  const answer = solve(built.model, limits);

  test('has a linear program whose duals bound its plans as it does', () => {
    if (answer.status !== 'answered' || !answer.duals) throw new Error(answer.status);
    const value = answer.objective * built.layout.costUnit;
    const bound = exactBound(problem, pricesOf(problem, built, answer.duals));
    // Lines in part may round in their favour: less than two minor units for each debtor and offer.
    expect(bound).toBeLessThanOrEqual(Math.ceil(value) + 1);
    const rounding = 2 * problem.debtors * problem.offers.length;
    expect(bound).toBeGreaterThanOrEqual(Math.floor(value * (1 - 1e-6)) - rounding);
  });

  test('is the same model every time', () => {
    const again = buildModel(instanceOf(options), { aim: 'cost', uses, relaxed: true });
    expect(again.model).toStrictEqual(built.model);
  });
});

test('strict duals bound to a millionth, since nothing rounds there', () => {
  const modes = Array(5).fill('strict_sale');
  const problem = instanceOf({ seed: 7, lines: 300, debtors: 40, modes, capped: [1, 2] });
  const uses = problem.offers.map(() => 'open' as const);
  const built = buildModel(problem, { aim: 'cost', uses, relaxed: true });
  const answer = solve(built.model, limits);
  if (answer.status !== 'answered' || !answer.duals) throw new Error(answer.status);
  const value = answer.objective * built.layout.costUnit;
  const bound = exactBound(problem, pricesOf(problem, built, answer.duals));
  expect(bound).toBeLessThanOrEqual(Math.ceil(value * (1 + 1e-9)));
  expect(bound).toBeGreaterThanOrEqual(Math.floor(value * (1 - 1e-6)) - 1);
});

test('presolve on and off agree on the whole program', () => {
  const problem = instanceOf({ seed: 8, lines: 24, debtors: 8, offers: 3 });
  const uses = problem.offers.map(() => 'open' as const);
  const { model, layout } = buildModel(problem, { aim: 'cost', uses, relaxed: false });
  const [on, off] = [true, false].map((presolve) => solve(model, { ...limits, presolve }));
  if (on?.status !== 'answered' || off?.status !== 'answered') throw new Error('no answer');
  expect(on.finished && off.finished).toBe(true);
  expect(Math.abs(on.objective - off.objective) * layout.costUnit).toBeLessThan(0.01);
});

test('pairs that no plan can use are left out, and only of strict sales', () => {
  const modes = ['strict_sale', 'sale', 'pledge', 'sale', 'sale'] as const;
  const problem = instanceOf({
    seed: 9,
    lines: 400,
    debtors: 20,
    modes: [...modes],
    capped: [0, 1],
    debtorBp: 200,
  });
  const possible = withoutImpossible(problem);
  const count = (of: typeof problem, offer: number) =>
    of.offerOf.filter((at) => at === offer).length;
  expect(count(possible, 0)).toBeLessThan(count(problem, 0));
  for (const offer of [1, 2, 3, 4]) expect(count(possible, offer)).toBe(count(problem, offer));
});
