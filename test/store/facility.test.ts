import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../src/core/hash.ts';
import type { Id } from '../../src/core/ids.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import {
  addTerms,
  createFacility,
  readFacilities,
  readTermsHistory,
} from '../../src/store/facility.ts';
import {
  addBooks,
  addConnection,
  addTenant,
  LATER,
  openStore,
  type Store,
  setup,
  terms,
  version,
} from './open.ts';

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
const add = (changes: object, facilityId = 'F1') =>
  run((tx) => addTerms(tx, { actor: setup, facilityId, version: { ...version, ...changes } }));

describe('the terms of a facility', () => {
  test('of a day are the version effective then, as it was known then', async () => {
    const { connectionId } = await run(addBooks);
    const before = await run(databaseNow);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const raised = { ...terms, limitMinor: 2_000_000_00 };
    const answer = await add({ effectiveOn: '2026-06-01', terms: raised });
    expect(answer).toEqual({ status: 'recorded', version: 2, termsHash: hashOf(raised) });
    const read = (asOf: string, knownAt: string) =>
      run((tx) => readFacilities(tx, { asOf, knownAt }));
    expect(await read('2025-12-31', LATER)).toEqual([]);
    expect(await read('2026-05-31', LATER)).toMatchObject([
      { ...version, version: 1, connectionId },
    ]);
    expect(await read('2026-06-01', LATER)).toMatchObject([{ version: 2, terms: raised }]);
    expect(await read('2026-06-01', before)).toMatchObject([
      { version: 1, termsHash: hashOf(terms) },
    ]);
    expect(await run((tx) => readTermsHistory(tx, 'F1'))).toHaveLength(2);
  });

  test('stated again are no new version', async () => {
    await run(addBooks);
    expect(await add({})).toMatchObject({ status: 'unchanged', version: 1 });
  });

  test('that contradict themselves are refused with the place of each contradiction', async () => {
    await run(addBooks);
    const rules = [{ rule: 'contra' }, { rule: 'disputed', scope: 'disputed_part' }];
    expect(await add({ terms: { ...terms, rules } })).toEqual({
      status: 'refused',
      code: 'terms_invalid',
      problems: [
        {
          path: 'terms.rules.1',
          message:
            'In the terms of F1, “In dispute” (disputed) must stand before the rules about ageing of the debtor, credits and contra. The order is: single invoices; ageing of the debtor, credits and contra; limits; concentration.',
        },
      ],
    });
    expect(await run((tx) => readTermsHistory(tx, 'F1'))).toHaveLength(1);
  });

  test('belong to a facility that exists and that they name', async () => {
    await run(addBooks);
    expect(await add({}, 'F2')).toEqual({ status: 'refused', code: 'facility_differs' });
    const other = { terms: { ...terms, facilityId: 'F2' } };
    expect(await add(other, 'F2')).toEqual({ status: 'refused', code: 'facility_unknown' });
    const { connectionId } = await run(addConnection);
    const again = await run((tx) => createFacility(tx, { actor: setup, connectionId, version }));
    expect(again).toEqual({ status: 'refused', code: 'facility_exists' });
  });
});
