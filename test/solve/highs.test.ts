import { expect, test, vi } from 'vitest';
import type { LinearModel, LinearOptions } from '../../src/core/allocation/model.ts';
import { loadHighs } from '../../src/solve/highs.ts';

const solve = await loadHighs();
const options: LinearOptions = {
  presolve: true,
  nodes: 1_000,
  iterations: 10_000,
  gap: 0,
  gapAbsolute: 0,
};

/** −3a − 4b with 2a + 3b ≤ 12 and a ≤ 4: −52 ÷ 3 at (4, 4 ÷ 3), whole −17 at (3, 2). */
function modelOf(change: Partial<LinearModel> = {}): LinearModel {
  return {
    cost: Float64Array.of(-3, -4),
    lower: new Float64Array(2),
    upper: Float64Array.of(4, Number.POSITIVE_INFINITY),
    integer: new Uint8Array(2),
    rowLower: Float64Array.of(Number.NEGATIVE_INFINITY),
    rowUpper: Float64Array.of(12),
    starts: Int32Array.of(0, 2),
    indices: Int32Array.of(0, 1),
    values: Float64Array.of(2, 3),
    ...change,
  };
}

test('a linear program comes with its duals and a basis to start again from', () => {
  const answer = solve(modelOf(), options);
  if (answer.status !== 'answered') throw new Error(answer.status);
  expect(answer.objective).toBeCloseTo(-52 / 3, 9);
  expect(answer.bound).toBe(answer.objective);
  expect(answer.duals?.rows[0]).toBeCloseTo(-4 / 3, 9);
  const basis = answer.duals?.basis;
  if (!basis) throw new Error('no basis');
  const again = solve(modelOf(), { ...options, basis });
  expect(again).toMatchObject({ status: 'answered', iterations: 0 });
});

test.each([true, false])('a whole program has a bound and no duals, presolve %s', (presolve) => {
  const integer = Uint8Array.of(1, 1);
  const answer = solve(modelOf({ integer }), { ...options, presolve });
  if (answer.status !== 'answered') throw new Error(answer.status);
  expect(answer.finished).toBe(true);
  expect(answer.objective).toBeCloseTo(-17, 9);
  expect(answer.bound).toBeLessThanOrEqual(answer.objective + 1e-9);
  expect(answer.duals).toBeUndefined();
});

test('a point to start from is kept when there is no work to be spent', () => {
  const integer = Uint8Array.of(1, 1);
  const start = Float64Array.of(1, 2);
  const answer = solve(modelOf({ integer }), { ...options, nodes: 0, iterations: 0, start });
  if (answer.status !== 'answered') throw new Error(answer.status);
  expect(answer.objective).toBeLessThanOrEqual(-11);
});

test('what cannot be met is infeasible', () => {
  expect(solve(modelOf({ rowUpper: Float64Array.of(-1) }), options).status).toBe('infeasible');
});

test.each<[string, Partial<LinearModel>]>([
  ['numbers that are none', { cost: Float64Array.of(Number.NaN, 1) }],
  ['a column that is not there', { indices: Int32Array.of(0, 7) }],
  ['columns of different lengths', { upper: Float64Array.of(1) }],
])('%s are an answer without anything, and a short text', (_, change) => {
  const answer = solve(modelOf(change), options);
  expect(answer).toMatchObject({ status: 'nothing', clock: false });
  if (answer.status === 'nothing') expect(answer.detail.length).toBeLessThan(200);
});

test('nothing is written to the console', () => {
  const spies = [
    vi.spyOn(console, 'log'),
    vi.spyOn(console, 'error'),
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
  ];
  solve(modelOf({ integer: Uint8Array.of(1, 1) }), options);
  solve(modelOf({ cost: Float64Array.of(Number.NaN, 1) }), options);
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});

test('models are given back: thousands of them do not fill the memory', () => {
  const size = 400;
  const wide = modelOf({
    cost: new Float64Array(size).fill(-1),
    lower: new Float64Array(size),
    upper: new Float64Array(size).fill(1),
    integer: new Uint8Array(size),
    starts: Int32Array.of(0, size),
    indices: Int32Array.from({ length: size }, (_, at) => at),
    values: new Float64Array(size).fill(1),
  });
  const last = Array.from({ length: 2_000 }, () => solve(wide, options)).at(-1);
  expect(last).toMatchObject({ status: 'answered' });
});
