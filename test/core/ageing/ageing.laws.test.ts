import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addCells, agedSum, ageingOf, perCurrency } from '../../../src/core/ageing/ageing.ts';
import {
  type AgeingTerms,
  agesFrom,
  columnAt,
  columnsOf,
  heldIn,
  SlabLimits,
  slabOf,
} from '../../../src/core/ageing/column.ts';
import { portfolioOf } from '../../../src/core/ageing/portfolio.ts';
import { convertParts, ratesInto } from '../../../src/core/ageing/rates.ts';
import { addDays } from '../../../src/core/calendar.ts';
import { convert } from '../../../src/core/eligibility/fx.ts';
import { sumMinor } from '../../../src/core/money.ts';
import type { Receivable } from '../../../src/core/receivable.ts';
import { credit, invoice } from '../selection-samples.ts';

const asOf = '2026-11-24';

const anyLimits = fc
  .uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 6 })
  .map((limits) => limits.toSorted((left, right) => left - right));

const anyTerms: fc.Arbitrary<AgeingTerms> = fc.record({
  asOf: fc.constant(asOf),
  basis: fc.constantFrom('due_date', 'invoice_date'),
  limits: anyLimits,
  credits: fc.constantFrom('apart', 'aged'),
});

const anyItem: fc.Arbitrary<Receivable> = fc
  .record({
    nth: fc.integer({ min: 1, max: 1_000_000 }),
    debtorId: fc.constantFrom('D1', 'D2', 'D3'),
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    issuedOn: fc.integer({ min: -300, max: 5 }).map((days) => addDays(asOf, days)),
    term: fc.integer({ min: 0, max: 120 }),
    openMinor: fc.integer({ min: 1, max: 1_000_000_000 }),
    kind: fc.constantFrom('invoice', 'invoice', 'credit_note', 'unapplied_cash'),
  })
  .map(({ nth, debtorId, currency, issuedOn, term, openMinor, kind }) =>
    kind === 'invoice'
      ? invoice(nth, {
          debtorId,
          currency,
          issuedOn,
          dueOn: addDays(issuedOn, term),
          openMinor,
          faceMinor: openMinor,
          disputedMinor: nth % 3 === 0 ? openMinor : 0,
        })
      : {
          ...credit(nth, {
            debtorId,
            currency,
            issuedOn,
            openMinor: -openMinor,
            faceMinor: -openMinor,
          }),
          kind: kind === 'credit_note' ? ('credit_note' as const) : ('unapplied_cash' as const),
        },
  );

const rowsOf = (items: readonly Receivable[], terms: AgeingTerms) =>
  ageingOf(
    items.map((item) => agedSum(item, terms.basis)),
    terms,
  );

describe('slabs', () => {
  test.each([
    [-5, 0],
    [0, 0],
    [1, 1],
    [30, 1],
    [31, 2],
    [90, 3],
    [91, 4],
    [4000, 4],
  ])('an age of %i days is in slab %i of 0, 30, 60, 90', (age, slab) => {
    expect(slabOf(age, [0, 30, 60, 90])).toBe(slab);
  });

  test.each([
    [[]],
    [[30, 30]],
    [[60, 30]],
    [[-1, 5]],
    [[1.5]],
    [[3651]],
    [Array.from({ length: 13 }, (_, at) => at)],
  ])('the limits %j are refused', (limits) => {
    expect(SlabLimits.safeParse(limits).success).toBe(false);
  });

  test('part all ages: each is in exactly one', () => {
    fc.assert(
      fc.property(anyTerms, fc.integer({ min: -400, max: 5000 }), (terms, age) => {
        const holding = columnsOf({ ...terms, credits: 'aged' }).filter(
          ({ fromDays = age, toDays = age }) => age >= fromDays && age <= toDays,
        );
        expect(holding.map(({ id }) => id)).toEqual([String(slabOf(age, terms.limits))]);
      }),
    );
  });

  test('what a column is said to hold is what stands in it', () => {
    fc.assert(
      fc.property(anyTerms, anyItem, (terms, item) => {
        const day = agesFrom(item, terms.basis);
        const at = columnAt({ kind: item.kind, day }, terms);
        const holding = columnsOf(terms).flatMap((column, index) => {
          const { kinds, from = day, to = day } = heldIn(column, terms);
          return kinds.includes(item.kind) && day >= from && day <= to ? [index] : [];
        });
        expect(holding).toEqual([at]);
      }),
    );
  });
});

describe('an ageing', () => {
  test('adds up to the ledger, by column, debtor and currency', () => {
    fc.assert(
      fc.property(anyTerms, fc.array(anyItem), (terms, items) => {
        const rows = rowsOf(items, terms);
        for (const { currency, total, cells } of perCurrency(rows)) {
          const own = items.filter((item) => item.currency === currency);
          expect(total.count).toBe(own.length);
          expect(total.openMinor).toBe(sumMinor(own.map(({ openMinor }) => openMinor)));
          expect(addCells(cells)).toEqual(total);
        }
        const open = rows.map(({ total }) => total.openMinor);
        expect(sumMinor(open)).toBe(sumMinor(items.map(({ openMinor }) => openMinor)));
      }),
    );
  });

  test('is the same in whatever order the items come, and however they are summed before', () => {
    const shuffled = fc
      .array(anyItem)
      .chain((items) =>
        fc.tuple(
          fc.constant(items),
          fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
        ),
      );
    fc.assert(
      fc.property(anyTerms, shuffled, (terms, [items, others]) => {
        const rows = rowsOf(items, terms);
        expect(rowsOf(others, terms)).toEqual(rows);
        const halves = [items.slice(0, 3), items.slice(3)].flatMap((half) => rowsOf(half, terms));
        expect(perCurrency(halves)).toEqual(perCurrency(rows));
      }),
    );
  });

  test('folds a million items in one pass', () => {
    const terms = { asOf, basis: 'due_date', limits: [0, 30, 60, 90], credits: 'apart' } as const;
    function* items() {
      for (let nth = 0; nth < 1_000_000; nth += 1) {
        const day = addedDays[nth % addedDays.length] ?? asOf;
        const sum = { currency: 'EUR', kind: 'invoice' as const, day, count: 1 };
        yield { ...sum, debtorId: `D${nth % 5_000}`, openMinor: 100 + (nth % 7), disputedMinor: 0 };
      }
    }
    const [total] = perCurrency(ageingOf(items(), { ...terms, limits: [...terms.limits] }));
    expect(total?.total.count).toBe(1_000_000);
  });
});

const addedDays = Array.from({ length: 150 }, (_, days) => addDays(asOf, -days));

describe('the portfolio', () => {
  const fx = [
    { from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: '2026-11-01', source: 'ECB' },
    { from: 'USD', to: 'EUR', numerator: 8, denominator: 10, on: '2026-11-30', source: 'ECB' },
    { from: 'JPY', to: 'EUR', numerator: 61, denominator: 10_000, on: '2026-11-20', source: 'ECB' },
  ];

  test('is the currencies’ totals, each converted once, to the cent', () => {
    fc.assert(
      fc.property(anyTerms, fc.array(anyItem), (terms, items) => {
        const rows = perCurrency(rowsOf(items, terms));
        const rates = ratesInto(
          rows.map(({ currency }) => currency),
          { fx, to: 'EUR', asOf },
        );
        if (rates.status !== 'found') throw new Error('all rates are stated');
        const portfolio = portfolioOf(rows, rates, columnsOf(terms).length);
        if (portfolio.status !== 'converted') throw new Error('all rates are stated');
        const totals = rows.map(({ currency, total }) =>
          convert(total.openMinor, rates.ratioOf(currency), 'halfEven'),
        );
        expect(portfolio.total.openMinor).toBe(sumMinor(totals));
        expect(addCells(portfolio.cells)).toEqual(portfolio.total);
      }),
    );
  });

  test('converted parts add up to what their sum converts to', () => {
    const parts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }));
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 999 }), (amounts, numerator) => {
        const ratio = { numerator, denominator: 100 };
        const whole = convert(sumMinor(amounts), ratio, 'halfEven');
        expect(sumMinor(convertParts(amounts, ratio))).toBe(whole);
      }),
    );
  });

  test('names every rate that is missing, and the day of each that is used', () => {
    expect(ratesInto(['USD', 'EUR', 'GBP', 'CHF'], { fx, to: 'EUR', asOf })).toMatchObject({
      status: 'refused',
      refusals: [
        { code: 'fx_rate_missing', params: { from: 'CHF', to: 'EUR', asOf } },
        { code: 'fx_rate_missing', params: { from: 'GBP', to: 'EUR', asOf } },
      ],
    });
    expect(ratesInto(['USD', 'EUR'], { fx, to: 'EUR', asOf })).toMatchObject({
      status: 'found',
      rates: [{ from: 'USD', on: '2026-11-01', numerator: 9 }],
    });
  });
});
