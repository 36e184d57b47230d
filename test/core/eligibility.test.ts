import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Invoice } from '../../src/core/receivable.ts';
import {
  credit,
  eligible,
  idOf,
  input,
  invoice,
  lineOf,
  planOf,
  resultOf,
  terms,
} from './selection-samples.ts';

const dueOn = '2027-02-28';
const single: [string, Rule, Partial<Invoice>, number][] = [
  ['issued today', { rule: 'not_yet_issued' }, { issuedOn: '2026-11-24' }, 10_000],
  ['issued tomorrow', { rule: 'not_yet_issued' }, { issuedOn: '2026-11-25', dueOn }, 0],
  ['> 90: 90 days old', days('past_invoice_date', 90, '>'), { issuedOn: '2026-08-26' }, 10_000],
  ['> 90: 91 days old', days('past_invoice_date', 90, '>'), { issuedOn: '2026-08-25' }, 0],
  ['>= 90: 89 days old', days('past_invoice_date', 90, '>='), { issuedOn: '2026-08-27' }, 10_000],
  ['>= 90: 90 days old', days('past_invoice_date', 90, '>='), { issuedOn: '2026-08-26' }, 0],
  ['> 60: 60 days late', days('past_due_date', 60, '>'), { dueOn: '2026-09-25' }, 10_000],
  ['> 60: 61 days late', days('past_due_date', 60, '>'), { dueOn: '2026-09-24' }, 0],
  ['>= 60: 59 days late', days('past_due_date', 60, '>='), { dueOn: '2026-09-26' }, 10_000],
  ['>= 60: 60 days late', days('past_due_date', 60, '>='), { dueOn: '2026-09-25' }, 0],
  ['> 30: a term of 30', days('term_too_long', 30, '>'), { dueOn: '2026-12-01' }, 10_000],
  ['> 30: a term of 31', days('term_too_long', 30, '>'), { dueOn: '2026-12-02' }, 0],
  ['>= 30: a term of 29', days('term_too_long', 30, '>='), { dueOn: '2026-11-30' }, 10_000],
  ['>= 30: a term of 30', days('term_too_long', 30, '>='), { dueOn: '2026-12-01' }, 0],
  ['one cent disputed', { rule: 'disputed', scope: 'disputed_part' }, { disputedMinor: 1 }, 9_999],
  [
    'one cent disputed, whole',
    { rule: 'disputed', scope: 'whole_invoice' },
    { disputedMinor: 1 },
    0,
  ],
  ['at the minimum', { rule: 'amount_range', minMinor: 500 }, { openMinor: 500 }, 500],
  ['a cent below', { rule: 'amount_range', minMinor: 500 }, { openMinor: 499 }, 0],
  ['at the maximum', { rule: 'amount_range', maxMinor: 500 }, { openMinor: 500 }, 500],
  ['a cent above', { rule: 'amount_range', maxMinor: 500 }, { openMinor: 501 }, 0],
  ['country in the list', { rule: 'country', allowed: ['DE'] }, {}, 10_000],
  ['country not in the list', { rule: 'country', allowed: ['FR'] }, {}, 0],
  ['currency in the list', { rule: 'currency', allowed: ['EUR'] }, {}, 10_000],
  ['currency not in the list', { rule: 'currency', allowed: ['USD'] }, {}, 0],
];

test.each(single)('%s', (_, rule, given, expected) => {
  expect(eligible([rule], { receivables: [invoice(1, given)] })).toEqual([expected]);
});

test('a debtor without a country is not in any list', () => {
  const debtors = [{ id: 'D1', name: 'One', identifiers: {} }];
  const rules: Rule[] = [{ rule: 'country', allowed: ['DE'] }];
  expect(eligible(rules, { receivables: [invoice(1)], debtors })).toEqual([0]);
});

test('the first failing rule takes the whole invoice, the disputed part only its part', () => {
  const rules: Rule[] = [
    { rule: 'disputed', scope: 'disputed_part' },
    days('past_due_date', 60, '>'),
    { rule: 'amount_range', maxMinor: 1 },
  ];
  const receivables = [invoice(1, { disputedMinor: 3_000, dueOn: '2026-01-01' })];
  const result = resultOf(planOf(input({ receivables, facilities: [terms(rules)] })));
  const taken = lineOf(result, 1).deductions.map(({ rule, amountMinor }) => [rule, amountMinor]);
  expect(taken).toEqual([
    ['disputed', 3_000],
    ['past_due_date', 7_000],
  ]);
  expect(result.waterfall).toEqual([
    { rule: 'disputed', amountMinor: 3_000, count: 1 },
    { rule: 'past_due_date', amountMinor: 7_000, count: 1 },
    { rule: 'amount_range', amountMinor: 0, count: 0 },
  ]);
});

test('a deduction carries the actual number and the threshold', () => {
  const receivables = [invoice(1, { dueOn: '2026-09-20' })];
  const facilities = [terms([days('past_due_date', 60, '>')])];
  const [deduction] = lineOf(resultOf(planOf(input({ receivables, facilities }))), 1).deductions;
  expect(deduction?.params).toMatchObject({ days: 65, thresholdDays: 60, operator: '>' });
});

describe('already financed', () => {
  const held = (facilityId: string) => [
    { receivableId: idOf(1), facilityId, state: 'advanced', advancedMinor: 8_000 },
  ];
  const rules: Rule[] = [{ rule: 'already_financed' }];

  test('elsewhere is excluded, here stays in the pool against its advance', () => {
    const receivables = [invoice(1)];
    expect(eligible(rules, { receivables, positions: held('F2') })).toEqual([0]);
    expect(eligible(rules, { receivables, positions: held('F1') })).toEqual([10_000]);
    const facilities = [terms(rules)];
    const result = resultOf(planOf(input({ receivables, facilities, positions: held('F1') })));
    expect(result).toMatchObject({ poolMinor: 10_000, usedMinor: 8_000, availableMinor: 0 });
  });

  test('an overadvance shows as negative availability', () => {
    const positions = held('F1');
    const result = resultOf(
      planOf(input({ receivables: [], facilities: [terms(rules)], positions })),
    );
    expect(result.availableMinor).toBe(-8_000);
  });
});

describe('cross-ageing', () => {
  const old = { issuedOn: '2026-06-01', dueOn: '2026-07-01' };
  const rule = (operator: '>' | '>=', scope: 'debtor' | 'group' = 'debtor'): Rule[] => [
    { rule: 'cross_ageing', days: 60, basis: 'due_date', shareBp: 2_500, operator, scope },
  ];
  const ledger = (past: number) => [invoice(1, { ...old, openMinor: past }), invoice(2)];

  test.each([
    ['>', 3_333, [3_333, 10_000]],
    ['>', 3_334, [0, 0]],
    ['>=', 3_333, [3_333, 10_000]],
    ['>=', 3_334, [0, 0]],
  ] as const)('%s 25%% with %d of the rest 10000 past due', (operator, past, expected) => {
    expect(eligible(rule(operator), { receivables: ledger(past) })).toEqual(expected);
  });

  test('exactly at the threshold only "or more" excludes', () => {
    const receivables = [
      invoice(1, { ...old, openMinor: 2_500 }),
      invoice(2, { openMinor: 7_500 }),
    ];
    expect(eligible(rule('>'), { receivables })).toEqual([2_500, 7_500]);
    expect(eligible(rule('>='), { receivables })).toEqual([0, 0]);
  });

  test('a group carries the overdue debt of each of its debtors', () => {
    const receivables = [invoice(1, old), invoice(2, { debtorId: 'D2' })];
    const debtors = ['D1', 'D2'].map((id) => ({ id, name: id, groupId: 'G', identifiers: {} }));
    expect(eligible(rule('>'), { receivables, debtors })).toEqual([0, 10_000]);
    expect(eligible(rule('>', 'group'), { receivables, debtors })).toEqual([0, 0]);
  });

  test('credits do not hide overdue debt', () => {
    const receivables = [...ledger(3_400), credit(3, { openMinor: -3_400 })];
    const rules: Rule[] = [...rule('>'), { rule: 'credits', unreferenced: 'oldest_due_first' }];
    expect(eligible(rules, { receivables })).toEqual([0, 0]);
  });
});

describe('credits', () => {
  const rules = (unreferenced: 'latest_due_first' | 'oldest_due_first'): Rule[] => [
    days('past_due_date', 60, '>'),
    { rule: 'credits', unreferenced },
  ];
  const two = [invoice(1, { dueOn: '2026-12-01' }), invoice(2, { dueOn: '2026-12-31' })];

  test.each([
    ['latest_due_first', [10_000, 9_000]],
    ['oldest_due_first', [9_000, 10_000]],
  ] as const)('without a reference reduce the debtor %s', (order, expected) => {
    expect(eligible(rules(order), { receivables: [...two, credit(3)] })).toEqual(expected);
  });

  test('reduce the invoice they name first, and the rest spills over', () => {
    const named = credit(3, { openMinor: -10_400, references: 'inv-0001' });
    expect(eligible(rules('latest_due_first'), { receivables: [...two, named] })).toEqual([
      0, 9_600,
    ]);
  });

  test('that reduce nothing eligible are reported, not lost', () => {
    const receivables = [
      invoice(1, { dueOn: '2026-01-01' }),
      invoice(2, { openMinor: 500 }),
      credit(3, { openMinor: -700, references: 'INV-1' }),
      credit(4, { openMinor: -900 }),
      credit(5, { openMinor: -50, debtorId: 'D2' }),
    ];
    const facilities = [terms(rules('latest_due_first'))];
    const result = resultOf(planOf(input({ receivables, facilities })));
    expect(result.poolMinor).toBe(0);
    expect(result.waterfall.at(-1)).toMatchObject({ rule: 'credits', amountMinor: 500 });
    expect(result.unabsorbedCreditsMinor).toBe(700 + 400 + 50);
  });
});

test.each([
  [9_999, 1],
  [10_000, 0],
  [10_001, 0],
])('contra takes the lower of both sides: payable %d leaves %d', (openMinor, left) => {
  const payables = [{ debtorId: 'D1', currency: 'EUR', openMinor }];
  expect(eligible([{ rule: 'contra' }], { receivables: [invoice(1)], payables })).toEqual([left]);
});

test('gross is converted once, rounded down, between currencies of any exponent', () => {
  const fx = [
    { from: 'EUR', to: 'JPY', numerator: 16_512, denominator: 100, on: '2026-11-01', source: 't' },
    { from: 'EUR', to: 'JPY', numerator: 16_000, denominator: 100, on: '2026-10-01', source: 't' },
    { from: 'KWD', to: 'JPY', numerator: 49_123, denominator: 100, on: '2026-11-01', source: 't' },
  ];
  const receivables = [
    invoice(1, { openMinor: 9_999 }),
    invoice(2, { currency: 'KWD', openMinor: 12_345 }),
    invoice(3, { currency: 'JPY', openMinor: 7 }),
  ];
  const facilities = [terms([{ rule: 'not_yet_issued' }], { currency: 'JPY' })];
  const result = resultOf(planOf(input({ receivables, facilities, fx })));
  expect([1, 2, 3].map((number) => lineOf(result, number).grossMinor)).toEqual([16_510, 6_064, 7]);
});

test('pool, holdback, limit and use lead to what is available', () => {
  const facilities = [terms([{ rule: 'not_yet_issued' }], { limitMinor: 7_000 })];
  const positions = [{ receivableId: idOf(9), facilityId: 'F1', state: 'x', advancedMinor: 500 }];
  const receivables = [invoice(1, { openMinor: 10_001 })];
  expect(resultOf(planOf(input({ receivables, facilities, positions })))).toMatchObject({
    grossMinor: 10_001,
    poolMinor: 10_001,
    holdbackMinor: 2_001,
    overLimitMinor: 1_000,
    usedMinor: 500,
    availableMinor: 6_500,
  });
});

function days(
  rule: 'past_invoice_date' | 'past_due_date' | 'term_too_long',
  limit: number,
  operator: '>' | '>=',
): Rule {
  return { rule, days: limit, operator };
}
