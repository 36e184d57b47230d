import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../src/core/ledger.ts';
import { mulDiv, sumMinor } from '../../src/core/money.ts';
import { recordRates } from '../../src/store/fx.ts';
import { type OpeningQuery, readOpenings } from '../../src/store/opening.ts';
import { readOpenItems } from '../../src/store/receivable.ts';
import {
  addTenant,
  creditLine,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
} from './open.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
}, 60_000);
afterAll(() => store?.close());

const facilities = [{ facilityId: 'F1', currency: 'EUR' }];
const september = { asOf: '2026-09-30', knownAt: LATER, facilities };

const importOn = (tenantId: string, asOf: string, lines: LedgerLine[]) =>
  store.database.asTenant(tenantId, (tx) => importLines(tx, asOf, lines));
const rate = (tenantId: string, on: string, numerator: number) =>
  store.database.asTenant(tenantId, (tx) =>
    recordRates(tx, {
      actor: setup,
      rates: [{ from: 'USD', to: 'EUR', numerator, denominator: 1_000, on, source: 'test' }],
    }),
  );
async function openingOf(tenantId: string, query: OpeningQuery) {
  const answer = await store.database.asTenant(tenantId, (tx) => readOpenings(tx, query));
  if (answer.status === 'refused') throw new Error(JSON.stringify(answer));
  return answer.openings[0];
}

const none = { salesMinor: 0, collectionsMinor: 0, creditNotesMinor: 0, adjustmentsMinor: 0 };
const old = { issuedOn: '2026-07-01', dueOn: '2026-09-15' };

describe('what moved the ledger since the day it opens on', () => {
  it('is told by what the facts say, each cent once', async () => {
    const tenantId = await addTenant(store);
    await importOn(tenantId, '2026-08-31', [
      line('INV-1', { ...old, faceMinor: 100_00 }),
      line('INV-2', { ...old, faceMinor: 60_00, openMinor: 50_00 }),
      line('INV-3', { ...old, debtor: 'D2', faceMinor: 40_00 }),
    ]);
    await importOn(tenantId, '2026-09-20', [
      // 30.00 fell, of which the credit note used for this debtor explains 10.00.
      line('INV-1', { ...old, faceMinor: 100_00, openMinor: 70_00 }),
      // More is open again than before: a payment was taken back.
      line('INV-2', { ...old, faceMinor: 60_00, openMinor: 60_00 }),
      // 3 has left the ledger: 40.00 collected. 4 is new, 5.00 of it is paid already.
      line('INV-4', { issuedOn: '2026-09-10', faceMinor: 80_00, openMinor: 75_00 }),
      // Issued before the day, and first known now.
      line('INV-5', { ...old, faceMinor: 20_00 }),
      // Of 15.00 credited after the day, 10.00 is used.
      creditLine('CN-1', { faceMinor: -15_00, openMinor: -5_00 }),
    ]);
    expect(await openingOf(tenantId, september)).toEqual({
      facilityId: 'F1',
      on: '2026-08-31',
      grossMinor: 190_00,
      salesMinor: 80_00,
      collectionsMinor: 20_00 + 40_00 + 5_00,
      creditNotesMinor: 10_00,
      adjustmentsMinor: 10_00 + 20_00,
    });
  });

  it('is what exchange rates moved, where nothing else did', async () => {
    const tenantId = await addTenant(store);
    await rate(tenantId, '2026-08-01', 900);
    await rate(tenantId, '2026-09-15', 950);
    await importOn(tenantId, '2026-08-31', [line('INV-1', { ...old, currency: 'USD' })]);
    expect(await openingOf(tenantId, september)).toMatchObject({
      ...none,
      grossMinor: 90_00,
      adjustmentsMinor: 5_00,
    });
  });

  it('comes with the opening to the gross of the day, in any currency', async () => {
    const tenantId = await addTenant(store);
    await rate(tenantId, '2026-08-01', 917);
    await rate(tenantId, '2026-09-15', 883);
    const when = ['2026-08-31', '2026-09-07', '2026-09-14', '2026-09-30'];
    for (const [at, asOf] of when.entries()) await importOn(tenantId, asOf, moving(at));
    const opening = await openingOf(tenantId, september);
    const open = await store.database.asTenant(tenantId, (tx) => readOpenItems(tx, september));
    const gross = open
      .filter(({ kind }) => kind === 'invoice')
      .map(({ openMinor, currency }) =>
        currency === 'EUR' ? openMinor : mulDiv(openMinor, 883, 1_000, 'down'),
      );
    const { grossMinor = 0, salesMinor = 0, adjustmentsMinor = 0 } = opening ?? {};
    const { collectionsMinor = 0, creditNotesMinor = 0 } = opening ?? {};
    for (const moved of [salesMinor, collectionsMinor, creditNotesMinor, adjustmentsMinor]) {
      expect(moved).not.toBe(0);
    }
    expect(grossMinor + salesMinor - collectionsMinor - creditNotesMinor + adjustmentsMinor).toBe(
      sumMinor(gross),
    );
  });

  it('is of the last word of a day, not of what that word corrected', async () => {
    const tenantId = await addTenant(store);
    const first = line('INV-1', { ...old, faceMinor: 100_00 });
    const wrong = line('INV-1', { ...old, faceMinor: 100_00, openMinor: 1_00 });
    await importOn(tenantId, '2026-08-31', [first]);
    await importOn(tenantId, '2026-09-20', [wrong]);
    await importOn(tenantId, '2026-09-20', [first]);
    expect(await openingOf(tenantId, september)).toMatchObject({ ...none, grossMinor: 100_00 });
  });
});

describe('the day it opens on', () => {
  it('is the end of the month before, or the day that is named', async () => {
    const tenantId = await addTenant(store);
    await importOn(tenantId, '2026-08-15', [line('INV-1', { ...old, openMinor: 100_00 })]);
    await importOn(tenantId, '2026-09-10', [line('INV-1', { ...old, openMinor: 70_00 })]);
    expect(await openingOf(tenantId, september)).toMatchObject({
      on: '2026-08-31',
      grossMinor: 100_00,
      collectionsMinor: 30_00,
    });
    expect(await openingOf(tenantId, { ...september, since: '2026-09-10' })).toMatchObject({
      ...none,
      on: '2026-09-10',
      grossMinor: 70_00,
    });
    const early = { ...september, knownAt: '2020-01-01T00:00:00.000Z' };
    expect(await openingOf(tenantId, early)).toBeUndefined();
  });

  it('is refused where it is named and cannot be told, and left out where it is not named', async () => {
    const tenantId = await addTenant(store);
    const read = (query: OpeningQuery) =>
      store.database.asTenant(tenantId, (tx) => readOpenings(tx, query));
    await rate(tenantId, '2026-09-15', 900);
    await importOn(tenantId, '2026-08-20', [line('INV-1', { ...old, currency: 'USD' })]);
    for (const [since, code] of [
      ['2026-09-30', 'opening_not_before'],
      ['2026-08-19', 'opening_unknown'],
      ['2026-08-31', 'fx_rate_missing'],
    ] as const) {
      expect(await read({ ...september, since })).toMatchObject({ status: 'refused', code });
    }
    expect(await read(september)).toEqual({ status: 'read', openings: [] });
    const since = '2026-09-15';
    expect(await openingOf(tenantId, { ...september, since })).toMatchObject({ grossMinor: 90_00 });
  });
});

/** Sixty invoices that come, fall, rise and go by arithmetic, and credit notes that are used up. */
function moving(at: number): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (let nth = 1; nth <= 60; nth += 1) {
    const [comes, goes] = [nth % 4, 2 + (nth % 5)];
    if (at < comes || at >= goes) continue;
    const faceMinor = 10_000 + nth * 137;
    const paid = (nth * 31 * (at + 1)) % 9_000;
    lines.push(
      line(`INV-${nth}`, {
        debtor: `D${nth % 7}`,
        currency: nth % 3 === 0 ? 'USD' : 'EUR',
        issuedOn: nth % 8 === 1 || comes === 0 ? '2026-07-01' : '2026-09-03',
        faceMinor,
        openMinor: faceMinor - paid,
      }),
    );
  }
  for (let nth = 1; nth <= 5; nth += 1) {
    const openMinor = -(3_001 - at * 777);
    lines.push(creditLine(`CN-${nth}`, { debtor: `D${nth}`, faceMinor: -3_001, openMinor }));
  }
  return lines;
}
