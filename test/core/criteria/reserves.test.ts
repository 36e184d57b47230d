import { describe, expect, test } from 'vitest';
import type { Debtor } from '../../../src/core/debtor.ts';
import type { Reserve } from '../../../src/core/facility/reserve.ts';
import type { Terms } from '../../../src/core/facility.ts';
import type { HistoryMonth } from '../../../src/core/input.ts';
import { input, invoice, planOf, resultOf, terms } from '../selection-samples.ts';
import { debtor, rates } from './samples.ts';

/** A month of 1,000.00 sales with so much credited and defaulted. */
function month(name: string, given: Partial<HistoryMonth> = {}): HistoryMonth {
  return {
    month: name,
    currency: 'EUR',
    salesMinor: 100_000,
    creditNotesMinor: 0,
    collectionsMinor: 0,
    defaultedMinor: 0,
    ...given,
  };
}

/** A pool of 1,000.00, advanced at 80 %, on 24 November 2026: the last whole month is October. */
function resultWith(
  reserves: Reserve[],
  given: { history?: HistoryMonth[]; terms?: Partial<Terms>; debtors?: Partial<Debtor>[] } = {},
) {
  const { debtors = [{}] } = given;
  const facility = terms([{ rule: 'not_yet_issued' }], {
    reserves,
    reservesReduce: 'base',
    ...given.terms,
  });
  const open = 100_000 / debtors.length;
  return resultOf(
    planOf(
      input({
        receivables: debtors.map((_, index) =>
          invoice(index, { debtorId: `D${index}`, openMinor: open }),
        ),
        debtors: debtors.map((changes, index) => debtor(`D${index}`, changes)),
        facilities: [facility],
        history: given.history ?? [],
        fx: rates,
      }),
    ),
  );
}

const amountOf = (reserve: Reserve, given: Parameters<typeof resultWith>[1] = {}) =>
  resultWith([reserve], given).reserves[0]?.amountMinor;

test('stated amounts: fixed, three months of rent, what ranks before', () => {
  const reserves: Reserve[] = [
    { reserve: 'fixed', name: 'Audit', amountMinor: 700 },
    { reserve: 'rent', monthlyMinor: 300, months: 3 },
    { reserve: 'priority_payables', amountMinor: 55 },
  ];
  const result = resultWith(reserves);
  expect(result.reserves.map(({ amountMinor }) => amountMinor)).toEqual([700, 900, 55]);
  expect(result).toMatchObject({ holdbackMinor: 20_000, reservesTakenMinor: 1_655 });
  expect(result.availableMinor).toBe(80_000 - 1_655);
});

describe('dilution above the allowance', () => {
  const excess = (rounding: 'none' | 'nearest_bp' | 'up_half_bp', allowanceBp = 500): Reserve => ({
    reserve: 'dilution_excess',
    allowanceBp,
    months: 2,
    rounding,
  });
  const history = (credited: number) => [
    month('2026-10', { creditNotesMinor: credited }),
    month('2026-09'),
    month('2026-08', { creditNotesMinor: 99_999 }),
  ];
  test.each([
    // 5 % of two months is 100.00; each further cent is 0.0005 % of the pool, half a cent.
    [10_000, 0],
    [9_999, 0],
    [10_001, 1],
    [10_003, 2],
    [14_000, 2_000],
    [200_000, 95_000],
  ])('%d credited of 2,000.00 reserves %d', (credited, amount) => {
    expect(amountOf(excess('none'), { history: history(credited) })).toBe(amount);
  });

  test.each([
    // 1 ÷ 3 of two months: 33.3333… %, 33.33 % and 33.335 % of 1,000.00.
    ['none', 33_334],
    ['nearest_bp', 33_330],
    ['up_half_bp', 33_335],
  ] as const)('the ratio rounded %s', (rounding, amount) => {
    const third = [
      month('2026-10', { salesMinor: 2, creditNotesMinor: 1 }),
      month('2026-09', { salesMinor: 1 }),
    ];
    expect(amountOf(excess(rounding, 0), { history: third })).toBe(amount);
  });

  test('without sales there is no ratio', () => {
    const none = [
      month('2026-10', { salesMinor: 0, creditNotesMinor: 5 }),
      month('2026-09', { salesMinor: 0 }),
    ];
    expect(amountOf(excess('none', 0), { history: none })).toBe(0);
  });

  // 16,000 yen are 100.00: October sold 1,000.00 and as much in yen, and credited 200.00 in yen.
  test('what was sold in other currencies is part of the month', () => {
    const both = [
      month('2026-10'),
      month('2026-10', { currency: 'JPY', salesMinor: 160_000, creditNotesMinor: 32_000 }),
      month('2026-09', { salesMinor: 0 }),
    ];
    expect(amountOf(excess('none', 500), { history: both })).toBe(5_000);
  });
});

describe('dynamic dilution', () => {
  // Ratios 6 % (60 ÷ September) and 2 % (20 ÷ August): ADR 4 %, HDR 6 %.
  const history = [
    month('2026-10', { creditNotesMinor: 6_000, salesMinor: 50_000 }),
    month('2026-09', { creditNotesMinor: 2_000 }),
    month('2026-08'),
  ];
  const reserve: Reserve = {
    reserve: 'dilution_dynamic',
    stress: 20_000,
    lagMonths: 1,
    averageMonths: 2,
    spikeMonths: 1,
    horizonMonths: 1,
    floorBp: 0,
    rounding: 'none',
  };
  test.each<[string, Partial<typeof reserve>, number]>([
    // 2 × 4 % + 2 % × 6 ÷ 4 = 11 % of October’s 500.00.
    ['twice the average and the spike', {}, 5_500],
    // 2.25 × 4 % + 3 % = 12 %.
    ['2.25 times', { stress: 22_500 }, 6_000],
    // Of October and September: 11 % of 1,500.00.
    ['a horizon of two months', { horizonMonths: 2 }, 16_500],
    // A spike as long as the average is the average: 8 %.
    ['no spike', { spikeMonths: 2 }, 4_000],
    ['a floor of 10 % of the pool', { floorBp: 1_000 }, 10_000],
    ['a floor that does not bind', { floorBp: 550 }, 5_500],
    // Of the month itself: 12 % and 2 %, ADR 7 %, HDR 12 %: 14 % + 5 % × 12 ÷ 7 = 22.571428… %.
    ['no lag', { lagMonths: 0 }, 11_286],
  ])('%s', (_, changes, amount) => {
    const own: Reserve = { ...reserve, ...changes };
    expect(amountOf(own, { history })).toBe(amount);
  });

  test('without dilution it is its floor', () => {
    const clean = ['2026-10', '2026-09', '2026-08'].map((name) => month(name));
    expect(amountOf({ ...reserve, floorBp: 1 }, { history: clean })).toBe(10);
  });
});

describe('dynamic loss', () => {
  // Default ratios 3 %, 1 %, 2 %: two in a row at most 2 %.
  const history = [
    month('2026-10', { salesMinor: 50_000, defaultedMinor: 3_000 }),
    month('2026-09', { defaultedMinor: 1_000 }),
    month('2026-08', { defaultedMinor: 2_000 }),
    month('2026-07'),
  ];
  const reserve: Reserve = {
    reserve: 'loss_dynamic',
    stress: 20_000,
    lagMonths: 1,
    averageMonths: 3,
    spikeMonths: 2,
    horizonMonths: 2,
    partBp: 5_000,
    floorBp: 0,
    rounding: 'none',
  };
  test.each<[string, Partial<typeof reserve>, number]>([
    // 2 × 2 % of 500 + 1,000 + half of 1,000.
    ['twice the highest two months in a row', {}, 8_000],
    ['without a part of a month', { partBp: 0 }, 6_000],
    // A third of August’s 1,000.00, as 33.33 %: 4 % of 1,833.30.
    ['a third of a month', { partBp: 3_333 }, 7_334],
    ['the highest single month', { spikeMonths: 1 }, 12_000],
    ['at least a tenth of the pool', { floorBp: 1_000 }, 10_000],
  ])('%s', (_, changes, amount) => {
    const own: Reserve = { ...reserve, ...changes };
    expect(amountOf(own, { history })).toBe(amount);
  });
});

describe('concentration', () => {
  const reserve: Reserve = {
    reserve: 'concentration',
    scale: ['A', 'B', 'C', 'D'],
    bands: [
      { from: 'A', to: 'A', count: 1 },
      { from: 'B', to: 'B', count: 2 },
      { from: 'C', to: 'C', count: 3 },
      { from: 'D', to: 'D', count: 5 },
    ],
    unratedCount: 2,
  };
  const rated = (...ratings: string[]) =>
    ratings.map((rating) => (rating === '' ? {} : { rating }));
  test.each([
    // Five debtors of 200.00 each.
    [['A', 'A', 'A', 'A', 'A'], 20_000],
    [['A', 'B', 'B', 'B', 'B'], 40_000],
    [['C', 'C', 'C', 'C', 'B'], 60_000],
    [['D', 'D', 'D', 'D', 'D'], 100_000],
    [['', '', '', 'A', 'B'], 40_000],
  ])('of %j is %d', (ratings, amount) => {
    expect(amountOf(reserve, { debtors: rated(...ratings) })).toBe(amount);
  });
});

describe('credit notes on their way', () => {
  // August to October have 92 days; 92.00 credited are 1.00 a day.
  const history = [
    month('2026-10', { creditNotesMinor: 9_200 }),
    month('2026-09'),
    month('2026-08'),
  ];
  const lag = (lagDays: number, capDays = 90): Reserve => ({
    reserve: 'credit_lag',
    months: 3,
    lagDays,
    capDays,
  });
  test.each([
    [30, 3_000],
    [90, 9_000],
    [91, 9_000],
  ])('for %d days, at most 90, are %d', (days, amount) => {
    expect(amountOf(lag(days), { history })).toBe(amount);
  });

  test('a part of a cent is a cent', () => {
    const [first, ...rest] = history;
    const more = first ? [{ ...first, creditNotesMinor: 9_201 }, ...rest] : [];
    expect(amountOf(lag(1), { history: more })).toBe(101);
  });
});

describe('against the base or the limit', () => {
  const reserves: Reserve[] = [{ reserve: 'fixed', name: 'Audit', amountMinor: 10_000 }];
  // The base is 800.00, reserves 100.00.
  test.each<['base' | 'limit', number, number, number, number]>([
    ['base', 75_000, 10_000, 0, 70_000],
    ['base', 70_000, 10_000, 0, 70_000],
    ['base', 69_999, 10_000, 1, 69_999],
    ['base', 60_000, 10_000, 10_000, 60_000],
    ['limit', 100_000, 0, 0, 80_000],
    ['limit', 90_000, 0, 0, 80_000],
    ['limit', 89_999, 1, 0, 79_999],
    ['limit', 75_000, 10_000, 5_000, 65_000],
    ['limit', 80_000, 10_000, 0, 70_000],
    ['limit', 5_000, 10_000, 75_000, -5_000],
  ])('off the %s, limit %d: they take %d, the limit %d, %d is available', (...row) => {
    const [reservesReduce, limitMinor, reservesTakenMinor, overLimitMinor, availableMinor] = row;
    const result = resultWith(reserves, { terms: { reservesReduce, limitMinor } });
    expect(result).toMatchObject({ reservesTakenMinor, overLimitMinor, availableMinor });
  });
});
