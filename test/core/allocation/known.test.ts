import { expect, test } from 'vitest';
import type { SolveLinear } from '../../../src/core/allocation/model.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import type { Price, Terms } from '../../../src/core/facility.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import type { Allocation } from '../../../src/core/plan.ts';
import { selectReceivables } from '../../../src/core/select.ts';
import { loadHighs } from '../../../src/solve/highs.ts';
import { asOf, input, invoice, planOf, terms } from '../selection-samples.ts';

const solve = await loadHighs();
const free: Rule[] = [{ rule: 'data_quality' }];
const priceless: Price = { rateBp: 0, dayCount: 'ACT/360', serviceFeeBp: 0, minimumFeeMinor: 0 };

function line(given: Partial<Terms>, rules = free): Terms {
  return terms(rules, { advanceRateBp: 10_000, ...given });
}

function allocated(
  amountMinor: number,
  given: Partial<SelectionInput>,
  horizonDays = 30,
): Allocation {
  const need = { amountMinor, currency: 'EUR', valueOn: asOf, horizonDays };
  const { allocation } = planOf(input({ need, ...given }));
  if (!allocation) throw new Error('no allocation');
  return allocation;
}

const debtors = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `D${index}`,
    name: `D${index}`,
    identifiers: {},
  }));

const taken = ({ lines }: Allocation) =>
  lines.map(({ facilityId, fundedMinor }) => `${facilityId} ${fundedMinor}`).toSorted();

test.each<[string, Partial<Terms>]>([
  ['a pledge', { mode: 'pledge' }],
  ['a sale', {}],
  ['a sale of whole accounts', { placing: 'whole_account' }],
])(
  '%s: what any two debtors may have together leaves room for one of seven and two of one tenth',
  (_, given) => {
    const pair: Rule = {
      rule: 'pair_concentration',
      shareBp: 8_000,
      base: 'facilityLimit',
      scope: 'debtor',
    };
    const receivables = [700_000, 100_000, 100_000].map((openMinor, index) =>
      invoice(index, { openMinor, debtorId: `D${index}` }),
    );
    const facilities = [line({ limitMinor: 1_000_000, ...given }, [pair])];
    const found = allocated(900_000, { receivables, facilities, debtors: debtors(3) });
    expect(found).toMatchObject({ cashMinor: 900_000, shortfallMinor: 0 });
  },
);

test('a debtor held above half of a pair’s share stays the one with more', () => {
  const pair: Rule = {
    rule: 'pair_concentration',
    shareBp: 8_000,
    base: 'facilityLimit',
    scope: 'debtor',
  };
  const receivables = [500_000, 600_000, 300_000].map((openMinor, index) =>
    invoice(index, { openMinor, debtorId: `D${index}` }),
  );
  const [held] = receivables;
  if (!held) throw new Error('no receivable');
  const facilities = [line({ limitMinor: 1_000_000, mode: 'pledge' }, [pair])];
  const found = allocated(900_000, {
    receivables,
    facilities,
    debtors: debtors(3),
    positions: [
      { receivableId: held.id, facilityId: 'F1', state: 'advanced', advancedMinor: 100_000 },
    ],
  });
  // 500,000 are held of D0, so that 300,000 are left for each other one.
  expect(taken(found)).toEqual(['F1 300000', 'F1 300000']);
});

test('fees kept back for lines of an account that are not funded count against the cash, rounded down', () => {
  const fx = [
    { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: asOf, source: 'test' },
    { from: 'EUR', to: 'USD', numerator: 11, denominator: 10, on: asOf, source: 'test' },
  ];
  const receivables = [700_103, 300_101].map((openMinor, index) =>
    invoice(index, { openMinor, currency: 'USD' }),
  );
  const price: Price = { ...priceless, serviceFeeBp: 53, withheld: 'interest_and_fees' };
  const limit: Rule = { rule: 'funder_limit', limits: [], otherwiseMinor: 100_000 };
  const facilities = [line({ placing: 'whole_account', currency: 'USD', price }, [limit])];
  const found = allocated(600_000, { receivables, facilities, fx });
  // One of them alone is funded, 100,000 less its fee; fees are 3,711 and 1,591, in euros 3,339.9 and 1,431.9.
  expect(found.cashMinor).toBe(90_000 - 3_340 - 1_432);
});

test('a line with a cheap pledge is kept although one with a dearer pledge could raise all', () => {
  const receivables = [invoice(0, { openMinor: 282_668 }), invoice(1, { openMinor: 1_757_526 })];
  const cheap = { ...priceless, rateBp: 600, serviceFeeBp: 20 };
  const facilities = [
    line({ facilityId: 'F1', mode: 'pledge', price: cheap, minimumDrawMinor: 13_704 }),
    line({ facilityId: 'F2', mode: 'pledge', price: { ...priceless, rateBp: 1_400 } }),
  ];
  const found = allocated(298_029, { receivables, facilities });
  // The fee of 565 and 1,413 on 282,668 at 6 %, 179 on the rest at 14 %: together 2,157 and not 3,477.
  expect(found).toMatchObject({ shortfallMinor: 0, costMinor: 2_157 });
});

test('a minimum draw that rounding misses by a little is made good by the line in part', () => {
  const rows: [number, string][] = [
    [1_590_398, '2027-01-10'],
    [332_707, '2027-02-21'],
    [1_224_578, '2027-01-05'],
    [20_637, '2027-02-16'],
    [657_160, '2026-12-23'],
  ];
  const receivables = rows.map(([openMinor, dueOn], index) => invoice(index, { openMinor, dueOn }));
  const price: Price = { ...priceless, rateBp: 350, dayCount: '30E/360', fixedFeeMinor: 9_328 };
  const facilities = [line({ advanceRateBp: 9_000, minimumDrawMinor: 3_274_493, price })];
  const found = allocated(153_997, { receivables, facilities }, 90);
  expect(found).toMatchObject({ cashMinor: 3_274_493, shortfallMinor: 0, costMinor: 23_046 });
});

test('out of reach, as much cash as a cap leaves is raised by the line with the lower fee', () => {
  const receivables = [invoice(0, { openMinor: 336_000 }), invoice(1, { openMinor: 732_629 })];
  const cap: Rule = { rule: 'funder_limit', limits: [], otherwiseMinor: 369_430 };
  const price = { ...priceless, serviceFeeBp: 150, rateBp: 350 };
  const facilities = [line({ mode: 'pledge', advanceRateBp: 8_000, price }, [cap])];
  const found = allocated(1_000_000, { receivables, facilities });
  expect(found.cashMinor).toBe(295_544);
  expect(taken(found)).toEqual(['F1 369430']);
});

test('a plan that no run of the solver finds is found by looking through what is left', () => {
  const amounts = [1_256_000, 1_989_300, 1_922_700, 1_828_300, 574_100];
  const others = [1_003_100, 823_700, 1_953_300, 1_775_400, 965_200];
  const receivables = amounts.flatMap((openMinor, index) => [
    invoice(2 * index, { openMinor, debtorId: `D${2 * (index % 2)}` }),
    invoice(2 * index + 1, { openMinor: others[index] ?? 1, debtorId: `D${2 * (index % 2) + 1}` }),
  ]);
  const sum = (of: number[]) => of.reduce((total, amount) => total + amount, 0);
  const price = { ...priceless, serviceFeeBp: 100 };
  const facilities = [amounts, others].map((own, index) =>
    line({ facilityId: `F${index}`, placing: 'whole_only', price, limitMinor: sum(own) }),
  );
  const amountMinor = sum(amounts) + sum(others);
  const need = { amountMinor, currency: 'EUR', valueOn: asOf, horizonDays: 30 };
  const relaxedOnly: SolveLinear = (model, options) =>
    options.nodes === 0 ? solve(model, options) : { status: 'nothing', detail: '', clock: false };
  const selection = selectReceivables(
    input({ need, receivables, facilities, debtors: debtors(4) }),
    relaxedOnly,
  );
  expect(selection).toMatchObject({
    plan: { allocation: { cashMinor: amountMinor, shortfallMinor: 0, bound: { isProven: true } } },
  });
});

test('while the need is not met nothing is called unneeded: a minimum draw out of reach is named', () => {
  const receivables = [invoice(0, { openMinor: 40_000 }), invoice(1, { openMinor: 30_000 })];
  const facilities = [line({ minimumDrawMinor: 100_000, price: priceless })];
  const found = allocated(50_000, { receivables, facilities });
  expect(found).toMatchObject({ cashMinor: 0, shortfallMinor: 50_000 });
  const params = { facilityId: 'F1', minimumMinor: 100_000, currency: 'EUR' };
  expect(found.notPlaced.map(({ reason, params }) => ({ reason, params }))).toEqual([
    { reason: 'minimum_draw', params },
    { reason: 'minimum_draw', params },
  ]);
});
