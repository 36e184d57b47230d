import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Alternative, Comparison } from '../../src/core/compare/alternative.ts';
import { compareAlternatives } from '../../src/core/compare/alternatives.ts';
import type { Standing } from '../../src/core/compare/standing.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { Need, SelectionInput } from '../../src/core/input.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { anyInput } from './any-input.ts';
import { idOf, input, invoice, terms } from './selection-samples.ts';

const solve = await loadHighs();
type Needed = SelectionInput & { need: Need };

function compare(given: Needed, standing?: Standing): Comparison {
  const answer = compareAlternatives(given, solve, { standing });
  if (!answer.ok) throw new Error(answer.refusals[0]?.code);
  return answer.comparison;
}

function byAim({ alternatives }: Comparison, aim: Alternative['aim']): Alternative {
  const found = alternatives.find((item) => item.aim === aim);
  if (!found) throw new Error(`no ${aim}`);
  return found;
}

const free: Rule[] = [{ rule: 'not_yet_issued' }];
const facility = (facilityId: string, rateBp: number, more: Partial<Terms> = {}) =>
  terms(free, {
    facilityId,
    price: { rateBp, dayCount: 'ACT/360', serviceFeeBp: 0, minimumFeeMinor: 0 },
    ...more,
  });
const need: Need = {
  amountMinor: 32_000,
  currency: 'EUR',
  valueOn: '2026-11-24',
  horizonDays: 90,
};
const receivables = [1, 2, 3, 4, 5, 6].map((number) =>
  invoice(number, { debtorId: `D${number}`, openMinor: 10_000, dueOn: '2027-03-31' }),
);
const given: Needed = {
  ...input({ receivables, facilities: [facility('A', 400), facility('B', 600)] }),
  need,
};
const at = (facilityId: string, ...numbers: number[]): Standing =>
  numbers.map((number) => ({ receivableId: idOf(number), facilityId }));
const homesOf = ({ lines }: Alternative) =>
  Object.fromEntries(lines.map((line) => [line.receivableId, line.facilityId]));

describe('an earlier choice', () => {
  test('is kept where it was, although elsewhere is cheaper now, and says what that costs', () => {
    const comparison = compare(given, at('B', 1, 2, 3, 4));
    const standing = byAim(comparison, 'standing');
    expect(standing).toMatchObject({ facilityIds: ['B'], costMinor: 480, moved: 0 });
    const cheapest = byAim(comparison, 'cheapest');
    expect(cheapest).toMatchObject({ facilityIds: ['A'], costMinor: 320 });
    // Those that stand with B go to A, or the two that were not placed come in their place.
    expect(cheapest.moved).toBeGreaterThanOrEqual(4);
  });

  test('is topped up with the cheapest others where some of it is gone', () => {
    const paid = { ...given, receivables: receivables.slice(2) };
    const standing = byAim(compare(paid, at('B', 1, 2, 3, 4)), 'standing');
    expect(standing.shortfallMinor).toBe(0);
    expect(homesOf(standing)).toEqual({
      [idOf(3)]: 'B',
      [idOf(4)]: 'B',
      [idOf(5)]: 'A',
      [idOf(6)]: 'A',
    });
  });

  test('keeps to today’s limits, and what they cut off is topped up', () => {
    const cut = [facility('A', 400), facility('B', 600, { limitMinor: 17_000 })];
    const standing = byAim(compare({ ...given, facilities: cut }, at('B', 1, 2, 3, 4)), 'standing');
    expect(standing.shortfallMinor).toBe(0);
    const withB = standing.lines.filter(({ facilityId }) => facilityId === 'B');
    const advanced = withB.reduce((sum, { advanceMinor }) => sum + advanceMinor, 0);
    expect(advanced).toBeGreaterThan(16_000);
    expect(advanced).toBeLessThanOrEqual(17_000);
  });

  test('of more than is needed takes the cheapest of it', () => {
    const standing = byAim(compare(given, [...at('A', 1, 2, 3), ...at('B', 4, 5, 6)]), 'standing');
    expect(standing).toMatchObject({ cashMinor: 32_000, costMinor: 3 * 80 + 120 });
  });

  test('of receivables and facilities that are not there any more is made anew', () => {
    const comparison = compare(given, at('GONE', 1, 2, 9));
    expect(byAim(comparison, 'standing')).toMatchObject({ costMinor: 320, shortfallMinor: 0 });
  });

  test('takes a whole account with the receivables that it has by now', () => {
    const one = receivables.map((item) => ({ ...item, debtorId: 'D1' }));
    const whole = facility('W', 600, { placing: 'whole_account' });
    const account = { ...given, receivables: one, facilities: [facility('A', 400), whole] };
    const standing = byAim(compare(account, at('W', 1, 2, 3, 4)), 'standing');
    expect(standing).toMatchObject({ facilityIds: ['W'], receivables: 6 });
  });

  test('does not keep a whole account of which one receivable stands elsewhere', () => {
    const one = receivables.map((item) => ({ ...item, debtorId: 'D1' }));
    const whole = facility('W', 600, { placing: 'whole_account' });
    const account = { ...given, receivables: one, facilities: [facility('A', 400), whole] };
    const standing = byAim(compare(account, [...at('W', 1, 2), ...at('A', 3)]), 'standing');
    expect(standing).toMatchObject({ facilityIds: ['A'], shortfallMinor: 0 });
    expect(homesOf(standing)).toMatchObject({ [idOf(3)]: 'A' });
  });

  test('is topped up within what it leaves of a facility’s limit', () => {
    const small = [facility('A', 400, { limitMinor: 20_000 }), facility('B', 600)];
    const standing = byAim(compare({ ...given, facilities: small }, at('A', 1, 2)), 'standing');
    expect(standing.shortfallMinor).toBe(0);
    expect(standing.facilityIds).toEqual(['A', 'B']);
    expect(homesOf(standing)).toMatchObject({ [idOf(1)]: 'A', [idOf(2)]: 'A' });
  });

  test('that is not given is not compared with', () => {
    const plain = compare(given);
    expect(plain.alternatives.map(({ aim }) => aim)).not.toContain('standing');
    expect(byAim(plain, 'cheapest')).not.toHaveProperty('moved');
  });
});

/** What most of these ledgers can raise, and not all. */
const anyNeeded: fc.Arbitrary<Needed> = fc
  .tuple(anyInput, fc.integer({ min: 1, max: 700 }))
  .map(([sample, amountMinor]) => ({
    ...sample,
    need: { ...need, valueOn: sample.asOf, ...sample.need, amountMinor },
  }));

test('on the same books the cheapest choice stands as it is', () => {
  fc.assert(
    fc.property(anyNeeded, (sample) => {
      const cheapest = byAim(compare(sample), 'cheapest');
      const standing = byAim(compare(sample, cheapest.lines), 'standing');
      expect(standing.shortfallMinor).toBe(cheapest.shortfallMinor);
      expect(standing.costMinor).toBeLessThanOrEqual(cheapest.costMinor);
    }),
    { numRuns: 25 },
  );
});

test('any choice stands within the need’s reach, and what moved is what the lines say', () => {
  const anyHome = fc.array(fc.constantFrom('F1', 'F2', 'F3', ''), { minLength: 24, maxLength: 24 });
  fc.assert(
    fc.property(anyNeeded, anyHome, (sample, homes) => {
      const chosen = homes.flatMap((facilityId, index) =>
        facilityId === '' ? [] : [{ receivableId: idOf(index), facilityId }],
      );
      const comparison = compare(sample, chosen);
      expect(Comparison.parse(comparison)).toEqual(comparison);
      const standing = byAim(comparison, 'standing');
      const { shortfallMinor } = byAim(comparison, 'cheapest');
      expect(standing.shortfallMinor).toBeGreaterThanOrEqual(shortfallMinor);
      const before = homesOf(standing);
      for (const alternative of comparison.alternatives) {
        const after = homesOf(alternative);
        const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
        expect(alternative.moved).toBe([...ids].filter((id) => before[id] !== after[id]).length);
      }
    }),
    { numRuns: 30 },
  );
});
