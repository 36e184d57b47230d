import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import type { Id } from '../../src/core/ids.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { readCover, readCoverBook, recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import {
  createPolicy,
  mapBuyer,
  readBuyers,
  readPolicies,
  readPolicy,
} from '../../src/store/policy.ts';
import { addBooks, addTenant, decision, LATER, openStore, type Store, setup } from './open.ts';

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
const record = (...decisions: CoverDecision[]) =>
  run((tx) => recordDecisions(tx, { actor: setup, decisions }));

describe('the cover book', () => {
  test('takes only what is news, and a return to an earlier decision is news', async () => {
    const reduced = decision({ status: 'reduced', decidedOn: '2026-03-01' });
    expect(await record(decision(), decision({ coverId: 'C2' }))).toBe(2);
    expect(await record(decision(), decision({ coverId: 'C2' }))).toBe(0);
    expect(await record(reduced, decision({ coverId: 'C2' }))).toBe(1);
    expect(await record(decision())).toBe(1);
    const book = await run((tx) => readCoverBook(tx, 'D1'));
    expect(book.map((entry) => entry.decision)).toEqual([
      decision(),
      decision({ coverId: 'C2' }),
      reduced,
      decision(),
    ]);
  });

  test('of a past day answers what was known then', async () => {
    await record(decision());
    const before = await run(databaseNow);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const withdrawn = decision({
      status: 'withdrawn',
      decidedOn: '2026-05-02',
      effectiveOn: '2026-05-02',
    });
    await record(withdrawn, decision({ policyId: 'P2', coverId: 'X' }));
    const read = (asOf: string, knownAt: string, policyIds = ['P1']) =>
      run((tx) => readCover(tx, { asOf, knownAt, policyIds }));
    expect(await read('2026-05-02', before)).toEqual([decision()]);
    expect(await read('2026-05-01', LATER)).toEqual([decision()]);
    expect(await read('2026-05-02', LATER)).toEqual([decision(), withdrawn]);
    expect(await run((tx) => readCover(tx, { asOf: '2026-05-02', knownAt: LATER }))).toHaveLength(
      3,
    );
  });
});

describe('a policy', () => {
  test('exists once and knows each debtor as one buyer', async () => {
    const { connectionId } = await run(addBooks);
    const policy = { policyId: 'P1', connectionId, insurer: 'Atradius', currency: 'EUR' };
    expect(await run((tx) => createPolicy(tx, { actor: setup, ...policy }))).toBe(false);
    expect(await run((tx) => readPolicy(tx, 'P1'))).toEqual(policy);
    expect(await run(readPolicies)).toEqual([policy]);
    const map = (debtorId: string, buyerId: string) =>
      run((tx) => mapBuyer(tx, { actor: setup, policyId: 'P1', debtorId, buyerId }));
    expect(await map('D1', 'B1')).toEqual({ status: 'mapped' });
    expect(await map('D1', 'B1')).toEqual({ status: 'unchanged' });
    const known = { debtorId: 'D1', buyerId: 'B1' };
    expect(await map('D1', 'B2')).toEqual({ status: 'refused', code: 'debtor_mapped', known });
    expect(await map('D2', 'B1')).toEqual({ status: 'refused', code: 'buyer_mapped', known });
    expect(await run((tx) => readBuyers(tx, 'P1'))).toEqual([known]);
  });
});
