import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalInput } from '../../src/core/canonicalInput.ts';
import { canonicalJson } from '../../src/core/hash.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import type { Plan } from '../../src/core/plan.ts';
import { createColumn, readColumn } from '../../src/core/snapshot/column.ts';
import { firstDifference } from '../../src/core/snapshot/difference.ts';
import { packPlan, unpackPlan } from '../../src/core/snapshot/plan.ts';
import { factoredInput } from '../bench/factored.ts';
import { anyInput } from './any-input.ts';
import { input, invoice, planOf, terms } from './selection-samples.ts';

function roundTrip(plan: Plan, given: SelectionInput): Plan {
  const canonical = canonicalInput(given);
  const { summary, lines } = packPlan(plan, canonical);
  const stored = JSON.parse(JSON.stringify(summary));
  return unpackPlan({ summary: stored, lines: Uint8Array.from(lines) }, canonical);
}

test('a plan made small is read back word for word', () => {
  fc.assert(
    fc.property(anyInput, (given) => {
      const plan = planOf(given);
      expect(canonicalJson(roundTrip(plan, given))).toBe(canonicalJson(plan));
    }),
    { numRuns: 80 },
  );
});

test('what only another engine would say is read back as well', () => {
  const given = input({
    receivables: [invoice(1), invoice(2), invoice(3)],
    facilities: [terms([{ rule: 'past_due_date', days: 30, operator: '>' }])],
    need: { amountMinor: 5_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 60 },
  });
  const plan = planOf(given);
  const [result] = plan.facilities;
  const [first, second, third] = result?.lines ?? [];
  const { allocation } = plan;
  if (!result || !first || !second || !third || !allocation) throw new Error('three lines');
  const params = { isNew: true, words: 'a\nb "c"', count: 7, amountMinor: -9_007_199_254_740_991 };
  const deductions = [
    { rule: 'one\ntwo', amountMinor: 17, params },
    { rule: 'later', amountMinor: 0, params: { ...params, count: 8 } },
  ];
  const other: Plan = {
    ...plan,
    // Backwards, one twice, one not at all, and with a gross that no rate leads to.
    facilities: [
      {
        ...result,
        lines: [
          { ...third, grossMinor: 999, deductions, eligibleMinor: 982 },
          { ...first, deductions: [], eligibleMinor: first.grossMinor },
          { ...third, grossMinor: 999, deductions, eligibleMinor: 982 },
        ],
      },
    ],
    allocation: {
      ...allocation,
      lines: [
        {
          receivableId: second.receivableId,
          facilityId: result.facilityId,
          fundedMinor: 3,
          advanceMinor: 5,
          costMinor: 0,
        },
      ],
      notPlaced: [
        { receivableId: first.receivableId, reason: 'dearer', params: { facilityId: 'none' } },
        {
          receivableId: second.receivableId,
          reason: 'dearer',
          params: { facilityId: result.facilityId, costPpm: 3 },
        },
      ],
    },
  };
  expect(roundTrip(other, given)).toEqual(other);
});

test('a stored number is read back, and none that was not stored', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeInteger()), (numbers) => {
      const column = createColumn();
      for (const number of numbers) column.push(number);
      const next = readColumn(Uint8Array.from(column.bytes()));
      expect(numbers.map(() => next())).toEqual(numbers.map((number) => number + 0));
      expect(next).toThrow('ends early');
    }),
  );
});

test('the explanations of five facilities come to less than four bytes a receivable', () => {
  const count = 10_000;
  const factored = factoredInput(count, 500);
  const receivables = factored.receivables.map((item, index) => ({
    ...item,
    key: { ...item.key, number: `B-${index}` },
  }));
  const given = { ...factored, receivables } as SelectionInput;
  const plan = planOf(given);
  const { lines } = packPlan(plan, canonicalInput(given));
  expect(plan.facilities).toHaveLength(5);
  expect(gzipSync(lines, { level: 9 }).length / count).toBeLessThan(4);
});

test.each<[unknown, unknown, unknown]>([
  [{ a: [1, 2], b: 3 }, { a: [1, 2], b: 3 }, undefined],
  [
    { a: [1, 2], b: 3 },
    { b: 4, a: [1, 9] },
    { path: 'a.1', stored: '2', now: '9' },
  ],
  [{ a: [1] }, { a: [1, 2] }, { path: 'a.1', stored: '', now: '2' }],
  [{ a: {} }, { a: [] }, { path: 'a', stored: '{}', now: '[]' }],
  [
    { b: 1, a: null },
    { b: 2, a: {} },
    { path: 'a', stored: 'null', now: '{}' },
  ],
])('the first difference of %j and %j is %j', (stored, now, found) => {
  expect(firstDifference(stored, now)).toEqual(found);
});
