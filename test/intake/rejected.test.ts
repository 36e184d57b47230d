import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { LedgerRow, RejectedRow } from '../../src/intake/ledger.ts';
import { rejectedFile } from '../../src/intake/rejected.ts';
import { readOpened } from './sources.ts';

const mapping = {
  columns: { number: 'No', debtorName: 'Name', issuedOn: 'Date', dueOn: 'Due', face: 'Amount' },
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: ',', thousands: '.' },
  fixed: { currency: 'EUR' },
};

const headings = { error: 'Error', remedy: 'How to fix' };
const word = ({ code }: { code: string }) => ({ error: code, remedy: `repair ${code}` });

async function* rejectedOf(rows: LedgerRow[]): AsyncGenerator<RejectedRow> {
  for (const row of rows) if (row.kind === 'rejected') yield row;
}

async function written(text: string): Promise<string> {
  const { rows, opened } = await readOpened(text, { mapping });
  const { header, dialect } = opened;
  const file = { header, delimiter: dialect.delimiter, headings, word };
  let out = '';
  for await (const piece of rejectedFile(rejectedOf(rows), file)) out += piece;
  return out;
}

const ledger = `No;Name;Date;Due;Amount;Note
A1;Müller;2026-01-05;2026-02-05;10,50;good
A2;海;2026-02-30;2026-01-01;x;"two; parts"
=cmd;@Acme;2026-01-05;2026-02-05;-5,00;+1+1
A4;short
`;

describe('the file of rejected rows', () => {
  test('is the same file with two more columns, rejected rows only, opened as UTF-8 by a spreadsheet', async () => {
    const text = await written(ledger);
    expect(text.startsWith('\uFEFFNo;Name;Date;Due;Amount;Note;Error;How to fix\r\n')).toBe(true);
    const rows: string[][] = parse(text, { delimiter: ';', bom: true });
    expect(rows[1]).toEqual([
      ...['A2', '海', '2026-02-30', '2026-01-01', 'x', 'two; parts'],
      'Date: date_impossible · Amount: amount_unreadable',
      'repair date_impossible · repair amount_unreadable',
    ]);
    expect(rows).toHaveLength(4);
  });

  test('no cell of it runs as a formula, and amounts below zero stay numbers', async () => {
    const rows: string[][] = parse(await written(ledger), { delimiter: ';', bom: true });
    expect(rows[2]?.slice(0, 6)).toEqual([
      "'=cmd",
      "'@Acme",
      '2026-01-05',
      '2026-02-05',
      '-5,00',
      "'+1+1",
    ]);
  });

  test('a short row is filled up, so that its error stands in the error column', async () => {
    const rows: string[][] = parse(await written(ledger), { delimiter: ';', bom: true });
    expect(rows[3]).toEqual(['A4', 'short', '', '', '', '', 'row_ragged', 'repair row_ragged']);
  });

  test('corrected and given back, it is read by the same mapping with its own values', async () => {
    const corrected = (await written(ledger)).replace('-5,00', '5,00');
    const { rows } = await readOpened(corrected, { mapping });
    const item = rows.find((row) => row.kind === 'item');
    expect(item).toMatchObject({
      receivable: { key: { number: '=cmd' }, faceMinor: 500 },
      debtor: { name: '@Acme' },
    });
  });

  test('it is written row by row while rows come', async () => {
    const pieces: string[] = [];
    async function* rows(): AsyncGenerator<RejectedRow> {
      for (let row = 2; row < 5; row += 1) {
        expect(pieces).toHaveLength(row - 1);
        const problems = [
          { code: 'amount_zero', params: { field: 'face' }, column: 'Amount' } as const,
        ];
        yield { kind: 'rejected', rowNumber: row, problems, raw: ['1', '2'] };
      }
    }
    const file = { header: ['a', 'b'], delimiter: ',', headings, word };
    for await (const piece of rejectedFile(rows(), file)) pieces.push(piece);
    expect(pieces).toHaveLength(4);
  });
});
