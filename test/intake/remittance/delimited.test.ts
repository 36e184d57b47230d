import { describe, expect, test } from 'vitest';
import { readRemittances, remittanceJsonSchema } from '../../../src/intake/remittance/delimited.ts';
import { sourceOf } from '../sources.ts';

const mapping = {
  columns: {
    reference: 'Zahlung',
    payer: 'Zahler',
    number: 'Beleg',
    amount: 'Betrag',
    paid: 'Gezahlt',
    deduction: 'Abzug',
    deductionCode: 'Grund',
    currency: 'Währung',
    paidOn: 'Datum',
    total: 'Summe',
  },
  dateFormat: 'DD.MM.YYYY',
  numberFormat: { decimal: ',', thousands: '.' },
};

const header = 'Zahlung;Zahler;Beleg;Betrag;Gezahlt;Abzug;Grund;Währung;Datum;Summe';
const first = 'P-1;Payer;A-1;1.000,00;980,00;-20,00;SKONTO;EUR;20.10.2026;930,00';
const second = 'P-1;Payer;C-1;50,00;-50,00;;;EUR;20.10.2026;930,00';
const other = 'P-2;Payer;A-3;;70;;;JPY;21.10.2026;';

function read(rows: string[], changes: object = {}) {
  return readRemittances(sourceOf([header, ...rows].join('\n')), { ...mapping, ...changes });
}

test('rows of one payment are one advice, credit notes and deductions with their reasons', async () => {
  expect(await read([first, second, other])).toEqual({
    status: 'read',
    advices: [
      {
        reference: 'P-1',
        payer: 'Payer',
        paidOn: '2026-10-20',
        currency: 'EUR',
        totalMinor: 93_000,
        documents: [
          {
            number: 'A-1',
            amountMinor: 100_000,
            paidMinor: 98_000,
            deductions: [{ amountMinor: 2000, code: 'SKONTO' }],
          },
          { number: 'C-1', amountMinor: 5000, paidMinor: -5000, deductions: [] },
        ],
      },
      {
        reference: 'P-2',
        payer: 'Payer',
        paidOn: '2026-10-21',
        currency: 'JPY',
        totalMinor: 70,
        documents: [{ number: 'A-3', paidMinor: 70, deductions: [] }],
      },
    ],
  });
});

describe('the file is refused for', () => {
  test.each<[string, string[], string, object]>([
    [
      'rows that do not make the payment',
      [first],
      'remittance_unbalanced',
      { reference: 'P-1', documents: '980.00', total: '930.00' },
    ],
    [
      'two days of one payment',
      [first, second.replace('20.10', '21.10')],
      'remittance_row_differs',
      { row: 3, column: 'Datum', value: '2026-10-21' },
    ],
    [
      'two totals of one payment',
      [first, second.replace('930,00', '931,00')],
      'remittance_row_differs',
      { column: 'Summe', value: '931.00' },
    ],
    [
      '30 February',
      [first.replace('20.10', '30.02')],
      'table_date',
      { row: 2, column: 'Datum', value: '30.02.2026' },
    ],
    [
      'a part of a cent',
      [first.replace('980,00', '980,005')],
      'table_amount',
      { row: 2, column: 'Gezahlt', value: '980,005', currency: 'EUR' },
    ],
    ['a currency that is none', [first.replace('EUR', 'QQQ')], 'table_currency', { value: 'QQQ' }],
    ['no document', [first.replace('A-1', '')], 'table_value_missing', { column: 'Beleg' }],
    ['a row that is cut', ['P-1;Payer'], 'table_row_width', { expected: 10, found: 2 }],
    ['a quote left open', [`"${first}`], 'table_row_broken', { row: 2 }],
  ])('%s', async (_, rows, code, params) => {
    expect(await read(rows)).toMatchObject({ status: 'refused', code, params });
  });

  test.each<[string, object, string, object]>([
    [
      'a column that is not there',
      { columns: { ...mapping.columns, paid: 'Paid' } },
      'header_column_missing',
      { columns: 'Paid' },
    ],
    ['a mapping that is none', { dateFormat: 'soon' }, 'mapping_invalid', { path: 'dateFormat' }],
    [
      'a mapping with one sign for both',
      { numberFormat: { decimal: ',', thousands: ',' } },
      'mapping_invalid',
      { path: 'numberFormat' },
    ],
  ])('%s', async (_, changes, code, params) => {
    expect(await read([first, second], changes)).toMatchObject({ code, params });
  });
});

test('its mapping has a schema', () => {
  expect(remittanceJsonSchema()).toMatchObject({
    title: 'Cedent remittance mapping',
    required: expect.arrayContaining(['columns', 'dateFormat', 'numberFormat']),
  });
});
