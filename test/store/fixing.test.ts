import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseNow } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import { readFixings, readIndexes, recordFixings } from '../../src/store/fixing.ts';
import { addTenant, LATER, openStore, type Store, setup } from './open.ts';

const actor = setup;
let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const first = { index: 'EURIBOR 3M', day: '2026-11-02', percent: '2.01', source: 'EMMI' };
const second = { ...first, day: '2026-11-03', percent: '2.02' };
const all = { asOf: '2026-12-31', knownAt: LATER };

describe('fixings', () => {
  it('are recorded once, whoever tells them again and how often', async () => {
    const run = await tenant();
    const told = (fixings: (typeof first)[]) => run((tx) => recordFixings(tx, { actor, fixings }));
    expect(await told([first, second])).toEqual({ appended: 2, changed: [] });
    expect(await told([second, first])).toEqual({ appended: 0, changed: [] });
    const both = await Promise.all([0, 1].map(() => told([{ ...first, day: '2026-11-04' }])));
    expect(both.map(({ appended }) => appended).sort()).toEqual([0, 1]);
    const days = (await run((tx) => readFixings(tx, all))).map(({ day }) => day);
    expect(days).toEqual(['2026-11-04', '2026-11-03', '2026-11-02']);
  });

  it('of a day that change are a next version, said, and what was known before stays known', async () => {
    const run = await tenant();
    await run((tx) => recordFixings(tx, { actor, fixings: [first, second] }));
    const before = await run(databaseNow);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const mended = { ...first, percent: '2.10' };
    const answer = await run((tx) => recordFixings(tx, { actor, fixings: [mended] }));
    expect(answer).toEqual({
      appended: 1,
      changed: [{ index: 'EURIBOR 3M', day: '2026-11-02', before: '2.01', after: '2.10' }],
    });
    const read = (knownAt: string, every: boolean) =>
      run((tx) => readFixings(tx, { asOf: '2026-11-02', knownAt, every }));
    expect(await read(LATER, false)).toMatchObject([{ percent: '2.10', version: 2 }]);
    expect(await read(before, false)).toMatchObject([{ percent: '2.01', version: 1 }]);
    expect((await read(LATER, true)).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('of one tenant are none of another’s', async () => {
    const [own, other] = [await tenant(), await tenant()];
    await own((tx) => recordFixings(tx, { actor, fixings: [first] }));
    expect(await other((tx) => readFixings(tx, all))).toEqual([]);
    expect(await other((tx) => readIndexes(tx, all))).toEqual([]);
    expect(await own((tx) => readIndexes(tx, all))).toEqual([
      { index: 'EURIBOR 3M', agreed: false, newestOn: '2026-11-02' },
    ]);
  });
});

async function tenant() {
  const tenantId = await addTenant(store);
  return <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenantId, work);
}
