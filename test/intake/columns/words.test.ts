import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neutraliseText, restoreText } from '../../../src/core/formula.ts';
import { readCountry } from '../../../src/intake/columns/country.ts';
import { readCurrency } from '../../../src/intake/columns/currency.ts';
import { canonicalName } from '../../../src/intake/columns/debtor.ts';
import { readFlag } from '../../../src/intake/columns/flag.ts';
import { createKeyIndex } from '../../../src/intake/key-index.ts';

describe('words in cells', () => {
  test.each([
    ['DE', 'DE'],
    ['cn', 'CN'],
    ['391', '391'],
    ['Germany', 'Germany'],
    ['UK', 'UK'],
    ['', undefined],
  ])('country %s is kept as %s, never invented', (cell, country) => {
    expect(readCountry(cell)).toBe(country);
  });

  test.each([
    ['eur', 'EUR'],
    ['人民币', 'CNY'],
    ['RMB', 'CNY'],
    ['$', undefined],
    ['EURO', 'EUR'],
    ['ABC', undefined],
  ])('currency %s is %s', (cell, currency) => {
    expect(readCurrency(cell)).toBe(currency);
  });

  test.each([
    ['Yes', true],
    ['ja', true],
    ['是', true],
    ['', false],
    ['Non', false],
    ['perhaps', undefined],
  ])('flag %s is %s', (cell, flag) => {
    expect(readFlag(cell, {})).toBe(flag);
  });

  test('the mapping’s own flag words go first', () => {
    expect(readFlag('no', { no: true })).toBe(true);
  });

  test('one debtor in other case, width, spaces or punctuation has one canonical name', () => {
    const names = ['ACME  Corp.', 'Acme Corp', 'ＡＣＭＥ, corp'];
    expect(new Set(names.map(canonicalName))).toEqual(new Set(['ACME CORP']));
  });

  test.each(['=1+1', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '＝1', "'=1"])(
    'the cell %s does not run in a spreadsheet',
    (cell) => {
      expect(neutraliseText(cell).startsWith("'")).toBe(true);
    },
  );

  test.each(['-12.50', '+49', 'ACME', '-1.234,00', ''])('the cell %s is left as it is', (cell) => {
    expect(neutraliseText(cell)).toBe(cell);
  });

  test('a neutralised cell is read back as what it was', () => {
    const cell = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", 'a', '1', ' ') });
    fc.assert(
      fc.property(cell, (text) => {
        expect(restoreText(neutraliseText(text))).toBe(text);
      }),
    );
  });

  test('the key index answers the first row of a repeated key, for keys of any number', () => {
    const index = createKeyIndex();
    for (let row = 1; row <= 50_000; row += 1)
      expect(index.note(`key-${row}`, row)).toBeUndefined();
    for (let row = 1; row <= 50_000; row += 997) expect(index.note(`key-${row}`, 99)).toBe(row);
    expect(index.size()).toBe(50_000);
  });
});
