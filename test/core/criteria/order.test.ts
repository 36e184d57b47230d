import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/core/facility/rule.ts';
import {
  cover,
  credit,
  eligible,
  input,
  invoice,
  lineOf,
  planOf,
  resultOf,
  terms,
} from '../selection-samples.ts';
import { debtor, rates } from './samples.ts';

const steps = (rules: Rule[], given: Parameters<typeof input>[0]) =>
  resultOf(planOf(input({ facilities: [terms(rules)], ...given }))).waterfall.map(
    ({ rule, amountMinor }) => [rule, amountMinor],
  );

describe('each cent is excluded once', () => {
  const age: Rule = { rule: 'past_invoice_date', days: 90, operator: '>' };
  const abroad: Rule = { rule: 'country', allowed: ['FR'] };
  const small: Rule = { rule: 'amount_range', minMinor: 20_000 };
  const receivables = [invoice(1, { issuedOn: '2026-01-01' }), invoice(2)];

  test('by the first rule that applies, in the order of the terms', () => {
    expect(steps([age, abroad, small], { receivables })).toEqual([
      ['past_invoice_date', 10_000],
      ['country', 10_000],
      ['amount_range', 0],
    ]);
    expect(steps([small, abroad, age], { receivables })).toEqual([
      ['amount_range', 20_000],
      ['country', 0],
      ['past_invoice_date', 0],
    ]);
  });

  test('a part first, then the rest by the rule that takes the whole', () => {
    const part: Rule = { rule: 'disputed', scope: 'disputed_part' };
    const disputed = [invoice(1, { issuedOn: '2026-01-01', disputedMinor: 2_500 })];
    const of = (rules: Rule[]) => steps(rules, { receivables: disputed });
    expect(of([part, age])).toEqual([
      ['disputed', 2_500],
      ['past_invoice_date', 7_500],
    ]);
    expect(of([age, part])).toEqual([
      ['past_invoice_date', 10_000],
      ['disputed', 0],
    ]);
  });
});

test('the whole order, one step at a time, in a currency of no decimals and one of three', () => {
  const rules: Rule[] = [
    { rule: 'past_due_date', days: 60, operator: '>' },
    { rule: 'disputed', scope: 'disputed_part' },
    { rule: 'credits', unreferenced: 'latest_due_first' },
    { rule: 'contra' },
    { rule: 'insured_limit', policyId: 'P1', consumption: 'assignedOnly' },
    { rule: 'debtor_concentration', shareBp: 5_000, scope: 'debtor', base: 'grossEligible' },
  ];
  const given = {
    debtors: [debtor('D1'), debtor('D2')],
    fx: rates,
    receivables: [
      invoice(1, { currency: 'JPY', openMinor: 30_000, dueOn: '2026-01-01' }),
      invoice(2, { currency: 'KWD', openMinor: 100_000, disputedMinor: 10_000 }),
      invoice(3, { debtorId: 'D2', currency: 'JPY', openMinor: 9_600 }),
      credit(4, { currency: 'JPY', openMinor: -3_200 }),
    ],
    payables: [{ debtorId: 'D1', currency: 'KWD', openMinor: 20_000 }],
    cover: [
      cover({ currency: 'KWD', layers: [{ amountMinor: 50_000, validFrom: '2026-01-01' }] }),
      cover({ debtorId: 'D2' }),
    ],
  };
  const of = (currency: string) =>
    resultOf(planOf(input({ ...given, facilities: [terms(rules, { currency })] })));
  const amounts = (currency: string) =>
    of(currency).waterfall.map(({ amountMinor }) => amountMinor);
  // Yen: gross 30,000 + 48,000 + 9,600. Dispute 10 dinar = 4,800; contra 20 dinar = 9,600. D1 has
  // 48,000 − 4,800 − 3,200 − 9,600 = 30,400 against cover of 24,000; D2 9,600 against 16,000 (100 EUR).
  // Half of 33,600 is 16,800: 7,200 above it.
  expect(amounts('JPY')).toEqual([30_000, 4_800, 3_200, 9_600, 6_400, 7_200]);
  expect(of('JPY').poolMinor).toBe(26_400);
  // Dinar: 480 yen each, so 62.500 + 100.000 + 20.000, and every step the same to the thousandth,
  // rounded down or, for credits, up: 3,200 yen = 6.6666… = 6.667.
  expect(amounts('KWD')).toEqual([62_500, 10_000, 6_667, 20_000, 13_333, 15_000]);
  expect(of('KWD').poolMinor).toBe(55_000);
});

test('contra and cover are not asked of what cross-ageing took', () => {
  const rules: Rule[] = [
    {
      rule: 'cross_ageing',
      days: 60,
      basis: 'due_date',
      shareBp: 5_000,
      operator: '>=',
      scope: 'debtor',
    },
    { rule: 'credits', unreferenced: 'latest_due_first' },
    { rule: 'contra' },
  ];
  const receivables = [
    invoice(1, { dueOn: '2026-01-01' }),
    invoice(2),
    credit(3, { openMinor: -500 }),
  ];
  const payables = [{ debtorId: 'D1', currency: 'EUR', openMinor: 700 }];
  const result = resultOf(planOf(input({ receivables, payables, facilities: [terms(rules)] })));
  expect(result.waterfall.map(({ amountMinor }) => amountMinor)).toEqual([20_000, 0, 0]);
  expect(result.unabsorbedCreditsMinor).toBe(500);
});

test('one debtor with everything against it ends at zero, not below', () => {
  const rules: Rule[] = [
    { rule: 'credits', unreferenced: 'oldest_due_first' },
    { rule: 'contra' },
    { rule: 'funder_limit', limits: [], otherwiseMinor: 1 },
  ];
  const receivables = [invoice(1), credit(2, { openMinor: -9_000 })];
  const payables = [{ debtorId: 'D1', currency: 'EUR', openMinor: 5_000 }];
  expect(eligible(rules, { receivables, payables })).toEqual([0]);
  const result = resultOf(planOf(input({ receivables, payables, facilities: [terms(rules)] })));
  expect(lineOf(result, 1).deductions.map(({ amountMinor }) => amountMinor)).toEqual([
    9_000, 1_000,
  ]);
});
