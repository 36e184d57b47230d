import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import type { CoverDecision } from '../../../src/core/cover/limit.ts';
import { buildFeed, type FeedInput } from '../../../src/core/exposure/build.ts';
import { canonicalJson } from '../../../src/core/hash.ts';
import { sumMinor } from '../../../src/core/money.ts';
import type { CreditItem, Invoice, Receivable } from '../../../src/core/receivable.ts';

const asOf = '2026-11-30';
const header = {
  feedId: 'P1/1',
  reference: 'EX-P1-0001',
  sequence: 1,
  policyId: 'P1',
  sellerName: 'Nordwind GmbH',
  asOf,
  currency: 'EUR',
};

function invoice(number: string, changes: Partial<Invoice> = {}): Invoice {
  const openMinor = changes.openMinor ?? 100;
  return {
    kind: 'invoice',
    id: number,
    key: { ...key, number, kind: 'invoice' },
    debtorId: 'D1',
    currency: 'EUR',
    issuedOn: '2026-01-01',
    dueOn: asOf,
    faceMinor: openMinor,
    openMinor,
    disputedMinor: 0,
    ...changes,
  };
}

function credit(number: string, kind: CreditItem['kind'], openMinor: number): CreditItem {
  const item = { debtorId: 'D1', currency: 'EUR', issuedOn: '2026-01-01', faceMinor: openMinor };
  return { kind, id: number, key: { ...key, number, kind }, ...item, openMinor };
}

const key = { sellerId: 'S1', ledger: 'AR', fiscalYear: 2026, instalment: 1 };

function inputOf(items: readonly Receivable[], changes: Partial<FeedInput> = {}): FeedInput {
  const open = (kind: Receivable['kind']) =>
    sumMinor(items.filter((item) => item.kind === kind).map(({ openMinor }) => openMinor));
  return {
    header,
    items,
    debtors: ['D1', 'D2', 'D3'].map((id) => ({ id, name: `Debtor ${id}`, identifiers: {} })),
    buyers: [],
    cover: [],
    fx: [],
    positions: [],
    ledger: {
      receivables: items.length,
      outstandingGrossMinor: open('invoice'),
      creditNotesMinor: open('credit_note'),
      unappliedCashMinor: open('unapplied_cash'),
    },
    ...changes,
  };
}

function lineOf(input: FeedInput) {
  const result = buildFeed(input);
  if (result.status !== 'built') throw new Error(result.code);
  return result.feed.lines[0];
}

const decision: CoverDecision = {
  policyId: 'P1',
  debtorId: 'D1',
  coverId: 'C1',
  status: 'agreed',
  rawCode: 'A',
  currency: 'EUR',
  layers: [{ amountMinor: 700, validFrom: '2026-01-01' }],
  effectiveOn: '2026-01-01',
  decidedOn: '2026-01-01',
};

describe('the age of an open amount', () => {
  test.each([
    [-1, 'notDue'],
    [0, 'notDue'],
    [1, 'days1to30'],
    [30, 'days1to30'],
    [31, 'days31to60'],
    [60, 'days31to60'],
    [61, 'days61to90'],
    [90, 'days61to90'],
    [91, 'days91to120'],
    [120, 'days91to120'],
    [121, 'days121to180'],
    [180, 'days121to180'],
    [181, 'over180'],
  ])('%i days after the original due date is %s', (days, bucket) => {
    const line = lineOf(inputOf([invoice('1', { dueOn: addDays(asOf, -days) })]));
    const aged = { notDue: line?.notDueMinor, ...line?.buckets };
    expect(Object.entries(aged).filter(([, amount]) => amount !== 0)).toEqual([[bucket, 100]]);
    expect(line?.oldestDueOn).toBe(addDays(asOf, -days));
  });
});

describe('a feed', () => {
  test('is refused with measure and difference when the ledger has another total', () => {
    const input = inputOf([invoice('1')]);
    const ledger = { ...input.ledger, outstandingGrossMinor: 101 };
    expect(buildFeed({ ...input, ledger })).toEqual({
      status: 'refused',
      code: 'control_total_differs',
      params: { measure: 'outstandingGrossMinor', lines: 100, ledger: 101, difference: -1 },
    });
  });

  test.each(['receivables', 'creditNotesMinor', 'unappliedCashMinor'] as const)(
    'is refused when only %s differs',
    (measure) => {
      const input = inputOf([invoice('1'), credit('2', 'credit_note', -5)]);
      const ledger = { ...input.ledger, [measure]: input.ledger[measure] - 1 };
      const params = { measure, difference: 1 };
      expect(buildFeed({ ...input, ledger })).toMatchObject({ status: 'refused', params });
    },
  );

  test('is refused for a debtor nobody knows and for a limit without a rate', () => {
    expect(buildFeed(inputOf([invoice('7', { debtorId: 'D9' })]))).toEqual({
      status: 'refused',
      code: 'debtor_unknown',
      params: { debtorId: 'D9', number: '7' },
    });
    const cover = [{ ...decision, currency: 'USD' }];
    expect(buildFeed(inputOf([invoice('1')], { cover }))).toEqual({
      status: 'refused',
      code: 'rate_missing',
      params: { from: 'USD', to: 'EUR', asOf, debtorId: 'D1' },
    });
  });

  test('keeps credits apart from invoices, negative as the ledger has them', () => {
    const items = [
      invoice('1', { disputedMinor: 40 }),
      credit('2', 'credit_note', -30),
      credit('3', 'unapplied_cash', -20),
    ];
    expect(lineOf(inputOf(items))).toMatchObject({
      outstandingGrossMinor: 100,
      creditNotesMinor: -30,
      unappliedCashMinor: -20,
      disputedMinor: 40,
    });
  });

  test('states the limit in force on the day, converted and rounded down', () => {
    const withdrawn: CoverDecision = { ...decision, status: 'withdrawn', decidedOn: '2026-06-01' };
    const usd = {
      ...decision,
      currency: 'USD',
      layers: [{ amountMinor: 701, validFrom: '2026-01-01' }],
    };
    const fx = [{ from: 'USD', to: 'EUR', numerator: 9, denominator: 10, on: asOf, source: 'ECB' }];
    const limit = (cover: CoverDecision[]) =>
      lineOf(inputOf([invoice('1')], { cover, fx }))?.limitMinor;
    expect(limit([decision])).toBe(700);
    expect(limit([decision, withdrawn])).toBe(0);
    expect(limit([usd])).toBe(630);
    expect(limit([{ ...decision, policyId: 'P2' }])).toBe(0);
  });

  test('calls financed what cash was drawn against, not what is only reserved', () => {
    const positions = [
      { receivableId: '1', facilityId: 'F', state: 'advanced', advancedMinor: 90 },
      { receivableId: '2', facilityId: 'F', state: 'reserved', advancedMinor: 0 },
    ];
    const items = [invoice('1', { openMinor: 60 }), invoice('2')];
    expect(lineOf(inputOf(items, { positions }))?.financedMinor).toBe(60);
  });

  test('adds up to the ledger and has the same bytes whatever order the items come in', () => {
    const item = fc.record({
      debtorId: fc.constantFrom('D1', 'D2', 'D3'),
      openMinor: fc.integer({ min: 1, max: 1_000_000 }),
      days: fc.integer({ min: -400, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), (drawn) => {
        const items = drawn.map(({ days, ...changes }, index) =>
          invoice(String(index), { ...changes, dueOn: addDays(asOf, days) }),
        );
        const result = buildFeed(inputOf(items));
        expect(canonicalJson(buildFeed(inputOf(items.toReversed())))).toBe(canonicalJson(result));
        if (result.status !== 'built') throw new Error(result.code);
        const { control, lines } = result.feed;
        expect(control.outstandingGrossMinor).toBe(control.ledgerGrossMinor);
        for (const line of lines) {
          const aged = sumMinor([line.notDueMinor, ...Object.values(line.buckets)]);
          expect(aged).toBe(line.outstandingGrossMinor);
        }
      }),
    );
  });
});
