import { expect, test } from 'vitest';
import { consider, whatIf } from '../../src/core/compare/whatIf.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { keepWarm } from '../../src/solve/warm.ts';
import { input, invoice, terms } from '../core/selection-samples.ts';

const solve = await loadHighs();
const facility = terms([{ rule: 'not_yet_issued' }], { limitMinor: 20_000 });
const need = { amountMinor: 9_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 60 };
const given: SelectionInput = input({
  receivables: [1, 2, 3].map((number) => invoice(number)),
  facilities: [facility],
  need,
});
const change = { facilities: [{ ...facility, limitMinor: 5_000 }] };

function counted() {
  let count = 0;
  const effectOf = keepWarm(solve, (...asked) => {
    count += 1;
    return consider(...asked);
  });
  return { effectOf, count: () => count };
}

test('the same books are considered once, in whatever order they come, and answered alike', () => {
  const { effectOf, count } = counted();
  const first = effectOf(given, change);
  const turned = { ...structuredClone(given), receivables: given.receivables.toReversed() };
  expect(effectOf(turned, change)).toEqual(first);
  expect(effectOf(given, { need: { ...need, amountMinor: 1_000 } })).toMatchObject({ ok: true });
  expect(count()).toBe(1);
  const cold = consider(given, solve);
  expect(cold.ok && whatIf(cold.considered, change, solve)).toEqual(first);
});

test('other books are considered anew: another amount, another need, another day', () => {
  const { effectOf, count } = counted();
  effectOf(given, change);
  const [first, ...others] = given.receivables;
  const other = first ? [{ ...first, openMinor: 1 }, ...others] : [];
  const less = effectOf({ ...given, receivables: other }, {});
  expect(less.ok && less.effect.facilities[0]?.poolMinor.before).toBe(20_001);
  effectOf({ ...given, need: { ...need, amountMinor: 8_000 } }, change);
  effectOf({ ...given, asOf: '2026-11-23' }, change);
  expect(count()).toBe(4);
});

test('books that are refused keep nothing warm', () => {
  const { effectOf, count } = counted();
  const twice = { ...given, facilities: [facility, facility] };
  for (let time = 0; time < 2; time += 1) {
    expect(effectOf(twice, change)).toMatchObject({ ok: false });
  }
  expect(count()).toBe(2);
});
