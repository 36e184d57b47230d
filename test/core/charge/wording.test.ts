import { describe, expect, test } from 'vitest';
import { advanceOf, limitHoldbackOf, rebateOf } from '../../../src/core/charge/advance.ts';
import { ChargeName } from '../../../src/core/charge/charges.ts';
import { Derivation, Step } from '../../../src/core/charge/derivation.ts';
import { feeTaxOf, misdirectedFeeOf, serviceFeeOf } from '../../../src/core/charge/fee.ts';
import { discountOf, interestOn } from '../../../src/core/charge/interest.ts';
import { maturityDayOf } from '../../../src/core/charge/maturity.ts';
import { poolMinimumOf } from '../../../src/core/charge/minimum.ts';
import { pooledFeeOf } from '../../../src/core/charge/pooledFee.ts';
import { wordDerivation } from '../../../src/core/wording/charges.ts';
import { word, wordRefusal } from '../../../src/core/wording/word.ts';
import { market } from './market.ts';

const t2: string[] = ['T2'];
const period = { from: '2026-11-24', to: '2027-01-08' };
const interest = {
  rate: { kind: 'fixed', percent: '6' },
  dayCount: 'ACT/360',
  charged: 'at_close',
  rounding: 'halfEven',
} as const;
const indexed = {
  kind: 'index',
  index: 'DAILY',
  margin: '4',
  floor: '0',
  reset: 'daily',
  lookbackDays: 0,
  calendars: t2,
} as const;
const fee = {
  initialBp: 200,
  tiers: [{ fromDay: 0, everyDays: 10, bp: 100 }],
  portion: 'whole' as const,
  minimumMinor: 5_000_000,
  rounding: 'halfUp' as const,
};
const named = ChargeName.options.slice(2, 4);
const held = {
  limitMinor: 1_000_00,
  holdbackBeforeMinor: 80_00,
  holdbackMinor: 30_00,
  limitHoldbackBeforeMinor: 0,
  feeMinor: 15_00,
  feeTaxMinor: 5_00,
};

const rule = {
  amountMinor: 120_000,
  every: 'month',
  from: 'calendar',
  counts: named,
  partOfPeriod: 'in_proportion',
  rounding: 'up',
} as const;
const used = (amountMinor: number, from = '2026-11-24') => [{ from, amountMinor }];
const november = [...used(3_600_000, '2026-11-03'), ...used(0, '2026-11-06')];
const discount = { ...interest, bufferDays: 2, convention: 'following' } as const;
const nominal = { nominalMinor: 10_000_000, fundedOn: '2026-11-24', dueOn: '2027-01-08' };

const cases: [string, { derivation: Derivation } | { ok: false }][] = [
  ['one rate', interestOn(interest, { fundsInUse: used(8_500_000), period }, market)],
  ['a rest', interestOn(interest, { fundsInUse: used(8_500_001), period }, market)],
  [
    'an index',
    interestOn(
      { ...interest, rate: indexed },
      { fundsInUse: november, period: { from: '2026-11-01', to: '2026-12-01' } },
      market,
    ),
  ],
  ['simple', discountOf({ ...discount, method: 'simple' }, nominal, { calendars: t2, market })],
  [
    'least',
    discountOf({ ...discount, method: 'simple', minimumDays: 60 }, nominal, {
      calendars: t2,
      market,
    }),
  ],
  [
    'true',
    discountOf({ ...discount, method: 'true_discount', dayCount: 'ACT/ACT' }, nominal, {
      calendars: t2,
      market,
    }),
  ],
  [
    'advance',
    advanceOf({ shareBp: 8_500, rounding: 'down' }, { faceMinor: 333, creditNotesMinor: 20 }),
  ],
  ['no fee', serviceFeeOf({ ...fee, initialBp: 0 }, { assignedMinor: 10_000_000, days: 0 })],
  ['fee', serviceFeeOf(fee, { assignedMinor: 10_000_000, days: 45 })],
  [
    'tax',
    feeTaxOf({ bp: 600, on: named, rounding: 'halfUp' }, [
      { charge: 'service_fee', amountMinor: 1_025 },
    ]),
  ],
  [
    'fees together',
    pooledFeeOf({ ...fee, minimumMinor: 50_000 }, [
      { baseMinor: 10_000_000, days: 45 },
      { baseMinor: 1_000_000, days: 45, before: 10 },
    ]),
  ],
  ['held', limitHoldbackOf({ exposureMinor: 1_200_00, ...held })],
  ['not held', limitHoldbackOf({ exposureMinor: 1_000_00, ...held })],
  [
    'minimum',
    poolMinimumOf(rule, {
      day: '2026-02-10',
      agreement: { startsOn: '2026-02-10' },
      charges: [{ charge: 'service_fee', amountMinor: 10_000 }],
    }),
  ],
  [
    'misdirected',
    misdirectedFeeOf(
      { bp: 1_500, graceDays: 2, rounding: 'up' },
      { paidMinor: 1_000_00, paidOn: '2026-11-24', passedOn: '2026-11-25' },
    ),
  ],
  [
    'rebate',
    rebateOf({
      collectedMinor: 9_800_000,
      advanceMinor: 8_500_000,
      feesMinor: 75_000,
      feeTaxMinor: 0,
      interestMinor: 63_750,
      chargebacksMinor: 0,
      newHoldbacksMinor: 0,
    }),
  ],
];
const atMaturity = maturityDayOf(
  { businessDays: 5, rounding: 'up' },
  [
    { dueOn: '2026-11-20', amountMinor: 30_000 },
    { dueOn: '2026-12-20', amountMinor: 60_000 },
  ],
  { calendars: t2, market },
);
const derivations = new Map(
  cases.flatMap(([name, found]) => ('derivation' in found ? [[name, found.derivation]] : [])),
);
const said = (name: string, locale: 'en' | 'zh-CN' = 'en') =>
  wordDerivation(locale, derivations.get(name) ?? { steps: [] }, 'EUR');

test('every step is among these, and each derivation is plain data', () => {
  expect(derivations.size).toBe(cases.length);
  const told = [...derivations.values(), ...(atMaturity.ok ? [atMaturity] : [])];
  const codes = told.flatMap(({ steps }) => steps.map(({ code }) => code));
  expect([...new Set(codes)].toSorted()).toEqual(Step.shape.code.options.toSorted());
  for (const derivation of derivations.values()) {
    expect(Derivation.parse(JSON.parse(JSON.stringify(derivation)))).toEqual(derivation);
  }
});

test.each(cases.map(([name]) => name))('%s is said in either language to the end', (name) => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const lines = said(name, locale);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/[{}_]|undefined|NaN/);
  }
});

describe('a derivation in English', () => {
  test.each([
    ['one rate', ['24 Nov 2026 to 8 Jan 2027: 85,000.00 × 6.00% × 45 / 360 = 637.50']],
    [
      'a rest',
      [
        '24 Nov 2026 to 8 Jan 2027: 85,000.01 × 6.00% × 45 / 360 = 637.500075',
        'Rounded half to even: 637.500075 → 637.50',
      ],
    ],
    [
      'an index',
      [
        'DAILY of 3 Nov 2026: 2.00%; with a margin of 4.00%, 6.00% a year.',
        '3 Nov 2026 to 4 Nov 2026: 36,000.00 × 6.00% × 1 / 360 = 6.00',
        'DAILY of 4 Nov 2026: 2.10%; with a margin of 4.00%, 6.10% a year.',
        '4 Nov 2026 to 5 Nov 2026: 36,000.00 × 6.10% × 1 / 360 = 6.10',
        'DAILY of 5 Nov 2026: -0.40%, which counts as the floor of 0.00%; with a margin of 4.00%, 4.00% a year.',
        '5 Nov 2026 to 6 Nov 2026: 36,000.00 × 4.00% × 1 / 360 = 4.00',
        'Together 16.10',
      ],
    ],
  ])('%s', (name, lines) => {
    expect(said(name)).toEqual(lines);
  });
});

test('the day of payment at maturity is said in either language', () => {
  const steps = atMaturity.ok ? atMaturity.steps : [];
  expect(wordDerivation('en', { steps }, 'EUR')).toEqual([
    'The average due day of 2 receivables, weighted by amount, is 10 Dec 2026; 5 business days on, 17 Dec 2026 is the day of payment.',
  ]);
  expect(wordDerivation('zh-CN', { steps }, 'EUR')).toEqual([
    '2 笔应收账款按金额加权的平均到期日为2026年12月10日；其后第 5 个工作日2026年12月17日付款。',
  ]);
});

test('what is refused is said with its name and day', () => {
  const { from } = period;
  const refused = interestOn(
    { ...interest, rate: indexed },
    { fundsInUse: used(1), period },
    market,
  );
  expect(refused.ok ? '' : wordRefusal('en', refused.refusal.code, refused.refusal.params)).toBe(
    'There is no fixing of DAILY for 24 Nov 2026. Load the fixing; no rate is assumed.',
  );
  const params = { calendar: 'CN', day: from, firstYear: 2025, lastYear: 2026 };
  expect(wordRefusal('zh-CN', 'calendar_outside', params)).toBe(
    '结算日历“中国法定工作日”涵盖 2025 年至 2026 年，不含2026年11月24日。请载入涵盖该日的版本。',
  );
  expect(word('en', 'charge.service_fee')).toBe('Service fee');
});
