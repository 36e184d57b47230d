import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, dayNumber, dayOfNumber } from '../../../src/core/calendar.ts';
import {
  isOpen,
  namedCalendars,
  SettlementCalendar,
  weekdayOf,
} from '../../../src/core/settlement/calendar.ts';
import {
  addBusinessDays,
  adjusted,
  type Convention,
} from '../../../src/core/settlement/convention.ts';
import { easterSunday } from '../../../src/core/settlement/easter.ts';
import {
  china,
  englandAndWales,
  federalGovernment,
  federalReserve,
  publishedCalendars,
  target,
} from '../../../src/core/settlement/published.ts';

const weekdaysClosed = (calendar: SettlementCalendar, year: number) =>
  calendar.holidays.filter((day) => day.startsWith(String(year)) && weekdayOf(day) < 6);

describe('published calendars', () => {
  test.each([
    [1961, '1961-04-02'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2024, '2024-03-31'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
  ])('Easter of %d is on %s', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });

  test('Easter is always a Sunday from 22 March to 25 April', () => {
    for (let year = 1900; year <= 2200; year += 1) {
      const day = easterSunday(year);
      expect(weekdayOf(day)).toBe(7);
      expect(day >= `${year}-03-22` && day <= `${year}-04-25`).toBe(true);
    }
  });

  test.each<[SettlementCalendar, number, string]>([
    [target, 2026, '01-01 04-03 04-06 05-01 12-25'],
    [target, 2024, '01-01 03-29 04-01 05-01 12-25 12-26'],
    [englandAndWales, 2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
    [englandAndWales, 2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
    [englandAndWales, 2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
    [englandAndWales, 2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
    [englandAndWales, 2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    [englandAndWales, 2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
    [englandAndWales, 2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
    [federalReserve, 2026, '01-01 01-19 02-16 05-25 06-19 09-07 10-12 11-11 11-26 12-25'],
    [federalReserve, 2027, '01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25'],
    [federalReserve, 2028, '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-23 12-25'],
    [federalReserve, 2029, '01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25'],
    [federalGovernment, 2026, '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'],
    [
      federalGovernment,
      2027,
      '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
    ],
    [federalGovernment, 2028, '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25'],
  ])('$id keeps its weekdays of %d', (calendar, year, days) => {
    const expected = days.split(' ').map((day) => `${year}-${day}`);
    expect(weekdaysClosed(calendar, year)).toEqual(expected);
  });

  test('China works on the weekends that the notices name, and on no others', () => {
    const openWeekends = (year: number) =>
      Array.from({ length: 365 }, (_, index) => addDays(`${year}-01-01`, index)).filter(
        (day) => weekdayOf(day) > 5 && isOpen(day, [china]),
      );
    expect(openWeekends(2025).map((day) => day.slice(5))).toEqual([
      '01-26',
      '02-08',
      '04-27',
      '09-28',
      '10-11',
    ]);
    expect(openWeekends(2026).map((day) => day.slice(5))).toEqual([
      '01-04',
      '02-14',
      '02-28',
      '05-09',
      '09-20',
      '10-10',
    ]);
  });

  test.each([
    [2025, 28],
    [2026, 33],
  ])('the notice for China of %d counts %d days', (year, count) => {
    expect(china.holidays.filter((day) => day.startsWith(String(year)))).toHaveLength(count);
  });

  test.each(publishedCalendars.map((calendar) => [calendar.id, calendar] as const))(
    '%s is a calendar as a tenant may load one',
    (_, calendar) => {
      expect(SettlementCalendar.parse(calendar)).toEqual(calendar);
    },
  );
});

test.each([
  [{ lastYear: 2020 }, /last year is before/],
  [{ holidays: ['2031-01-01'] }, /lists 1 Jan 2031/],
  [{ workingDays: ['2026-05-01'] }, /both as a holiday and as a working day/],
])('a calendar that contradicts itself is refused: %j', (change, message) => {
  const calendar = { ...target, firstYear: 2026, lastYear: 2026, holidays: ['2026-05-01'] };
  const parsed = SettlementCalendar.safeParse({ ...calendar, ...change });
  expect(parsed.error?.issues.map((issue) => issue.message).join()).toMatch(message);
});

test.each<[Day, Convention, Day]>([
  ['2026-05-30', 'none', '2026-05-30'],
  ['2026-05-29', 'following', '2026-05-29'],
  ['2026-05-30', 'following', '2026-06-01'],
  ['2026-05-30', 'modifiedFollowing', '2026-05-29'],
  ['2026-05-16', 'modifiedFollowing', '2026-05-18'],
  ['2026-05-30', 'preceding', '2026-05-29'],
  ['2026-04-03', 'following', '2026-04-07'],
  ['2026-12-25', 'preceding', '2026-12-24'],
  ['2040-12-30', 'modifiedFollowing', '2040-12-31'],
  ['2028-12-30', 'modifiedFollowing', '2028-12-29'],
])('%s by the convention %s is %s in T2', (day, convention, expected) => {
  expect(adjusted(day, convention, [target])).toEqual({ ok: true, day: expected });
});

test('a day moved back within its month needs nothing of the year after the last covered', () => {
  const until2028 = { ...target, id: 'until 2028', lastYear: 2028 };
  expect(adjusted('2028-12-30', 'modifiedFollowing', [until2028])).toEqual({
    ok: true,
    day: '2028-12-29',
  });
});

test('the holidays of one place move a day at both', () => {
  expect(adjusted('2026-05-04', 'following', [target])).toMatchObject({ day: '2026-05-04' });
  expect(adjusted('2026-05-04', 'following', [target, englandAndWales])).toMatchObject({
    day: '2026-05-05',
  });
  expect(adjusted('2026-05-01', 'following', [target, englandAndWales, china])).toMatchObject({
    day: '2026-05-06',
  });
});

test.each<[Day, number, SettlementCalendar, Day]>([
  ['2026-04-02', 1, target, '2026-04-07'],
  ['2026-04-02', 5, target, '2026-04-13'],
  ['2026-04-05', 0, target, '2026-04-07'],
  ['2026-04-07', -1, target, '2026-04-02'],
  ['2026-02-13', 1, china, '2026-02-14'],
  ['2026-02-14', 1, china, '2026-02-24'],
  ['2026-09-18', 2, china, '2026-09-21'],
])('%s and %d business days of $id is %s', (day, days, calendar, expected) => {
  expect(addBusinessDays(day, days, [calendar])).toEqual({ ok: true, day: expected });
});

describe('what a calendar does not cover', () => {
  const refused = (day: Day) => ({
    ok: false,
    refusal: {
      code: 'calendar_outside',
      params: { calendar: 'CN', day, firstYear: 2025, lastYear: 2026 },
    },
  });

  test('is refused by the calendar and the day, also where the count leaves it', () => {
    expect(adjusted('2027-03-01', 'following', [target, china])).toEqual(refused('2027-03-01'));
    expect(adjusted('2024-03-01', 'preceding', [china])).toEqual(refused('2024-03-01'));
    expect(addBusinessDays('2026-12-30', 2, [china])).toEqual(refused('2027-01-01'));
  });

  test('an unknown calendar is refused by its name', () => {
    expect(namedCalendars(['T2', 'XX'], publishedCalendars)).toEqual({
      ok: false,
      refusal: { code: 'calendar_missing', params: { calendar: 'XX' } },
    });
  });

  test('without a calendar every day is open', () => {
    expect(addBusinessDays('2026-04-02', 3, [])).toEqual({ ok: true, day: '2026-04-05' });
  });
});

describe('laws', () => {
  const first = dayNumber('2025-03-01');
  const anyDay = fc.integer({ min: first, max: dayNumber('2026-10-01') }).map(dayOfNumber);
  const some = fc.subarray([target, englandAndWales, federalReserve, china]);

  test('following is never earlier, preceding never later, and both are open', () => {
    fc.assert(
      fc.property(anyDay, some, (day, calendars) => {
        const [next, before] = [
          adjusted(day, 'following', calendars),
          adjusted(day, 'preceding', calendars),
        ];
        expect(next.ok && next.day >= day && isOpen(next.day, calendars)).toBe(true);
        expect(before.ok && before.day <= day && isOpen(before.day, calendars)).toBe(true);
      }),
    );
  });

  test('modified following stays in the month and is one of the two neighbours', () => {
    fc.assert(
      fc.property(anyDay, some, (day, calendars) => {
        const moved = adjusted(day, 'modifiedFollowing', calendars);
        expect(moved.ok && moved.day.slice(0, 7)).toBe(day.slice(0, 7));
        const neighbours = [
          adjusted(day, 'following', calendars),
          adjusted(day, 'preceding', calendars),
        ];
        expect(neighbours).toContainEqual(moved);
      }),
    );
  });

  test('business days there and back come to the day they started from', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 30 }), some, (day, days, calendars) => {
        const start = adjusted(day, 'following', calendars);
        const there = addBusinessDays(start.ok ? start.day : day, days, calendars);
        expect(addBusinessDays(there.ok ? there.day : day, -days, calendars)).toEqual(start);
      }),
    );
  });

  test('between a day and n business days later there are n open days', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 30 }), some, (day, days, calendars) => {
        const there = addBusinessDays(day, days, calendars);
        let [open, passed] = [0, day];
        while (there.ok && passed < there.day) {
          passed = addDays(passed, 1);
          if (isOpen(passed, calendars)) open += 1;
        }
        expect(open).toBe(days);
      }),
    );
  });
});
