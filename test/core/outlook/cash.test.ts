import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import { type Awaited, cashComing } from '../../../src/core/outlook/cash.ts';
import { debtorEffects } from '../../../src/core/outlook/debtor.ts';
import type { Funded, FundedFacility } from '../../../src/core/outlook/funded.ts';
import { timelineOf } from '../../../src/core/outlook/timeline.ts';
import { target } from '../../../src/core/settlement/published.ts';
import { idOf } from '../reconciliation/case.ts';
import { charges, facility, funded, own, pledge, today } from './case.ts';

const through = addDays(today, 60);

function coming(of: FundedFacility, list: readonly Funded[], awaited: Awaited[] = []) {
  const facilities = [{ facility: of, funded: list }];
  const market = { calendars: [], fixings: [] };
  const found = cashComing({ today, through, facilities, awaited, market });
  return found.map(({ day, kind, amountMinor, basis }) => [day, kind, amountMinor, basis]);
}

describe('of a sale of 1,000.00 with 850.00 advanced', () => {
  it.each([
    ['its due day', {}, '2026-12-05', 'debtor_due'],
    ['its debtor’s usual delay later', { usualDelayDays: 9 }, '2026-12-14', 'debtor_delay'],
    ['today where that has passed', { dueOn: '2026-11-01' }, today, 'debtor_overdue'],
  ] as const)('150.00 comes back on %s', (_, change, day, basis) => {
    const list = [funded({ dueOn: '2026-12-05', ...change })];
    expect(coming(facility, list)).toEqual([[day, 'rebate', 150_00, basis]]);
  });

  it('it comes on a day on which money moves', () => {
    // 5 December 2026 is a Saturday.
    const list = [funded({ dueOn: '2026-12-05' })];
    expect(coming({ ...facility, calendars: [target] }, list)).toEqual([
      ['2026-12-07', 'rebate', 150_00, 'debtor_due'],
    ]);
  });

  it('a funder that pays at maturity pays on one day for a request, whenever its debtors do', () => {
    const maturity = { businessDays: 5, rounding: 'up' } as const;
    const { interest: _, serviceFee: __, ...rest } = charges;
    const agreed = { ...rest, maturity };
    // The average of 5 and 15 December is the 10th; every day is a business day.
    const list = [
      funded({ dueOn: '2026-12-05', usualDelayDays: 30 }),
      funded({ dueOn: '2026-12-15' }),
    ];
    expect(coming({ ...facility, charges: agreed }, list)).toEqual([
      ['2026-12-15', 'rebate', 150_00, 'maturity'],
      ['2026-12-15', 'rebate', 150_00, 'maturity'],
    ]);
  });

  it('interest comes at each month’s end and with the payment, by the agreement', () => {
    // Charged through October. November: 30 days of 850.00 at 6 %, 4.25. To 5 December: 4 days, 0.5667.
    const interest = { kind: 'charged', charge: 'interest', amountMinor: 4_25, ...own } as const;
    const list = [funded({ dueOn: '2026-12-05', facts: [{ on: '2026-10-31', fact: interest }] })];
    expect(coming({ ...facility, charges }, list)).toEqual([
      ['2026-12-01', 'interest', -4_25, 'month_end'],
      ['2026-12-05', 'interest', -57, 'month_end'],
      ['2026-12-05', 'rebate', 145_75, 'debtor_due'],
    ]);
  });

  it('what may be given back before its debtor is expected to pay is paid back, not released', () => {
    const list = [funded({ dueOn: '2026-09-20', usualDelayDays: 100 })];
    expect(coming(facility, list)).toEqual([['2026-12-19', 'recourse', -850_00, 'recourse_days']]);
    const demanded = { kind: 'recourse_due', on: '2026-11-30', ...own } as const;
    const asked = [funded({ dueOn: '2026-09-20', facts: [{ on: today, fact: demanded }] })];
    expect(coming(facility, asked)).toEqual([
      ['2026-11-30', 'recourse', -850_00, 'recourse_demanded'],
    ]);
  });

  it('what was passed on and taken back by the debtor’s bank comes back from the funder', () => {
    const by = { ...own, fxMinor: 0 } as const;
    const facts = [
      { on: '2026-11-20', fact: { kind: 'collected', by: 'seller', amountMinor: 300_00, ...by } },
      { on: '2026-11-21', fact: { kind: 'turned_over', amountMinor: 300_00, ...own } },
      { on: '2026-11-23', fact: { kind: 'collected', by: 'seller', amountMinor: -300_00, ...by } },
    ] as const;
    const found = coming(facility, [funded({ dueOn: '2027-06-05', facts: [...facts] })]);
    expect(found).toEqual([[today, 'turnover', 300_00, 'passed_on']]);
  });

  it('a dispute brings nothing until it is settled, and misdirected cash is passed on today', () => {
    const disputed = { kind: 'disputed', amountMinor: 100_00, ...own } as const;
    const paid = {
      kind: 'collected',
      by: 'seller',
      amountMinor: 300_00,
      fxMinor: 0,
      ...own,
    } as const;
    const list = [
      funded({
        dueOn: '2026-12-05',
        facts: [
          { on: '2026-11-20', fact: disputed },
          { on: '2026-11-21', fact: paid },
        ],
      }),
    ];
    expect(coming(facility, list)).toEqual([[today, 'turnover', -300_00, 'misdirected']]);
  });
});

it('a pledge is paid back when its debtor has paid; a revolving line is not', () => {
  const list = [funded({ dueOn: '2026-12-05', isPledge: true })];
  expect(coming(pledge, list)).toEqual([['2026-12-05', 'repayment', -850_00, 'debtor_due']]);
  const revolving = { ...pledge.agreement, product: 'borrowing_base' } as const;
  expect(coming({ ...pledge, agreement: revolving }, list)).toEqual([]);
});

it('an advance comes on the day of its request, or today where that has passed', () => {
  const advance = {
    facilityId: 'F1',
    kind: 'advance',
    requestId: idOf(7),
    name: 'FR-2',
    amountMinor: 500_00,
  } as const;
  const later = { ...advance, status: 'approved', asOf: '2026-11-26' } as const;
  const paid = { ...advance, status: 'funded', asOf: '2026-11-20' } as const;
  expect(coming(facility, [], [later, paid])).toEqual([
    [today, 'advance', 500_00, 'funded'],
    ['2026-11-26', 'advance', 500_00, 'approved'],
  ]);
});

describe('the timeline', () => {
  const anyExpected = fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 5 }).map((days) => addDays(today, days)),
      kind: fc.constantFrom('advance' as const, 'rebate' as const, 'interest' as const),
      facilityId: fc.constant('F1'),
      currency: fc.constantFrom('EUR', 'USD'),
      amountMinor: fc.integer({ min: -1_000_00, max: 1_000_00 }),
      basis: fc.constant('approved' as const),
      params: fc.constant({}),
      name: fc.constant('INV-1'),
    }),
  );
  const rates = new Map([
    ['EUR', { numerator: 1, denominator: 1 }],
    ['USD', { numerator: 9, denominator: 10 }],
  ]);

  it('has every amount once: cells sum to rows, rows to totals, rows to the functional total', () => {
    fc.assert(
      fc.property(anyExpected, (expected) => {
        const { rows, totals, functionalMinor } = timelineOf(expected, rates);
        const sum = (amounts: number[]) => amounts.reduce((total, one) => total + one, 0);
        for (const row of rows) {
          expect(sum(row.cells.map((cell) => cell.amountMinor))).toBe(row.amountMinor);
        }
        for (const { currency, amountMinor } of totals) {
          const own = expected.filter((one) => one.currency === currency);
          expect(sum(own.map((one) => one.amountMinor))).toBe(amountMinor);
          const last = rows.findLast((row) => row.currency === currency);
          expect(last?.runningMinor).toBe(amountMinor);
        }
        expect(functionalMinor).toBe(sum(rows.map((row) => row.functionalMinor ?? 0)));
        expect(sum(rows.flatMap(({ cells }) => cells.map(({ count }) => count)))).toBe(
          expected.length,
        );
      }),
    );
  });

  it('states no functional total where a rate is missing', () => {
    const [one] = fc.sample(anyExpected, { numRuns: 1, seed: 1 });
    const usd = { ...one?.[0], day: today, kind: 'advance', currency: 'USD' } as const;
    const whole = {
      facilityId: 'F1',
      amountMinor: 1,
      basis: 'approved',
      params: {},
      name: 'x',
    } as const;
    const { rows, functionalMinor } = timelineOf([{ ...usd, ...whole }], new Map());
    expect(rows).toMatchObject([{ amountMinor: 1 }]);
    expect(functionalMinor).toBeUndefined();
  });
});

describe('a debtor that owes 1,000.00 and 2,000.00 of what is held', () => {
  const list = [
    funded({ number: 1, dueOn: '2026-12-05' }),
    funded({ number: 2, dueOn: '2026-12-01', faceMinor: 2_000_00, advanceMinor: 1_700_00 }),
    funded({ number: 3, dueOn: '2026-12-01', debtorId: 'D2' }),
  ];
  const pools = [{ facility, funded: list }];

  it('has what is above a lower limit unfunded, in proportion', () => {
    // 3,000.00 owed, 2,550.00 funded; 1,000.00 above: a third.
    const [effect] = debtorEffects(pools, { debtorId: 'D1', limitMinor: 2_000_00 });
    expect(effect).toMatchObject({
      owedMinor: 3_000_00,
      fundsMinor: 2_550_00,
      limitCut: { aboveMinor: 1_000_00, affectedMinor: 850_00 },
    });
  });

  it('pays the oldest first: what is paid whole releases its reserve', () => {
    const [effect] = debtorEffects(pools, { debtorId: 'D1', paidMinor: 2_400_00 });
    expect(effect?.payment).toEqual({
      paidMinor: 2_400_00,
      settled: [idOf(2)],
      left: [
        { receivableId: idOf(2), openMinor: 0, advancedMinor: 0 },
        { receivableId: idOf(1), openMinor: 600_00, advancedMinor: 450_00 },
      ],
      freedMinor: 1_700_00 + 400_00,
      releasedMinor: 300_00,
    });
  });
});
