import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import { checkPlan } from '../../../src/core/check/plan.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import { stageOf } from '../../../src/core/facility/stage.ts';
import type { Terms } from '../../../src/core/facility.ts';
import type { LateSettlement, SelectionInput } from '../../../src/core/input.ts';
import { wordDeduction } from '../../../src/core/wording/word.ts';
import { selectReceivables } from '../../selecting.ts';
import { anyInput } from '../any-input.ts';
import { asOf, planOf } from '../selection-samples.ts';
import { anyCircumstance, anyDecision, anyTerms } from './any-cover.ts';
import { idOf } from './cover-sample.ts';

const debtors = ['D1', 'D2', 'D3', 'D4', 'D5'];
const anyDebtor = fc.constantFrom(...debtors);

const anySettlement: fc.Arbitrary<LateSettlement> = fc
  .record({
    debtorId: anyDebtor,
    days: fc.integer({ min: 1, max: 200 }),
    late: fc.integer({ min: 1, max: 150 }),
    number: fc.nat(1_000),
  })
  .map(({ debtorId, days, late, number }) => {
    const dueOn = addDays(asOf, -days);
    return {
      receivableId: idOf(`9${number}`),
      number: `L${number}`,
      sellerId: 'S1',
      debtorId,
      issuedOn: addDays(dueOn, -60),
      dueOn,
      settledOn: addDays(dueOn, late),
    };
  });

/** Any ledger under any terms, whose policy P1 is there with its own terms. */
const anyInsured: fc.Arbitrary<SelectionInput> = fc
  .record({
    input: anyInput,
    terms: anyTerms,
    decisions: fc.array(fc.tuple(anyDecision, anyDebtor), { maxLength: 8 }),
    circumstances: fc.array(fc.tuple(anyCircumstance, anyDebtor), { maxLength: 4 }),
    settlements: fc.array(anySettlement, { maxLength: 3 }),
  })
  .map(({ input, terms, decisions, circumstances, settlements }) => ({
    ...input,
    policies: [terms],
    facilities: input.facilities.map(insured),
    cover: [...input.cover, ...decisions.map(([one, debtorId]) => ({ ...one, debtorId }))],
    circumstances: circumstances.map(([one, debtorId]) => ({ ...one, debtorId })),
    settlements: [...new Map(settlements.map((one) => [one.receivableId, one])).values()],
  }));

/** Resting on the policy, after what stands before limits. */
function insured(facility: Terms): Terms {
  if (facility.rules.some(({ rule }) => rule === 'insured_limit')) return facility;
  const cap = facility.rules.findIndex(({ rule }) => stageOf(rule) === 'concentration');
  const at = cap < 0 ? facility.rules.length : cap;
  const rule: Rule = { rule: 'insured_limit', policyId: 'P1' };
  return { ...facility, rules: facility.rules.toSpliced(at, 0, rule) };
}

describe('a ledger under a policy whose terms are given', () => {
  test('is judged by line as an independent reading of the policy judges it', () => {
    fc.assert(
      fc.property(anyInsured, ({ need: _, ...given }) => {
        expect(checkPlan(given, planOf(given))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('is placed within what is insured of each invoice, whoever funds it', () => {
    fc.assert(
      fc.property(anyInsured, (given) => {
        const answer = selectReceivables(given);
        expect(answer.ok && checkPlan(given, answer.plan)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('says why in both languages', () => {
    fc.assert(
      fc.property(anyInsured, ({ need: _, ...given }) => {
        for (const { currency, lines } of planOf(given).facilities) {
          for (const deduction of lines.flatMap(({ deductions }) => deductions)) {
            if (deduction.rule !== 'insured_limit') continue;
            for (const locale of ['en', 'zh-CN'] as const) {
              const sentence = wordDeduction(locale, deduction, currency);
              expect(sentence).not.toMatch(/[{}]|undefined|NaN|_/);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
