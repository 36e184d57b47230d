import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildNotices, type NoticeOrder } from '../../src/core/notice/build.ts';
import { isWhole, planBreach } from '../../src/core/notice/plan.ts';
import type { Invoice, Receivable } from '../../src/core/receivable.ts';
import { policy } from './clock/sample.ts';

const today = '2026-06-01';
const order: NoticeOrder = { kind: 'overdue', reason: 'unpaid', isCollectionAsked: false };

function invoice(nth: number, part: Partial<Invoice> = {}): Invoice {
  return {
    kind: 'invoice',
    id: `00000000-0000-7000-8000-00000000000${nth}`,
    key: {
      sellerId: 'S1',
      ledger: 'AR',
      number: `N${nth}`,
      kind: 'invoice',
      fiscalYear: 2026,
      instalment: 1,
    },
    debtorId: 'D1',
    currency: 'EUR',
    issuedOn: '2026-03-01',
    dueOn: '2026-05-01',
    faceMinor: 100,
    openMinor: 100,
    disputedMinor: 0,
    ...part,
  };
}

function build(items: readonly Receivable[], part: Partial<NoticeOrder> = {}) {
  return buildNotices(
    { ...order, ...part },
    {
      terms: policy(),
      debtor: { id: 'D1', name: 'Debtor', identifiers: {} },
      sellers: [{ id: 'S1', name: 'Seller' }],
      items,
      today,
    },
  );
}

describe('what an insurer is told', () => {
  it('is the whole of what is owed, what is not yet due too, one notice for each currency', () => {
    const later = invoice(2, { dueOn: '2026-08-01', openMinor: 40 });
    const dollars = invoice(3, { currency: 'USD', openMinor: 7, disputedMinor: 7 });
    const other = invoice(4, { debtorId: 'D2' });
    expect(build([later, invoice(1), dollars, other])).toMatchObject({
      status: 'built',
      notices: [
        { currency: 'EUR', outstandingMinor: 140, overdueMinor: 100, oldestDueOn: '2026-05-01' },
        { currency: 'USD', outstandingMinor: 7, overdueMinor: 7, disputedMinor: 7 },
      ],
    });
  });

  it.each([
    ['nothing_overdue', [invoice(1, { dueOn: today })], {}],
    ['nothing_owed', [], {}],
    ['not_of_the_debtor', [invoice(1)], { kind: 'extension' }],
    ['not_of_the_debtor', [invoice(1)], { kind: 'rescheduling' }],
  ] as const)('is refused as %s', (code, items, part) => {
    expect(build(items, part)).toEqual({ status: 'refused', code });
  });

  it('of an extension is its one invoice; bad news is told of a debtor that owes nothing', () => {
    const extension = { receivableId: invoice(1).id, dueOn: '2026-07-01' };
    const asked = build([invoice(1), invoice(2)], { kind: 'extension', extension });
    expect(asked).toMatchObject({
      notices: [{ invoices: [{ number: 'N1', requestedDueOn: '2026-07-01' }] }],
    });
    expect(build([], { kind: 'insolvency' })).toMatchObject({
      notices: [{ outstandingMinor: 0, invoices: [] }],
    });
  });
});

describe('a payment plan', () => {
  const instalments = [
    { dueOn: '2026-07-01', amountMinor: 60 },
    { dueOn: '2026-06-01', amountMinor: 40 },
  ];

  it.each([
    ['2026-06-01', 0, undefined],
    ['2026-06-02', 39, { dueOn: '2026-06-01', missingMinor: 1 }],
    ['2026-06-02', 40, undefined],
    ['2026-07-02', 40, { dueOn: '2026-07-01', missingMinor: 60 }],
    ['2026-07-02', 100, undefined],
  ])('on %s with %i paid', (day, paidMinor, breach) => {
    expect(planBreach({ instalments }, { paidMinor, today: day })).toEqual(breach);
  });

  it('once broken stays broken as days go by with nothing paid, and paying more never breaks it', () => {
    const amount = fc.integer({ min: 1, max: 100 });
    const month = fc.integer({ min: 1, max: 9 }).map((nth) => `2026-0${nth}-15`);
    const parts = fc.array(fc.record({ dueOn: month, amountMinor: amount }), { minLength: 1 });
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 0, max: 500 }),
        amount,
        month,
        (own, paid, more, day) => {
          const at = (paidMinor: number, on: string) =>
            planBreach({ instalments: own }, { paidMinor, today: on });
          if (at(paid, day)) expect(at(paid, '2026-12-31')).toBeDefined();
          if (!at(paid, day)) expect(at(paid + more, day)).toBeUndefined();
        },
      ),
    );
  });

  it('comes to what is open, no cent more or less', () => {
    expect(isWhole({ instalments, openMinor: 100 })).toBe(true);
    expect(isWhole({ instalments, openMinor: 101 })).toBe(false);
  });
});
