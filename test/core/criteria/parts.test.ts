import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/core/facility/rule.ts';
import { eligible, input, invoice, lineOf, planOf, resultOf, terms } from '../selection-samples.ts';
import { leftOf, rates } from './samples.ts';

describe('12 dispute', () => {
  const part: Rule = { rule: 'disputed', scope: 'disputed_part' };
  const all: Rule = { rule: 'disputed', scope: 'whole_invoice' };
  // 7 of 1,600 yen leave 1,593 yen = 9.95625 euro, 9.95; 0.001 of 1.000 dinar leaves 0.999 = 2.997.
  test.each<[string, Rule, object, number]>([
    ['nothing', part, { disputedMinor: 0 }, 10_000],
    ['a cent', part, { disputedMinor: 1 }, 9_999],
    ['a cent, whole', all, { disputedMinor: 1 }, 0],
    ['all but a cent', part, { disputedMinor: 9_999 }, 1],
    ['all', part, { disputedMinor: 10_000 }, 0],
    ['a yen, whole', all, { currency: 'JPY', openMinor: 1_600, disputedMinor: 1 }, 0],
    // A yen of 1,601 is a part of a cent: no cent of 1,000 is in dispute, but the invoice is.
    ['a part of a cent', part, { currency: 'JPY', openMinor: 1_601, disputedMinor: 1 }, 1_000],
    ['a part of a cent, whole', all, { currency: 'JPY', openMinor: 1_601, disputedMinor: 1 }, 0],
    ['seven yen', part, { currency: 'JPY', openMinor: 1_600, disputedMinor: 7 }, 995],
    ['a thousandth of a dinar', part, { currency: 'KWD', openMinor: 1_000, disputedMinor: 1 }, 299],
  ])('%s in dispute', (_, rule, given, left) => {
    expect(leftOf(rule, { invoice: given, input: { fx: rates } })).toBe(left);
  });
});

const accrued: Rule = { rule: 'accrued_deductions', kinds: ['discount', 'retention'] };
const retention = (scope: 'part' | 'whole_invoice'): Rule => ({ rule: 'retention', scope });

describe('11, 17, 18 parts of an invoice', () => {
  const particulars = {
    components: [
      { kind: 'discount' as const, amountMinor: 200 },
      { kind: 'rebate' as const, amountMinor: 150 },
      { kind: 'promotion' as const, amountMinor: 50 },
      { kind: 'retention' as const, amountMinor: 1_000 },
      { kind: 'finance_charge' as const, amountMinor: 30 },
    ],
  };
  test.each<[string, Rule, number]>([
    ['accrued discounts', { rule: 'accrued_deductions', kinds: ['discount'] }, 9_800],
    [
      'discounts, rebates, promotions',
      { rule: 'accrued_deductions', kinds: ['discount', 'rebate', 'promotion'] },
      9_600,
    ],
    ['retention', { rule: 'retention', scope: 'part' }, 9_000],
    ['retention, whole', { rule: 'retention', scope: 'whole_invoice' }, 0],
    ['late interest', { rule: 'finance_charges', scope: 'part' }, 9_970],
    ['late interest, whole', { rule: 'finance_charges', scope: 'whole_invoice' }, 0],
  ])('%s', (_, rule, left) => expect(leftOf(rule, { particulars })).toBe(left));

  test('an invoice without the part is left alone', () => {
    expect(leftOf({ rule: 'retention', scope: 'whole_invoice' })).toBe(10_000);
  });

  test('parts of several rules add up, and never to more than the invoice', () => {
    const rules: Rule[] = [
      { rule: 'disputed', scope: 'disputed_part' },
      { rule: 'retention', scope: 'part' },
      { rule: 'finance_charges', scope: 'part' },
    ];
    const receivables = [
      invoice(1, { particulars, disputedMinor: 500 }),
      invoice(2, { particulars, disputedMinor: 9_500 }),
    ];
    expect(eligible(rules, { receivables })).toEqual([8_470, 0]);
    const result = resultOf(planOf(input({ receivables, facilities: [terms(rules)] })));
    expect(lineOf(result, 2).deductions.map(({ amountMinor }) => amountMinor)).toEqual([
      9_500, 500,
    ]);
  });

  test.each<[string, Rule[], number]>([
    ['first as retention', [retention('part'), accrued], 8_800],
    ['first as accrued', [accrued, retention('part')], 8_800],
    ['as accrued, and the whole invoice for it', [accrued, retention('whole_invoice')], 0],
  ])('a part that two rules name is taken once, %s', (_, rules, left) => {
    expect(eligible(rules, { receivables: [invoice(1, { particulars })] })).toEqual([left]);
  });

  // 1,601 yen are 1,000.625 cents; without 2 of them 999.375: what is left is rounded down once.
  test.each<[string, Rule[], number[]]>([
    ['in two rules', [{ rule: 'disputed', scope: 'disputed_part' }, retention('part')], [0, 1]],
    ['the other way', [retention('part'), { rule: 'disputed', scope: 'disputed_part' }], [0, 1]],
  ])('two parts of a yen each come to a cent, %s', (_, rules, taken) => {
    const components = [{ kind: 'retention' as const, amountMinor: 1 }];
    const given = { currency: 'JPY', openMinor: 1_601, disputedMinor: 1 };
    const receivables = [invoice(1, { ...given, particulars: { components } })];
    const facilities = [terms(rules)];
    const result = resultOf(planOf(input({ receivables, facilities, fx: rates })));
    expect(lineOf(result, 1).eligibleMinor).toBe(999);
    expect(result.waterfall.map(({ amountMinor }) => amountMinor)).toEqual(taken);
  });

  test('a haircut is taken of what the parts before it left', () => {
    const rules: Rule[] = [
      { rule: 'retention', scope: 'part' },
      { rule: 'currency_haircut', haircuts: [{ currency: 'EUR', haircutBp: 500 }] },
    ];
    expect(eligible(rules, { receivables: [invoice(1, { particulars })] })).toEqual([8_550]);
  });
});
