import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/core/facility/rule.ts';
import type { Invoice, Particulars } from '../../../src/core/receivable.ts';
import {
  eligible,
  idOf,
  input,
  invoice,
  lineOf,
  planOf,
  resultOf,
  terms,
} from '../selection-samples.ts';
import { debtor, leftOf, rates } from './samples.ts';

const whole = 10_000;
type Flagged = [name: string, rule: Rule, particulars: Particulars, left: number];
type Row = [name: string, rule: Rule, invoice: Partial<Invoice>, left: number];

const flagged = (rows: Flagged[]) =>
  test.each(rows)('%s', (_, rule, particulars, left) =>
    expect(leftOf(rule, { particulars })).toBe(left),
  );

describe('16 sale conditions', () => {
  const rule: Rule = { rule: 'sale_conditions', excluded: ['consignment', 'bill_and_hold'] };
  flagged([
    ['consignment', rule, { saleCondition: 'consignment' }, 0],
    ['bill and hold', rule, { saleCondition: 'bill_and_hold' }, 0],
    ['another that the terms do not name', rule, { saleCondition: 'guaranteed_sale' }, whole],
    ['nothing said', rule, {}, whole],
  ]);
});

describe('17 progress billing', () => {
  const rule: Rule = { rule: 'progress_billing' };
  flagged([
    ['a partial invoice', rule, { isProgressBilling: true }, 0],
    ['a plain one', rule, { isProgressBilling: false }, whole],
    ['nothing said', rule, {}, whole],
  ]);
});

describe('19 instruments', () => {
  const rule: Rule = { rule: 'instruments', excluded: ['instrument'] };
  flagged([
    ['a bill of exchange', rule, { evidence: 'instrument' }, 0],
    ['chattel paper, which the terms do not name', rule, { evidence: 'chattel_paper' }, whole],
  ]);
});

describe('20 ban on assignment', () => {
  const rule = (unknown: 'excluded' | 'allowed', consentNeeded: 'excluded' | 'allowed'): Rule => ({
    rule: 'assignment_ban',
    ineffectiveUnder: ['GB', 'US'],
    consentNeeded,
    unknown,
  });
  const strict = rule('excluded', 'excluded');
  const lenient = rule('allowed', 'allowed');
  flagged([
    ['prohibited', lenient, { assignmentBan: 'prohibited' }, 0],
    [
      'prohibited, by a law that does not mind',
      strict,
      { assignmentBan: 'prohibited', governingLaw: 'GB' },
      whole,
    ],
    [
      'prohibited, by a law that does',
      strict,
      { assignmentBan: 'prohibited', governingLaw: 'ZA' },
      0,
    ],
    ['consent needed, strict', strict, { assignmentBan: 'consent_needed' }, 0],
    ['consent needed, lenient', lenient, { assignmentBan: 'consent_needed' }, whole],
    ['consent given', strict, { assignmentBan: 'consent_given' }, whole],
    ['none', strict, { assignmentBan: 'none' }, whole],
    ['unknown, strict', strict, {}, 0],
    ['unknown, lenient', lenient, {}, whole],
  ]);
});

describe('25 delivered and evidenced', () => {
  const rule = (required: 'shipped' | 'delivered' | 'accepted'): Rule => ({
    rule: 'delivery_evidence',
    required,
    unknown: 'excluded',
  });
  flagged([
    ['shipped where delivered is asked', rule('delivered'), { delivery: 'shipped' }, 0],
    ['delivered where delivered is asked', rule('delivered'), { delivery: 'delivered' }, whole],
    ['accepted where delivered is asked', rule('delivered'), { delivery: 'accepted' }, whole],
    ['delivered where accepted is asked', rule('accepted'), { delivery: 'delivered' }, 0],
    ['shipped where shipped is asked', rule('shipped'), { delivery: 'shipped' }, whole],
    ['unknown', rule('shipped'), {}, 0],
    [
      'unknown, allowed',
      { rule: 'delivery_evidence', required: 'accepted', unknown: 'allowed' },
      {},
      whole,
    ],
  ]);
});

describe('30 governing law and delivery country', () => {
  const law = (unknown: 'excluded' | 'allowed'): Rule => ({
    rule: 'governing_law',
    allowed: ['DE'],
    unknown,
  });
  const place = (unknown: 'excluded' | 'allowed'): Rule => ({
    rule: 'delivery_country',
    allowed: ['DE'],
    unknown,
  });
  flagged([
    ['a law in the list', law('excluded'), { governingLaw: 'DE' }, whole],
    ['a law not in the list', law('allowed'), { governingLaw: 'GB' }, 0],
    ['no law said, excluded', law('excluded'), {}, 0],
    ['no law said, allowed', law('allowed'), {}, whole],
    ['delivered into the list', place('excluded'), { deliveryCountry: 'DE' }, whole],
    ['delivered elsewhere', place('allowed'), { deliveryCountry: 'GB' }, 0],
    ['no place said, excluded', place('excluded'), {}, 0],
  ]);
});

describe('22 currency', () => {
  test.each([
    ['EUR', whole],
    ['JPY', 0],
  ])('%s where only EUR is allowed', (currency, left) => {
    const rule: Rule = { rule: 'currency', allowed: ['EUR'] };
    expect(leftOf(rule, { invoice: { currency }, input: { fx: rates } })).toBe(left);
  });

  // 10,001 yen = 62.50625 euro: 62.50 gross; less 10 %: 56.25. 1.001 dinar = 3.003: 3.00; 2.70.
  test.each([
    ['EUR', 10_001, 0, 10_001],
    ['JPY', 10_001, 625, 5_625],
    ['KWD', 1_001, 30, 270],
  ])('haircut of 10%% on yen and dinar: %s %d', (currency, openMinor, cut, left) => {
    const rules: Rule[] = [
      {
        rule: 'currency_haircut',
        haircuts: ['JPY', 'KWD'].map((own) => ({ currency: own, haircutBp: 1_000 })),
      },
    ];
    const receivables = [invoice(1, { currency, openMinor })];
    const result = resultOf(planOf(input({ receivables, facilities: [terms(rules)], fx: rates })));
    expect(lineOf(result, 1).eligibleMinor).toBe(left);
    expect(result.waterfall[0]?.amountMinor).toBe(cut);
  });

  test('a haircut is rounded against the seller, to the cent', () => {
    const rule: Rule = { rule: 'currency_haircut', haircuts: [{ currency: 'EUR', haircutBp: 1 }] };
    expect(leftOf(rule, { invoice: { openMinor: 1 } })).toBe(0);
    expect(leftOf(rule, { invoice: { openMinor: 9_999 } })).toBe(9_998);
    expect(leftOf(rule, { invoice: { openMinor: 10_000 } })).toBe(9_999);
  });
});

describe('26 already financed or payable to another', () => {
  const rule: Rule = { rule: 'already_financed' };
  const held = (facilityId: string) => ({
    positions: [{ receivableId: idOf(1), facilityId, state: 'assigned', advancedMinor: 0 }],
  });
  test.each([
    ['free', {}, whole],
    ['with another facility', held('F2'), 0],
    ['with somebody unknown', held('ELSEWHERE'), 0],
    ['here', held('F1'), whole],
  ])('%s', (_, given, left) => expect(leftOf(rule, { input: given })).toBe(left));
  flagged([['its payee is somebody else', rule, { isPayableToOther: true }, 0]]);

  test('its payee is this funder, since it is financed here', () => {
    expect(leftOf(rule, { particulars: { isPayableToOther: true }, input: held('F1') })).toBe(
      whole,
    );
  });
});

describe('27 minimum and maximum amount', () => {
  const rule: Rule = { rule: 'amount_range', minMinor: 500, maxMinor: 10_000 };
  test.each<Row>([
    ['at the minimum', rule, { openMinor: 500 }, 500],
    ['a cent below', rule, { openMinor: 499 }, 0],
    ['at the maximum', rule, { openMinor: 10_000 }, 10_000],
    ['a cent above', rule, { openMinor: 10_001 }, 0],
    // 800 yen are 5.00 euro; 799 are 4.99375, 4.99. 3.333 dinar are 9.999, 9.99.
    ['in yen, at the minimum', rule, { currency: 'JPY', openMinor: 800 }, 500],
    ['in yen, a yen below', rule, { currency: 'JPY', openMinor: 799 }, 0],
    [
      'in dinar, a thousandth above',
      { ...rule, maxMinor: 999 },
      { currency: 'KWD', openMinor: 3_334 },
      0,
    ],
    ['in dinar, at it', { ...rule, maxMinor: 999 }, { currency: 'KWD', openMinor: 3_333 }, 999],
  ])('%s', (_, own, given, left) =>
    expect(leftOf(own, { invoice: given, input: { fx: rates } })).toBe(left),
  );
});

describe('28 originator, ledger and start day', () => {
  test.each<[string, Rule, number]>([
    ['its seller', { rule: 'origin', sellers: ['S1'] }, whole],
    ['another seller', { rule: 'origin', sellers: ['S2'] }, 0],
    ['its ledger', { rule: 'origin', ledgers: ['AR'] }, whole],
    ['another ledger', { rule: 'origin', ledgers: ['EXPORT'] }, 0],
    ['issued on the first day', { rule: 'origin', issuedFrom: '2026-11-01' }, whole],
    ['issued the day before', { rule: 'origin', issuedFrom: '2026-11-02' }, 0],
  ])('%s', (_, rule, left) => expect(leftOf(rule)).toBe(left));

  test('invoices of one debtor on both sides of the start day are told apart', () => {
    const receivables = ['2026-10-31', '2026-11-01', '2026-11-02'].map((issuedOn, index) =>
      invoice(index + 1, { issuedOn }),
    );
    const rules: Rule[] = [{ rule: 'origin', issuedFrom: '2026-11-01' }];
    expect(eligible(rules, { receivables })).toEqual([0, whole, whole]);
  });
});

describe('31 data quality', () => {
  const rules: Rule[] = [{ rule: 'data_quality' }];
  const rule: Rule = { rule: 'data_quality' };
  const part = (amountMinor: number): Particulars => ({
    components: [{ kind: 'discount', amountMinor }],
  });
  test.each<Row>([
    ['open at most the face', rule, { faceMinor: 10_000 }, whole],
    ['open above the face by a cent', rule, { faceMinor: 9_999 }, 0],
    ['due on the day it was issued', rule, { dueOn: '2026-11-01' }, whole],
    ['due the day before', rule, { dueOn: '2026-10-31' }, 0],
    ['parts of all of it', rule, { particulars: part(10_000) }, whole],
    ['parts above it by a cent', rule, { particulars: part(10_001) }, 0],
  ])('%s', (_, own, given, left) => expect(leftOf(own, { invoice: given })).toBe(left));

  const numbered = (number: number, text: string, changes: Partial<Invoice> = {}) => {
    const own = invoice(number, changes);
    return { ...own, key: { ...own.key, number: text, ...changes.key } };
  };
  test('two that share a number, however written, are both out', () => {
    const receivables = [numbered(1, 'RE-0001'), numbered(2, 're 1'), numbered(3, 'RE-2')];
    expect(eligible(rules, { receivables })).toEqual([0, 0, whole]);
  });

  test('instalments and years of one number are different documents', () => {
    const { key } = invoice(1);
    const receivables = [
      numbered(1, 'X'),
      numbered(2, 'X', { key: { ...key, number: 'X', instalment: 2 } }),
      numbered(3, 'X', { key: { ...key, number: 'X', fiscalYear: 2025 } }),
    ];
    expect(eligible(rules, { receivables })).toEqual([whole, whole, whole]);
  });

  test('an invoice that is paid is nothing, not a fault', () => {
    const debtors = [debtor('D1')];
    expect(
      eligible(rules, { receivables: [invoice(1, { faceMinor: 1, openMinor: 0 })], debtors }),
    ).toEqual([0]);
  });
});
