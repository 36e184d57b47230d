import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import { readDebtorHistory, readDebtors, recordDebtor } from '../../src/store/debtor.ts';
import { readRates, recordRates } from '../../src/store/fx.ts';
import { findMapping, listMappings, saveMapping } from '../../src/store/mapping.ts';
import { readPayables, recordPayables } from '../../src/store/payable.ts';
import { listSellers, readSeller, saveSeller } from '../../src/store/seller.ts';
import { addTenant, LATER, openStore, type Store, setup } from './open.ts';

let store: Store;
let tenant: Id;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  tenant = await addTenant(store);
});
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a debtor', () => {
  test('of a past day is as it was known then', async () => {
    const record = (name: string, effectiveOn: string) =>
      run((tx) => {
        const debtor = { id: 'D1', name, country: 'DE', groupId: 'G', identifiers: { vat: 'DE1' } };
        return recordDebtor(tx, { actor: setup, debtor, effectiveOn });
      });
    expect(await record('Old GmbH', '2026-01-01')).toBe(true);
    expect(await record('Old GmbH', '2026-02-01')).toBe(false);
    const before = await run(databaseNow);
    await pause();
    expect(await record('New AG', '2026-06-01')).toBe(true);
    const names = (asOf: string, knownAt: string) =>
      run(async (tx) => (await readDebtors(tx, { asOf, knownAt, ids: ['D1'] })).map((d) => d.name));
    expect(await names('2026-05-31', LATER)).toEqual(['Old GmbH']);
    expect(await names('2026-06-01', LATER)).toEqual(['New AG']);
    expect(await names('2026-06-01', before)).toEqual(['Old GmbH']);
    expect(await run((tx) => readDebtorHistory(tx, 'D1'))).toHaveLength(2);
  });
});

describe('FX rates', () => {
  const rate = {
    from: 'USD',
    to: 'EUR',
    numerator: 9,
    denominator: 10,
    on: '2026-10-30',
    source: 'ECB',
  };

  test('of a day are the latest stated up to it; a corrected rate replaces the one of its day', async () => {
    const record = (...rates: (typeof rate)[]) =>
      run((tx) => recordRates(tx, { actor: setup, rates }));
    const next = { ...rate, on: '2026-10-31', numerator: 8 };
    expect(await record(rate, next, { ...rate, from: 'GBP' })).toBe(3);
    expect(await record(rate, next)).toBe(0);
    const before = await run(databaseNow);
    await pause();
    const corrected = { ...next, numerator: 7 };
    expect(await record(corrected)).toBe(1);
    const usd = (asOf: string, knownAt: string) =>
      run(async (tx) =>
        (await readRates(tx, { asOf, knownAt })).filter(({ from }) => from === 'USD'),
      );
    expect(await usd('2026-10-29', LATER)).toEqual([]);
    expect(await usd('2026-10-30', LATER)).toEqual([rate]);
    expect(await usd('2026-11-15', LATER)).toEqual([corrected]);
    expect(await usd('2026-11-15', before)).toEqual([next]);
  });
});

describe('payables', () => {
  test('of a day are the latest stated by then, without the settled ones', async () => {
    const record = (effectiveOn: string, openMinor: number) =>
      run((tx) => {
        const payables = [{ debtorId: 'D1', currency: 'EUR', openMinor }];
        return recordPayables(tx, { actor: setup, effectiveOn, payables });
      });
    expect(await record('2026-10-31', 50_00)).toBe(1);
    expect(await record('2026-11-30', 50_00)).toBe(0);
    expect(await record('2026-12-31', 0)).toBe(1);
    const read = (asOf: string) => run((tx) => readPayables(tx, { asOf, knownAt: LATER }));
    expect(await read('2026-10-30')).toEqual([]);
    expect(await read('2026-11-30')).toEqual([
      { debtorId: 'D1', currency: 'EUR', openMinor: 50_00 },
    ]);
    expect(await read('2026-12-31')).toEqual([]);
  });
});

describe('a seller', () => {
  test('is printed as it was last saved', async () => {
    const seller = { id: 'S1', name: '北风有限公司', country: 'CN', identifiers: { uscc: '9133' } };
    await run((tx) => saveSeller(tx, { actor: setup, seller: { ...seller, name: 'x' } }));
    await run((tx) => saveSeller(tx, { actor: setup, seller }));
    expect(await run((tx) => readSeller(tx, 'S1'))).toEqual(seller);
    expect(await run(listSellers)).toEqual([seller]);
    expect(await run((tx) => readSeller(tx, 'S2'))).toBeUndefined();
  });
});

describe('a mapping', () => {
  test('is found by the header it was made for, the newest first, and kept once', async () => {
    const save = (columns: object) =>
      run((tx) => {
        const given = { name: 'SAP', headerHash: 'a'.repeat(64), mapping: { version: 1, columns } };
        return saveMapping(tx, { actor: setup, ...given });
      });
    const first = await save({ number: 'Belegnr.' });
    expect(await save({ number: 'Belegnr.' })).toBe(first);
    await pause();
    const second = await save({ number: 'Beleg' });
    const found = await run((tx) => findMapping(tx, 'a'.repeat(64)));
    expect(found).toMatchObject({ mappingId: second, mapping: { columns: { number: 'Beleg' } } });
    expect(await run((tx) => findMapping(tx, 'b'.repeat(64)))).toBeUndefined();
    expect(await run(listMappings)).toHaveLength(2);
  });
});
