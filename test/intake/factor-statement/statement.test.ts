import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FunderMovement } from '../../../src/core/funding/funder-movement.ts';
import { toDecimal } from '../../../src/core/money.ts';
import { factorStatementJsonSchema } from '../../../src/intake/factor-statement/mapping.ts';
import { readFactorStatement } from '../../../src/intake/factor-statement/statement.ts';
import { sourceOf } from '../sources.ts';

const mapping = {
  columns: {
    movementId: 'Id',
    kind: 'Type',
    bookedOn: 'Booked',
    valueOn: 'Value',
    invoiceNumber: 'Invoice',
    scheduleReference: 'Schedule',
    lineNumber: 'Line',
    debtorId: 'Debtor',
    currency: 'Ccy',
    amount: 'Amount',
    balance: 'Balance',
    detail: 'Text',
  },
  kinds: {
    ADV: { is: 'movement', kind: 'advance', moves: 'up' },
    COLL: { is: 'movement', kind: 'collection', moves: 'down' },
    'ADV STORNO': { is: 'movement', kind: 'advance', moves: 'up', reversal: true },
    DISP: { is: 'movement', kind: 'dispute', moves: 'not' },
    OPEN: { is: 'balance', states: 'opening' },
    CLOSE: { is: 'balance', states: 'closing' },
  },
  amounts: 'signed',
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: '.', thousands: '' },
};

const header = 'Id,Type,Booked,Value,Invoice,Schedule,Line,Debtor,Ccy,Amount,Balance,Text';
const opening = ',OPEN,,,,,,,EUR,100.00,,';
const advance = 'M-1,adv,2026-10-01,2026-10-02,A-1,FR-2026-0001,3,D-1,EUR,80.00,180.00,Vorschuss';
const collected = 'M-2,COLL,2026-10-20,,A-1,,,,EUR,-100.00,,';
const closing = ',CLOSE,,,,,,,EUR,80.00,,';
const rows = [opening, advance, collected, closing];

function read(given: string[], changes: object = {}) {
  return readFactorStatement(sourceOf([header, ...given].join('\n')), { ...mapping, ...changes });
}

async function movements(given: string[], changes: object = {}) {
  const statement = await read(given, changes);
  if (statement.status === 'refused') throw new Error(JSON.stringify(statement));
  return statement.movements;
}

test('a partner’s words become movements of the closed list, its balances are checked', async () => {
  const statement = await read(rows);
  expect(statement).toEqual({
    status: 'read',
    movements: [
      {
        movementId: 'M-1',
        kind: 'advance',
        bookedOn: '2026-10-01',
        valueOn: '2026-10-02',
        currency: 'EUR',
        amountMinor: 8000,
        reversal: false,
        invoiceNumber: 'A-1',
        scheduleReference: 'FR-2026-0001',
        lineNumber: 3,
        debtorId: 'D-1',
        detail: 'Vorschuss',
      },
      {
        movementId: 'M-2',
        kind: 'collection',
        bookedOn: '2026-10-20',
        valueOn: '2026-10-20',
        currency: 'EUR',
        amountMinor: 10_000,
        reversal: false,
        invoiceNumber: 'A-1',
        detail: 'COLL',
      },
    ],
    balances: [{ currency: 'EUR', openingMinor: 10_000, closingMinor: 8000, checked: true }],
  });
  for (const movement of await movements(rows)) FunderMovement.parse(movement);
});

describe('which way a movement goes', () => {
  const row = (word: string, amount: string) => `M,${word},2026-10-01,,,,,,EUR,${amount},,`;
  test.each([
    ['signed', 'ADV', '5', false],
    ['signed', 'ADV', '-5', true],
    ['signed', 'COLL', '-5', false],
    ['signed', 'COLL', '5', true],
    ['signed', 'ADV STORNO', '-5', true],
    ['signed', 'ADV STORNO', '5', false],
    ['signed', 'DISP', '5', false],
    ['unsigned', 'ADV', '5', false],
    ['unsigned', 'COLL', '5', false],
    ['unsigned', 'COLL', '-5', true],
    ['unsigned', 'ADV STORNO', '5', true],
  ])('%s %s %s', async (amounts, word, amount, reversal) => {
    const [movement] = await movements([row(word, amount)], { amounts });
    expect(movement).toMatchObject({ amountMinor: 500, reversal });
  });

  test.each([
    ['ADV', '5', '105.00'],
    ['COLL', '5', '95.00'],
    ['COLL', '-5', '105.00'],
    ['ADV STORNO', '5', '95.00'],
    ['DISP', '5', '100.00'],
  ])('moves the balance: unsigned %s %s makes %s', async (word, amount, balance) => {
    const given = [opening, row(word, amount), `,CLOSE,,,,,,,EUR,,${balance},`];
    expect(await read(given, { amounts: 'unsigned' })).toMatchObject({
      balances: [{ checked: true }],
    });
  });
});

test('newest first is turned around', async () => {
  const turned = await movements([...rows].reverse(), { order: 'newest_first' });
  expect(turned.map(({ movementId }) => movementId)).toEqual(['M-1', 'M-2']);
});

test('without a stated opening, the first balance behind a row says what it was', async () => {
  expect(await read([advance])).toMatchObject({
    balances: [{ openingMinor: 10_000, closingMinor: 18_000, checked: false }],
  });
});

test('each currency has its own balance', async () => {
  const dollars = 'M-3,ADV,2026-10-01,,,,,,USD,7.00,7.00,';
  expect(await read([opening, dollars, advance])).toMatchObject({
    balances: [
      { currency: 'EUR', closingMinor: 18_000, checked: true },
      { currency: 'USD', openingMinor: 0, closingMinor: 700 },
    ],
  });
});

describe('the file is refused for', () => {
  test.each<[string, string[], string, object]>([
    [
      'a word without meaning',
      [opening, advance.replace('adv', 'XYZ')],
      'table_word',
      { row: 3, column: 'Type', value: 'XYZ' },
    ],
    [
      'a running balance that is not reached',
      [opening, advance.replace('180.00', '181.00')],
      'factor_balance',
      { row: 3, currency: 'EUR', expected: '180.00', stated: '181.00' },
    ],
    [
      'a closing balance that is not reached',
      [opening, advance, collected, closing.replace('80.00', '80.01')],
      'factor_balance',
      { row: 5, expected: '80.00', stated: '80.01' },
    ],
    [
      'a movement twice',
      [advance, collected.replace('M-2', 'M-1')],
      'factor_movement_twice',
      { row: 3, movementId: 'M-1', firstRow: 2 },
    ],
    ['30 February', [advance.replace('10-01', '02-30')], 'table_date', { value: '2026-02-30' }],
    ['a part of a cent', [advance.replace('80.00,', '80.005,')], 'table_amount', { row: 2 }],
    ['no id', [advance.replace('M-1', '')], 'table_value_missing', { column: 'Id' }],
    [
      'a line that is no number',
      [advance.replace(',3,', ',three,')],
      'table_word',
      { value: 'three' },
    ],
    [
      'more than a number holds',
      ['M-1', 'M-2'].map((id) => `${id},ADV,2026-10-01,,,,,,EUR,80000000000000.00,,`),
      'factor_sum',
      { row: 3 },
    ],
  ])('%s', async (_, given, code, params) => {
    expect(await read(given)).toMatchObject({ status: 'refused', code, params });
  });

  test('a kind that is not of the list', async () => {
    const kinds = { ADV: { is: 'movement', kind: 'gift', moves: 'up' } };
    expect(await read([advance], { kinds })).toMatchObject({ code: 'mapping_invalid' });
  });
});

test('whatever moves, the balance behind it is held to the cent', async () => {
  const moves = fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(moves, async (minors) => {
      const text = (amountMinor: number) => toDecimal({ amountMinor, currency: 'EUR' });
      const sum = minors.reduce((total, minor) => total + minor, 10_000);
      const given = minors.map((minor, at) => `M-${at},ADV,2026-10-01,,,,,,EUR,${text(minor)},,`);
      const close = (minor: number) => `,CLOSE,,,,,,,EUR,${text(minor)},,`;
      const taken = await movements([opening, ...given, close(sum)]);
      const signed = taken.map(({ amountMinor, reversal }) =>
        reversal ? 0 - amountMinor : amountMinor,
      );
      expect(signed).toEqual(minors.map((minor) => minor + 0));
      expect(await read([opening, ...given, close(sum + 1)])).toMatchObject({
        code: 'factor_balance',
      });
    }),
    { numRuns: 50 },
  );
});

test('its mapping has a schema', () => {
  expect(factorStatementJsonSchema()).toMatchObject({
    title: 'Cedent factor statement mapping',
    required: expect.arrayContaining(['columns', 'kinds', 'amounts']),
  });
});
