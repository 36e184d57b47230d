import { addDays, type Day, daysBetween } from '../calendar.ts';
import { type SettlementCalendar, weekdayOf } from './calendar.ts';
import { easterMonday, goodFriday } from './easter.ts';

const [monday, thursday, saturday, sunday] = [1, 4, 6, 7];

/** The days of these follow from a rule that was published, so they are computed from it. */
export const target: SettlementCalendar = byRule(
  {
    id: 'T2',
    version: '2002',
    name: 'T2 (TARGET)',
    source: 'ECB, long-term calendar for TARGET closing days, 14 December 2000',
    firstYear: 2002,
    lastYear: 2040,
  },
  (year) => [
    `${year}-01-01`,
    goodFriday(year),
    easterMonday(year),
    `${year}-05-01`,
    `${year}-12-25`,
    `${year}-12-26`,
  ],
);

/** Proclaimed for one year, besides the rule or in place of a day of it (`moved`). */
const proclaimed: Record<number, { moved?: Day; closed: Day[] }> = {
  2020: { moved: '2020-05-04', closed: ['2020-05-08'] },
  2022: { moved: '2022-05-30', closed: ['2022-06-02', '2022-06-03', '2022-09-19'] },
  2023: { closed: ['2023-05-08'] },
};

export const englandAndWales: SettlementCalendar = byRule(
  {
    id: 'GB-EAW',
    version: '2026',
    name: 'England and Wales, bank holidays',
    source: 'Banking and Financial Dealings Act 1971, schedule 1, and royal proclamations to 2026',
    firstYear: 2019,
    lastYear: 2035,
  },
  (year) => {
    const { moved, closed = [] } = proclaimed[year] ?? {};
    const days = [
      `${year}-01-01`,
      goodFriday(year),
      easterMonday(year),
      nth(1, monday, `${year}-05-01`),
      last(monday, `${year}-05-31`),
      last(monday, `${year}-08-31`),
      `${year}-12-25`,
      `${year}-12-26`,
    ];
    return withSubstitutes([...days.filter((day) => day !== moved), ...closed]);
  },
);

/** On the Friday before a holiday that is a Saturday, the Federal Reserve Banks are open. */
export const federalReserve: SettlementCalendar = byRule(
  {
    id: 'US-FED',
    version: '2026',
    name: 'Federal Reserve Banks',
    source: 'Federal Reserve, K.8, holidays observed, 31 December 2025',
    firstYear: 2022,
    lastYear: 2035,
  },
  (year) => federalHolidays(year).map((day) => (weekdayOf(day) === sunday ? addDays(day, 1) : day)),
);

/** Offices of the government keep the Friday before: for 1 January it is of the year before. */
export const federalGovernment: SettlementCalendar = byRule(
  {
    id: 'US-GOV',
    version: '2026',
    name: 'United States, federal holidays',
    source: '5 U.S.C. 6103 and Executive Order 11582',
    firstYear: 2022,
    lastYear: 2035,
  },
  (year) =>
    [...federalHolidays(year), `${year + 1}-01-01`].map((day) => {
      if (weekdayOf(day) === saturday) return addDays(day, -1);
      return weekdayOf(day) === sunday ? addDays(day, 1) : day;
    }),
);

/** China's follow from no rule: they are published for one year at a time. */
export const china: SettlementCalendar = {
  id: 'CN',
  version: '2026',
  name: '中国法定工作日',
  source: '国务院办公厅关于2025年、2026年部分节假日安排的通知（2024-11-12，2025-11-04）',
  firstYear: 2025,
  lastYear: 2026,
  weekend: [saturday, sunday],
  holidays: [
    '2025-01-01',
    ...run('2025-01-28', '2025-02-04'),
    ...run('2025-04-04', '2025-04-06'),
    ...run('2025-05-01', '2025-05-05'),
    ...run('2025-05-31', '2025-06-02'),
    ...run('2025-10-01', '2025-10-08'),
    ...run('2026-01-01', '2026-01-03'),
    ...run('2026-02-15', '2026-02-23'),
    ...run('2026-04-04', '2026-04-06'),
    ...run('2026-05-01', '2026-05-05'),
    ...run('2026-06-19', '2026-06-21'),
    ...run('2026-09-25', '2026-09-27'),
    ...run('2026-10-01', '2026-10-07'),
  ],
  workingDays: [
    '2025-01-26',
    '2025-02-08',
    '2025-04-27',
    '2025-09-28',
    '2025-10-11',
    '2026-01-04',
    '2026-02-14',
    '2026-02-28',
    '2026-05-09',
    '2026-09-20',
    '2026-10-10',
  ],
};

/** What every tenant has without loading anything. */
export const publishedCalendars: readonly SettlementCalendar[] = [
  target,
  englandAndWales,
  federalReserve,
  federalGovernment,
  china,
];

type Head = Omit<SettlementCalendar, 'weekend' | 'holidays' | 'workingDays'>;

function byRule(head: Head, daysOf: (year: number) => Day[]): SettlementCalendar {
  const { firstYear, lastYear } = head;
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  const days = years.flatMap(daysOf).filter((day) => {
    const year = Number(day.slice(0, 4));
    return year >= firstYear && year <= lastYear;
  });
  const holidays = [...new Set(days)].toSorted();
  return { ...head, weekend: [saturday, sunday], holidays, workingDays: [] };
}

/** 5 U.S.C. 6103(a), before any is moved off a weekend. */
function federalHolidays(year: number): Day[] {
  return [
    `${year}-01-01`,
    nth(3, monday, `${year}-01-01`),
    nth(3, monday, `${year}-02-01`),
    last(monday, `${year}-05-31`),
    `${year}-06-19`,
    `${year}-07-04`,
    nth(1, monday, `${year}-09-01`),
    nth(2, monday, `${year}-10-01`),
    `${year}-11-11`,
    nth(4, thursday, `${year}-11-01`),
    `${year}-12-25`,
  ];
}

/** A holiday on a weekend is kept on the next day that is neither weekend nor holiday. */
function withSubstitutes(days: Day[]): Day[] {
  const kept = days.filter((day) => !isWeekend(day));
  for (const day of days.filter(isWeekend).toSorted()) {
    let substitute = addDays(day, 1);
    while (isWeekend(substitute) || kept.includes(substitute)) substitute = addDays(substitute, 1);
    kept.push(substitute);
  }
  return kept;
}

function isWeekend(day: Day): boolean {
  return weekdayOf(day) >= saturday;
}

/** The n-th such weekday from the first of a month on. */
function nth(n: number, weekday: number, first: Day): Day {
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1));
}

/** The last such weekday up to the last day of a month. */
function last(weekday: number, end: Day): Day {
  return addDays(end, -((weekdayOf(end) - weekday + 7) % 7));
}

/** Every day from one to another, both included. */
function run(from: Day, to: Day): Day[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}
