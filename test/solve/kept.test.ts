import { expect, test } from 'vitest';
import type { SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { createExplainer } from '../../src/solve/kept.ts';
import { input, invoice, terms } from '../core/selection-samples.ts';

const solve = await loadHighs();
const booksOf = (openMinor: number): SelectionInput =>
  input({ receivables: [invoice(1, { openMinor })], facilities: [terms([{ rule: 'contra' }])] });

test('books are handed over once under a key, and both questions are answered from them', () => {
  const explain = createExplainer(solve);
  expect(explain.facility({ key: 'one' }, 'F1')).toEqual({ status: 'cold' });
  const first = explain.facility({ key: 'one', input: booksOf(5_000) }, 'F1');
  expect(first).toMatchObject({ status: 'explained', explanation: { grossMinor: 5_000 } });
  expect(explain.facility({ key: 'one' }, 'F1')).toEqual(first);
  expect(explain.debtor({ key: 'one' }, { debtorId: 'D1' })).toMatchObject({
    status: 'explained',
    explanation: { facilities: [{ grossMinor: 5_000 }] },
  });
});

test('a changed key, or none, never answers from other books', () => {
  const explain = createExplainer(solve);
  explain.facility({ key: 'one', input: booksOf(5_000) }, 'F1');
  expect(explain.facility({ key: 'two' }, 'F1')).toEqual({ status: 'cold' });
  expect(explain.debtor({}, { debtorId: 'D1' })).toEqual({ status: 'cold' });
  const other = explain.facility({ input: booksOf(7_000) }, 'F1');
  expect(other).toMatchObject({ explanation: { grossMinor: 7_000 } });
  expect(explain.facility({ key: 'one' }, 'F1')).toMatchObject({
    explanation: { grossMinor: 5_000 },
  });
});

test('books that are refused are not kept', () => {
  const explain = createExplainer(solve);
  const twice = booksOf(5_000);
  const refused = { ...twice, debtors: [...twice.debtors, ...twice.debtors] };
  expect(explain.facility({ key: 'one', input: refused }, 'F1')).toMatchObject({
    status: 'refused',
    refusals: [{ code: 'debtor_duplicate' }],
  });
  expect(explain.facility({ key: 'one' }, 'F1')).toEqual({ status: 'cold' });
});
