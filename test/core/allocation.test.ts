import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { checkPlan } from '../../src/core/check/plan.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import type { Allocation, Plan } from '../../src/core/plan.ts';
import { anyInput } from './any-input.ts';
import { anyModes } from './any-modes.ts';
import { asOf, cover, credit, idOf, input, invoice, planOf, terms } from './selection-samples.ts';

const need = { amountMinor: 8_000, currency: 'EUR', valueOn: '2026-11-24', horizonDays: 30 };
const free: Rule[] = [{ rule: 'not_yet_issued' }];

function allocated(given: Partial<SelectionInput>): Allocation {
  const { allocation } = planOf(input({ need, facilities: [terms(free)], ...given }));
  if (!allocation) throw new Error('no allocation');
  return allocation;
}

const placed = ({ lines }: Allocation) =>
  lines.map(({ receivableId, facilityId }) => `${receivableId.slice(9, 13)} ${facilityId}`);
const named = (number: number, facilityId = 'F1') => `${idOf(number).slice(9, 13)} ${facilityId}`;

test('the cheapest facility is filled first, the next one takes what is left of the need', () => {
  const dear = { rateBp: 900, dayCount: 'ACT/360', serviceFeeBp: 20, minimumFeeMinor: 0 } as const;
  const facilities = [
    terms(free, { facilityId: 'F1', price: dear }),
    terms(free, { facilityId: 'F2', limitMinor: 8_000 }),
  ];
  const receivables = [invoice(1), invoice(2, { debtorId: 'D2' })];
  const allocation = allocated({ facilities, receivables, need: { ...need, amountMinor: 16_000 } });
  expect(placed(allocation).toSorted()).toEqual([named(1, 'F2'), named(2, 'F1')].toSorted());
  expect(allocation).toMatchObject({ cashMinor: 16_000, shortfallMinor: 0 });
});

test('receivables placed whole or not at all: the least cost that reaches the need', () => {
  const amounts = [5_000, 9_000, 6_000, 5_600];
  const receivables = amounts.map((openMinor, index) =>
    invoice(index, { openMinor, dueOn: '2027-01-31' }),
  );
  const facilities = [terms(free, { placing: 'whole_only' })];
  const allocation = allocated({ receivables, facilities, need: { ...need, amountMinor: 8_400 } });
  expect(allocation.cashMinor).toBe(8_480);
  expect(placed(allocation).toSorted()).toEqual([named(0), named(3)].toSorted());
});

test('what no facility can still take is a shortfall, with a reason for each receivable', () => {
  const facilities = [terms(free, { limitMinor: 8_000 })];
  const receivables = [invoice(1, { dueOn: '2026-12-01' }), invoice(2)];
  const allocation = allocated({ facilities, receivables, need: { ...need, amountMinor: 8_001 } });
  expect(allocation).toMatchObject({ cashMinor: 8_000, shortfallMinor: 1 });
  expect(allocation.notPlaced).toEqual([
    {
      receivableId: idOf(1),
      reason: 'facility_full',
      params: { facilityId: 'F1', advanceMinor: 8_000, roomMinor: 0, currency: 'EUR' },
    },
  ]);
});

test('a need met leaves the others unneeded, and names the dearer ones', () => {
  const receivables = [
    invoice(1, { dueOn: '2027-02-28' }),
    invoice(2, { dueOn: '2027-02-28' }),
    invoice(3, { dueOn: '2026-11-30' }),
  ];
  const { notPlaced } = allocated({ receivables });
  expect(notPlaced.map(({ receivableId, reason }) => [receivableId, reason])).toEqual([
    [idOf(2), 'need_met'],
    [idOf(3), 'dearer'],
  ]);
});

test('a receivable someone holds is not placed again', () => {
  const positions = [{ receivableId: idOf(1), facilityId: 'X', state: 'x', advancedMinor: 0 }];
  const allocation = allocated({ receivables: [invoice(1)], positions });
  expect(allocation).toMatchObject({ lines: [], notPlaced: [], shortfallMinor: 8_000 });
});

describe('cover under one policy counts once for all facilities', () => {
  const insured: Rule[] = [{ rule: 'insured_limit', policyId: 'P1' }];
  const facilities = [
    terms(insured, { facilityId: 'F1', limitMinor: 4_000 }),
    terms([{ rule: 'term_too_long', days: 59, operator: '>' }, ...insured], { facilityId: 'F2' }),
  ];
  const receivables = [
    invoice(1, { openMinor: 5_000, dueOn: '2027-02-28' }),
    invoice(2, { openMinor: 5_000, issuedOn: '2026-11-02', dueOn: '2026-12-31' }),
  ];

  // The first facility has room for one; the second takes only the second invoice; parts count.
  test.each([
    [10_000, 8_000],
    [9_999, 7_999],
    [5_000, 4_000],
  ])('a limit of %d yields cash of %d', (amountMinor, cashMinor) => {
    const book = [cover({ layers: [{ amountMinor, validFrom: '2026-01-01' }] })];
    expect(allocated({ receivables, facilities, cover: book }).cashMinor).toBe(cashMinor);
  });
});

test('a share of the pool holds on what is funded, not on what could be', () => {
  const rules: Rule[] = [
    { rule: 'debtor_concentration', shareBp: 5_000, scope: 'debtor', base: 'poolAfterCaps' },
  ];
  const receivables = [1, 2, 3, 4].map((number) =>
    invoice(number, { debtorId: number < 3 ? 'D1' : 'D2', dueOn: `2027-03-0${number}` }),
  );
  const given = { receivables, facilities: [terms(rules)], need: { ...need, amountMinor: 16_000 } };
  const { cashMinor, lines } = allocated(given);
  const debtors = lines.map(
    (line) => receivables.find(({ id }) => id === line.receivableId)?.debtorId,
  );
  expect(cashMinor).toBe(16_000);
  expect(debtors.toSorted()).toEqual(['D1', 'D2']);
});

test('credits count once when a debtor’s invoices go to two facilities that net them apart', () => {
  const net = (unreferenced: 'latest_due_first' | 'oldest_due_first'): Rule[] => [
    { rule: 'credits', unreferenced },
  ];
  const facilities = [
    terms(net('latest_due_first'), { facilityId: 'F1', limitMinor: 8_000 }),
    terms(net('oldest_due_first'), { facilityId: 'F2', limitMinor: 8_000 }),
  ];
  const receivables = [
    invoice(1, { dueOn: '2027-01-30' }),
    invoice(2, { dueOn: '2027-01-31' }),
    credit(3, { openMinor: -1 }),
  ];
  const given = { facilities, receivables, need: { ...need, amountMinor: 16_000 } };
  const { lines } = allocated(given);
  const funded = lines.reduce((total, line) => total + line.fundedMinor, 0);
  expect(funded).toBeLessThanOrEqual(19_999);
  expect(funded).toBeGreaterThan(0);
});

test('sold whole under a policy that covers by date, whole is what is covered, and the checker knows', () => {
  const rules: Rule[] = [
    { rule: 'funder_limit', limits: [], otherwiseMinor: 9_000 },
    { rule: 'insured_limit', policyId: 'P1', consumption: 'chronological', maximumTermDays: 90 },
  ];
  const given = {
    facilities: [terms(rules, { placing: 'whole_only' })],
    receivables: [
      invoice(1, { openMinor: 6_000 }),
      invoice(2, { openMinor: 6_000, issuedOn: '2026-11-02' }),
      invoice(3, { openMinor: 6_000, issuedOn: '2026-11-03', dueOn: '2027-03-31' }),
    ],
    cover: [cover({ layers: [{ amountMinor: 7_500, validFrom: '2026-01-01' }] })],
    need: { ...need, amountMinor: 6_000 },
  };
  const plan = planOf(input(given));
  // 6,000 and 1,500 are covered, within the funder's 9,000; the term of the third is too long.
  const found = plan.allocation?.lines.map(({ fundedMinor }) => fundedMinor);
  expect(found?.toSorted()).toEqual([1_500, 6_000]);
  const [first] = plan.allocation?.lines ?? [];
  if (first) first.fundedMinor += 1;
  expect(checkPlan(input(given), plan).map(({ code }) => code)).toContain('funded');
});

test('with facilities of every mode a plan holds, whatever the terms, ledger and need', () => {
  let met = 0;
  fc.assert(
    fc.property(anyModes, (sample) => {
      const plan = planOf(sample);
      expect(checkPlan(sample, plan)).toEqual([]);
      if (plan.allocation?.shortfallMinor === 0) met += 1;
    }),
    { numRuns: 250 },
  );
  expect(met).toBeGreaterThan(10);
});

describe('the cost over the horizon', () => {
  const price = { rateBp: 520, dayCount: 'ACT/360', serviceFeeBp: 50, minimumFeeMinor: 0 } as const;

  test.each([
    ['90 days: ACT/360', price, 90, 1_300_000 + 500_000],
    ['beyond the horizon: interest only to it', price, 120, 1_300_000 + 500_000],
    ['30 days: the fee comes three times', price, 30, 433_333 + 1_500_000],
    ['overdue: as one day', price, -5, 14_444 + 45_000_000],
    ['ACT/365F', { ...price, dayCount: 'ACT/365F' as const }, 90, 1_282_192 + 500_000],
    ['the minimum fee', { ...price, minimumFeeMinor: 500_001 }, 90, 1_300_000 + 500_001],
  ])('%s', (_, stated, daysToDue, expected) => {
    const dueOn = addDays(asOf, daysToDue);
    const { lines } = allocated({
      receivables: [invoice(1, { openMinor: 100_000_000, dueOn })],
      facilities: [terms(free, { price: stated, advanceRateBp: 10_000 })],
      need: { ...need, amountMinor: 100_000_000, horizonDays: 90 },
    });
    expect(lines.map(({ costMinor }) => costMinor)).toEqual([expected]);
  });
});

const checkedRules: Rule[] = [
  { rule: 'past_due_date', days: 60, operator: '>' },
  { rule: 'insured_limit', policyId: 'P1' },
  { rule: 'debtor_concentration', shareBp: 6_000, scope: 'debtor', base: 'poolAfterCaps' },
];
const checked = input({
  receivables: [
    invoice(1, { openMinor: 9_000 }),
    invoice(2, { debtorId: 'D2', openMinor: 8_000 }),
    invoice(3, { debtorId: 'D2', openMinor: 300, dueOn: '2026-01-31', issuedOn: '2026-01-01' }),
    invoice(4, { debtorId: 'D3', openMinor: 7_000 }),
  ],
  facilities: [terms(checkedRules, { limitMinor: 15_000 })],
  cover: ['D1', 'D2', 'D3'].map((debtorId) =>
    cover({ debtorId, layers: [{ amountMinor: 8_000, validFrom: '2026-01-01' }] }),
  ),
  need: { ...need, amountMinor: 12_000 },
});

const mutations: [string, string, (plan: Plan) => void][] = [
  ['a cent more gross', 'gross', (plan) => add(plan, 0, { grossMinor: 1, eligibleMinor: 1 })],
  ['a cent more eligible', 'line_sum', (plan) => add(plan, 0, { eligibleMinor: 1 })],
  ['a deduction that shrank', 'insured_limit', (plan) => shrink(plan, 'insured_limit')],
  ['an excluded invoice let in', 'past_due_date', (plan) => shrink(plan, 'past_due_date')],
  ['a line that is missing', 'line', (plan) => void facility(plan).lines.pop()],
  ['a line listed twice', 'line', (plan) => void facility(plan).lines.push(lineAt(plan, 0))],
  [
    'a waterfall step off by a cent',
    'waterfall',
    (plan) => raise(facility(plan).waterfall[0], 'amountMinor'),
  ],
  ['a pool off by a cent', 'facility_sum', (plan) => raise(facility(plan), 'poolMinor')],
  ['availability off by a cent', 'facility_sum', (plan) => raise(facility(plan), 'availableMinor')],
  ['a facility without a result', 'facilities', (plan) => void plan.facilities.pop()],
  ['a receivable placed twice', 'place', (plan) => void allocation(plan).lines.push(first(plan))],
  ['a receivable unexplained', 'place', (plan) => void allocation(plan).notPlaced.pop()],
  ['an advance off by a cent', 'advance', (plan) => raise(first(plan), 'advanceMinor')],
  ['a cost off by a cent', 'cost', (plan) => raise(first(plan), 'costMinor')],
  [
    'funding above what is left of the receivable',
    'funded',
    (plan) => void Object.assign(first(plan), { fundedMinor: 10_000_001 }),
  ],
  ['funding off by a cent', 'total', (plan) => raise(first(plan), 'fundedMinor')],
  ['cash off by a cent', 'total', (plan) => raise(allocation(plan), 'cashMinor')],
  ['a shortfall that is hidden', 'total', (plan) => raise(allocation(plan), 'shortfallMinor')],
  ['a line dropped from the sums', 'total', (plan) => void allocation(plan).lines.shift()],
  [
    'a facility that does not exist',
    'allocation_line',
    (plan) => void Object.assign(first(plan), { facilityId: 'F9' }),
  ],
];

describe('the checker finds', () => {
  test('nothing in the plan itself', () => {
    expect(checkPlan(checked, planOf(checked))).toEqual([]);
  });

  test.each(mutations)('%s', (_, code, mutate) => {
    const plan = structuredClone(planOf(checked));
    mutate(plan);
    expect(checkPlan(checked, plan).map((violation) => violation.code)).toContain(code);
  });

  test('a plan held against terms that allow less', () => {
    const plan = planOf(checked);
    const against = (change: Partial<SelectionInput>) =>
      checkPlan({ ...checked, ...change }, plan).map((violation) => violation.code);
    const lower = checked.facilities.map((item) => ({ ...item, limitMinor: 1 }));
    expect(against({ facilities: lower })).toContain('facility_sum');
    expect(against({ cover: checked.cover.slice(1) })).toContain('insured_limit');
    expect(against({ positions: planPositions(plan) })).not.toEqual([]);
  });

  test('any change to a number of any plan', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.constantFrom(-1, 1), (sample, pick, change) => {
        const plan = planOf(sample);
        const copy = structuredClone(plan);
        const line = copy.facilities[0]?.lines[pick % Math.max(1, copy.facilities[0].lines.length)];
        if (!line) return;
        line.eligibleMinor += change;
        expect(checkPlan(sample, copy)).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

function facility(plan: Plan): Plan['facilities'][number] {
  const result = plan.facilities[0];
  if (!result) throw new Error('no facility');
  return result;
}

function allocation(plan: Plan): Allocation {
  if (!plan.allocation) throw new Error('no allocation');
  return plan.allocation;
}

function first(plan: Plan): Allocation['lines'][number] {
  const line = allocation(plan).lines[0];
  if (!line) throw new Error('nothing placed');
  return line;
}

function lineAt(plan: Plan, index: number): Plan['facilities'][number]['lines'][number] {
  const line = facility(plan).lines[index];
  if (!line) throw new Error('no line');
  return line;
}

function add(plan: Plan, index: number, by: { grossMinor?: number; eligibleMinor?: number }): void {
  const line = lineAt(plan, index);
  line.grossMinor += by.grossMinor ?? 0;
  line.eligibleMinor += by.eligibleMinor ?? 0;
}

/** A cent more in one place. */
function raise<Key extends string>(values: Record<Key, number> | undefined, key: Key): void {
  if (values) Object.assign(values, { [key]: values[key] + 1 });
}

/** Takes a cent off the first deduction of a rule and lets it count, with every sum adjusted. */
function shrink(plan: Plan, rule: string): void {
  const result = facility(plan);
  for (const line of result.lines) {
    const deduction = line.deductions.find((item) => item.rule === rule);
    if (!deduction) continue;
    deduction.amountMinor -= 1;
    line.eligibleMinor += 1;
    result.poolMinor += 1;
    const step = result.waterfall.find((item) => item.rule === rule);
    if (step) step.amountMinor -= 1;
    return;
  }
}

function planPositions(plan: Plan): SelectionInput['positions'] {
  return allocation(plan).lines.map(({ receivableId, facilityId, advanceMinor }) => ({
    receivableId,
    facilityId,
    state: 'advanced',
    advancedMinor: advanceMinor,
  }));
}

test('what a facility holds counts against its limits, covered still or not', () => {
  const rules: Rule[] = [
    { rule: 'funder_limit', limits: [], otherwiseMinor: 10_000 },
    { rule: 'insured_limit', policyId: 'P1', maximumTermDays: 90 },
  ];
  const { lines } = allocated({
    facilities: [terms(rules)],
    receivables: [
      invoice(1, { openMinor: 9_000, issuedOn: '2026-10-01', dueOn: '2027-03-31' }),
      invoice(2, { openMinor: 5_000 }),
    ],
    positions: [{ receivableId: idOf(1), facilityId: 'F1', state: 'advanced', advancedMinor: 0 }],
    cover: [cover({ layers: [{ amountMinor: 100_000, validFrom: '2026-01-01' }] })],
  });
  expect(lines.map(({ fundedMinor }) => fundedMinor)).toEqual([1_000]);
});
