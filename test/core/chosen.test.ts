import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SelectionInput } from '../../src/core/input.ts';
import { type Chosen, hindranceOf } from '../../src/core/placing/chosen.ts';
import { siftLedger } from '../../src/core/sift.ts';
import { selectReceivables } from '../selecting.ts';
import { anyInput } from './any-input.ts';
import { asOf, cover, idOf, input, invoice, terms } from './selection-samples.ts';

function held(given: SelectionInput, facilityId: string, chosen: Chosen[]) {
  const sifted = siftLedger(given);
  if (!sifted.ok) throw new Error(sifted.refusals[0]?.code);
  return hindranceOf(sifted, { facilityId, chosen });
}

test('what a plan gives a facility holds together there', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyInput, fc.integer({ min: 1, max: 60_000 }), (given, amountMinor) => {
      const need = { amountMinor, currency: 'EUR', valueOn: asOf, horizonDays: 60 };
      const asked = { ...given, need };
      const selection = selectReceivables(asked);
      if (!selection.ok) return;
      for (const { facilityId } of selection.plan.facilities) {
        const lines = selection.plan.allocation?.lines ?? [];
        const chosen = lines.filter((line) => line.facilityId === facilityId);
        if (chosen.length === 0) continue;
        seen += 1;
        expect(held(asked, facilityId, chosen)).toBeUndefined();
      }
    }),
    { numRuns: 400 },
  );
  expect(seen).toBeGreaterThan(40);
});

describe('what does not hold together says what hinders it', () => {
  const given = input({
    receivables: [
      invoice(1, { openMinor: 30_000 }),
      invoice(2, { openMinor: 20_000 }),
      invoice(3, { openMinor: 90_000, dueOn: '2026-01-02', issuedOn: '2026-01-01' }),
    ],
    facilities: [
      terms(
        [
          { rule: 'past_due_date', days: 60, operator: '>' },
          { rule: 'insured_limit', policyId: 'P1' },
          {
            rule: 'debtor_concentration',
            shareBp: 3_600,
            base: 'facilityLimit',
            scope: 'debtor',
          },
        ],
        { limitMinor: 100_000 },
      ),
    ],
    cover: [cover({ layers: [{ amountMinor: 40_000, validFrom: '2026-01-01' }] })],
  });
  test.each<[string, Record<number, number>, object | undefined]>([
    ['within all of them', { 1: 30_000, 2: 5_000 }, undefined],
    ['above what is open', { 1: 30_001 }, { constraint: 'part' }],
    ['too old', { 3: 1_000 }, { constraint: 'not_taken', receivableId: idOf(3) }],
    [
      'above the cap',
      { 1: 30_000, 2: 7_000 },
      { rule: 'debtor_concentration', limitMinor: 36_000 },
    ],
    ['above the cover', { 1: 30_000, 2: 10_001 }, { rule: 'insured_limit', limitMinor: 40_000 }],
    ['nothing', {}, { constraint: 'not_taken' }],
  ])('%s', (_, amounts, hindrance) => {
    const chosen = Object.entries(amounts).map(([number, fundedMinor]) => ({
      receivableId: idOf(Number(number)),
      fundedMinor,
    }));
    const [facility] = given.facilities;
    const found = held(given, facility?.facilityId ?? '', chosen);
    if (hindrance === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(hindrance);
  });
});
