import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { told as wordedDetail } from '../../../src/core/detail.ts';
import type { AccountingPolicy } from '../../../src/core/journal/policy.ts';
import type { Difference } from '../../../src/core/reconciliation/difference.ts';
import { measures } from '../../../src/core/reconciliation/figures.ts';
import {
  type Reconciliation,
  type Row,
  reconcile,
} from '../../../src/core/reconciliation/reconcile.ts';
import { booksOf, factOf, idOf, known, moved, taken } from './case.ts';

const fee = moved(1, { kind: 'service_fee', amountMinor: 7_50, on: '2026-10-02' });
const interest = moved(2, { kind: 'interest', amountMinor: 6_38, on: '2026-11-16' });
const credit = moved(3, { kind: 'dilution', amountMinor: 20_00, on: '2026-11-10' });
const paid = moved(4, { kind: 'collection', amountMinor: 980_00, on: '2026-11-16' });
const rebate = moved(5, { kind: 'rebate', amountMinor: 116_12, on: '2026-11-17' });
const all = [fee, credit, interest, paid, rebate];

describe('a sale of 1,000.00 with 850.00 advanced', () => {
  it('of which all say the same has no difference, and every column is the same to the cent', () => {
    const reconciled = reconcile(known([...taken(1_000_00, 850_00), ...facts(all)], tolds(all)));
    const row = rowOf(reconciled);
    const said = { advance: 850_00, fees: 7_50, interest: 6_38, rebate: 116_12, dilution: 20_00 };
    expect(row.ours).toMatchObject({ ...said, collected: 980_00, open: 0 });
    expect(row.funder).toEqual(row.ours);
    expect(row.books).toMatchObject({ ...said, open: 0 });
    expect(row.bank).toEqual({ advance: 850_00, rebate: 116_12 });
    expect(reconciled.differences).toEqual([]);
    expect(reconciled.totals.funder).toEqual(reconciled.totals.ours);
  });

  it('is told more by the funder than fits: the movement waits, by name and amount', () => {
    const late = moved(6, { kind: 'service_fee', amountMinor: 3_00, on: '2026-11-18' }).told;
    const detail = wordedDetail('movement_misfit', { movement: 'M-6', misfit: 'closed' });
    const questioned = { ...late, status: 'questioned' as const, detail };
    const reconciled = reconcile(
      known([...taken(1_000_00, 850_00), ...facts(all)], [...tolds(all), questioned]),
    );
    expect(rowOf(reconciled).funder.fees).toBe(10_50);
    expect(reconciled.differences).toMatchObject([
      { code: 'questioned', column: 'funder', measure: 'fees', amountMinor: 3_00, name: 'M-6' },
    ]);
    const dismissed = { ...questioned, status: 'dismissed' as const };
    const again = reconcile(
      known([...taken(1_000_00, 850_00), ...facts(all)], [...tolds(all), dismissed]),
    );
    expect(again.differences).toMatchObject([{ code: 'dismissed', amountMinor: 3_00 }]);
  });

  it('has a credit note that the funder has not told, until it confirms it', () => {
    const ours = [
      ...taken(1_000_00, 850_00),
      { on: '2026-11-01', fact: factOf('dilution', 40_00, 'credit|CN-1') },
    ];
    const untold = reconcile(known(ours, []));
    expect(untold.differences).toMatchObject([
      { code: 'not_told', column: 'funder', measure: 'dilution', amountMinor: -40_00 },
    ]);
    const { told } = moved(7, { kind: 'dilution', amountMinor: 40_00, on: '2026-11-02' });
    const confirmed = reconcile(known(ours, [{ ...told, status: 'confirmed' }]));
    expect(confirmed.differences).toEqual([]);
  });

  it('of whose advance the bank has a part has the rest in transit, since the day it was paid', () => {
    const due = {
      reference: 'FR-1',
      name: 'FR-1',
      dueMinor: 850_00,
      bankMinor: 800_00,
      since: '2026-10-02',
    };
    const reconciled = reconcile(known(taken(1_000_00, 850_00), [], { cash: [due] }));
    expect(rowOf(reconciled).bank.advance).toBe(800_00);
    expect(reconciled.differences).toMatchObject([
      { code: 'in_transit', column: 'bank', amountMinor: -50_00, name: 'FR-1', on: '2026-10-02' },
    ]);
    expect(reconciled.cash).toMatchObject([{ kind: 'advance', differenceMinor: -50_00 }]);
  });

  it('is posted late in a closed month, or not at all', () => {
    const own = [...taken(1_000_00, 850_00), ...facts([fee])];
    const { posted } = booksOf(idOf(1), own);
    const late = posted.map((sum) => ({ ...sum, isLate: sum.kind === 'charged' }));
    const later = reconcile(known(own, tolds([fee]), { posted: new Map([[idOf(1), late]]) }));
    expect(later.differences).toMatchObject([
      { code: 'posted_later', measure: 'fees', amountMinor: -7_50 },
      { code: 'posted_later', measure: 'open', amountMinor: 7_50 },
    ]);
    const gone = posted.filter(({ kind }) => kind !== 'charged');
    const missing = reconcile(known(own, tolds([fee]), { posted: new Map([[idOf(1), gone]]) }));
    expect(missing.differences).toMatchObject([
      { code: 'not_in_books', measure: 'fees', amountMinor: -7_50 },
      { code: 'not_in_books', measure: 'open', amountMinor: 7_50 },
    ]);
  });

  it('is compared with the balance the general ledger gives for it', () => {
    const control = [
      { account: '1310', currency: 'EUR', receivable: 'INV-1', balanceMinor: 151_00 },
      { account: '1310', currency: 'USD', receivable: 'INV-1', balanceMinor: 9_99 },
    ];
    const reconciled = reconcile(known(taken(1_000_00, 850_00), [], { control }));
    expect(reconciled.differences).toMatchObject([
      { code: 'ledger_differs', column: 'ledger', measure: 'open', amountMinor: 1_00 },
    ]);
  });
});

it('a movement on nobody’s receivable is a difference of the account, in the totals too', () => {
  const stray = moved(8, {
    kind: 'collection',
    amountMinor: 12_34,
    on: '2026-11-18',
    receivableId: null,
  }).told;
  const detail = wordedDetail('movement_unplaced', { movement: 'M-8' });
  const reconciled = reconcile(
    known(taken(1_000_00, 850_00), [{ ...stray, status: 'questioned', detail }]),
  );
  expect(reconciled.account.differences).toMatchObject([
    { code: 'questioned', measure: 'collected', amountMinor: 12_34 },
  ]);
  expect(reconciled.totals.funder.collected).toBe(12_34);
  expect(reconciled.totals.ours.collected).toBe(0);
});

it('an advance that is told differently counts by what it differs', () => {
  const { told } = moved(9, {
    kind: 'advance',
    amountMinor: 840_00,
    on: '2026-10-03',
    receivableId: null,
  });
  const detail = wordedDetail('advance_differs', {
    foundMinor: 840_00,
    knownMinor: 850_00,
    currency: 'EUR',
  });
  const reconciled = reconcile(
    known(taken(1_000_00, 850_00), [{ ...told, status: 'questioned', detail }]),
  );
  expect(reconciled.differences).toMatchObject([{ measure: 'advance', amountMinor: -10_00 }]);
  expect(reconciled.totals.funder.advance).toBe(840_00);
});

const policies: AccountingPolicy[] = [
  { treatment: 'derecognition' },
  { treatment: 'derecognition', recourseObligationBp: 250 },
  { treatment: 'continuing_involvement', involvementBp: 500 },
  { treatment: 'secured_borrowing' },
  { treatment: 'pledge_reclassification' },
];
const kinds = ['service_fee', 'fee_tax', 'interest', 'dilution', 'collection'] as const;
const anyMovement = fc.record({
  kind: fc.constantFrom(...kinds),
  amountMinor: fc.integer({ min: 1, max: 50_00 }),
  status: fc.constantFrom('booked' as const, 'questioned' as const),
});

describe('laws', () => {
  it('where all is booked, told and banked, no difference is left under any policy', () => {
    fc.assert(
      fc.property(fc.constantFrom(...policies), fc.array(anyMovement), (policy, list) => {
        const made = list.map((one, at) => moved(at, { ...one, on: '2026-11-01' }));
        const isPledge = policy.treatment === 'pledge_reclassification';
        const own = [...taken(10_000_00, 8_000_00, policy), ...facts(made)];
        const reconciled = reconcile(known(own, tolds(made)));
        expect(reconciled.differences).toEqual([]);
        const row = rowOf(reconciled);
        for (const [measure, amountMinor] of Object.entries(row.books)) {
          expect([measure, amountMinor]).toEqual([measure, row.ours[measureNamed(measure)]]);
        }
        if (!isPledge) expect(row.funder).toEqual(row.ours);
      }),
    );
  });

  it('the differences of a measure are what its columns differ by, and none means they are equal', () => {
    fc.assert(
      fc.property(
        fc.array(anyMovement),
        fc.nat(8_000_00),
        fc.array(fc.boolean()),
        (list, bankMinor, skipped) => {
          const made = list.map((one, at) => moved(at, { ...one, on: '2026-11-01' }));
          const booked = made.filter((_, at) => list[at]?.status === 'booked');
          const told = made.map(({ told: one }, at) => ({
            ...one,
            status: list[at]?.status ?? 'booked',
          }));
          const own = [...taken(10_000_00, 8_000_00), ...facts(booked)];
          const { posted } = booksOf(idOf(1), own);
          const kept = posted.filter((_, at) => skipped[at] !== true);
          const cash = [
            { reference: 'FR-1', name: 'FR-1', dueMinor: 8_000_00, bankMinor, since: '2026-10-02' },
          ];
          const changes = { posted: new Map([[idOf(1), kept]]), cash };
          const reconciled = reconcile(known(own, told, changes));
          const row = rowOf(reconciled);
          for (const measure of measures) {
            if (measure !== 'open') {
              expect(sum(row, 'funder', measure)).toBe(by(row.funder[measure], row.ours[measure]));
            }
            expect(sum(row, 'books', measure)).toBe(by(row.books[measure], row.ours[measure]));
            expect(sum(row, 'bank', measure)).toBe(by(row.bank[measure], row.ours[measure]));
          }
          if (reconciled.differences.length > 0) return;
          expect(row.funder).toEqual(row.ours);
        },
      ),
    );
  });
});

function facts(made: readonly ReturnType<typeof moved>[]) {
  return made.map(({ dated }) => dated);
}

function tolds(made: readonly ReturnType<typeof moved>[]) {
  return made.map(({ told }) => told);
}

function rowOf({ rows }: Reconciliation): Row {
  const [row] = rows;
  if (!row) throw new Error('no row');
  return row;
}

function measureNamed(name: string) {
  const found = measures.find((measure) => measure === name);
  if (!found) throw new Error(`${name} is no measure`);
  return found;
}

function by(stated: number | undefined, ours: number): number {
  return stated === undefined ? 0 : stated - ours;
}

function sum(row: Row, column: Difference['column'], measure: Difference['measure']): number {
  return row.differences
    .filter((one) => one.column === column && one.measure === measure)
    .reduce((total, { amountMinor }) => total + amountMinor, 0);
}
