import { describe, expect, test } from 'vitest';
import type { Rule, RuleOf } from '../../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import type { Receivable } from '../../../src/core/receivable.ts';
import { credit, eligible, input, invoice, planOf, resultOf, terms } from '../selection-samples.ts';
import { debtor, rates } from './samples.ts';

const credits: RuleOf<'credits'> = { rule: 'credits', unreferenced: 'latest_due_first' };
const late: Rule = { rule: 'past_due_date', days: 60, operator: '>' };
const overdue = { issuedOn: '2026-06-01', dueOn: '2026-07-01' };

function unabsorbed(rules: Rule[], receivables: Receivable[]): number {
  return resultOf(planOf(input({ receivables, facilities: [terms(rules)] })))
    .unabsorbedCreditsMinor;
}

describe('10 credits and unapplied cash', () => {
  test.each([
    [-1, 9_999, 0],
    [-9_999, 1, 0],
    [-10_000, 0, 0],
    [-10_001, 0, 1],
  ])('a credit of %d leaves %d and %d of it reduces nothing', (openMinor, left, rest) => {
    const receivables = [invoice(1), credit(2, { openMinor })];
    expect(eligible([credits], { receivables })).toEqual([left]);
    expect(unabsorbed([credits], receivables)).toBe(rest);
  });

  test('a credit of one debtor never reduces another, however large it is', () => {
    const receivables = [
      invoice(1),
      invoice(2, { debtorId: 'D2' }),
      credit(3, { openMinor: -50_000 }),
    ];
    expect(eligible([credits], { receivables })).toEqual([0, 10_000]);
    expect(unabsorbed([credits], receivables)).toBe(40_000);
  });

  test('unapplied cash counts as a credit', () => {
    const { key, ...cash } = credit(2, { kind: 'unapplied_cash', openMinor: -300 });
    const receivables = [invoice(1), { ...cash, key: { ...key, kind: 'unapplied_cash' as const } }];
    expect(eligible([credits], { receivables })).toEqual([9_700]);
  });

  // A yen is 0.625 euro cents; a thousandth of a dinar 0.3: each credit is rounded up by itself.
  test('credits convert against the seller', () => {
    const receivables = [
      invoice(1),
      credit(2, { currency: 'JPY', openMinor: -1 }),
      credit(3, { currency: 'KWD', openMinor: -1 }),
    ];
    expect(eligible([credits], { receivables, fx: rates })).toEqual([9_998]);
  });

  test('one that names its invoice reduces that one, then goes on as if it named none', () => {
    const receivables = [
      invoice(1, { openMinor: 500 }),
      invoice(2, { openMinor: 500, dueOn: '2027-01-31' }),
      credit(3, { openMinor: -600, references: 'INV-1' }),
    ];
    expect(eligible([credits], { receivables })).toEqual([0, 400]);
  });

  test('one that names an excluded invoice reduces nothing eligible, as far as that invoice goes', () => {
    const receivables = [
      invoice(1, { ...overdue, openMinor: 500 }),
      invoice(2, { openMinor: 500 }),
      credit(3, { openMinor: -600, references: 'INV-1' }),
    ];
    expect(eligible([late, credits], { receivables })).toEqual([0, 400]);
    expect(unabsorbed([late, credits], receivables)).toBe(500);
  });

  test('another seller’s invoice of that number is not meant', () => {
    const { key } = invoice(1);
    const receivables = [
      invoice(1, { key: { ...key, sellerId: 'S2' }, dueOn: '2027-01-31' }),
      invoice(2, { dueOn: '2027-02-28' }),
      credit(3, { references: 'INV-1' }),
    ];
    expect(eligible([credits], { receivables })).toEqual([10_000, 9_000]);
  });
});

describe('9 credits in prior', () => {
  const prior = (operator: '>' | '>='): Rule => ({ ...credits, prior: { days: 30, operator } });
  const with30Days = (given: Partial<SelectionInput['receivables'][number]> = {}) => [
    invoice(1, { ...overdue, openMinor: 500 }),
    invoice(2, { openMinor: 1_000 }),
    { ...credit(3, { openMinor: -700, issuedOn: '2026-10-25' }), ...given } as Receivable,
  ];

  test.each([
    // 25 October is 30 days ago. Old: 5.00 stand against the overdue invoice, 2.00 reduce the other.
    ['>', 300],
    ['>=', 800],
  ] as const)('a credit %s 30 days old leaves %d', (operator, left) => {
    expect(eligible([late, prior(operator)], { receivables: with30Days() })).toEqual([0, left]);
  });

  test.each([
    // Nothing of it stands on the invoice it names, which is paid: 5.00 on the overdue one, 2.00 here.
    ['that is not open any more', 'INV-9', 800],
    // 5.00 stand on the overdue invoice it names, 2.00 reduce the other.
    ['that is overdue itself', 'INV-1', 800],
    // 7.00 reduce the eligible invoice it names.
    ['that is eligible', 'INV-2', 300],
  ])('an old credit may name an invoice %s', (_, references, left) => {
    const receivables = with30Days({ references });
    expect(eligible([late, prior('>=')], { receivables })).toEqual([0, left]);
  });

  test('without the setting every credit reduces what is eligible', () => {
    expect(eligible([late, credits], { receivables: with30Days() })).toEqual([0, 300]);
  });

  test('an overdue invoice that a credit has named already holds no second one', () => {
    const receivables = [...with30Days(), credit(4, { openMinor: -400, references: 'INV-1' })];
    // 5.00 overdue, 4.00 of it credited by name: 1.00 of the old 7.00 stands there, 6.00 reduce 10.00.
    expect(eligible([late, prior('>=')], { receivables })).toEqual([0, 400]);
  });

  test('an excluded invoice that is not past due holds none', () => {
    const receivables = [
      invoice(1, { openMinor: 99 }),
      invoice(2, { openMinor: 1_000 }),
      credit(3, { openMinor: -99, issuedOn: '2026-09-01' }),
    ];
    const rules: Rule[] = [{ rule: 'amount_range', minMinor: 100 }, prior('>')];
    expect(eligible(rules, { receivables })).toEqual([0, 901]);
  });
});

describe('8 contra', () => {
  const owes = (openMinor: number, kind?: 'trade' | 'deposit' | 'rebate', currency = 'EUR') => ({
    debtorId: 'D1',
    currency,
    openMinor,
    ...(kind ? { kind } : {}),
  });
  test.each([
    [0, 10_000],
    [1, 9_999],
    [10_000, 0],
    [10_001, 0],
  ])('the lower of both sides: the seller owes %d, %d is left', (openMinor, left) => {
    const payables = [owes(openMinor)];
    expect(eligible([{ rule: 'contra' }], { receivables: [invoice(1)], payables })).toEqual([left]);
  });

  test.each<[string, RuleOf<'contra'>['kinds'], number]>([
    ['all', undefined, 9_400],
    ['trade', ['trade'], 9_700],
    ['deposits', ['deposit'], 9_800],
    ['deposits and rebates', ['deposit', 'rebate'], 9_700],
  ])('only what the terms count: %s', (_, kinds, left) => {
    // Without a kind it is a trade payable: 1.00 + 2.00; a deposit of 2.00; rebates of 1.00.
    const payables = [owes(100), owes(200, 'trade'), owes(200, 'deposit'), owes(100, 'rebate')];
    const rule: Rule = { rule: 'contra', ...(kinds ? { kinds } : {}) };
    expect(eligible([rule], { receivables: [invoice(1)], payables })).toEqual([left]);
  });

  test.each<[string, Rule, boolean, number]>([
    ['skips', { rule: 'contra', noSetOff: 'skips' }, true, 10_000],
    ['skips, without a letter', { rule: 'contra', noSetOff: 'skips' }, false, 9_000],
    ['ignored', { rule: 'contra', noSetOff: 'ignored' }, true, 9_000],
    ['not said', { rule: 'contra' }, true, 9_000],
  ])('a no-set-off letter: %s', (_, rule, hasNoSetOffLetter, left) => {
    const debtors = [debtor('D1', { hasNoSetOffLetter })];
    const given = { receivables: [invoice(1)], debtors, payables: [owes(1_000)] };
    expect(eligible([rule], given)).toEqual([left]);
  });

  test('a payable converts against the seller: one yen is a cent', () => {
    const given = { receivables: [invoice(1)], payables: [owes(1, 'trade', 'JPY')], fx: rates };
    expect(eligible([{ rule: 'contra' }], given)).toEqual([9_999]);
  });

  test('credits come first, contra takes what they left; the other way round no cent differs', () => {
    const receivables = [invoice(1), credit(2, { openMinor: -8_000 })];
    const given = { receivables, payables: [owes(3_000)] };
    const sums = (rules: Rule[]) =>
      resultOf(planOf(input({ ...given, facilities: [terms(rules)] }))).waterfall.map(
        ({ amountMinor }) => amountMinor,
      );
    expect(sums([credits, { rule: 'contra' }])).toEqual([8_000, 2_000]);
    expect(sums([{ rule: 'contra' }, credits])).toEqual([3_000, 7_000]);
  });
});
