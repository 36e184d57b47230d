import { expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Price, Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import type { Allocation } from '../../src/core/plan.ts';
import { asOf, input, invoice, planOf, terms } from './selection-samples.ts';

const interest: Price = {
  rateBp: 600,
  dayCount: 'ACT/360',
  serviceFeeBp: 50,
  minimumFeeMinor: 0,
  withheld: 'interest',
};
const all: Price = { ...interest, withheld: 'interest_and_fees' };

type Case = {
  price: Price;
  horizonDays: number;
  daysToDue?: number;
  usualDelayDays?: number;
  openMinor?: number;
  terms?: Partial<Terms>;
  rules?: Rule[];
};

/** One receivable, 100,000.00 due in 90 days unless said otherwise, and a need beyond it. */
function allocated(of: Case, given: Partial<SelectionInput> = {}): Allocation {
  const { openMinor = 10_000_000, daysToDue = 90, usualDelayDays = 0 } = of;
  const dueOn = addDays(asOf, daysToDue);
  const { allocation } = planOf(
    input({
      receivables: [invoice(1, { openMinor, dueOn, ...currencyOf(of) })],
      debtors: [{ id: 'D1', name: 'One', identifiers: {}, usualDelayDays }],
      facilities: [terms(of.rules ?? [{ rule: 'data_quality' }], { ...of.terms, price: of.price })],
      need: {
        amountMinor: 1_000_000_000,
        currency: 'EUR',
        valueOn: asOf,
        horizonDays: of.horizonDays,
      },
      fx: [
        { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: asOf, source: 'test' },
        { from: 'EUR', to: 'USD', numerator: 10, denominator: 9, on: asOf, source: 'test' },
      ],
      ...given,
    }),
  );
  if (!allocation) throw new Error('no allocation');
  return allocation;
}

function currencyOf({ terms: given }: Case): { currency?: 'USD' } {
  return given?.currency === 'USD' ? { currency: 'USD' } : {};
}

const cap: Rule = { rule: 'funder_limit', limits: [], otherwiseMinor: 5_000_000 };

/** The advance is 80 %: 8,000,000, on which 6 % are 120,000 for 90 days and 40,000 for 30. */
test.each<[string, Case, { cash: number; cost: number }]>([
  [
    'the horizon is a third of the time to the due day: all 90 days are kept back, 30 are the cost',
    { price: interest, horizonDays: 30 },
    { cash: 8_000_000 - 120_000, cost: 40_000 + 50_000 },
  ],
  [
    'the horizon is the due day: what is kept back is the interest of the cost',
    { price: interest, horizonDays: 90 },
    { cash: 8_000_000 - 120_000, cost: 120_000 + 50_000 },
  ],
  [
    'the horizon is beyond the due day: no more than 90 days are kept back',
    { price: interest, horizonDays: 180 },
    { cash: 8_000_000 - 120_000, cost: 120_000 + 100_000 },
  ],
  [
    'with the fee: it is kept back whole, within a horizon that it outlasts',
    { price: all, horizonDays: 30 },
    { cash: 8_000_000 - 120_000 - 50_000, cost: 40_000 + 50_000 },
  ],
  [
    'with the fee: it is kept back once where it falls due twice within the horizon',
    { price: all, horizonDays: 180 },
    { cash: 8_000_000 - 120_000 - 50_000, cost: 120_000 + 100_000 },
  ],
  [
    'the least fee is kept back where it is the higher',
    { price: { ...all, minimumFeeMinor: 60_001 }, horizonDays: 30 },
    { cash: 8_000_000 - 120_000 - 60_001, cost: 40_000 + 60_001 },
  ],
  [
    'the contract’s least days are kept back, and cost as much',
    { price: { ...interest, minimumDays: 120 }, horizonDays: 30 },
    { cash: 8_000_000 - 160_000, cost: 160_000 + 50_000 },
  ],
  [
    'the debtor’s usual delay of 15 days is kept back too',
    { price: interest, horizonDays: 30, usualDelayDays: 15 },
    { cash: 8_000_000 - 140_000, cost: 40_000 + 50_000 },
  ],
  [
    'overdue: a day is kept back, 1,333.33',
    { price: interest, horizonDays: 1, daysToDue: -10 },
    { cash: 8_000_000 - 1_333, cost: 1_333 + 50_000 },
  ],
  [
    'a year of 365 days: 118,356.16 are kept back, 39,452.05 are the cost',
    { price: { ...interest, dayCount: 'ACT/365F' }, horizonDays: 30 },
    { cash: 8_000_000 - 118_356, cost: 39_452 + 50_000 },
  ],
  [
    'months of 30 days: from 24 November to 22 February there are 88, 117,333.33',
    { price: { ...interest, dayCount: '30E/360' }, horizonDays: 30 },
    { cash: 8_000_000 - 117_333, cost: 40_000 + 50_000 },
  ],
  [
    'funded in part, half of it: interest is kept back on what is advanced, the fee in full',
    { price: all, horizonDays: 30, rules: [cap] },
    { cash: 4_000_000 - 60_000 - 50_000, cost: 20_000 + 50_000 },
  ],
  [
    'another currency: 148.14 of 9,876 are kept back, and what is paid converts down, the cost up',
    {
      price: { ...interest, serviceFeeBp: 0 },
      horizonDays: 30,
      openMinor: 12_345,
      terms: { currency: 'USD' },
    },
    { cash: 8_755, cost: 45 },
  ],
  [
    'half a minor unit goes to the even one: 4.5 of 300',
    {
      price: { ...interest, serviceFeeBp: 0 },
      horizonDays: 30,
      openMinor: 300,
      terms: { advanceRateBp: 10_000 },
    },
    { cash: 296, cost: 2 },
  ],
  [
    'a pledge pays what is drawn',
    { price: interest, horizonDays: 30, terms: { mode: 'pledge' } },
    { cash: 8_000_000, cost: 40_000 + 50_000 },
  ],
])('%s', (_, of, { cash, cost }) => {
  const { cashMinor, costMinor } = allocated(of);
  expect({ cash: cashMinor, cost: costMinor }).toEqual({ cash, cost });
});

test('the bound holds where the interest of the cost and the interest kept back differ', () => {
  // 7,880,000 each, 90,000 each: a second receivable is needed for the last 120,000 of 8,000,000.
  const receivables = [1, 2].map((number) =>
    invoice(number, { openMinor: 10_000_000, dueOn: addDays(asOf, 90) }),
  );
  const facilities = [
    terms([{ rule: 'data_quality' }], { price: interest, placing: 'whole_only' }),
  ];
  const need = { amountMinor: 8_000_000, currency: 'EUR' as const, valueOn: asOf, horizonDays: 30 };
  const found = allocated({ price: interest, horizonDays: 30 }, { receivables, facilities, need });
  expect(found).toMatchObject({
    cashMinor: 15_760_000,
    costMinor: 180_000,
    shortfallMinor: 0,
    bound: { exactMinor: 180_000, isProven: true },
  });
});
