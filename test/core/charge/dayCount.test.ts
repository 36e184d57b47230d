import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, dayNumber, dayOfNumber } from '../../../src/core/calendar.ts';
import { DayCount, stretches, yearFraction } from '../../../src/core/charge/dayCount.ts';
import { add, decimalText, fraction } from '../../../src/core/charge/fraction.ts';
import { fractionOf, Percent, percentOf, rateOf } from '../../../src/core/charge/percent.ts';

test.each<[DayCount, Day, Day, number, number]>([
  ['ACT/360', '2026-11-24', '2027-01-08', 45, 360],
  ['ACT/360', '2024-02-28', '2024-03-01', 2, 360],
  ['ACT/365F', '2024-01-01', '2025-01-01', 366, 365],
  ['30E/360', '2026-01-31', '2026-02-28', 28, 360],
  ['30E/360', '2026-02-28', '2026-03-31', 32, 360],
  ['30E/360', '2026-01-30', '2026-01-31', 0, 360],
  ['30E/360', '2025-11-15', '2026-11-15', 360, 360],
  ['ACT/ACT', '2026-01-01', '2027-01-01', 1, 1],
  ['ACT/ACT', '2024-01-01', '2025-01-01', 1, 1],
  ['ACT/ACT', '2025-01-01', '2029-01-01', 4, 1],
  // ISDA, EMU and market conventions (1998), the example of 1 November 2003 to 1 May 2004.
  ['ACT/ACT', '2003-11-01', '2004-05-01', 61 * 366 + 121 * 365, 365 * 366],
  ['ACT/ACT', '2003-07-01', '2004-07-01', 184 * 366 + 182 * 365, 365 * 366],
  ['ACT/360', '2026-11-24', '2026-11-24', 0, 1],
  ['ACT/ACT', '2026-11-24', '2026-11-01', 0, 1],
])('%s from %s to %s is %d / %d of a year', (dayCount, from, to, numerator, denominator) => {
  expect(yearFraction(dayCount, { from, to })).toEqual(fraction(numerator, denominator));
});

test('ACT/ACT counts the days of each year over its own length', () => {
  expect(stretches('ACT/ACT', { from: '2023-12-01', to: '2024-01-31' })).toEqual([
    { from: '2023-12-01', to: '2024-01-01', days: 31, yearDays: 365 },
    { from: '2024-01-01', to: '2024-01-31', days: 30, yearDays: 366 },
  ]);
});

describe('laws', () => {
  const anyDay = fc.integer({ min: -20_000, max: 60_000 }).map(dayOfNumber);
  const anyCount = fc.constantFrom(...DayCount.options);

  test('adjoining periods come to the whole', () => {
    fc.assert(
      fc.property(anyCount, anyDay, fc.nat(2_000), fc.nat(2_000), (dayCount, from, one, two) => {
        const middle = addDays(from, one);
        const to = addDays(middle, two);
        const parts = add(
          yearFraction(dayCount, { from, to: middle }),
          yearFraction(dayCount, { from: middle, to }),
        );
        expect(parts).toEqual(yearFraction(dayCount, { from, to }));
      }),
    );
  });

  test('every calendar year is one year by ACT/ACT, and its days are counted by the others', () => {
    for (let year = 1900; year <= 2100; year += 1) {
      const period = { from: `${year}-01-01`, to: `${year + 1}-01-01` };
      const days = dayNumber(period.to) - dayNumber(period.from);
      expect(yearFraction('ACT/ACT', period)).toEqual(fraction(1, 1));
      expect(yearFraction('30E/360', period)).toEqual(fraction(1, 1));
      expect(yearFraction('ACT/365F', period)).toEqual(fraction(days, 365));
    }
  });

  test('a later end is never a smaller part of a year', () => {
    fc.assert(
      fc.property(anyCount, anyDay, fc.nat(2_000), (dayCount, from, days) => {
        const shorter = yearFraction(dayCount, { from, to: addDays(from, days) });
        const longer = yearFraction(dayCount, { from, to: addDays(from, days + 1) });
        const [left, right] = [
          shorter.numerator * longer.denominator,
          longer.numerator * shorter.denominator,
        ];
        expect(left <= right).toBe(true);
      }),
    );
  });
});

test.each([
  ['6', '6.00', 6_000_000],
  ['3.642', '3.642', 3_642_000],
  ['-0.5', '-0.50', -500_000],
  ['0.000001', '0.000001', 1],
  ['-0', '0.00', 0],
])('%s per cent is exact and written %s', (percent, written, rate) => {
  expect(rateOf(percent)).toBe(rate);
  expect(percentOf(rate)).toBe(written);
});

test.each(['6%', '1,5', '1e2', '', '.5', '0.0000001', '1000'])('%s is no rate', (text) => {
  expect(Percent.safeParse(text).success).toBe(false);
});

test('a rate is read back from what it is written as', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (rate) => {
      expect(rateOf(Percent.parse(percentOf(rate)))).toBe(rate);
      expect(fractionOf(rate)).toEqual(fraction(rate, 100_000_000));
    }),
  );
});

test.each([
  [fraction(63_750, 1), '63750'],
  [fraction(127_525, 6), '21254.1666…'],
  [fraction(-1, 8), '-0.125'],
  [fraction(-1, 3), '-0.3333…'],
  [fraction(1, 2), '0.5'],
])('a fraction is written as far as it goes, and shown to go on', (value, text) => {
  expect(decimalText(value)).toBe(text);
});
