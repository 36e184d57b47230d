import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { addToBasket, BASKET_MAX, listBasket, removeFromBasket } from '../../src/store/basket.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { readOpenItems } from '../../src/store/receivable.ts';
import { addTenant, importLines, LATER, line, openStore, type Store } from './open.ts';

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
async function ledgerOf(count: number): Promise<Id[]> {
  return run(async (tx) => {
    await importLines(
      tx,
      '2026-10-31',
      Array.from({ length: count }, (_, n) => line(`${n + 1}`)),
    );
    return (await readOpenItems(tx, { asOf: '2026-10-31', knownAt: LATER })).map(({ id }) => id);
  });
}

describe('a basket', () => {
  test('keeps what one person chose for one facility, each receivable once', async () => {
    const ids = await ledgerOf(4);
    const [personId, colleague] = [newId(), newId()];
    const add = (facilityId: string, receivableIds: Id[], who = personId) =>
      run((tx) => addToBasket(tx, { personId: who, facilityId, receivableIds }));
    expect(await add('F1', ids.slice(0, 2))).toEqual({ status: 'kept', size: 2, elsewhere: 0 });
    expect(await add('F1', ids.slice(0, 3))).toEqual({ status: 'kept', size: 3, elsewhere: 0 });
    expect(await add('F2', ids.slice(2))).toEqual({ status: 'kept', size: 1, elsewhere: 1 });
    expect(await add('F2', ids, colleague)).toEqual({ status: 'kept', size: 4, elsewhere: 0 });
    const list = (facilityId: string) => run((tx) => listBasket(tx, { personId, facilityId }));
    expect(await list('F1')).toEqual(ids.slice(0, 3));
    const remove = (receivableIds?: Id[]) =>
      run((tx) =>
        removeFromBasket(tx, {
          personId,
          facilityId: 'F1',
          ...(receivableIds ? { receivableIds } : {}),
        }),
      );
    expect(await remove(ids.slice(1))).toBe(2);
    expect(await list('F1')).toEqual(ids.slice(0, 1));
    expect(await remove()).toBe(1);
    expect(await list('F1')).toEqual([]);
    expect(await list('F2')).toEqual(ids.slice(3));
  });

  test('that would grow beyond its bound is refused and stays as it was', async () => {
    const personId = newId();
    const receivableIds = Array.from({ length: BASKET_MAX + 1 }, () => newId());
    const answer = await run((tx) =>
      addToBasket(tx, { personId, facilityId: 'F1', receivableIds }),
    );
    expect(answer).toMatchObject({ status: 'refused', code: 'basket_full' });
    expect(await run((tx) => listBasket(tx, { personId, facilityId: 'F1' }))).toEqual([]);
  });
});
