import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayAt } from '../../src/core/calendar.ts';
import type { Id } from '../../src/core/ids.ts';
import { businessDay, databaseNow, readOffsetDays } from '../../src/store/business-clock.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { advanceClock, scheduleDay } from '../../src/store/day.ts';
import { createTenant, readTenant } from '../../src/store/tenant.ts';
import { addTenant, openStore, type Store, setup } from './open.ts';

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
describe('a tenant', () => {
  test('is read by itself and by nobody else', async () => {
    expect(await run(readTenant)).toEqual({
      id: tenant,
      name: 'Nordwind GmbH',
      functionalCurrency: 'EUR',
      timeZone: 'Europe/Berlin',
    });
    expect(await store.database.asTenant(newId(), readTenant)).toBeUndefined();
  });

  test('cannot be created from within another', async () => {
    const other = { id: newId(), name: 'x', functionalCurrency: 'EUR', timeZone: 'UTC' };
    await expect(run((tx) => createTenant(tx, { actor: setup, ...other }))).rejects.toThrow(
      'row-level security',
    );
  });
});

describe('the business clock', () => {
  test('is the day in the zone of the tenant, moved by the days it was advanced', async () => {
    const far = newId();
    const kiritimati = { id: far, name: 'Far', functionalCurrency: 'AUD' };
    await store.database.asTenant(far, (tx) =>
      createTenant(tx, { actor: setup, ...kiritimati, timeZone: 'Pacific/Kiritimati' }),
    );
    const readBoth = async () => {
      const now = await run(databaseNow);
      const day = await store.database.asTenant(far, businessDay);
      return { now, berlin: await run(businessDay), kiritimati: day };
    };
    const before = await readBoth();
    expect(before.berlin).toBe(dayAt(before.now, 'Europe/Berlin'));
    expect(before.kiritimati).toBe(dayAt(before.now, 'Pacific/Kiritimati'));
    const day = await run((tx) => advanceClock(tx, { actor: setup, days: 30 }));
    expect(day).toBe(addDays(before.berlin, 30));
    expect(await run(readOffsetDays)).toBe(30);
    expect((await readBoth()).kiritimati).toBe(addDays(before.kiritimati, 30));
  });

  test('has the work of the new day due at once, and that of no day twice', async () => {
    const day = await run((tx) => advanceClock(tx, { actor: setup, days: 1 }));
    await run((tx) => scheduleDay(tx, day));
    const due = await run((tx) =>
      tx.query<{ count: number }>(
        `select count(*) as count from cedent.delivery where tenant_id = $1
         and operation = 'startDay' and subject = $2 and due_at <= clock_timestamp()`,
        [tx.tenantId, day],
      ),
    );
    expect(due).toEqual([{ count: 1 }]);
  });

  test('never goes back', async () => {
    for (const days of [0, -1, 0.5]) {
      await expect(run((tx) => advanceClock(tx, { actor: setup, days }))).rejects.toThrow(
        'forward',
      );
    }
  });
});
