import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HistoryMonth } from '../../src/core/input.ts';
import type { LedgerLine } from '../../src/core/ledger.ts';
import { createFacility } from '../../src/store/facility.ts';
import { readMonths } from '../../src/store/history.ts';
import { readSelectionInput } from '../../src/store/selection.ts';
import {
  addBooks,
  addTenant,
  creditLine,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
  terms,
  version,
} from './open.ts';

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  const on = (asOf: string, lines: LedgerLine[]) =>
    store.database.asTenant(tenantId, (tx) => importLines(tx, asOf, lines));
  // January: 1 and 2 are issued; 1 falls due on 31 January and is never paid.
  const first = line('INV-1', { issuedOn: '2026-01-05', dueOn: '2026-01-31', faceMinor: 100_00 });
  const second = line('INV-2', { issuedOn: '2026-01-20', dueOn: '2026-03-01', faceMinor: 50_00 });
  await on('2026-01-31', [first, second]);
  // March: 30.00 of 2 has been paid; 3 is issued in another currency.
  const paid = line('INV-2', { ...second.receivable, dueOn: '2026-03-01', openMinor: 20_00 });
  const third = line('INV-3', {
    issuedOn: '2026-03-10',
    dueOn: '2026-06-10',
    faceMinor: 70_00,
    currency: 'USD',
  });
  await on('2026-03-15', [first, paid, third]);
  // September: a credit note of 10.00; 2 has left the ledger.
  await on('2026-09-10', [first, third, creditLine('CN-1')]);
}, 60_000);
afterAll(() => store?.close());

const months = (asOf: string, count: number, knownAt = LATER) =>
  store.database.asTenant(tenantId, (tx) => readMonths(tx, { asOf, knownAt, months: count }));
const of = (history: HistoryMonth[], month: string, currency = 'EUR') =>
  history.find((one) => one.month === month && one.currency === currency);
const none = { salesMinor: 0, creditNotesMinor: 0, collectionsMinor: 0, defaultedMinor: 0 };

it('tells sales, credit notes, collections and defaults by the month they fell in', async () => {
  const history = await months('2026-09-30', 12);
  expect(of(history, '2026-01')).toMatchObject({ ...none, salesMinor: 150_00 });
  expect(of(history, '2026-03')).toMatchObject({ ...none, collectionsMinor: 30_00 });
  expect(of(history, '2026-03', 'USD')).toMatchObject({ ...none, salesMinor: 70_00 });
  // 31 January + 91 days is 2 May: 100.00 is still open then; 2 is 20.00 open 91 days after 1 March.
  expect(of(history, '2026-05')).toMatchObject({ ...none, defaultedMinor: 120_00 });
  expect(of(history, '2026-09')).toMatchObject({
    creditNotesMinor: 10_00,
    collectionsMinor: 20_00,
  });
});

it('has a month without movement with zeros, and none before the first', async () => {
  const history = await months('2026-09-30', 12);
  expect(of(history, '2026-02')).toEqual({ month: '2026-02', currency: 'EUR', ...none });
  expect(of(history, '2025-12')).toBeUndefined();
});

it('ends with the last month that has ended, and begins as far back as is asked', async () => {
  const history = await months('2026-09-29', 3);
  expect([...new Set(history.map(({ month }) => month))]).toEqual([
    '2026-06',
    '2026-07',
    '2026-08',
  ]);
  expect(of(history, '2026-07')).toEqual({ month: '2026-07', currency: 'EUR', ...none });
  const all = await months('2026-09-30', 3);
  expect([...new Set(all.map(({ month }) => month))]).toEqual(['2026-07', '2026-08', '2026-09']);
});

it('counts as a default, when it is first known, what was past due too long already', async () => {
  const other = await addTenant(store);
  await store.database.asTenant(other, (tx) =>
    importLines(tx, '2026-06-15', [
      line('INV-9', { issuedOn: '2025-10-01', dueOn: '2025-11-01', faceMinor: 80_00 }),
    ]),
  );
  const history = await store.database.asTenant(other, (tx) =>
    readMonths(tx, { asOf: '2026-06-30', knownAt: LATER, months: 12 }),
  );
  expect(of(history, '2026-06')).toMatchObject({ ...none, defaultedMinor: 80_00 });
  expect(of(history, '2026-01')).toMatchObject(none);
});

it('is what was known at the instant', async () => {
  expect(await months('2026-09-30', 12, '2020-01-01T00:00:00.000Z')).toEqual([]);
});

it('is read for a selection when a facility has a reserve that asks for it', async () => {
  const when = { asOf: '2026-09-30', knownAt: LATER };
  const read = () => store.database.asTenant(tenantId, (tx) => readSelectionInput(tx, when));
  expect((await read()).history).toEqual([]);
  const lagging = {
    ...terms,
    reserves: [{ reserve: 'credit_lag' as const, months: 3, lagDays: 10, capDays: 90 }],
    reservesReduce: 'base' as const,
  };
  await store.database.asTenant(tenantId, async (tx) => {
    const { connectionId } = await addBooks(tx);
    const later = { ...version, terms: { ...lagging, facilityId: 'F2' } };
    const created = await createFacility(tx, { actor: setup, connectionId, version: later });
    expect(created.status).not.toBe('refused');
  });
  expect((await read()).history.map(({ month }) => month)).toContain('2026-09');
});
