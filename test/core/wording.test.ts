import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rule } from '../../src/core/facility.ts';
import { NotPlaced } from '../../src/core/plan.ts';
import { selectReceivables } from '../../src/core/select.ts';
import { catalogues } from '../../src/core/wording/catalogue.ts';
import { money } from '../../src/core/wording/format.ts';
import { isWorded, type WordingCode, word, wordDeduction } from '../../src/core/wording/word.ts';
import { anyInput } from './any-input.ts';
import { everyRefusalCase, everyRuleCase } from './rule-cases.ts';
import { asOf, planOf } from './selection-samples.ts';

const codes = Object.keys(catalogues.en).filter(isWorded);
const placeholders = (text: string) => (text.match(/\{[^}]*\}/g) ?? []).toSorted();

/** Values under every name a sentence may use: what is tested is that nothing stays unfilled. */
const numbers = Object.fromEntries(
  codes
    .flatMap((code) => placeholders(catalogues.en[code]))
    .map((item) => item.slice(1, -1).split(':'))
    .map(([name = '', format]) => [name, format === 'date' ? asOf : 7]),
);

describe('catalogues', () => {
  test('have the same codes in both languages', () => {
    expect(Object.keys(catalogues['zh-CN']).toSorted()).toEqual(codes.toSorted());
  });

  test.each(codes)('%s has the same placeholders in both languages', (code) => {
    expect(placeholders(catalogues['zh-CN'][code])).toEqual(placeholders(catalogues.en[code]));
  });

  test.each(['en', 'zh-CN'] as const)('%s leaves no placeholder unfilled', (locale) => {
    for (const code of codes) {
      const text = word(locale, code, { ...numbers, currency: 'EUR', operator: '>' });
      expect(text, code).not.toMatch(/[{}]|undefined|NaN/);
    }
  });

  test('word every rule with a label, a sentence and a cure', () => {
    for (const { shape } of Rule.options) {
      const rule = `rule.${shape.rule.value}`;
      expect([rule, `${rule}.sentence`, `${rule}.cure`].filter((code) => !isWorded(code))).toEqual(
        [],
      );
    }
  });

  test('word every reason for not placing a receivable', () => {
    const reasons = NotPlaced.shape.reason.options.map((reason) => `notPlaced.${reason}`);
    expect(reasons.filter((code) => !isWorded(code))).toEqual([]);
  });
});

test.each(everyRuleCase)(
  '$rule.rule: the numbers of its deductions fill the sentence',
  (sample) => {
    const deductions = planOf(sample.input).facilities.flatMap(({ lines }) =>
      lines.flatMap((line) => line.deductions),
    );
    expect(deductions.length).toBeGreaterThan(0);
    for (const deduction of deductions) {
      for (const locale of ['en', 'zh-CN'] as const) {
        expect(wordDeduction(locale, deduction, 'EUR')).not.toMatch(/[{}]|undefined|NaN/);
      }
    }
  },
);

test.each(everyRefusalCase)('the refusal $code is worded with its numbers', ({ code, input }) => {
  const selection = selectReceivables(input);
  const refusals = selection.ok ? [] : selection.refusals;
  expect(refusals.map((refusal) => refusal.code)).toContain(code);
  for (const refusal of refusals) {
    const key = `refusal.${refusal.code}`;
    expect(isWorded(key)).toBe(true);
    if (isWorded(key)) expect(word('zh-CN', key, refusal.params)).not.toMatch(/[{}]|undefined/);
  }
});

test('every reason of any plan is worded', () => {
  fc.assert(
    fc.property(anyInput, (given) => {
      const { facilities, allocation } = planOf(given);
      for (const { lines, currency } of facilities) {
        for (const { deductions } of lines) {
          for (const deduction of deductions) wordDeduction('en', deduction, currency);
        }
      }
      for (const { reason, params } of allocation?.notPlaced ?? []) {
        const code: WordingCode = `notPlaced.${reason}`;
        expect(word('zh-CN', code, params)).not.toMatch(/[{}]|undefined/);
      }
    }),
    { numRuns: 150 },
  );
});

test('money is exact to the largest amount that can be held', () => {
  expect(money('en', Number.MAX_SAFE_INTEGER, 'EUR')).toBe('EUR 90,071,992,547,409.91');
  expect(money('zh-CN', -1_234_567, 'JPY')).toBe('-JPY 1,234,567');
  expect(money('en', 1_234, 'KWD')).toBe('KWD 1.234');
});

test('thresholds say whether the limit itself is out', () => {
  const params = { days: 60, thresholdDays: 60, dueOn: '2026-09-25', currency: 'EUR' };
  const deduction = { rule: 'past_due_date', amountMinor: 100 };
  const strict = wordDeduction('en', { ...deduction, params: { ...params, operator: '>' } }, 'EUR');
  const inclusive = wordDeduction(
    'en',
    { ...deduction, params: { ...params, operator: '>=' } },
    'EUR',
  );
  expect(strict).toContain('more than 60 days past due');
  expect(inclusive).toContain('60 days or more past due');
});
