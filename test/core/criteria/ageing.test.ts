import { describe, expect, test } from 'vitest';
import type { Rule, RuleOf } from '../../../src/core/facility/rule.ts';
import { credit, eligible, invoice } from '../selection-samples.ts';
import { debtor, rates } from './samples.ts';

const base: RuleOf<'cross_ageing'> = {
  rule: 'cross_ageing',
  days: 90,
  basis: 'invoice_date',
  shareBp: 1_000,
  operator: '>',
  scope: 'debtor',
};
const old = { issuedOn: '2026-08-25', dueOn: '2026-10-24' };

/** One old and one young invoice, in cents. */
const ledger = (aged: number, young: number) => [
  invoice(1, { ...old, openMinor: aged }),
  invoice(2, { openMinor: young }),
];

describe('5 cross-ageing', () => {
  test.each([
    // 10 % of 100.00 is 10.00.
    ['>', 1_000, 9_000, false],
    ['>=', 1_000, 9_000, true],
    ['>', 1_001, 8_999, true],
    ['>=', 999, 9_001, false],
    // A cent of 0.10 is exactly a tenth; of 0.09 it is more.
    ['>', 1, 9, false],
    ['>', 1, 8, true],
    ['>', 0, 10_000, false],
    ['>=', 0, 10_000, false],
  ] as const)('10 %% with operator %s: %d aged beside %d', (operator, aged, young, isTainted) => {
    const left = eligible([{ ...base, operator }], { receivables: ledger(aged, young) });
    expect(left).toEqual(isTainted ? [0, 0] : [aged, young]);
  });

  test('an invoice is aged from more than so many days on, whatever the operator of the share', () => {
    const atNinety = [invoice(1, { issuedOn: '2026-08-26' }), invoice(2)];
    expect(eligible([{ ...base, operator: '>=' }], { receivables: atNinety })).toEqual([
      10_000, 10_000,
    ]);
  });

  test('by the due day', () => {
    const rule: Rule = { ...base, basis: 'due_date', days: 30 };
    expect(eligible([rule], { receivables: ledger(5_000, 5_000) })).toEqual([0, 0]);
    expect(eligible([{ ...rule, days: 31 }], { receivables: ledger(5_000, 5_000) })).toEqual([
      5_000, 5_000,
    ]);
  });

  test('only the tainted debtor is out, also if it is the only one', () => {
    const receivables = [...ledger(5_000, 5_000), invoice(3, { debtorId: 'D2', openMinor: 700 })];
    expect(eligible([base], { receivables })).toEqual([0, 0, 700]);
    expect(eligible([base], { receivables: ledger(5_000, 5_000) })).toEqual([0, 0]);
  });

  test('all of a ledger may be tainted at exactly the threshold', () => {
    const receivables = ['D1', 'D2', 'D3'].flatMap((debtorId, index) => [
      invoice(2 * index, { ...old, debtorId, openMinor: 1_000 }),
      invoice(2 * index + 1, { debtorId, openMinor: 9_000 }),
    ]);
    expect(eligible([{ ...base, operator: '>=' }], { receivables })).toEqual([0, 0, 0, 0, 0, 0]);
  });

  // 160 yen and 1.00 euro: half of 2.00.
  test.each([
    [5_000, false],
    [4_999, true],
  ])('balances of several currencies are one balance, %d bp', (shareBp, isTainted) => {
    const receivables = [
      invoice(1, { ...old, currency: 'JPY', openMinor: 160 }),
      invoice(2, { openMinor: 100 }),
    ];
    const left = eligible([{ ...base, shareBp }], { receivables, fx: rates });
    expect(left).toEqual(isTainted ? [0, 0] : [100, 100]);
  });

  test('what is old is counted although a rule before has excluded it, once', () => {
    const past: Rule = { rule: 'past_invoice_date', days: 90, operator: '>' };
    expect(eligible([past, base], { receivables: ledger(1_000, 9_000) })).toEqual([0, 9_000]);
    expect(eligible([past, base], { receivables: ledger(1_001, 8_999) })).toEqual([0, 0]);
  });
});

describe('5 its numerator', () => {
  const otherwise: Rule = { ...base, shareBp: 5_000, numerator: 'otherwise_ineligible' };
  const range: Rule = { rule: 'amount_range', minMinor: 100 };

  test.each([
    // 0.99 is too small an invoice; half of the debtor's 1.98 is not more than half.
    [99, 100, false],
    [99, 98, true],
  ])('what earlier rules excluded: %d small beside %d', (small, other, isTainted) => {
    const receivables = [invoice(1, { openMinor: small }), invoice(2, { openMinor: other })];
    const left = eligible([range, otherwise], { receivables });
    expect(left).toEqual(isTainted ? [0, 0] : [0, other]);
  });

  test('is not iterated: what it takes itself does not taint again', () => {
    const receivables = [
      invoice(1, { openMinor: 99 }),
      invoice(2, { openMinor: 100 }),
      invoice(3, { openMinor: 99, debtorId: 'D2' }),
    ];
    expect(eligible([range, otherwise], { receivables })).toEqual([0, 100, 0]);
  });
});

describe('5 its denominator', () => {
  const rule = (denominator: 'invoices' | 'net_of_credits'): Rule => ({ ...base, denominator });
  // 10.00 old of 100.00; less a credit of 0.01 it is more than a tenth.
  const receivables = [...ledger(1_000, 9_000), credit(3, { openMinor: -1 })];

  test('is gross of credits', () => {
    expect(eligible([rule('invoices')], { receivables })).toEqual([1_000, 9_000]);
  });

  test('or less them', () => {
    expect(eligible([rule('net_of_credits')], { receivables })).toEqual([0, 0]);
  });

  test('a debtor that owes nothing, net, is not tainted', () => {
    const paid = [...ledger(1_000, 9_000), credit(3, { openMinor: -10_000 })];
    expect(eligible([rule('net_of_credits')], { receivables: paid })).toEqual([1_000, 9_000]);
  });

  test('of a group is that of all its debtors', () => {
    const debtors = ['D1', 'D2'].map((id) => debtor(id, { groupId: 'G' }));
    const group: Rule = { ...base, denominator: 'net_of_credits', scope: 'group' };
    const apart = [
      invoice(1, { ...old, openMinor: 1_000 }),
      invoice(2, { debtorId: 'D2', openMinor: 9_000 }),
    ];
    expect(eligible([group], { receivables: apart, debtors })).toEqual([1_000, 9_000]);
    const reduced = [...apart, credit(3, { debtorId: 'D2', openMinor: -1 })];
    expect(eligible([group], { receivables: reduced, debtors })).toEqual([0, 0]);
  });
});
