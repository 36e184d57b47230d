import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyExponents } from '../../src/core/currency.ts';
import { type Detail, told } from '../../src/core/detail.ts';
import { Reserve } from '../../src/core/facility/reserve.ts';
import { Rule } from '../../src/core/facility/rule.ts';
import { exponentOf, toDecimal } from '../../src/core/money.ts';
import { NotPlaced, refusalCodes } from '../../src/core/plan.ts';
import { catalogues } from '../../src/core/wording/catalogue.ts';
import { money } from '../../src/core/wording/format.ts';
import {
  isWorded,
  needsOf,
  type WordingCode,
  word,
  wordDeduction,
  wordDetail,
  wordRefusal,
  wordReserve,
  wordRule,
} from '../../src/core/wording/word.ts';
import { selectReceivables } from '../selecting.ts';
import { anyInput } from './any-input.ts';
import { everyRefusalCase, everyRuleCase } from './rule-cases.ts';
import { asOf, planOf } from './selection-samples.ts';

const codes = Object.keys(catalogues.en).filter(isWorded);
const ruleCodes: string[] = Rule.options.map(({ shape }) => shape.rule.value);
const reserveCodes: string[] = Reserve.options.map(({ shape }) => shape.reserve.value);
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

  test.each(ruleCodes)('word the rule %s with a label, a sentence and a cure', (code) => {
    const rule = `rule.${code}`;
    expect([rule, `${rule}.sentence`, `${rule}.cure`].filter((key) => !isWorded(key))).toEqual([]);
  });

  test('word no rule that does not exist', () => {
    const worded = codes.flatMap((code) => /^rule\.(\w+)$/.exec(code)?.[1] ?? []);
    expect(worded.toSorted()).toEqual(ruleCodes.toSorted());
  });

  test.each(reserveCodes)('word the reserve %s with a label and an explanation', (code) => {
    const reserve = `reserve.${code}`;
    expect([reserve, `${reserve}.explanation`].filter((key) => !isWorded(key))).toEqual([]);
  });

  test.each(refusalCodes)('word the refusal %s', (code) => {
    expect(isWorded(`refusal.${code}`)).toBe(true);
  });

  test('word every reason for not placing a receivable', () => {
    const reasons = NotPlaced.shape.reason.options.map((reason) => `notPlaced.${reason}`);
    expect(reasons.filter((code) => !isWorded(code))).toEqual([]);
  });
});

test('every rule takes something away somewhere, and every refusal happens', () => {
  expect(new Set(everyRuleCase.map(({ rule }) => rule.rule))).toEqual(new Set(ruleCodes));
  expect(new Set(everyRefusalCase.map(({ code }) => code))).toEqual(new Set(refusalCodes));
});

test.each(everyRuleCase)(
  '$rule.rule: the numbers of its deductions fill the sentence',
  (sample) => {
    const deductions = planOf(sample.input).facilities.flatMap(({ lines }) =>
      lines.flatMap((line) => line.deductions),
    );
    expect(deductions.map(({ rule }) => rule)).toContain(sample.rule.rule);
    for (const deduction of deductions) {
      for (const locale of ['en', 'zh-CN'] as const) {
        expect(wordDeduction(locale, deduction, 'EUR')).not.toMatch(/[{}]|undefined|NaN/);
        expect(wordRule(locale, sample.rule.rule, sample.rule)).not.toMatch(/[{}_]|undefined/);
      }
    }
  },
);

test.each(everyRefusalCase)('the refusal $code is worded with its numbers', ({ code, input }) => {
  const selection = selectReceivables(input);
  const refusals = selection.ok ? [] : selection.refusals;
  expect(refusals.map((refusal) => refusal.code)).toContain(code);
  for (const refusal of refusals) {
    const given = Object.keys(refusal.params);
    expect(given).toEqual(expect.arrayContaining(needsOf(`refusal.${refusal.code}`)));
    for (const locale of ['en', 'zh-CN'] as const) {
      const said = wordRefusal(locale, refusal.code, refusal.params);
      expect(said).not.toMatch(/[{}]|undefined|NaN/);
      expect(said).not.toContain(refusal.code);
    }
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
  expect(money('en', 1_234, 'HUF')).toBe('HUF 12.34');
});

test('money reads as Intl writes it, in every currency and language', () => {
  const anyAmount = fc.record({
    currency: fc.constantFrom(...Object.keys(currencyExponents)),
    // So small that a Number's decimals are exact.
    amountMinor: fc.oneof(
      fc.integer({ min: -(2 ** 45), max: 2 ** 45 }),
      fc.integer({ min: -20_000, max: 20_000 }),
    ),
    locale: fc.constantFrom('en' as const, 'zh-CN' as const),
  });
  fc.assert(
    fc.property(anyAmount, ({ locale, currency, amountMinor }) => {
      const format = new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'code',
        minimumFractionDigits: exponentOf(currency),
      });
      const written = format.format(Number(toDecimal({ amountMinor, currency })));
      expect(money(locale, amountMinor, currency)).toBe(written.replaceAll('\u00a0', ' '));
    }),
    { numRuns: 3_000 },
  );
});

test('days and shares read as Intl writes them, the first time and when they come again', () => {
  const anyNumber = fc.oneof(fc.integer({ min: -3, max: 12_000 }), fc.integer());
  fc.assert(
    fc.property(fc.array(anyNumber, { minLength: 1 }), (values) => {
      for (const [locale, name] of [['en', 'en-GB'] as const, ['zh-CN', 'zh-CN'] as const]) {
        const days = new Intl.NumberFormat(name);
        const share = new Intl.NumberFormat(name, { style: 'percent', maximumFractionDigits: 2 });
        for (const value of [...values, ...values]) {
          const stated = { rule: 'past_due_date', days: value, operator: '>' };
          expect(wordRule(locale, 'past_due_date', stated)).toContain(` ${days.format(value)} `);
          const params = { invoiceCurrency: 'USD', haircutBp: value };
          const said = wordDeduction(locale, { rule: 'currency_haircut', params }, 'EUR');
          expect(said).toContain(share.format(value / 10_000));
        }
      }
    }),
  );
});

test('thresholds say whether the limit itself is out', () => {
  const params = { days: 60, thresholdDays: 60 };
  const rule = 'past_due_date';
  const said = (operator: string) =>
    wordDeduction('en', { rule, params: { ...params, operator } }, 'EUR');
  expect(said('>')).toBe('60 days past due; more than 60 days is not accepted.');
  expect(said('>=')).toBe('60 days past due; 60 days or more is not accepted.');
  const label = (operator: string) => wordRule('en', rule, { rule, days: 60, operator });
  expect(label('>')).toBe('Past due more than 60 days');
  expect(label('>=')).toBe('Past due 60 days or more');
  expect(wordRule('en', rule)).toBe('Too long past due');
});

test('several values of one word are named one by one', () => {
  const params = { partMinor: 300, kinds: 'discount, rebate' };
  const said = (locale: 'en' | 'zh-CN') =>
    wordDeduction(locale, { rule: 'accrued_deductions', params }, 'EUR');
  expect(said('en')).toContain('(discounts, rebates)');
  expect(said('zh-CN')).toContain('（折扣、返利）');
});

test('a word inside a sentence takes the numbers of the sentence', () => {
  const cover = { policyId: 'P1', coverMinor: 0, heldElsewhereMinor: 0, eligibleMinor: 100 };
  const params = { ...cover, reason: 'term_too_long', maximumTermDays: 120 };
  const deduction = { rule: 'insured_limit', params };
  expect(wordDeduction('en', deduction, 'EUR')).toContain('terms of up to 120 days');
  expect(wordDeduction('zh-CN', deduction, 'EUR')).toContain('最长为 120 天');
});

test('a reserve shows its own name, or what its terms state', () => {
  expect(wordReserve('en', 'fixed', { name: 'Audit' })).toBe('Reserve: Audit');
  expect(wordReserve('zh-CN', 'rent', { months: 3 })).toBe('租金，3 个月');
  expect(wordReserve('en', 'concentration', { unratedCount: 5 })).toBe('Concentration reserve');
  expect(wordReserve('en', 'fixed')).toBe('Fixed reserve');
});

describe('what is known of an answer', () => {
  const partners = 'Contract 4711 is blocked.';
  test.each<[string, Detail, string, string]>([
    ['the partner’s own words', partners, partners, partners],
    [
      'ours',
      told('not_known', { times: 2 }),
      'not known there; asked 2 times',
      '对方不知道此项；已查询 2 次',
    ],
    [
      'ours about theirs',
      told('refused', { reason: 'duplicate' }, partners),
      `it was financed before: ${partners}`,
      `此前已融资：${partners}`,
    ],
    [
      'ours about ours',
      told('machine_ends', {}, told('answered', { status: 502 })),
      'nothing more can be found out by machine: answered with status 502',
      '系统已无法进一步查明：对方返回状态 502',
    ],
    ['a code of long ago', { code: 'gone', params: {} }, 'gone', 'gone'],
  ])('is said in both languages: %s', (_, detail, english, chinese) => {
    expect(wordDetail('en', detail)).toBe(english);
    expect(wordDetail('zh-CN', detail)).toBe(chinese);
  });
});

test('debtors whose industry or country is not stated are called so where a cap cuts them', () => {
  const unknown = { nodeMinor: 4_000, capMinor: 1_200, thresholdBp: 3_000, base: 'grossEligible' };
  const params = { node: '', ...unknown, baseMinor: 4_000, currency: 'EUR' };
  for (const rule of ['industry_concentration', 'country_concentration']) {
    expect(wordDeduction('en', { rule, params }, 'EUR')).toContain(
      'not stated counts for EUR 40.00',
    );
    expect(wordDeduction('zh-CN', { rule, params }, 'EUR')).toContain('未注明，合计 EUR 40.00');
  }
});

test.each(['en', 'zh-CN'])(
  'no code of %s is worded in two files, where one would hide the other',
  (locale) => {
    const folder = new URL(`../../src/core/wording/${locale}/`, import.meta.url);
    const codes = readdirSync(folder).flatMap((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      return [...text.matchAll(/^ {2}'([a-z]+\.[A-Za-z0-9_.]+)':/gm)].map(([, code]) => code);
    });
    expect(codes.length).toBeGreaterThan(500);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  },
);
