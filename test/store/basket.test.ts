import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import {
  addToBasket,
  BASKET_MAX,
  type Filling,
  listBasket,
  readDisplaced,
  readFunded,
  removeFromBasket,
  replaceBaskets,
} from '../../src/store/basket.ts';
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

test('a basket takes again what it holds, however full it is', async () => {
  const ids = await ledgerOf(BASKET_MAX);
  const personId = newId();
  const add = (receivableIds: Id[]) =>
    run((tx) => addToBasket(tx, { personId, facilityId: 'F1', receivableIds }));
  expect(await add(ids.slice(1))).toMatchObject({ size: BASKET_MAX - 1 });
  expect(await add(ids)).toMatchObject({ size: BASKET_MAX });
  expect(await add([...ids, newId()])).toEqual({
    status: 'refused',
    code: 'basket_full',
    params: { size: BASKET_MAX, given: 1, max: BASKET_MAX },
  });
});

describe('filling baskets anew', () => {
  const fill = (personId: Id, filling: Filling) =>
    run(async (tx) => {
      const { mark } = await readDisplaced(tx, { personId, filling });
      return replaceBaskets(tx, { personId, filling, mark });
    });
  const held = (personId: Id) =>
    run(async (tx) => ({
      F1: await listBasket(tx, { personId, facilityId: 'F1' }),
      F2: await listBasket(tx, { personId, facilityId: 'F2' }),
      F3: await listBasket(tx, { personId, facilityId: 'F3' }),
    }));

  test('replaces what they held, and takes their receivables out of other baskets', async () => {
    const ids = await ledgerOf(8);
    const [personId, colleague] = [newId(), newId()];
    for (const who of [personId, colleague]) {
      await run((tx) =>
        addToBasket(tx, { personId: who, facilityId: 'F1', receivableIds: ids.slice(0, 3) }),
      );
      await run((tx) =>
        addToBasket(tx, { personId: who, facilityId: 'F3', receivableIds: ids.slice(4) }),
      );
    }
    const filling = [
      { facilityId: 'F1', receivableIds: ids.slice(2, 5) },
      { facilityId: 'F2', receivableIds: ids.slice(0, 2) },
    ];
    const seen = await run((tx) => readDisplaced(tx, { personId, filling }));
    expect(seen.baskets).toEqual([
      { facilityId: 'F1', size: 3, displaced: 3 },
      { facilityId: 'F3', size: 4, displaced: 1 },
    ]);
    expect(await fill(personId, filling)).toEqual({ status: 'replaced', displaced: 4 });
    expect(await held(personId)).toEqual({
      F1: ids.slice(2, 5),
      F2: ids.slice(0, 2),
      F3: ids.slice(5),
    });
    expect(await held(colleague)).toEqual({ F1: ids.slice(0, 3), F2: [], F3: ids.slice(4) });
  });

  test('with more than one basket holds is refused, and the others stay as they were too', async () => {
    const ids = await ledgerOf(3);
    const personId = newId();
    await run((tx) => addToBasket(tx, { personId, facilityId: 'F1', receivableIds: ids }));
    const filling = [
      { facilityId: 'F1', receivableIds: ids.slice(0, 1) },
      { facilityId: 'F2', receivableIds: Array.from({ length: BASKET_MAX + 1 }, () => newId()) },
    ];
    expect(await fill(personId, filling)).toEqual({
      status: 'refused',
      code: 'basket_too_large',
      params: { facilityId: 'F2', given: BASKET_MAX + 1, max: BASKET_MAX },
    });
    expect((await held(personId)).F1).toEqual(ids);
  });

  test('is refused when they hold something else than the person saw', async () => {
    const ids = await ledgerOf(4);
    const personId = newId();
    const filling = [{ facilityId: 'F1', receivableIds: ids.slice(0, 2) }];
    const { mark } = await run((tx) => readDisplaced(tx, { personId, filling }));
    await run((tx) => addToBasket(tx, { personId, facilityId: 'F1', receivableIds: ids.slice(3) }));
    expect(await run((tx) => replaceBaskets(tx, { personId, filling, mark }))).toEqual({
      status: 'refused',
      code: 'basket_changed',
      params: {},
    });
    expect((await held(personId)).F1).toEqual(ids.slice(3));
  });

  test('in two windows at once leaves one of the two choices, never a mixture', async () => {
    const ids = await ledgerOf(40);
    const personId = newId();
    const choices = [ids.slice(0, 25), ids.slice(15)];
    for (let round = 0; round < 8; round += 1) {
      const answers = await Promise.all(
        choices.map((receivableIds) => fill(personId, [{ facilityId: 'F1', receivableIds }])),
      );
      expect(answers.map(({ status }) => status)).toContain('replaced');
      const { F1 } = await held(personId);
      expect(choices).toContainEqual(F1.toSorted());
    }
  });

  test('keeps what a plan funds of each, until a person puts it in again', async () => {
    const [first = '', second = ''] = await ledgerOf(2);
    const personId = newId();
    const basket = { personId, facilityId: 'F1' };
    const funded = () => run((tx) => readFunded(tx, basket));
    await run((tx) => addToBasket(tx, { ...basket, receivableIds: [first] }));
    expect(await funded()).toEqual({});
    const fundedMinor = { [first]: 120, [second]: 7 };
    const filling = [{ facilityId: 'F1', receivableIds: [first, second], fundedMinor }];
    await run(async (tx) => {
      const { mark } = await readDisplaced(tx, { personId, filling });
      expect(await replaceBaskets(tx, { personId, filling, mark })).toMatchObject({
        status: 'replaced',
      });
    });
    expect(await funded()).toEqual(fundedMinor);
    await run((tx) => removeFromBasket(tx, { ...basket, receivableIds: [first] }));
    await run((tx) => addToBasket(tx, { ...basket, receivableIds: [first, second] }));
    expect(await funded()).toEqual({ [second]: 7 });
  });
});
