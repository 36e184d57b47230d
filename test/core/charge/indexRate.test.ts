import { describe, expect, test } from 'vitest';
import { Fixings, RateRule, rateOn } from '../../../src/core/charge/indexRate.ts';
import { market } from './market.ts';

const t2: string[] = ['T2'];
const daily = {
  kind: 'index',
  index: 'DAILY',
  margin: '3.25',
  reset: 'daily',
  lookbackDays: 0,
  calendars: t2,
} as const;
const monthly = { ...daily, index: 'MONTHLY', reset: 'monthly', maximumAgeDays: 45 } as const;

test.each<[string, RateRule, string, string]>([
  ['its own fixing', daily, '2026-11-04', '5.35'],
  ['on a Saturday, the fixing of Friday', daily, '2026-10-31', '5.15'],
  ['two business days before', { ...daily, lookbackDays: 2 }, '2026-11-04', '5.25'],
  ['a business day before Sunday’s Friday', { ...daily, lookbackDays: 1 }, '2026-11-08', '2.85'],
  ['an index below zero counts', daily, '2026-11-05', '2.85'],
  ['or as its floor', { ...daily, floor: '0' }, '2026-11-05', '3.25'],
  ['a margin below zero', { ...daily, margin: '-0.5' }, '2026-11-04', '1.60'],
  ['as at the first of the month', { ...daily, reset: 'monthly' }, '2026-11-05', '5.15'],
  ['as at the start', { ...daily, reset: 'at_start' }, '2026-11-06', '5.25'],
  ['the newest before', monthly, '2026-11-20', '6.25'],
  ['what does not change', { kind: 'fixed', percent: '6' }, '2026-11-20', '6.00'],
])('the rate in force: %s', (_, rule, day, percent) => {
  expect(RateRule.parse(rule)).toEqual(rule);
  expect(rateOn(rule, { day, startedOn: '2026-11-02' }, market)).toMatchObject({
    ok: true,
    percent,
  });
});

describe('a rate is never assumed', () => {
  const startedOn = '2026-11-02';

  test('a missing fixing is refused by index and day, though there is one the day before', () => {
    expect(rateOn(daily, { day: '2026-11-09', startedOn }, market)).toEqual({
      ok: false,
      refusal: { code: 'fixing_missing', params: { index: 'DAILY', day: '2026-11-09' } },
    });
    const unknown = { ...daily, index: 'NONE' };
    expect(rateOn(unknown, { day: '2026-11-04', startedOn }, market)).toMatchObject({
      refusal: { params: { index: 'NONE' } },
    });
  });

  test('a fixing older than the agreement takes is none', () => {
    const aged = (maximumAgeDays: number) =>
      rateOn({ ...monthly, maximumAgeDays }, { day: '2026-11-20', startedOn }, market).ok;
    // Of 1 November, a Sunday, the business day is 30 October: ten days after the fixing.
    expect([aged(10), aged(9)]).toEqual([true, false]);
  });

  test('a day that its calendar does not cover is refused', () => {
    const chinese = { ...daily, calendars: ['CN'] };
    expect(rateOn(chinese, { day: '2027-01-04', startedOn }, market)).toMatchObject({
      refusal: { code: 'calendar_outside', params: { calendar: 'CN', day: '2027-01-04' } },
    });
    expect(rateOn({ ...daily, calendars: ['?'] }, { day: startedOn, startedOn }, market)).toEqual({
      ok: false,
      refusal: { code: 'calendar_missing', params: { calendar: '?' } },
    });
  });

  test('two fixings of one day are refused', () => {
    const fixing = { day: '2026-11-02', percent: '2' };
    const parsed = Fixings.safeParse({ index: 'DAILY', fixings: [fixing, fixing] });
    expect(parsed.error?.issues[0]?.message).toBe(
      'The fixings of DAILY have 2 Nov 2026 twice. Keep one.',
    );
  });
});
