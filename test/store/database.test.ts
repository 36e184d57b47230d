import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { type Database, newId, openDatabase, type Tx } from '../../src/store/database.ts';
import { urlOf } from '../../src/store/migrate.ts';
import { findPerson, insertPerson, readNames } from '../../src/store/person.ts';
import { addTenant, openStore, SECRET, type Store } from './open.ts';

let store: Store;
let tenant: Id;
/** One connection: whatever a transaction left behind on it would be seen by the next. */
let single: Database;
beforeAll(async () => {
  store = await openStore();
  tenant = await addTenant(store);
  single = openDatabase(urlOf(store.ownerUrl, 'cedent_app', SECRET), { max: 1 });
});
afterAll(async () => {
  await single.close();
  await store.close();
});

const subjects = ['plain', "o'neil", "x' or true --", 'back\\slash\\', '张三', '$1'];

describe('a person', () => {
  test.each(subjects)('is found by the subject %s as it is, and by no other', async (subject) => {
    const issuer = 'https://issuer.example';
    const id = newId();
    const person = { id, kind: 'person' as const, name: subject, roles: ['finance' as const] };
    await store.database.asTenant(tenant, (tx) =>
      insertPerson(tx, { ...person, locale: 'en', subject: { issuer, subject } }),
    );
    expect(await findPerson(single, { issuer, subject })).toMatchObject({ id, tenantId: tenant });
    expect(await findPerson(single, { issuer, subject: `${subject}'` })).toBeUndefined();
    const names = await single.asTenant(tenant, (tx) => readNames(tx, [id, newId()]));
    expect([...names]).toEqual([[id, subject]]);
    expect((await single.asTenant(newId(), (tx) => readNames(tx, [id]))).size).toBe(0);
  });
});

describe('what a transaction sets', () => {
  const settings = `select coalesce(current_setting('app.tenant', true), '') as tenant,
    coalesce(current_setting('app.lookup', true), '') as lookup`;
  const nothing = { tenant: '', lookup: '' };
  const seen = (tx: Tx) => tx.query(settings);

  test('is there within it, and gone from its connection after it', async () => {
    expect(await single.asTenant(tenant, seen)).toMatchObject([{ tenant }]);
    expect(await single.present('secret', settings)).toEqual([{ tenant: '', lookup: 'secret' }]);
    expect(await single.present('', settings)).toEqual([nothing]);
  });

  test('is gone as well when it failed', async () => {
    const failing = single.asTenant(tenant, (tx) => tx.query('select 1 / 0'));
    await expect(failing).rejects.toThrow('division by zero');
    await expect(single.present('secret', 'select 1 / 0')).rejects.toThrow('division by zero');
    expect(await single.present('', settings)).toEqual([nothing]);
    const other = newId();
    expect(await single.asTenant(other, seen)).toEqual([{ tenant: other, lookup: '' }]);
  });
});

test('ids sort by when they were made, in the same millisecond too', () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});
