import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, changed, unknownIn } from '../../src/core/compare/change.ts';
import { Effect } from '../../src/core/compare/effect.ts';
import { consider, whatIf } from '../../src/core/compare/whatIf.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyInput } from './any-input.ts';
import { cover, input, invoice, planOf, terms } from './selection-samples.ts';

const solve = await loadHighs();

function effectOf(given: SelectionInput, change: Change): Effect {
  const considered = consider(given, solve);
  if (!considered.ok) throw new Error(considered.refusals[0]?.code);
  const answer = whatIf(considered.considered, change, solve);
  if (!answer.ok) throw new Error(answer.refusals[0]?.code);
  return answer.effect;
}

const rules: Rule[] = [
  { rule: 'past_due_date', days: 60, operator: '>' },
  { rule: 'insured_limit', policyId: 'P1' },
];
const facility = terms(rules, { limitMinor: 100_000 });
const given = input({
  receivables: [invoice(1, { openMinor: 30_000 })],
  facilities: [facility],
  cover: [cover({ layers: [{ amountMinor: 10_000, validFrom: '2026-01-01' }] })],
});

test('a higher limit on one debtor: what it adds to the pool and to what may be drawn', () => {
  const layers = [{ amountMinor: 25_000, validFrom: '2026-01-01' }];
  const effect = effectOf(given, { cover: [cover({ layers, decidedOn: '2026-11-01' })] });
  expect(effect.facilities[0]).toMatchObject({
    poolMinor: { before: 10_000, after: 25_000 },
    availableMinor: { before: 8_000, after: 20_000 },
  });
});

test('a debtor pays what is held: less is in the pool, and less is drawn', () => {
  const [first, second] = [invoice(1, { openMinor: 30_000 }), invoice(2, { openMinor: 20_000 })];
  const held = (receivableId: string, advancedMinor: number) => ({
    receivableId,
    facilityId: facility.facilityId,
    state: 'advanced',
    advancedMinor,
  });
  const own = input({
    receivables: [first, second],
    facilities: [{ ...facility, rules: [] }],
    positions: [held(first.id, 24_000), held(second.id, 10_000)],
  });
  const before = 40_000 - 34_000;
  const settled = { receivableId: first.id, openMinor: 0, advancedMinor: 0 };
  expect(effectOf(own, { open: [settled] }).facilities[0]).toMatchObject({
    poolMinor: { before: 50_000, after: 20_000 },
    availableMinor: { before, after: 16_000 - 10_000 },
  });
  const part = { receivableId: second.id, openMinor: 5_000, advancedMinor: 0 };
  expect(effectOf(own, { open: [part] }).facilities[0]?.availableMinor).toEqual({
    before,
    after: 28_000 - 24_000,
  });
  // Only what is open: what is drawn stays.
  const open = [{ receivableId: first.id, openMinor: 0 }];
  expect(effectOf(own, { open }).facilities[0]?.availableMinor.after).toBe(16_000 - 34_000);
  expect(unknownIn(own, { open: [{ receivableId: newId, openMinor: 0 }] })).toMatchObject({
    code: 'receivable_unknown',
    path: 'open.0.receivableId',
  });
});

const newId = '01930000-0000-7000-8000-00000000ffff';

test('another need: what it costs', () => {
  const need = { amountMinor: 4_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 60 };
  const { allocation } = effectOf({ ...given, need }, { need: { ...need, amountMinor: 8_000 } });
  expect(allocation?.cashMinor).toEqual({ before: 4_000, after: 8_000 });
});

test('a debtor that becomes insolvent is out', () => {
  const excluded: Rule[] = [{ rule: 'debtor_status', excluded: ['insolvent'] }, ...rules];
  const watched = { ...given, facilities: [{ ...facility, rules: excluded }] };
  const debtors = given.debtors.map((debtor) => ({ ...debtor, status: 'insolvent' as const }));
  expect(effectOf(watched, { debtors }).facilities[0]?.poolMinor).toEqual({
    before: 10_000,
    after: 0,
  });
});

test('a change of what the books do not have is told by its place', () => {
  const other = { ...facility, facilityId: 'F9' };
  expect(unknownIn(given, { facilities: [facility, other] })).toMatchObject({
    code: 'facility_unknown',
    path: 'facilities.1.facilityId',
  });
  const debtors = given.debtors.map((debtor) => ({ ...debtor, id: 'D9' }));
  expect(unknownIn(given, { debtors })).toMatchObject({
    code: 'debtor_unknown',
    path: 'debtors.0.id',
  });
  expect(unknownIn(given, { cover: [cover({ debtorId: 'D9' })] })).toMatchObject({
    path: 'cover.0.debtorId',
  });
  expect(unknownIn(given, { facilities: [facility], cover: [cover()] })).toBeUndefined();
});

test('a change is answered as if everything were reckoned again', () => {
  const anyChange = fc.record({
    limitMinor: fc.integer({ min: 0, max: 50_000 }),
    advanceRateBp: fc.integer({ min: 1, max: 10_000 }),
    amountMinor: fc.integer({ min: 0, max: 50_000 }),
  });
  fc.assert(
    fc.property(anyInput, anyChange, (sample, { limitMinor, advanceRateBp, amountMinor }) => {
      const change: Change = {
        facilities: sample.facilities.map((own) => ({ ...own, limitMinor, advanceRateBp })),
        cover: sample.cover.slice(0, 1).map((own) => ({
          ...own,
          layers: [{ amountMinor, validFrom: '2026-01-01' }],
        })),
      };
      const effect = effectOf(sample, change);
      expect(Effect.parse(effect)).toEqual(effect);
      const again = planOf(changed(sample, change));
      expect(effect.facilities.map(({ availableMinor }) => availableMinor.after)).toEqual(
        again.facilities.map(({ availableMinor }) => availableMinor),
      );
      expect(effect.allocation?.costMinor.after).toBe(again.allocation?.costMinor);
    }),
    { numRuns: 60 },
  );
});
