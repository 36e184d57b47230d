import { describe, expect, test } from 'vitest';
import { LedgerItem } from '../../src/core/ledger.ts';
import { file, good, mapping, only } from './ledger-file.ts';
import { readOpened } from './sources.ts';

describe('a row becomes an open item', () => {
  test('an invoice carries key, debtor, days and both amounts, and satisfies the core’s schema', async () => {
    const { row } = await only({});
    expect(row).toEqual({
      kind: 'item',
      rowNumber: 2,
      raw: expect.arrayContaining(['A-1', '1,000.00', 'GBP']),
      receivable: {
        kind: 'invoice',
        key: {
          sellerId: 'seller-1',
          ledger: 'AR',
          number: 'A-1',
          kind: 'invoice',
          fiscalYear: 2026,
          instalment: 1,
        },
        debtorId: 'C1',
        currency: 'GBP',
        issuedOn: '2026-05-01',
        dueOn: '2026-07-01',
        faceMinor: 100_000,
        openMinor: 40_000,
        disputedMinor: 0,
      },
      debtor: { id: 'C1', name: 'Acme Ltd', country: 'GB', identifiers: {} },
    });
    if (row?.kind === 'item') expect(LedgerItem.parse(row.receivable)).toEqual(row.receivable);
  });

  test.each<[string, Record<string, string>, object]>([
    ['flagged as disputed is disputed in full', { Disputed: 'yes' }, { disputedMinor: 40_000 }],
    [
      'with a disputed amount is disputed by it',
      { 'Disputed amount': '99.99' },
      { disputedMinor: 9_999 },
    ],
    ['paid in full stays, with nothing open', { Open: '0' }, { openMinor: 0 }],
    [
      'settled after the as-of day was open in full on it',
      { Settled: '2026-07-02', Open: '0' },
      { openMinor: 100_000 },
    ],
    [
      'settled after the as-of day, its open cell empty, was open in full on it',
      { Settled: '2026-07-02', Open: '' },
      { openMinor: 100_000 },
    ],
    [
      'settled after the as-of day keeps an open amount that is stated',
      { Settled: '2026-07-02' },
      { openMinor: 40_000 },
    ],
    [
      'keeps its own fiscal year',
      { Year: '2025' },
      { key: expect.objectContaining({ fiscalYear: 2025 }) },
    ],
    [
      'keeps its instalment',
      { Instalment: '3' },
      { key: expect.objectContaining({ instalment: 3 }) },
    ],
    [
      'is due on the day it was issued at the earliest',
      { Due: '2026-05-01' },
      { dueOn: '2026-05-01' },
    ],
  ])('an invoice %s', async (_, changes, expected) => {
    const { row } = await only(changes);
    expect(row).toMatchObject({ kind: 'item', receivable: expected });
  });

  test('an item settled on or before the as-of day is counted and not given', async () => {
    const { rows, end } = await only({ Settled: '2026-06-30' });
    expect(rows).toEqual([]);
    expect(end).toMatchObject({ summary: { rows: 1, settled: 1, accepted: 0 } });
  });

  test.each<[string, object, Record<string, string>, object]>([
    [
      'by its sign',
      { kind: { by: 'sign', negative: 'credit_note' } },
      { Amount: '-50', Open: '-20' },
      { kind: 'credit_note', faceMinor: -5_000, openMinor: -2_000 },
    ],
    [
      'by its sign, as cash',
      { kind: { by: 'sign', negative: 'unapplied_cash' } },
      { Amount: '(50)', Open: '(50)' },
      { kind: 'unapplied_cash', faceMinor: -5_000 },
    ],
    [
      'by a column, written positive',
      { kind: { by: 'column', column: 'Country', values: { GS: 'credit_note' } } },
      { Country: 'GS' },
      { kind: 'credit_note', faceMinor: -100_000, openMinor: -40_000 },
    ],
  ])(
    'a credit is told from an invoice %s, and is negative',
    async (_, changed, changes, expected) => {
      const { row } = await only(changes, changed);
      expect(row).toMatchObject({ kind: 'item', receivable: expected });
      if (row?.kind === 'item') expect(row.receivable).not.toHaveProperty('dueOn');
    },
  );

  test('without an id column the debtor’s canonical name is its id', async () => {
    const { debtorId: _, ...columns } = mapping.columns;
    const { rows } = await readOpened(file(good, { ...good, No: 'A-2', Name: 'ACME  LTD.' }), {
      mapping: { ...mapping, columns },
    });
    expect(rows.map((row) => row.kind === 'item' && row.debtor.id)).toEqual([
      'ACME LTD',
      'ACME LTD',
    ]);
  });

  test('payment terms in days give the due date where there is no due column', async () => {
    const { dueOn: _, ...columns } = mapping.columns;
    const changed = { columns: { ...columns, termsDays: 'Due' } };
    expect((await only({ Due: 'Net 30' }, changed)).row).toMatchObject({
      receivable: { dueOn: '2026-05-31' },
    });
    const fixed = { columns, fixed: { termsDays: 60 } };
    expect((await only({}, fixed)).row).toMatchObject({ receivable: { dueOn: '2026-06-30' } });
  });

  test('seller and ledger come from their columns, else from the mapping, else from the caller', async () => {
    const changed = {
      columns: { ...mapping.columns, seller: 'Country' },
      fixed: { ledger: 'ROW' },
    };
    const { row } = await only({ Country: 'DE01' }, changed);
    expect(row).toMatchObject({ receivable: { key: { sellerId: 'DE01', ledger: 'ROW' } } });
  });
});

describe('what a ledger adds up to', () => {
  test('totals are per currency, over accepted rows only', async () => {
    const { end } = await readOpened(
      file(
        good,
        { ...good, No: 'A-2', Ccy: 'JPY', Amount: '500', Open: '500', Customer: 'C2' },
        { ...good, No: '' },
      ),
      { mapping },
    );
    expect(end).toEqual({
      kind: 'summary',
      summary: {
        rows: 3,
        accepted: 2,
        rejected: 1,
        settled: 0,
        debtors: 2,
        totals: [
          { currency: 'GBP', count: 1, faceMinor: 100_000, openMinor: 40_000 },
          { currency: 'JPY', count: 1, faceMinor: 500, openMinor: 500 },
        ],
        rejectedBy: { value_missing: 1 },
      },
    });
  });

  test('a total beyond the exact range refuses the file rather than being rounded', async () => {
    const large = { ...good, Amount: '80000000000000', Open: '80000000000000' };
    const { end } = await readOpened(file(large, { ...large, No: 'A-2' }), { mapping });
    expect(end).toEqual({
      kind: 'refused',
      refusal: { status: 'refused', code: 'total_too_large', params: { currency: 'GBP', row: 3 } },
    });
  });
});
