import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/core/facility/rule.ts';
import type { Invoice } from '../../../src/core/receivable.ts';
import { leftOf } from './samples.ts';

// The as-of day is 24 November 2026; every invoice is 100.00, issued 1 November, due 31 December.
const whole = 10_000;
type Row = [name: string, rule: Rule, invoice: Partial<Invoice>, left: number];

describe('1 past invoice date', () => {
  const more: Rule = { rule: 'past_invoice_date', days: 90, operator: '>' };
  const orMore: Rule = { rule: 'past_invoice_date', days: 90, operator: '>=' };
  test.each<Row>([
    ['89 days, more than 90', more, { issuedOn: '2026-08-27' }, whole],
    ['90 days, more than 90', more, { issuedOn: '2026-08-26' }, whole],
    ['91 days, more than 90', more, { issuedOn: '2026-08-25' }, 0],
    ['89 days, 90 or more', orMore, { issuedOn: '2026-08-27' }, whole],
    ['90 days, 90 or more', orMore, { issuedOn: '2026-08-26' }, 0],
    ['over a leap day', { ...more, days: 999 }, { issuedOn: '2024-02-29' }, whole],
    ['a day over a leap day', { ...more, days: 998 }, { issuedOn: '2024-02-29' }, 0],
  ])('%s', (_, rule, given, left) => expect(leftOf(rule, { invoice: given })).toBe(left));
});

describe('1 three times terms', () => {
  const rule: Rule = { rule: 'past_terms', times: 3, operator: '>' };
  // A term of 20 days: 3 × 20 = 60 days of age.
  test.each<Row>([
    ['60 days', rule, { issuedOn: '2026-09-25', dueOn: '2026-10-15' }, whole],
    ['61 days', rule, { issuedOn: '2026-09-24', dueOn: '2026-10-14' }, 0],
    [
      '60 days, or more',
      { ...rule, operator: '>=' },
      { issuedOn: '2026-09-25', dueOn: '2026-10-15' },
      0,
    ],
    ['no term, of today', rule, { issuedOn: '2026-11-24', dueOn: '2026-11-24' }, whole],
    ['no term, of yesterday', rule, { issuedOn: '2026-11-23', dueOn: '2026-11-23' }, 0],
  ])('%s', (_, own, given, left) => expect(leftOf(own, { invoice: given })).toBe(left));
});

describe('2 past due date', () => {
  const rule: Rule = { rule: 'past_due_date', days: 60, operator: '>' };
  test.each<Row>([
    ['not due yet', rule, {}, whole],
    ['60 days late', rule, { dueOn: '2026-09-25' }, whole],
    ['61 days late', rule, { dueOn: '2026-09-24' }, 0],
    ['60 days late, or more', { ...rule, operator: '>=' }, { dueOn: '2026-09-25' }, 0],
    ['due today with no grace', { ...rule, days: 0 }, { dueOn: '2026-11-24' }, whole],
    ['due yesterday with no grace', { ...rule, days: 0 }, { dueOn: '2026-11-23' }, 0],
    [
      'due today, zero days or more',
      { rule: 'past_due_date', days: 0, operator: '>=' },
      { dueOn: '2026-11-24' },
      0,
    ],
  ])('%s', (_, own, given, left) => expect(leftOf(own, { invoice: given })).toBe(left));
});

describe('3 original term too long', () => {
  const rule: Rule = { rule: 'term_too_long', days: 60, operator: '>' };
  test.each<Row>([
    ['60 days', rule, {}, whole],
    ['61 days', rule, { dueOn: '2027-01-01' }, 0],
    ['60 days, or more', { ...rule, operator: '>=' }, {}, 0],
  ])('%s', (_, own, given, left) => expect(leftOf(own, { invoice: given })).toBe(left));
});

describe('4 not yet invoiced', () => {
  const rule: Rule = { rule: 'not_yet_issued' };
  test.each<Row>([
    ['of today', rule, { issuedOn: '2026-11-24' }, whole],
    ['of tomorrow', rule, { issuedOn: '2026-11-25' }, 0],
    ['at the tolerance', { ...rule, toleranceDays: 2 }, { issuedOn: '2026-11-26' }, whole],
    ['a day beyond it', { ...rule, toleranceDays: 2 }, { issuedOn: '2026-11-27' }, 0],
  ])('%s', (_, own, given, left) => expect(leftOf(own, { invoice: given })).toBe(left));
});

describe('27 minimum remaining term', () => {
  const from = (day: 'asOf' | 'valueOn'): Rule => ({
    rule: 'remaining_term',
    minDays: 7,
    from: day,
  });
  test.each<Row>([
    ['seven days from today', from('asOf'), { dueOn: '2026-12-01' }, whole],
    ['six days from today', from('asOf'), { dueOn: '2026-11-30' }, 0],
    ['overdue', from('asOf'), { dueOn: '2026-11-01' }, 0],
    ['without a need, from today', from('valueOn'), { dueOn: '2026-12-01' }, whole],
  ])('%s', (_, own, given, left) => expect(leftOf(own, { invoice: given })).toBe(left));

  test.each([
    ['2026-12-04', whole],
    ['2026-12-03', 0],
  ])('counted from the day cash is wanted, 27 November: due %s', (dueOn, left) => {
    const need = { amountMinor: 1, currency: 'EUR', valueOn: '2026-11-27', horizonDays: 30 };
    expect(leftOf(from('valueOn'), { invoice: { dueOn }, input: { need } })).toBe(left);
    expect(leftOf(from('asOf'), { invoice: { dueOn }, input: { need } })).toBe(whole);
  });
});
