import { expect, test } from 'vitest';
import { type Rule, stageOf, Terms } from '../../src/core/facility.ts';
import { everyRuleCase } from './rule-cases.ts';
import { terms } from './selection-samples.ts';

const complaints = (rules: Rule[]) =>
  Terms.safeParse(terms(rules)).error?.issues.map(({ message }) => message) ?? [];

test('terms with every rule in the order of operations hold', () => {
  expect(complaints(everyRuleCase.map(({ rule }) => rule))).toEqual([]);
});

test.each<[string, Rule[], string]>([
  ['a rule stated twice', [{ rule: 'contra' }, { rule: 'contra' }], 'stated twice'],
  [
    'netting before an invoice rule',
    [{ rule: 'contra' }, { rule: 'not_yet_issued' }],
    'must stand before',
  ],
  [
    'a limit before netting',
    [
      { rule: 'insured_limit', policyId: 'P1' },
      { rule: 'credits', unreferenced: 'latest_due_first' },
    ],
    'must stand before',
  ],
  ['a range without a bound', [{ rule: 'amount_range' }], 'needs minMinor'],
  ['a range upside down', [{ rule: 'amount_range', minMinor: 2, maxMinor: 1 }], 'above maxMinor'],
])('%s is a contradiction', (_, rules, message) => {
  expect(complaints(rules).join()).toContain(message);
});

test('netting rules may stand in either order', () => {
  const credits: Rule = { rule: 'credits', unreferenced: 'latest_due_first' };
  expect(complaints([credits, { rule: 'contra' }])).toEqual([]);
  expect(complaints([{ rule: 'contra' }, credits])).toEqual([]);
});

test('every rule has its stage', () => {
  const stages = everyRuleCase.map(({ rule }) => stageOf(rule.rule));
  expect(new Set(stages)).toEqual(
    new Set(['invoice', 'debtor_ageing', 'netting', 'limit', 'concentration']),
  );
});

test.each([
  ['a share above all', { advanceRateBp: 10_001 }],
  ['no advance', { advanceRateBp: 0 }],
  ['a limit below zero', { limitMinor: -1 }],
  ['a currency that is none', { currency: 'EURO' }],
  ['no rules', { rules: [] }],
  ['an unknown field', { colour: 'red' }],
])('%s is refused', (_, change) => {
  const given = { ...terms([{ rule: 'contra' }]), ...change };
  expect(Terms.safeParse(given).success).toBe(false);
});
