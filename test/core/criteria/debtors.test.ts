import { describe, expect, test } from 'vitest';
import type { Debtor } from '../../../src/core/debtor.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import { cover, eligible, invoice } from '../selection-samples.ts';
import { debtor, leftOf, rates } from './samples.ts';

const whole = 10_000;
type Row = [name: string, rule: Rule, debtor: Partial<Debtor>, left: number];
const owedBy = (rows: Row[]) =>
  test.each(rows)('%s', (_, rule, given, left) =>
    expect(leftOf(rule, { debtor: given })).toBe(left),
  );

describe('13 foreign debtor', () => {
  const home: Rule = { rule: 'country', allowed: ['DE', 'AT'] };
  const secured: Rule = { ...home, unless: ['letter_of_credit', 'insured'], policyId: 'P1' };
  owedBy([
    ['at home', home, { country: 'DE' }, whole],
    ['abroad', home, { country: 'BR' }, 0],
    ['under its ledger’s own code', home, { country: 'de' }, 0],
  ]);

  test.each([
    ['with a letter of credit', true, 0, whole],
    ['without one', false, 0, 0],
    ['insured', false, 1, whole],
    ['insured for nothing', false, 0, 0],
  ])(
    'abroad, where credit support makes it good: %s',
    (_, hasLetterOfCredit, amountMinor, left) => {
      const book = [cover({ layers: [{ amountMinor, validFrom: '2026-01-01' }] })];
      const given = { debtor: { country: 'BR' }, input: { cover: book } };
      expect(leftOf(secured, { ...given, particulars: { hasLetterOfCredit } })).toBe(left);
    },
  );

  test('a letter of credit does not help where the terms do not say so', () => {
    const given = { debtor: { country: 'BR' }, particulars: { hasLetterOfCredit: true } };
    expect(leftOf(home, given)).toBe(0);
  });

  // One yen of cover is no euro cent; the two debtors must not be taken for one another.
  test('cover that comes to nothing in the facility’s currency is none, debtor by debtor', () => {
    const layer = (amountMinor: number) => [{ amountMinor, validFrom: '2026-01-01' }];
    const rules: Rule[] = [
      { rule: 'country', allowed: ['DE'], unless: ['insured'], policyId: 'P1' },
    ];
    const book = [
      cover({ debtorId: 'D1', currency: 'JPY', layers: layer(1) }),
      cover({ debtorId: 'D2', currency: 'JPY', layers: layer(1_000) }),
    ];
    const receivables = [invoice(1, { debtorId: 'D1' }), invoice(2, { debtorId: 'D2' })];
    const debtors = ['D1', 'D2'].map((id) => debtor(id, { country: 'BR' }));
    const left = eligible(rules, { receivables, debtors, cover: book, fx: rates });
    expect(left).toEqual([0, whole]);
  });
});

describe('14 government', () => {
  const strict: Rule = { rule: 'government', unlessFormalitiesDone: false };
  const formal: Rule = { rule: 'government', unlessFormalitiesDone: true };
  owedBy([
    ['no agency', strict, {}, whole],
    ['an agency', strict, { kind: 'government' }, 0],
    ['formalities do not help', strict, { kind: 'government', isFormalityDone: true }, 0],
    ['formalities done', formal, { kind: 'government', isFormalityDone: true }, whole],
    ['formalities not done', formal, { kind: 'government', isFormalityDone: false }, 0],
    ['formalities unknown', formal, { kind: 'government' }, 0],
  ]);
});

describe('debtors that the agreement lists', () => {
  const listed = (...debtors: string[]): Rule => ({ rule: 'listed_debtors', debtors });
  owedBy([
    ['one of them', listed('D7', 'D1'), {}, whole],
    ['none of them', listed('D7', 'D10', 'd1'), {}, 0],
  ]);
});

describe('15 affiliate, employee, shareholder', () => {
  const rule: Rule = { rule: 'related_party', excluded: ['affiliate', 'employee'] };
  owedBy([
    ['affiliate', rule, { relation: 'affiliate' }, 0],
    ['employee', rule, { relation: 'employee' }, 0],
    ['shareholder, not named', rule, { relation: 'shareholder' }, whole],
    ['nobody’s', rule, {}, whole],
  ]);
});

describe('21 insolvent, ceased, watched', () => {
  const rule: Rule = { rule: 'debtor_status', excluded: ['insolvent', 'ceased_trading'] };
  owedBy([
    ['insolvent', rule, { status: 'insolvent' }, 0],
    ['ceased', rule, { status: 'ceased_trading' }, 0],
    ['watched, not named', rule, { status: 'watch_list' }, whole],
    ['sound', rule, {}, whole],
  ]);
});

describe('29 consumers, cash buyers, sanctions', () => {
  const kinds: Rule = { rule: 'debtor_kind', excluded: ['consumer', 'cash'] };
  const screened = (unscreened: 'excluded' | 'allowed'): Rule => ({
    rule: 'sanctions',
    unscreened,
  });
  owedBy([
    ['a consumer', kinds, { kind: 'consumer' }, 0],
    ['paying cash', kinds, { kind: 'cash' }, 0],
    ['an agency, not named', kinds, { kind: 'government' }, whole],
    ['clear', screened('excluded'), { sanctions: 'clear' }, whole],
    ['listed', screened('allowed'), { sanctions: 'listed' }, 0],
    ['not screened, excluded', screened('excluded'), {}, 0],
    ['not screened, allowed', screened('allowed'), {}, whole],
  ]);
});
