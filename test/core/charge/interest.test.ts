import { describe, expect, test } from 'vitest';
import { discountOf, interestOn, interestPeriods } from '../../../src/core/charge/interest.ts';
import { market } from './market.ts';

const t2: string[] = ['T2'];
const inT2 = { calendars: t2, market };
const sixPercent = { kind: 'fixed', percent: '6' } as const;
const interest = {
  rate: sixPercent,
  dayCount: 'ACT/360',
  charged: 'monthly',
  rounding: 'halfEven',
} as const;
const discount = {
  method: 'simple',
  rate: sixPercent,
  dayCount: 'ACT/360',
  bufferDays: 0,
  convention: 'following',
  rounding: 'halfEven',
} as const;

describe('discount in advance', () => {
  const of = { nominalMinor: 10_000_000, fundedOn: '2026-11-24', dueOn: '2027-01-08' };

  test.each([
    ['simple', {}, 75_000],
    ['true discount', { method: 'true_discount' }, 74_442],
    ['a buffer that ends on a Sunday', { bufferDays: 2 }, 80_000],
    ['unmoved', { bufferDays: 2, convention: 'none' }, 78_333],
    ['365 days', { dayCount: 'ACT/365F' }, 73_973],
    ['30-day months', { dayCount: '30E/360' }, 73_333],
    ['at least 90 days', { minimumDays: 90 }, 150_000],
  ] as const)('%s', (_, change, amountMinor) => {
    expect(discountOf({ ...discount, ...change }, of, inT2)).toMatchObject({
      ok: true,
      amountMinor,
    });
  });

  test('of an index is set on the day of funding and stays', () => {
    const rate = {
      kind: 'index',
      index: 'DAILY',
      margin: '3.9',
      reset: 'daily',
      lookbackDays: 0,
      calendars: t2,
    } as const;
    const onFixed = { ...of, fundedOn: '2026-11-04', dueOn: '2026-12-21' };
    expect(discountOf({ ...discount, rate }, onFixed, inT2)).toMatchObject({ amountMinor: 78_333 });
    expect(discountOf({ ...discount, rate }, of, inT2)).toMatchObject({
      refusal: { code: 'fixing_missing' },
    });
  });

  test('of a receivable that is already due is nothing, or the minimum', () => {
    const overdue = { ...of, dueOn: '2026-11-02' };
    expect(discountOf(discount, overdue, inT2)).toMatchObject({ amountMinor: 0 });
    expect(discountOf({ ...discount, minimumDays: 3 }, overdue, inT2)).toMatchObject({
      amountMinor: 5_000,
    });
  });

  test('is refused at a rate so far below zero that it takes more than the nominal', () => {
    const rate = { kind: 'fixed', percent: '-900' } as const;
    const given = { ...discount, rate, method: 'true_discount' } as const;
    expect(discountOf(given, of, inT2)).toEqual({
      ok: false,
      refusal: { code: 'rate_impossible', params: { percent: '-900.00' } },
    });
  });

  test('is refused where the calendar does not cover the due day', () => {
    expect(discountOf(discount, of, { calendars: ['CN'], market })).toMatchObject({
      ok: false,
      refusal: { code: 'calendar_outside', params: { calendar: 'CN', day: '2027-01-08' } },
    });
    expect(discountOf(discount, of, { calendars: ['?'], market })).toMatchObject({
      refusal: { code: 'calendar_missing' },
    });
  });
});

describe('interest in arrears', () => {
  const period = { from: '2026-11-01', to: '2026-12-01' };
  const indexed = {
    ...interest,
    rate: {
      kind: 'index',
      index: 'DAILY',
      margin: '4',
      floor: '0',
      reset: 'daily',
      lookbackDays: 0,
      calendars: t2,
    },
  } as const;

  test('is of each day’s amount, at each day’s rate', () => {
    const fundsInUse = [
      { from: '2026-11-02', amountMinor: 3_600_000 },
      { from: '2026-11-06', amountMinor: 1_800_000 },
      { from: '2026-11-07', amountMinor: 0 },
    ];
    const accrued = interestOn(indexed, { fundsInUse, period }, market);
    // 6 % of 36,000.00 for two days, 6.1 % and 4 % for one each, 4 % of 18,000.00 for one.
    expect(accrued).toMatchObject({ ok: true, amountMinor: 2 * 600 + 610 + 400 + 200 });
    expect(accrued.ok && accrued.derivation.steps.map(({ code }) => code)).toEqual([
      'fixing',
      'accrued',
      'fixing',
      'accrued',
      'fixing_at_floor',
      'accrued',
      'fixing_at_floor',
      'accrued',
      'sum',
    ]);
  });

  test('needs no fixing of a day on which nothing is in use, and each of a day on which something is', () => {
    const idle = [
      { from: '2026-11-02', amountMinor: 3_600_000 },
      { from: '2026-11-03', amountMinor: 0 },
    ];
    expect(interestOn(indexed, { fundsInUse: idle, period }, market).ok).toBe(true);
    expect(interestOn(indexed, { fundsInUse: idle.slice(0, 1), period }, market)).toMatchObject({
      refusal: { code: 'fixing_missing', params: { index: 'DAILY', day: '2026-11-09' } },
    });
  });

  test('of an index set at the start keeps the rate of the first day of use', () => {
    const fundsInUse = [
      { from: '2026-11-02', amountMinor: 3_600_000 },
      { from: '2026-11-11', amountMinor: 0 },
    ];
    const rate = { ...indexed.rate, reset: 'at_start' } as const;
    const later = { from: '2026-11-06', to: '2026-12-01' };
    expect(interestOn({ ...indexed, rate }, { fundsInUse, period: later }, market)).toMatchObject({
      amountMinor: 5 * 600,
    });
  });

  test('is charged by calendar month, or once', () => {
    const whole = { from: '2026-11-24', to: '2027-01-08' };
    expect(interestPeriods(interest, whole)).toEqual([
      { from: '2026-11-24', to: '2026-12-01' },
      { from: '2026-12-01', to: '2027-01-01' },
      { from: '2027-01-01', to: '2027-01-08' },
    ]);
    expect(interestPeriods({ ...interest, charged: 'at_close' }, whole)).toEqual([whole]);
    expect(interestPeriods(interest, { from: '2026-11-24', to: '2026-11-24' })).toEqual([]);
  });
});
