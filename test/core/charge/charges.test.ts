import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { advanceOf, limitHoldbackOf, rebateOf } from '../../../src/core/charge/advance.ts';
import { Charges, type ServiceFee } from '../../../src/core/charge/charges.ts';
import { Derivation } from '../../../src/core/charge/derivation.ts';
import { feeTaxOf, misdirectedFeeOf, serviceFeeOf } from '../../../src/core/charge/fee.ts';
import { Fixings } from '../../../src/core/charge/indexRate.ts';
import { interestOn } from '../../../src/core/charge/interest.ts';
import { maturityDayOf } from '../../../src/core/charge/maturity.ts';
import { poolMinimumOf } from '../../../src/core/charge/minimum.ts';
import { sharesOf } from '../../../src/core/charge/share.ts';
import { SettlementCalendar } from '../../../src/core/settlement/calendar.ts';
import { market } from './market.ts';

const t2: string[] = ['T2'];
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
const untiered: ServiceFee['tiers'] = [];
const fee = {
  initialBp: 75,
  tiers: untiered,
  portion: 'whole',
  minimumMinor: 0,
  rounding: 'halfUp',
} as const;
const inT2 = { calendars: t2, market };

test('the published case: 85 % of 100,000.00, 0.75 %, 6 % for 45 days, 2,000.00 credited', () => {
  const { amountMinor: advanceMinor } = advanceOf(
    { shareBp: 8_500, rounding: 'down' },
    { faceMinor: 10_000_000, creditNotesMinor: 0 },
  );
  const { amountMinor: feesMinor } = serviceFeeOf(fee, { assignedMinor: 10_000_000, days: 45 });
  const accrued = interestOn(
    interest,
    {
      fundsInUse: [{ from: '2026-11-24', amountMinor: advanceMinor }],
      period: { from: '2026-11-24', to: '2027-01-08' },
    },
    market,
  );
  const interestMinor = accrued.ok ? accrued.amountMinor : 0;
  const rebate = rebateOf({
    collectedMinor: 9_800_000,
    advanceMinor,
    feesMinor,
    feeTaxMinor: 0,
    interestMinor,
    chargebacksMinor: 0,
    newHoldbacksMinor: 0,
  });
  expect([advanceMinor, feesMinor, interestMinor, rebate.amountMinor]).toEqual([
    8_500_000, 75_000, 63_750, 1_161_250,
  ]);
  expect(advanceMinor + rebate.amountMinor).toBe(9_661_250);
});

test.each([
  ['credit notes and what is retained are not advanced on', 200_000, 500_000, 7_905_000, 1_395_000],
  ['the agreement retains of what states nothing itself', 200_000, undefined, 7_913_500, 1_396_500],
  ['nothing is advanced on what is credited whole', 10_000_001, undefined, 0, 0],
])('%s', (_, creditNotesMinor, retentionMinor, advanceMinor, holdbackMinor) => {
  const of = { faceMinor: 10_000_000, creditNotesMinor };
  const advance = advanceOf(
    { shareBp: 8_500, rounding: 'down', retentionBp: 500 },
    retentionMinor === undefined ? of : { ...of, retentionMinor },
  );
  expect(advance).toMatchObject({ amountMinor: advanceMinor, holdbackMinor });
});

test('the cent that an advance loses by rounding is held back', () => {
  const of = { faceMinor: 333, creditNotesMinor: 0 };
  expect(advanceOf({ shareBp: 8_500, rounding: 'down' }, of)).toMatchObject({
    amountMinor: 283,
    holdbackMinor: 50,
  });
});

test.each([
  [1_200, 50],
  [1_150, 0],
  [1_000, 0],
])('of an exposure of %d above a limit of 1,000, %d is held back', (exposureMinor, held) => {
  const { amountMinor } = limitHoldbackOf({
    exposureMinor,
    limitMinor: 1_000,
    holdbackBeforeMinor: 80,
    holdbackMinor: 30,
    limitHoldbackBeforeMinor: 20,
    feeMinor: 15,
    feeTaxMinor: 5,
  });
  expect(amountMinor).toBe(held);
});

describe('service fee', () => {
  const tiers = [{ fromDay: 0, everyDays: 10, bp: 100 }];
  const twoTiers = [
    { fromDay: 0, everyDays: 30, bp: 150 },
    { fromDay: 30, everyDays: 10, bp: 50 },
  ];
  test.each([
    ['initial only', {}, 45, 75_000],
    ['2 % and 1 % per 10 days or portion thereof', { initialBp: 200, tiers }, 41, 700_000],
    ['a portion is dropped', { initialBp: 200, tiers, portion: 'dropped' }, 49, 600_000],
    ['on the tenth day one period', { initialBp: 0, tiers }, 10, 100_000],
    ['on the eleventh a second', { initialBp: 0, tiers }, 11, 200_000],
    ['30 days, then periods of 10', { initialBp: 0, tiers: twoTiers }, 45, 250_000],
    ['within the first tier', { initialBp: 0, tiers: twoTiers }, 5, 150_000],
    ['paid at once', { initialBp: 0, tiers }, 0, 0],
    ['the least', { minimumMinor: 80_000 }, 45, 80_000],
  ] as const)('%s', (_, change, days, amountMinor) => {
    const own = serviceFeeOf({ ...fee, ...change }, { assignedMinor: 10_000_000, days });
    expect(own.amountMinor).toBe(amountMinor);
  });

  test('is taxed with the other charges that are, rounded once', () => {
    const charges = [
      { charge: 'service_fee', amountMinor: 1_012 },
      { charge: 'minimum_fee', amountMinor: 13 },
      { charge: 'interest', amountMinor: 10_000 },
    ] as const;
    const tax = { bp: 600, on: ['service_fee', 'minimum_fee'], rounding: 'halfUp' } as const;
    // 6 % of 10.25 is 0.615.
    expect(feeTaxOf({ ...tax, on: [...tax.on] }, charges).amountMinor).toBe(62);
  });

  test('a payment that went to the seller costs, unless it is passed on in time', () => {
    const rule = { bp: 1_500, graceDays: 2, rounding: 'halfUp' } as const;
    const paid = { paidMinor: 100_000, paidOn: '2026-11-24' };
    expect(misdirectedFeeOf(rule, { ...paid, passedOn: '2026-11-26' }).amountMinor).toBe(0);
    expect(misdirectedFeeOf(rule, { ...paid, passedOn: '2026-11-27' }).amountMinor).toBe(15_000);
  });
});

describe('a pool’s minimum', () => {
  const minimum = {
    amountMinor: 120_000,
    every: 'month',
    from: 'calendar',
    counts: ['service_fee' as const],
    partOfPeriod: 'in_proportion',
    rounding: 'up',
  } as const;
  const agreement = { startsOn: '2026-02-10' };
  const paid = (amountMinor: number) => [{ charge: 'service_fee' as const, amountMinor }];

  test.each([
    ['what is short is charged', {}, '2026-11-24', 100_000, 20_000],
    ['nothing is where enough was charged', {}, '2026-11-24', 120_001, 0],
    ['the first month in proportion', {}, '2026-02-10', 0, 81_429],
    ['or whole', { partOfPeriod: 'whole' }, '2026-02-10', 0, 120_000],
    ['none before the agreement', { partOfPeriod: 'whole' }, '2026-01-10', 0, 0],
    ['a year of the agreement', { every: 'year', from: 'agreement' }, '2027-02-09', 1_000, 119_000],
  ] as const)('%s', (_, change, day, amountMinor, short) => {
    const of = { day, agreement, charges: paid(amountMinor) };
    expect(poolMinimumOf({ ...minimum, counts: ['service_fee'], ...change }, of).amountMinor).toBe(
      short,
    );
  });

  test('is asked in proportion of the period in which the agreement ends, its last day included', () => {
    const ending = { ...agreement, endsOn: '2026-11-15' };
    const of = { day: '2026-11-01', agreement: ending, charges: [] };
    expect(poolMinimumOf({ ...minimum, counts: ['service_fee'] }, of).amountMinor).toBe(60_000);
  });

  test.each([
    ['month', 'calendar', '2026-11-24', '2026-11-01', '2026-12-01'],
    ['quarter', 'calendar', '2026-11-24', '2026-10-01', '2027-01-01'],
    ['year', 'calendar', '2026-11-24', '2026-01-01', '2027-01-01'],
    ['month', 'agreement', '2026-11-09', '2026-10-10', '2026-11-10'],
    ['quarter', 'agreement', '2026-11-10', '2026-11-10', '2027-02-10'],
    ['year', 'agreement', '2027-02-09', '2026-02-10', '2027-02-10'],
  ] as const)('each %s from the %s: %s is in %s to %s', (every, from, day, first, next) => {
    const of = { day, agreement, charges: [] };
    const { period } = poolMinimumOf({ ...minimum, counts: ['service_fee'], every, from }, of);
    expect(period).toEqual({ from: first, to: next });
  });
});

describe('a pool’s charge over its receivables', () => {
  const of = (...weights: number[]) =>
    weights.map((weightMinor, index) => ({ id: `R${index}`, weightMinor }));
  const amounts = (totalMinor: number, receivables: { id: string; weightMinor: number }[]) =>
    sharesOf(totalMinor, receivables).shares.map(({ amountMinor }) => amountMinor);

  test.each([
    ['the largest remainders get the units left', 10, of(34, 33, 33), [4, 3, 3]],
    ['of equal ones the larger weight', 2, of(1, 3), [0, 2]],
    ['of equal ones the first id, not the first place', 1, of(1, 1).toReversed(), [0, 1]],
    ['what weighs nothing gets nothing', 100, of(0, 7), [0, 100]],
    ['below zero likewise', -10, of(34, 33, 33), [-4, -3, -3]],
  ])('%s', (_, totalMinor, receivables, expected) => {
    expect(amounts(totalMinor, receivables)).toEqual(expected);
  });

  test('stays unshared where there is nothing to share it over', () => {
    expect(sharesOf(10, [])).toEqual({ shares: [], unsharedMinor: 10 });
    expect(sharesOf(10, of(0))).toEqual({
      shares: [{ id: 'R0', amountMinor: 0 }],
      unsharedMinor: 10,
    });
  });
});

describe('payment at maturity', () => {
  const rule = { businessDays: 5, rounding: 'up' } as const;
  const lines = [
    { dueOn: '2026-11-20', amountMinor: 30_000 },
    { dueOn: '2026-12-20', amountMinor: 60_000 },
  ];

  test('is some business days after the average due day, weighted by amount', () => {
    expect(maturityDayOf(rule, lines, inT2)).toMatchObject({
      ok: true,
      averageDueOn: '2026-12-10',
      day: '2026-12-17',
    });
    const more = [...lines, { dueOn: '2026-12-20', amountMinor: 1 }];
    expect(maturityDayOf(rule, more, inT2)).toMatchObject({ averageDueOn: '2026-12-11' });
    expect(maturityDayOf({ ...rule, rounding: 'down' }, more, inT2)).toMatchObject({
      averageDueOn: '2026-12-10',
    });
  });

  test('is refused beyond what the calendar covers', () => {
    const late = [{ dueOn: '2026-12-28', amountMinor: 1 }];
    expect(maturityDayOf(rule, late, { calendars: ['CN'], market })).toMatchObject({
      refusal: { code: 'calendar_outside' },
    });
  });
});

describe('an agreement’s charges', () => {
  const charges = {
    version: 1,
    currency: 'EUR',
    calendars: ['T2'],
    advance: { shareBp: 8_500, rounding: 'down' },
    limitHoldback: true,
    interest,
    serviceFee: fee,
    feeTax: { bp: 600, on: ['service_fee'], rounding: 'halfUp' },
    minimums: [],
  };
  const messages = (value: unknown) => Charges.safeParse(value).error?.issues.map((i) => i.message);

  test.each([
    ['charges', Charges, 30],
    ['a derivation', Derivation, 5],
    ['a calendar', SettlementCalendar, 9],
    ['fixings', Fixings, 4],
  ])('every field of %s is explained', (_, schema, least) => {
    const silent: string[] = [];
    let fields = 0;
    JSON.stringify(z.toJSONSchema(schema), (key, value) => {
      if (key !== 'properties') return value;
      for (const [name, field] of Object.entries<{ description?: string }>(value)) {
        fields += 1;
        if (!field.description) silent.push(name);
      }
      return value;
    });
    expect(silent).toEqual([]);
    expect(fields).toBeGreaterThanOrEqual(least);
  });

  test('are read as they were written', () => {
    expect(Charges.parse(charges)).toEqual(charges);
  });

  test.each([
    [{ discount }, /for the same days/],
    [
      { discount, interest: undefined, maturity: { businessDays: 5, rounding: 'up' } },
      /at maturity/,
    ],
    [
      {
        serviceFee: {
          ...fee,
          tiers: [
            { fromDay: 30, everyDays: 10, bp: 100 },
            { fromDay: 30, everyDays: 10, bp: 50 },
          ],
        },
      },
      /starts on day 30/,
    ],
    [{ rate: 5 }, /rate/],
  ])(
    'are refused where they contradict themselves or say what is not known: %j',
    (change, text) => {
      expect(messages({ ...charges, ...change })?.join()).toMatch(text);
    },
  );
});
