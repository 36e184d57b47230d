import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qualityOf } from '../../../src/core/ageing/dilution.ts';
import { createBehaviours, paymentsOf } from '../../../src/core/ageing/payment.ts';
import { type SalesDay, salesOutstanding } from '../../../src/core/ageing/sales.ts';
import { sumMinor } from '../../../src/core/money.ts';
import { wordColumn, wordOutstanding } from '../../../src/core/wording/aged.ts';

const sold = (day: string, salesMinor: number, creditNotesMinor = 0): SalesDay => ({
  currency: 'EUR',
  day,
  salesMinor,
  creditNotesMinor,
});

// September 300, October 310, November 300: 910 in 91 days.
const days = [sold('2026-09-10', 300_00), sold('2026-10-12', 310_00), sold('2026-11-03', 300_00)];
const asOf = '2026-11-30';
const terms = {
  asOf,
  period: { from: '2026-09-01', to: asOf, days: 91 },
  monthsMax: 24,
  knownSince: undefined,
};

describe('days sales outstanding', () => {
  test('simple, best possible and delinquent come from the same sales', () => {
    const found = salesOutstanding({ openMinor: 455_00, notDueMinor: 182_00 }, days, terms);
    expect(found).toMatchObject({
      salesMinor: 910_00,
      simpleTenthDays: 455,
      bestTenthDays: 182,
      delinquentTenthDays: 273,
    });
  });

  test('counted back, November is used up and half of October: 30 + 15.5 days', () => {
    const found = salesOutstanding({ openMinor: 455_00, notDueMinor: 0 }, days, terms);
    expect(found.countBack).toMatchObject({ tenthDays: 455, restMinor: 0 });
    expect(found.countBack.months).toMatchObject([
      { month: '2026-11', days: 30, takenMinor: 300_00, tenthDays: 300 },
      { month: '2026-10', days: 31, takenMinor: 155_00, tenthDays: 155 },
    ]);
  });

  test('the month of the day counts with the days it has had', () => {
    const found = salesOutstanding({ openMinor: 300_00, notDueMinor: 0 }, days, {
      ...terms,
      asOf: '2026-11-10',
    });
    expect(found.countBack.months).toMatchObject([{ to: '2026-11-10', days: 10, tenthDays: 100 }]);
  });

  test('more open than all the months sold is said, and is at least their days', () => {
    const found = salesOutstanding({ openMinor: 1_000_00, notDueMinor: 0 }, days, {
      ...terms,
      monthsMax: 3,
    });
    expect(found.countBack).toMatchObject({ tenthDays: 910, restMinor: 90_00 });
    expect(wordOutstanding('en', found, { currency: 'EUR', knownSince: undefined }).countBack).toBe(
      'After 3 months backwards EUR 90.00 is still not accounted for: it is at least so many days.',
    );
  });

  test('without sales there is no figure, and credits above the invoices are nothing owed', () => {
    const nothing = salesOutstanding({ openMinor: 5, notDueMinor: 5 }, [], terms);
    expect(nothing.simpleTenthDays).toBeUndefined();
    const owed = salesOutstanding({ openMinor: -5, notDueMinor: 10 }, days, terms);
    expect(owed).toMatchObject({ simpleTenthDays: 0, bestTenthDays: 0 });
    expect(owed.countBack.months).toEqual([]);
  });

  test('sales before the first ledger are only partly known, and that is said', () => {
    const known = { ...terms, knownSince: '2026-10-31' };
    const found = salesOutstanding({ openMinor: 10, notDueMinor: 0 }, days, known);
    expect(found.isPartlyKnown).toBe(true);
    for (const locale of ['en', 'zh-CN'] as const) {
      const said = wordOutstanding(locale, found, { currency: 'EUR', knownSince: '2026-10-31' });
      expect(said.caution).toContain('2026');
    }
  });

  test('what is counted back takes exactly what is open, never more of a month than it sold', () => {
    const sales = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(sales, fc.integer({ min: 0, max: 9_000 }), (amounts, openMinor) => {
        const own = amounts.map((amountMinor, at) =>
          sold(
            `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`,
            amountMinor,
          ),
        );
        const found = salesOutstanding({ openMinor, notDueMinor: 0 }, own, {
          ...terms,
          asOf: '2026-12-31',
        });
        const { months, restMinor } = found.countBack;
        expect(sumMinor(months.map((month) => month.takenMinor)) + restMinor).toBe(openMinor);
        for (const month of months) expect(month.takenMinor).toBeLessThanOrEqual(month.salesMinor);
        for (const month of months.slice(0, -1)) expect(month.takenMinor).toBe(month.salesMinor);
      }),
    );
  });
});

describe('payments', () => {
  const fact = (effectiveOn: string, openMinor: number) => ({ effectiveOn, openMinor });

  test.each([
    [
      'in parts',
      [fact('2026-01-31', 100), fact('2026-02-28', 40), fact('2026-03-31', 0)],
      [60, 40],
    ],
    ['not before the first ledger', [fact('2026-01-31', 40)], []],
    ['taken back', [fact('2026-01-31', 100), fact('2026-02-28', 0), fact('2026-03-31', 100)], []],
    [
      'taken back in part',
      [fact('2026-01-31', 100), fact('2026-02-28', 0), fact('2026-03-31', 30)],
      [70],
    ],
    [
      'corrected on the day',
      [fact('2026-01-31', 100), fact('2026-02-28', 0), fact('2026-02-28', 90)],
      [10],
    ],
  ])('are seen %s', (_name, facts, amounts) => {
    expect(paymentsOf(facts).map(({ amountMinor }) => amountMinor)).toEqual(amounts);
  });

  test('are weighted by amount, counted by receivable, and compared with the year', () => {
    const behaviours = createBehaviours({ asOf, needed: 2 });
    const paid = (dueOn: string, on: string, amountMinor: number) =>
      behaviours.take({
        debtorId: 'D1',
        currency: 'EUR',
        dueOn,
        facts: [fact('2025-01-01', amountMinor), fact(on, 0)],
      });
    paid('2026-10-01', '2026-10-21', 300);
    paid('2026-10-01', '2026-10-11', 100);
    paid('2026-03-01', '2026-03-01', 400);
    paid('2024-01-01', '2025-10-01', 900);
    const [found] = behaviours.of('D1');
    expect(found?.recent).toEqual({ status: 'measured', count: 2, paidMinor: 400, tenthDays: 175 });
    expect(found?.year).toEqual({ status: 'measured', count: 3, paidMinor: 800, tenthDays: 88 });
    expect(found?.changeTenthDays).toBe(87);
    expect(behaviours.of('D2')).toEqual([]);
  });

  test('below the stated count nothing is said', () => {
    const behaviours = createBehaviours({ asOf, needed: 2 });
    const facts = [fact('2026-09-01', 100), fact('2026-10-01', 0)];
    behaviours.take({ debtorId: 'D1', currency: 'EUR', dueOn: '2026-09-01', facts });
    const [found] = behaviours.of('D1');
    expect(found?.recent).toEqual({ status: 'not_enough', count: 1, needed: 2 });
    expect(found?.changeTenthDays).toBeUndefined();
  });

  test('of the year never exceed what was open at first, however the ledgers go up and down', () => {
    const facts = fc
      .array(fc.integer({ min: 0, max: 50 }), { minLength: 1 })
      .map((amounts) =>
        amounts.map((openMinor, at) =>
          fact(`2026-01-${String(at + 1).padStart(2, '0')}`, openMinor),
        ),
      );
    fc.assert(
      fc.property(facts, (given) => {
        const highest = Math.max(...given.map(({ openMinor }) => openMinor));
        const paid = sumMinor(paymentsOf(given).map(({ amountMinor }) => amountMinor));
        expect(paid).toBeLessThanOrEqual(highest);
        expect(paid).toBeGreaterThanOrEqual(
          Math.max(0, (given[0]?.openMinor ?? 0) - (given.at(-1)?.openMinor ?? 0)),
        );
      }),
    );
  });
});

test('dilution holds credit notes against the sales of the month, or of one before', () => {
  const own = [...days, sold('2026-11-20', 0, 31_00)];
  const disputed = { currency: 'EUR', day: asOf, openMinor: 200, disputedMinor: 50, count: 1 };
  const disputes = [{ ...disputed, oldestSince: '2026-10-01' }];
  const [same] = qualityOf(own, disputes, { asOf, months: 2, lagMonths: 0 });
  expect(same).toMatchObject({
    month: '2026-11',
    dilutionPpm: 103_333,
    disputedPpm: 250_000,
    disputedCount: 1,
    oldestSince: '2026-10-01',
  });
  const [lagged] = qualityOf(own, disputes, { asOf, months: 2, lagMonths: 1 });
  expect(lagged?.dilutionPpm).toBe(100_000);
});

test.each([
  ['due_date', { id: '0', toDays: 0 }, 'Not due', '未到期'],
  ['invoice_date', { id: '0', toDays: 0 }, 'Same day', '当日'],
  ['due_date', { id: '0', toDays: 30 }, 'Up to 30 days', '30 天以内'],
  ['due_date', { id: '1', fromDays: 1, toDays: 30 }, '1–30 days', '1–30 天'],
  ['due_date', { id: '1', fromDays: 1, toDays: 1 }, '1 day', '1 天'],
  ['due_date', { id: '4', fromDays: 91 }, 'Over 90 days', '90 天以上'],
  ['due_date', { id: 'credit_note' }, 'Credit notes', '贷项通知单'],
] as const)('by %s the column %j is named %s', (basis, column, english, chinese) => {
  expect(wordColumn('en', column, basis)).toBe(english);
  expect(wordColumn('zh-CN', column, basis)).toBe(chinese);
});
