import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dayAt,
  dayNumber,
  dayOfNumber,
  daysBetween,
  endOfDay,
  isDay,
} from '../../src/core/calendar.ts';

const number = fc.integer({ min: -36_525, max: 73_050 });

test('a day and its number name each other', () => {
  fc.assert(
    fc.property(number, (value) => {
      expect(dayNumber(dayOfNumber(value))).toBe(value);
    }),
  );
});

test('adding days and counting them are inverse', () => {
  fc.assert(
    fc.property(number, fc.integer({ min: -4_000, max: 4_000 }), (value, days) => {
      const day = dayOfNumber(value);
      expect(daysBetween(day, addDays(day, days))).toBe(days);
    }),
  );
});

test('days sort as text', () => {
  fc.assert(
    fc.property(fc.nat(73_050), fc.nat(73_050), (left, right) => {
      expect(dayOfNumber(left) < dayOfNumber(right)).toBe(left < right);
    }),
  );
});

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-11-30', 3, '2027-02-28'],
])('%s and %d months is %s', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});

test.each([
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['2028-02-29', true],
  ['2026-02-30', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['20260101', false],
  ['2026-01-01T00:00:00Z', false],
  ['', false],
])('%s exists: %s', (text, exists) => {
  expect(isDay(text)).toBe(exists);
});

test('the day at an instant depends on where one is', () => {
  const instant = '2026-11-24T16:30:00.000Z';
  expect(dayAt(instant, 'Asia/Shanghai')).toBe('2026-11-25');
  expect(dayAt(instant, 'Europe/Berlin')).toBe('2026-11-24');
  expect(dayAt('2026-11-24T02:00:00.000Z', 'America/New_York')).toBe('2026-11-23');
});

test('summer time neither adds nor loses a day', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
});

test('a day ends a millisecond before the next begins there, also where the clocks go back', () => {
  expect(endOfDay('2026-11-24', 'Asia/Shanghai')).toBe('2026-11-24T15:59:59.999Z');
  expect(endOfDay('2026-10-25', 'Europe/Berlin')).toBe('2026-10-25T22:59:59.999Z');
  expect(endOfDay('2026-03-28', 'Europe/Berlin')).toBe('2026-03-28T22:59:59.999Z');
  fc.assert(
    fc.property(number, fc.constantFrom('Asia/Shanghai', 'America/New_York'), (value, timeZone) => {
      const end = endOfDay(dayOfNumber(value), timeZone);
      const next = new Date(Date.parse(end) + 1).toISOString();
      expect(dayAt(end, timeZone)).toBe(dayOfNumber(value));
      expect(dayAt(next, timeZone)).toBe(dayOfNumber(value + 1));
    }),
  );
});
