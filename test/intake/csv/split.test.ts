import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSplitter, maxRowChars, type Row } from '../../../src/intake/csv/split.ts';

function split(text: string, delimiter = ',', pieceChars = text.length || 1): Row[] {
  const splitter = createSplitter(delimiter);
  const rows: Row[] = [];
  for (let at = 0; at < text.length; at += pieceChars) {
    rows.push(...splitter.push(text.slice(at, at + pieceChars)));
  }
  return [...rows, ...splitter.end()];
}

function cellsOf(rows: Row[]): string[][] {
  return rows.flatMap((row) => (row.status === 'read' ? [row.cells] : []));
}

const cell = fc.string({
  unit: fc.constantFrom('a', '7', '"', ',', ';', '\n', '\r\n', ' ', '中', ''),
});
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
});

describe('rows of a delimited file', () => {
  test('what a writer quoted comes back cell for cell, however the text is cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.integer({ min: 1, max: 9 }),
        (rows, delimiter, piece) => {
          const text = stringify(rows, { delimiter, quoted: true });
          const expected = rows.map((row) => row.map((one) => one.replaceAll('\r\n', '\n')));
          expect(cellsOf(split(text, delimiter, piece))).toEqual(expected);
        },
      ),
    );
  });

  test('a well-formed file is read as the reference parser reads it', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = stringify(rows).replaceAll('\r\n', '\n');
        const reference: string[][] = parse(text, {
          relax_column_count: true,
          skip_empty_lines: true,
        });
        expect(cellsOf(split(text))).toEqual(reference);
      }),
    );
  });

  test.each([
    ['line feeds', 'a,b\n1,2\n'],
    ['carriage return and line feed', 'a,b\r\n1,2\r\n'],
    ['carriage returns alone', 'a,b\r1,2\r'],
    ['no end on the last line', 'a,b\n1,2'],
    ['blank lines between', 'a,b\n\n1,2\n\n'],
  ])('rows end with %s', (_, text) => {
    for (const piece of [1, 2, 3, 100]) {
      expect(cellsOf(split(text, ',', piece))).toEqual([
        ['a', 'b'],
        ['1', '2'],
      ]);
    }
  });

  test('rows are numbered as a spreadsheet numbers them, blank rows and multi-line cells included', () => {
    const rows = split('h,i\n"one\ntwo",b\n\nc,d\n');
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 4]);
  });

  test('a quote that never closes costs its own row, and the rows after it are read', () => {
    const rows = split('h,i\n1,"open\n2,b\n3,"c, d"\n4,e\n');
    expect(rows.map(({ status, row }) => [row, status])).toEqual([
      [1, 'read'],
      [2, 'unclosed_quote'],
      [3, 'read'],
      [4, 'read'],
      [5, 'read'],
    ]);
    expect(rows[1]).toMatchObject({ line: 2, raw: '1,"open' });
    expect(cellsOf(rows)[2]).toEqual(['3', 'c, d']);
  });

  test('a quote inside an unquoted cell is an ordinary character', () => {
    expect(cellsOf(split('pipe 12" long,2\n'))).toEqual([['pipe 12" long', '2']]);
  });

  test('a row longer than the limit is named and not kept, and the next row is read', () => {
    const rows = split(`h,i\n${'x'.repeat(maxRowChars * 3)},1\n2,b\n`, ',', 50_000);
    expect(rows.map(({ status, row }) => [row, status])).toEqual([
      [1, 'read'],
      [2, 'too_long'],
      [3, 'read'],
    ]);
    expect(rows[1]).toMatchObject({ raw: 'x'.repeat(200) });
  });

  test('no row is lost or made twice by broken quotes: every line is in exactly one row', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', '"', ',', ' '),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (lines, piece) => {
          const rows = split(lines.join('\n'), ',', piece);
          let used = 0;
          for (const row of rows) {
            const breaks = row.status === 'read' ? row.cells.join('').split('\n').length - 1 : 0;
            used += 1 + breaks;
          }
          expect(used).toBe(lines.length);
        },
      ),
    );
  });
});
