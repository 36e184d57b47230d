import { describe, expect, test } from 'vitest';
import { inspectLedger } from '../../src/intake/inspect.ts';
import { file, good, mapping } from './ledger-file.ts';
import { readWhole, sourceOf } from './sources.ts';

describe('a file that cannot be taken is refused before its first row', () => {
  const { currency: _, ...withoutCurrency } = mapping.columns;
  test.each<[string, object, object, string, object]>([
    [
      'a mapped column that is not there',
      { columns: { ...mapping.columns, number: 'Invoice', dueOn: 'Fällig' } },
      {},
      'header_column_missing',
      { columns: 'Invoice, Fällig' },
    ],
    ['no currency anywhere', { columns: withoutCurrency }, {}, 'currency_unstated', {}],
    [
      'a stated currency against a column of others',
      { columns: withoutCurrency },
      { currency: 'USD' },
      'currency_column_unmapped',
      { column: 'Ccy', stated: 'USD', found: 'GBP' },
    ],
    [
      'an unknown stated currency',
      { columns: withoutCurrency },
      { currency: 'QQQ' },
      'currency_unknown',
      { currency: 'QQQ' },
    ],
    [
      'a date format not stated',
      { dateFormat: undefined },
      {},
      'date_format_unstated',
      { column: 'Date' },
    ],
    ['a number format not stated', { numberFormat: undefined }, {}, 'number_format_unstated', {}],
    [
      'one separator for both uses',
      { numberFormat: { decimal: '.', thousands: '.' } },
      {},
      'mapping_invalid',
      { path: 'numberFormat' },
    ],
    [
      'no column for the amount',
      { columns: { ...mapping.columns, face: undefined, open: undefined } },
      {},
      'mapping_field_missing',
      { field: 'face' },
    ],
    [
      'a misspelt field',
      { columns: { ...mapping.columns, dueDate: 'Due' } },
      {},
      'mapping_invalid',
      { path: 'columns' },
    ],
    [
      'an impossible as-of day',
      {},
      { asOf: '2026-02-30' },
      'as_of_impossible',
      { value: '2026-02-30' },
    ],
  ])('%s', async (_, changed, options, code, params) => {
    const given = { mapping: { ...mapping, ...changed }, ...options };
    expect(await readWhole(file(good), given)).toMatchObject({ status: 'refused', code, params });
  });

  test('a mapped column that is there twice', async () => {
    const text = file(good).replace('Country', 'No');
    expect(
      await readWhole(text, {
        mapping: { ...mapping, columns: { ...mapping.columns, country: undefined } },
      }),
    ).toMatchObject({
      code: 'header_column_twice',
      params: { column: 'No', first: 1, second: 4 },
    });
  });

  test('a currency column that the mapping ignores by name is left alone', async () => {
    const given = {
      mapping: { ...mapping, columns: withoutCurrency, ignored: ['Ccy'] },
      currency: 'USD',
    };
    expect(await readWhole(file(good), given)).toMatchObject({ rows: [{ kind: 'item' }] });
  });

  test.each([
    ['no currency stated', undefined, 'GBP'],
    ['another currency stated', 'USD', 'GBP'],
  ])(
    'a column of currencies without a name is refused by its place: %s',
    async (_, currency, found) => {
      const text = file(good).replace('Ccy', '');
      const given = { mapping: { ...mapping, columns: withoutCurrency }, currency };
      const code = 'currency_column_unnamed';
      expect(await readWhole(text, given)).toMatchObject({
        status: 'refused',
        code,
        params: { place: 9, found },
      });
      const seen = await inspectLedger(sourceOf(text));
      expect(seen).toMatchObject({
        suggestion: { questions: [{ code, params: { place: 9, found } }] },
      });
    },
  );

  test('a column of currencies without a name that says what is stated is no hindrance', async () => {
    const text = file(good).replace('Ccy', '');
    const given = { mapping: { ...mapping, columns: withoutCurrency }, currency: 'GBP' };
    expect(await readWhole(text, given)).toMatchObject({ rows: [{ kind: 'item' }] });
  });

  test('headers are found without case and width', async () => {
    const text = file(good).replace('No,', '  ｎｏ ,');
    expect(await readWhole(text, { mapping })).toMatchObject({ rows: [{ kind: 'item' }] });
  });

  test('a file that breaks far behind its start ends refused, so that nothing of it is kept', async () => {
    const rows = Array.from({ length: 3_000 }, (_, row) => ({ ...good, No: `A-${row}` }));
    const bytes = Buffer.concat([Buffer.from(file(...rows)), Buffer.from([0xff, 0x0a])]);
    const read = await readWhole(bytes, { mapping }, 16_384);
    expect(read).toMatchObject({
      end: { kind: 'refused', refusal: { code: 'encoding_broken', params: { row: 3_002 } } },
    });
  });
});
