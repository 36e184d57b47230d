import { expect, test } from 'vitest';
import { Certificate } from '../../src/core/certificate/certificate.ts';
import { certify } from '../../src/core/certificate/certify.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import { sumMinor } from '../../src/core/money.ts';
import { credit, idOf, input, invoice, planOf, terms } from './selection-samples.ts';

const rules: Rule[] = [
  { rule: 'past_due_date', days: 60, operator: '>' },
  { rule: 'credits', unreferenced: 'latest_due_first' },
  { rule: 'debtor_concentration', shareBp: 4_000, scope: 'debtor', base: 'grossEligible' },
];

// 100.00 + 60.00 + 30.00 + 20.00, one of them long past due, and a credit of 10.00 against D2.
const ledger = {
  receivables: [
    invoice(1, { openMinor: 10_000 }),
    invoice(2, { debtorId: 'D2', openMinor: 6_000 }),
    invoice(3, { debtorId: 'D3', openMinor: 3_000 }),
    invoice(4, { debtorId: 'D3', openMinor: 2_000, issuedOn: '2026-06-01', dueOn: '2026-07-01' }),
    credit(5, { debtorId: 'D2', openMinor: -1_000 }),
  ],
};
const month = (name: string, salesMinor: number, creditNotesMinor: number, defaultedMinor = 0) => ({
  month: name,
  currency: 'EUR',
  salesMinor,
  creditNotesMinor,
  collectionsMinor: 0,
  defaultedMinor,
});

const given = input({
  ...ledger,
  facilities: [
    terms(rules, {
      limitMinor: 10_000,
      reserves: [{ reserve: 'rent', monthlyMinor: 100, months: 3 }],
      reservesReduce: 'base',
    }),
  ],
  positions: [{ receivableId: idOf(1), facilityId: 'F1', state: 'advanced', advancedMinor: 9_000 }],
  history: [month('2026-10', 20_000, 500), month('2026-09', 16_000, 400, 320)],
  openings: [
    {
      facilityId: 'F1',
      on: '2026-10-31',
      grossMinor: 18_000,
      salesMinor: 9_000,
      collectionsMinor: 5_500,
      creditNotesMinor: 400,
      adjustmentsMinor: -50,
    },
  ],
});

const [certificate] = certify(given, planOf(given));
if (!certificate) throw new Error('no certificate');

test('a certificate goes from gross to what may be drawn, as a person would reckon it', () => {
  // 210.00 − 20.00 past due − 10.00 credit = 180.00; D1 counts for 40 % of it: 72.00, 28.00 is over.
  expect(certificate.grossMinor).toBe(21_000);
  expect(certificate.steps.map(({ rule, amountMinor }) => [rule, amountMinor])).toEqual([
    ['past_due_date', 2_000],
    ['credits', 1_000],
    ['debtor_concentration', 2_800],
  ]);
  // 152.00 at 80 % is 121.60; less rent of 3.00 is 118.60, the limit cuts it to 100.00; 90.00 is drawn.
  expect(certificate).toMatchObject({
    poolMinor: 15_200,
    holdbackMinor: 3_040,
    baseMinor: 12_160,
    reservesTakenMinor: 300,
    overLimitMinor: 1_860,
    usedMinor: 9_000,
    availableMinor: 1_000,
    overadvanceMinor: 0,
  });
});

test('every step drills down to receivables that sum to it', () => {
  for (const { amountMinor, receivables, items } of certificate.steps) {
    expect(sumMinor(items.map((item) => item.amountMinor))).toBe(amountMinor);
    expect(items).toHaveLength(receivables);
  }
  expect(certificate.steps[1]?.items).toEqual([{ receivableId: idOf(2), amountMinor: 1_000 }]);
});

test('a concentration names who is over which cap of which base', () => {
  expect(certificate.concentrations).toEqual([
    {
      rule: 'debtor_concentration',
      node: 'D1',
      countedMinor: 10_000,
      capMinor: 7_200,
      excessMinor: 2_800,
      shareBp: 4_000,
      base: 'grossEligible',
      baseMinor: 18_000,
    },
  ]);
});

test('the roll-forward says what the books must still explain', () => {
  // 180.00 + 90.00 − 55.00 − 4.00 − 0.50 = 210.50 against 210.00.
  expect(certificate.rollForward).toMatchObject({ expectedMinor: 21_050, differenceMinor: -50 });
});

test('statistics are by month, newest first, with the dilution and the loss of each', () => {
  expect(certificate.statistics).toMatchObject([
    { month: '2026-10', dilutionPpm: 25_000, lossPpm: 0 },
    { month: '2026-09', dilutionPpm: 25_000, lossPpm: 20_000 },
  ]);
});

test('statistics count only what converts', () => {
  const foreign = [month('2026-10', 7_000, 70), month('2026-08', 7_000, 70)].map((one) => ({
    ...one,
    currency: 'JPY',
  }));
  const mixed = { ...given, history: [...given.history, ...foreign] };
  const [shown] = certify(mixed, planOf(mixed));
  expect(shown?.statistics).toEqual(certificate.statistics);
});

test('an overadvance is shown', () => {
  const drawn = given.positions.map((position) => ({ ...position, advancedMinor: 10_500 }));
  const [over] = certify({ ...given, positions: drawn }, planOf({ ...given, positions: drawn }));
  expect(over).toMatchObject({ availableMinor: -500, overadvanceMinor: 500 });
});

test('a certificate is what its schema says', () => {
  expect(() => Certificate.parse(certificate)).not.toThrow();
});
