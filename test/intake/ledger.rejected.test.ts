import { describe, expect, test } from 'vitest';
import { file, good, mapping, only } from './ledger-file.ts';
import { readOpened } from './sources.ts';

describe('a row that cannot be taken says where, what and with which numbers', () => {
  test.each<[string, Record<string, string>, string, string | undefined, object]>([
    ['no number', { No: '' }, 'value_missing', 'No', { field: 'number' }],
    ['no debtor', { Customer: '', Name: '' }, 'value_missing', 'Customer', { field: 'debtorId' }],
    ['no currency', { Ccy: '' }, 'value_missing', 'Ccy', { field: 'currency' }],
    ['no open amount', { Open: '' }, 'value_missing', 'Open', { field: 'open' }],
    [
      '30 February',
      { Date: '2026-02-30' },
      'date_impossible',
      'Date',
      { field: 'issuedOn', value: '2026-02-30', format: 'YYYY-MM-DD' },
    ],
    [
      'an impossible settlement day',
      { Settled: '2026-13-01' },
      'date_impossible',
      'Settled',
      { field: 'settledOn' },
    ],
    [
      'a due date before issue',
      { Due: '2026-04-30' },
      'due_before_issue',
      'Due',
      { issuedOn: '2026-05-01', dueOn: '2026-04-30' },
    ],
    ['an unknown currency', { Ccy: 'XYZ' }, 'currency_unknown', 'Ccy', { value: 'XYZ' }],
    [
      'another currency in the amount',
      { Amount: '€1,000.00' },
      'currency_mixed',
      'Amount',
      { stated: 'GBP', found: 'EUR' },
    ],
    [
      'words for an amount',
      { Amount: 'many' },
      'amount_unreadable',
      'Amount',
      { field: 'face', value: 'many', decimal: '.' },
    ],
    [
      'an amount too long',
      { Amount: '99999999999999999' },
      'amount_too_long',
      'Amount',
      { field: 'face' },
    ],
    [
      'too many decimals',
      { Open: '1.005' },
      'amount_too_precise',
      'Open',
      { currency: 'GBP', decimals: 2 },
    ],
    ['a zero amount', { Amount: '0.00', Open: '0' }, 'amount_zero', 'Amount', { field: 'face' }],
    [
      'a negative invoice',
      { Amount: '-5', Open: '-5' },
      'amount_negative',
      'Amount',
      { field: 'face', value: '-5' },
    ],
    [
      'an open amount above the face',
      { Open: '1000.01' },
      'open_above_face',
      'Open',
      { face: '1000.00', open: '1000.01' },
    ],
    [
      'amounts of two signs',
      { Open: '-1' },
      'amount_signs_differ',
      'Open',
      { face: '1000.00', open: '-1.00' },
    ],
    [
      'more disputed than open',
      { 'Disputed amount': '400.01' },
      'disputed_above_open',
      'Disputed amount',
      { disputed: '400.01', open: '400.00' },
    ],
    [
      'an unreadable flag',
      { Disputed: 'perhaps' },
      'flag_unreadable',
      'Disputed',
      { value: 'perhaps' },
    ],
    [
      'an instalment that is no number',
      { Instalment: 'two' },
      'whole_number_unreadable',
      'Instalment',
      { value: 'two', min: 1, max: 9999 },
    ],
    [
      'a year out of range',
      { Year: '26' },
      'whole_number_unreadable',
      'Year',
      { value: '26', min: 1900, max: 2200 },
    ],
    ['a number too long', { No: 'x'.repeat(257) }, 'value_too_long', 'No', { limit: 256 }],
    [
      'a control character',
      { Name: 'Ac\u0001me' },
      'control_character',
      'Name',
      { field: 'debtorName' },
    ],
  ])('%s', async (_, changes, code, column, params) => {
    const { row, end } = await only(changes);
    expect(row).toMatchObject({
      kind: 'rejected',
      rowNumber: 2,
      problems: [{ code, params, ...(column === undefined ? {} : { column }) }],
    });
    expect(end).toMatchObject({
      summary: { rows: 1, accepted: 0, rejected: 1, rejectedBy: { [code]: 1 } },
    });
  });

  test.each(['constructor', '__proto__', 'ZZ'])(
    'the kind %s, which the mapping does not name, is not guessed',
    async (value) => {
      const kind = { by: 'column', column: 'Country', values: { RE: 'invoice' } };
      const { row } = await only({ Country: value }, { kind });
      expect(row).toMatchObject({
        problems: [{ code: 'kind_unknown', column: 'Country', params: { value, known: 'RE' } }],
      });
    },
  );

  test('every problem of a row is named at once, each once', async () => {
    const { row } = await only({ Date: 'x', Due: 'y', Amount: 'z', No: '' });
    const codes =
      row?.kind === 'rejected' ? row.problems.map(({ code, column }) => [column, code]) : [];
    expect(codes).toEqual([
      ['No', 'value_missing'],
      ['Date', 'date_impossible'],
      ['Amount', 'amount_unreadable'],
      ['Due', 'date_impossible'],
    ]);
  });

  test('the second row with a business key is rejected and names the first', async () => {
    const { rows } = await readOpened(file(good, { ...good, No: 'A-2' }, good), { mapping });
    expect(rows[2]).toMatchObject({
      kind: 'rejected',
      rowNumber: 4,
      problems: [{ code: 'duplicate_number', params: { number: 'A-1', firstRow: 2 } }],
    });
  });

  test('a corrected row after a rejected one with its number is not a duplicate', async () => {
    const { rows } = await readOpened(file({ ...good, Date: 'x' }, good), { mapping });
    expect(rows.map(({ kind }) => kind)).toEqual(['rejected', 'item']);
  });

  test('two instalments of one invoice are two items', async () => {
    const { rows } = await readOpened(
      file({ ...good, Instalment: '1' }, { ...good, Instalment: '2' }),
      { mapping },
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['item', 'item']);
  });

  test('a ragged row is rejected with its cells as they came, the rows around it are read', async () => {
    const text = `${file(good)}A-9,C1,Acme\r\n${file({ ...good, No: 'A-3' }).split('\r\n')[1]}\r\n`;
    const { rows } = await readOpened(text, { mapping });
    expect(rows.map(({ kind }) => kind)).toEqual(['item', 'rejected', 'item']);
    expect(rows[1]).toMatchObject({
      problems: [{ code: 'row_ragged', params: { expected: 14, found: 3 } }],
      raw: ['A-9', 'C1', 'Acme'],
    });
  });

  test('a quote that is never closed rejects its row, with its line', async () => {
    const text = `${file(good)}A-9,"C1,Acme\r\n${file({ ...good, No: 'A-3' }).split('\r\n')[1]}\r\n`;
    const { rows } = await readOpened(text, { mapping });
    expect(rows.map(({ kind }) => kind)).toEqual(['item', 'rejected', 'item']);
    expect(rows[1]).toMatchObject({ problems: [{ code: 'quote_unclosed', params: { line: 3 } }] });
  });

  test('rows and columns of empty cells that spreadsheets leave behind are not rows', async () => {
    const text = file(good)
      .replace(/\r\n/g, ',,\r\n')
      .replace(/^(.*),,\r\n/, '$1\r\n');
    const { rows, end } = await readOpened(`${text}${','.repeat(13)}\r\n`, { mapping });
    expect(rows.map(({ kind }) => kind)).toEqual(['item']);
    expect(end).toMatchObject({ summary: { rows: 1 } });
  });

  test('another currency than the stated one, far down in a column nobody mapped', async () => {
    const { currency: _, ...columns } = mapping.columns;
    const rows = Array.from({ length: 3_000 }, (_, row) => ({ ...good, No: `A-${row}` }));
    const text = file(...rows, { ...good, No: 'B-1', Ccy: 'USD' });
    const { rows: read } = await readOpened(text, {
      mapping: { ...mapping, columns },
      currency: 'GBP',
    });
    expect(read.filter(({ kind }) => kind === 'item')).toHaveLength(3_000);
    expect(read.at(-1)).toMatchObject({
      kind: 'rejected',
      rowNumber: 3_002,
      problems: [
        { code: 'currency_mixed', column: 'Ccy', params: { stated: 'GBP', found: 'USD' } },
      ],
    });
  });
});
