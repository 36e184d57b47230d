import { describe, expect, test } from 'vitest';
import { contradictionCodes, contradictions } from '../../src/core/facility/contradictions.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import { stageOf } from '../../src/core/facility/stage.ts';
import { Terms } from '../../src/core/facility.ts';
import { contradictionCases } from './contradiction-cases.ts';
import { everyRuleCase } from './rule-cases.ts';
import { terms } from './selection-samples.ts';

const complaints = (rules: Rule[]) =>
  Terms.safeParse(terms(rules)).error?.issues.map(({ message }) => message) ?? [];

test('terms with every rule in the order of operations hold', () => {
  expect(complaints(everyRuleCase.map(({ rule }) => rule))).toEqual([]);
});

describe('contradictions', () => {
  test.each(contradictionCases)('$code is found at $path, and nothing else', (given) => {
    const found = contradictions(given.terms);
    expect(found.map(({ code, path }) => [code, path.join('.')])).toEqual([
      [given.code, given.path],
    ]);
  });

  test.each(contradictionCases)('$code at $path refuses the terms in plain words', (given) => {
    const [issue] = Terms.safeParse(given.terms).error?.issues ?? [];
    expect(issue).toMatchObject({ code: 'custom', params: { code: given.code, facilityId: 'F1' } });
    expect(issue?.path.join('.')).toBe(given.path);
    expect(issue?.message).toMatch(/F1/);
    expect(issue?.message).not.toMatch(/[{}]|undefined/);
  });

  test('every code has its case', () => {
    expect(new Set(contradictionCases.map(({ code }) => code))).toEqual(
      new Set(contradictionCodes),
    );
  });
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
