import { expect, test } from 'vitest';
import { Reserve } from '../../src/core/facility/reserve.ts';
import { reserved } from '../../src/core/reserve/reserves.ts';
import { wordReserve, wordReserved } from '../../src/core/wording/word.ts';

const dynamic = {
  stress: 22_500,
  averageMonths: 3,
  spikeMonths: 2,
  horizonMonths: 1,
  floorBp: 500,
  rounding: 'none',
  lagMonths: 0,
} as const;

const cases: Reserve[] = [
  { reserve: 'fixed', name: 'Audit', amountMinor: 12_345 },
  { reserve: 'rent', monthlyMinor: 10_000, months: 3 },
  { reserve: 'priority_payables', amountMinor: 12_345 },
  { reserve: 'dilution_excess', allowanceBp: 500, months: 3, rounding: 'none' },
  { reserve: 'dilution_dynamic', ...dynamic },
  { reserve: 'loss_dynamic', ...dynamic, partBp: 5_000 },
  {
    reserve: 'concentration',
    scale: ['A', 'B'],
    bands: [{ from: 'A', to: 'B', count: 2 }],
    unratedCount: 1,
  },
  { reserve: 'credit_lag', months: 1, lagDays: 10, capDays: 30 },
];

test('every reserve is among these', () => {
  const codes = Reserve.options.map(({ shape }) => shape.reserve.value);
  expect(cases.map(({ reserve }) => reserve).toSorted()).toEqual(codes.toSorted());
});

const month = (name: string, creditNotesMinor: number) => ({
  month: name,
  salesMinor: 100_000,
  creditNotesMinor,
  collectionsMinor: 0,
  defaultedMinor: 2_000,
});
const basis = {
  asOf: '2026-10-31',
  poolMinor: 500_000,
  debtors: [{ debtor: { id: 'D1', name: 'One', identifiers: {} }, poolMinor: 500_000 }],
  history: { months: [month('2026-10', 9_000), month('2026-09', 6_000), month('2026-08', 3_000)] },
};

test.each(cases)('$reserve says in either language what it holds back, in numbers', (reserve) => {
  const result = reserved(reserve, basis);
  expect(result.amountMinor).toBeGreaterThan(0);
  for (const locale of ['en', 'zh-CN'] as const) {
    const said = `${wordReserve(locale, reserve.reserve, reserve)} ${wordReserved(locale, result, 'EUR')}`;
    expect(said).not.toMatch(/[{}_]|undefined|NaN/);
    expect(wordReserved(locale, result, 'EUR')).toMatch(/\d.*[.。]$/);
  }
});

test('a dilution reserve says what was credited, what is allowed and of what pool', () => {
  const result = reserved(
    { reserve: 'dilution_excess', allowanceBp: 500, months: 3, rounding: 'none' },
    basis,
  );
  expect(wordReserved('en', result, 'EUR')).toBe(
    'In 3 months, 6% of sales was credited; what is above 5% is held back of the pool of EUR 5,000.00.',
  );
});
