import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPlan } from '../../src/core/check/plan.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import { canonicalJson, hashOf } from '../../src/core/hash.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { SelectionInput as SelectionInputSchema } from '../../src/core/input.ts';
import { Plan as PlanSchema } from '../../src/core/plan.ts';
import { jsonSchemaOf } from '../../src/core/schema.ts';
import { inputHash } from '../../src/core/select.ts';
import { selectReceivables } from '../selecting.ts';
import { anyInput } from './any-input.ts';
import { everyRefusalCase } from './rule-cases.ts';
import { idOf, input, invoice, planOf, resultOf, terms } from './selection-samples.ts';

describe('any input', () => {
  test('gives a plan that its independent checker accepts and its schema takes', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const plan = planOf(given);
        expect(checkPlan(given, plan)).toEqual([]);
        expect(PlanSchema.safeParse(plan).error).toBeUndefined();
        expect(SelectionInputSchema.safeParse(given).error).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  test('gives the same plan in any order of its lists', () => {
    const shuffled = anyInput.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc
          .record({
            receivables: permuted(given.receivables),
            debtors: permuted(given.debtors),
            facilities: permuted(given.facilities),
            fx: permuted(given.fx),
            payables: permuted(given.payables),
            positions: permuted(given.positions),
          })
          .map((lists): SelectionInput => ({ ...given, ...lists })),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(canonicalJson(planOf(other))).toBe(canonicalJson(planOf(given)));
      }),
      { numRuns: 200 },
    );
  });

  test('is left as it was', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const before = canonicalJson(given);
        planOf(given);
        expect(canonicalJson(given)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});

describe('any plan', () => {
  test('reconciles: gross less every deduction is the pool, per line, rule and facility', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        for (const result of planOf(given).facilities) {
          const taken = result.waterfall.map(({ amountMinor }) => amountMinor);
          expect(result.grossMinor - sum(taken)).toBe(result.poolMinor);
          expect(sum(result.lines.map((line) => line.eligibleMinor))).toBe(result.poolMinor);
          for (const { grossMinor, deductions, eligibleMinor } of result.lines) {
            const off = sum(deductions.map(({ amountMinor }) => amountMinor));
            expect(grossMinor - off).toBe(eligibleMinor);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('with one more receivable has no smaller pool, unless the rules look at a debtor’s age', () => {
    const more = invoice(999, { debtorId: 'D1', openMinor: 4_321, issuedOn: '2026-11-23' });
    fc.assert(
      fc.property(oneCurrency, (given) => {
        const larger = { ...given, receivables: [...given.receivables, more] };
        const before = planOf(given);
        for (const result of planOf(larger).facilities) {
          expect(result.poolMinor).toBeGreaterThanOrEqual(
            resultOf(before, result.facilityId).poolMinor,
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the input hash', () => {
  test('is the SHA-256 of the canonical JSON of the lists in canonical order', () => {
    const receivables = [invoice(2), invoice(1)];
    const given = input({ receivables, facilities: [terms([{ rule: 'contra' }])] });
    const ordered = { ...given, receivables: [invoice(1), invoice(2)] };
    expect(inputHash(given)).toBe(hashOf(ordered));
    expect(planOf(given).inputHash).toBe(hashOf(ordered));
  });

  test('changes with every value', () => {
    const given = input({ receivables: [invoice(1)], facilities: [terms([{ rule: 'contra' }])] });
    const changed = [
      { ...given, asOf: '2026-11-23' },
      { ...given, receivables: [invoice(1, { openMinor: 9_999 })] },
      { ...given, facilities: [terms([{ rule: 'contra' }], { limitMinor: 1 })] },
    ];
    expect(new Set([given, ...changed].map(inputHash)).size).toBe(4);
  });
});

test.each(everyRefusalCase)('$code is refused by name', ({ code, input: given }) => {
  const selection = selectReceivables(given);
  expect(selection.ok ? [] : selection.refusals.map((refusal) => refusal.code)).toContain(code);
});

test('a plan without a need states availability and allocates nothing', () => {
  const given = input({ receivables: [invoice(1)], facilities: [terms([{ rule: 'contra' }])] });
  expect(planOf(given).allocation).toBeUndefined();
});

test('an empty ledger has an empty plan', () => {
  const facilities = [terms([{ rule: 'contra' }])];
  const need = { amountMinor: 1, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 1 };
  const plan = planOf(input({ facilities, need }));
  expect(resultOf(plan)).toMatchObject({
    grossMinor: 0,
    poolMinor: 0,
    availableMinor: 0,
    lines: [],
  });
  expect(plan.allocation).toMatchObject({ cashMinor: 0, shortfallMinor: 1 });
});

test.each(['input', 'terms', 'plan'] as const)('the %s has a JSON Schema', (name) => {
  expect(jsonSchemaOf(name)).toMatchObject({
    type: 'object',
    required: expect.arrayContaining(['version']),
  });
});

test('terms whose rules stand in another order contradict themselves', () => {
  const rules: Rule[] = [{ rule: 'contra' }, { rule: 'not_yet_issued' }];
  const given = input({ receivables: [invoice(1)], facilities: [terms(rules)] });
  const problems = SelectionInputSchema.safeParse(given).error?.issues.map(({ path }) => path);
  expect(problems).toEqual([['facilities', 0, 'rules', 1]]);
  expect(idOf(1)).toMatch(/^[0-9a-f-]{36}$/);
});

/** Everything in euro and no rule whose effect jumps with the amounts or with a debtor's other invoices. */
const oneCurrency = anyInput.map((given): SelectionInput => {
  const { need: _, ...rest } = given;
  return {
    ...rest,
    receivables: rest.receivables.map((item) => ({ ...item, currency: 'EUR' })),
    payables: rest.payables.map((item) => ({ ...item, currency: 'EUR' })),
    cover: rest.cover.map((item) => ({ ...item, currency: 'EUR' })),
    facilities: rest.facilities.map((item) => ({ ...item, currency: 'EUR', rules: steady(item) })),
  };
});

function steady({ rules }: Terms): Rule[] {
  const kept = rules.filter(({ rule }) => rule !== 'cross_ageing' && rule !== 'amount_range');
  return kept.length > 0 ? kept : [{ rule: 'not_yet_issued' }];
}

function permuted<Item>(items: Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length });
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
