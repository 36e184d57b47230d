import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { restoreText } from '../../src/core/formula.ts';
import { csvOf } from '../../src/http/csv.ts';

it('reads back as the cells it was made of, whatever they hold', () => {
  const cell = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })), (rows) => {
      const options = { bom: true, relax_column_count: true, record_delimiter: '\r\n' };
      const read: string[][] = parse(csvOf(rows), options);
      expect(read.map((cells) => cells.map(restoreText))).toEqual(
        rows.map((cells) => cells.map(restoreText)),
      );
    }),
  );
});

it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', "'=1"])(
  'never gives a spreadsheet %j to run',
  (cell) => {
    const [, plain] = /^\uFEFF"?([^"]*)/.exec(csvOf([[cell, '']])) ?? [];
    expect(plain).toMatch(/^'/);
  },
);

it.each(['-12.50', '0.00', '+3'])('leaves the number %s a number', (cell) => {
  expect(csvOf([[cell]])).toBe(`\uFEFF${cell}\r\n`);
});
