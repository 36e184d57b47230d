import { expect, it } from 'vitest';
import { controlLines } from '../../../src/core/reconciliation/control.ts';
import { noFigures } from '../../../src/core/reconciliation/figures.ts';
import { pledgeFound, pledgeOf } from '../../../src/core/reconciliation/pledge.ts';

it('what is outstanding of a pledge is what was drawn less what was repaid, and the books owe it with what of the charges is not paid', () => {
  const receivables = [
    { ...noFigures(), advance: 800_00, rebate: -300_00, interest: 4_00, collected: 300_00 },
    { ...noFigures(), advance: 200_00, fees: 1_50, feeTax: 30 },
  ];
  const line = pledgeOf(receivables, { booksMinor: 703_30, chargesPaidMinor: 2_50 });
  expect(line).toMatchObject({
    drawnMinor: 1_000_00,
    repaidMinor: 300_00,
    outstandingMinor: 700_00,
    collectedMinor: 300_00,
    owedMinor: 703_30,
    booksMinor: 703_30,
    differenceMinor: 0,
  });
  expect(pledgeFound(line)).toEqual([]);
  const off = pledgeOf(receivables, { booksMinor: 703_31, chargesPaidMinor: 2_50 });
  expect(pledgeFound(off)).toMatchObject([{ code: 'not_in_books', amountMinor: 1 }]);
});

const books = [
  { account: 'due_from_factor', facilityId: 'F1', currency: 'EUR', amountMinor: 150_00 },
  { account: 'due_from_factor', facilityId: 'F2', currency: 'EUR', amountMinor: 50_00 },
  { account: 'due_from_factor', facilityId: 'F1', currency: 'USD', amountMinor: 9_00 },
  { account: 'borrowings', facilityId: 'F3', currency: 'EUR', amountMinor: -700_00 },
] as const;

it('a control account is compared with all that goes by its number, or with a part by its own name', () => {
  const accounts = { accounts: { due_from_factor: '1310' }, facilities: {} };
  const given = [
    { account: '1310', currency: 'EUR', balanceMinor: 200_00 },
    { account: 'borrowings', currency: 'EUR', balanceMinor: -700_01 },
  ];
  expect(controlLines(given, { balances: books, accounts })).toMatchObject({
    ok: true,
    lines: [
      { account: '1310', booksMinor: 200_00, differenceMinor: 0, roles: ['due_from_factor'] },
      { account: 'borrowings', booksMinor: -700_00, differenceMinor: -1 },
    ],
  });
});

it('a number that differs for a facility is that facility’s alone, and an unknown one is named', () => {
  const accounts = {
    accounts: { due_from_factor: '1310' },
    facilities: { F2: { due_from_factor: '1320' } },
  };
  const given = [{ account: '1320', currency: 'EUR', balanceMinor: 50_00 }];
  expect(controlLines(given, { balances: books, accounts })).toMatchObject({
    lines: [{ booksMinor: 50_00, differenceMinor: 0 }],
  });
  const stray = [{ account: '9999', currency: 'EUR', balanceMinor: 1 }];
  expect(controlLines(stray, { balances: books, accounts })).toEqual({
    ok: false,
    unknown: ['9999'],
  });
});
