import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDecimal } from '../../../src/core/money.ts';
import { type NumberFormat, plainDecimal, readAmount } from '../../../src/intake/columns/amount.ts';

const german: NumberFormat = { decimal: ',', thousands: '.' };
const english: NumberFormat = { decimal: '.', thousands: ',' };
const french: NumberFormat = { decimal: ',', thousands: ' ' };
const swiss: NumberFormat = { decimal: '.', thousands: "'" };

function read(cell: string, format: NumberFormat, currency = 'EUR') {
  return readAmount(cell, { format, currency, field: 'face', column: 'Amount' });
}

describe('amounts as ledgers write them', () => {
  test.each([
    ['1.234,50', german, '1234.50'],
    ['1234,5', german, '1234.5'],
    ['-1.234,50', german, '-1234.50'],
    ['1.234,50-', german, '-1234.50'],
    ['(1,234.50)', english, '-1234.50'],
    ['−12.00', english, '-12.00'],
    ['+12', english, '12'],
    ['1,234,567', english, '1234567'],
    ['12,34,567.00', english, '1234567.00'],
    ['1 234,50', french, '1234.50'],
    ['1\u00a0234,50', french, '1234.50'],
    ["1'234.50", swiss, '1234.50'],
    ['1’234.50', swiss, '1234.50'],
    ['１，２３４．５０', english, '1234.50'],
    ['.50', english, '0.50'],
  ] as const)('%s is read exactly', (cell, format, text) => {
    expect(plainDecimal(cell, format)).toBe(text);
  });

  test.each([
    ['1,23', english],
    ['1.23.456', german],
    ['12.34', german],
    ['1,234.5.6', english],
    ['--5', english],
    ['(5', english],
    ['(-5)', english],
    ['1e3', english],
    ['0x10', english],
    ['NaN', english],
    ['', english],
    ['1,', german],
    ['1 234', english],
  ] as const)('%s is refused rather than guessed', (cell, format) => {
    expect(plainDecimal(cell, format)).toBeUndefined();
  });

  test('every amount written with any separators and sign style is read back to the minor unit', () => {
    const formats = fc.constantFrom(german, english, french, swiss);
    const style = fc.constantFrom('before', 'behind', 'parentheses');
    const minor = fc.integer({ min: -9e14, max: 9e14 });
    const currencies = fc.constantFrom('EUR', 'JPY', 'KWD');
    fc.assert(
      fc.property(minor, formats, style, currencies, (amountMinor, format, signs, currency) => {
        const plain = toDecimal({ amountMinor: Math.abs(amountMinor), currency });
        const [whole = '', fraction] = plain.split('.');
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, format.thousands);
        const body = fraction === undefined ? grouped : `${grouped}${format.decimal}${fraction}`;
        const cell = amountMinor < 0 ? signed(body, signs) : body;
        expect(read(cell, format, currency)).toMatchObject({ status: 'read', amountMinor });
      }),
    );
  });

  test.each([
    ['€ 1.234,50', 'EUR'],
    ['1.234,50 EUR', 'EUR'],
    ['-€5', 'EUR'],
    ['US 5', undefined],
    ['$ 5', 'USD'],
    ['￥5', 'CNY'],
    ['￥5', 'JPY'],
  ])('%s may stand in a ledger in %s', (cell, currency) => {
    const expected = currency === undefined ? 'wrong' : 'read';
    expect(read(cell, german, currency ?? 'USD').status).toBe(expected);
  });

  test.each([
    ['12,505', german, 'EUR', 'amount_too_precise'],
    ['12,5', german, 'JPY', 'amount_too_precise'],
    ['99999999999999999', german, 'EUR', 'amount_too_long'],
    ['twelve', german, 'EUR', 'amount_unreadable'],
    ['$ 12', german, 'EUR', 'currency_mixed'],
    ['12 GBP', german, 'EUR', 'currency_mixed'],
  ])('%s is a problem with its own code', (cell, format, currency, code) => {
    expect(read(cell, format as NumberFormat, currency)).toMatchObject({
      status: 'wrong',
      problem: { code, column: 'Amount' },
    });
  });

  test('trailing zeros beyond the currency’s decimals change nothing', () => {
    expect(read('12,5000', german)).toMatchObject({ amountMinor: 1250 });
  });
});

function signed(body: string, style: string): string {
  if (style === 'parentheses') return `(${body})`;
  return style === 'behind' ? `${body}-` : `-${body}`;
}
