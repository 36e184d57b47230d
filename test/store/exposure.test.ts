import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ExposureFeed } from '../../src/core/exposure/feed.ts';
import { hashOf } from '../../src/core/hash.ts';
import type { Id } from '../../src/core/ids.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { listFeeds, prepareFeed, readFeed, readLedgerControl } from '../../src/store/exposure.ts';
import { intendExposure, listSentFeeds } from '../../src/store/exposure-delivery.ts';
import { createPolicy, mapBuyer } from '../../src/store/policy.ts';
import {
  addBooks,
  addTenant,
  creditLine,
  decision,
  holdReceivable,
  importLines,
  LATER,
  line,
  openStore,
  type Store,
  setup,
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
const query = {
  policyId: 'P1',
  sellerId: 'S1',
  currency: 'EUR',
  asOf: '2026-11-30',
  knownAt: LATER,
};
const prepare = (changes = {}) =>
  run((tx) => prepareFeed(tx, { actor: setup, ...query, ...changes }));

async function fill(tx: Tx): Promise<void> {
  await addBooks(tx);
  const lines = [
    line('1'),
    line('2', { currency: 'USD' }),
    line('3', { debtor: 'D2' }),
    creditLine('4'),
  ];
  await importLines(tx, '2026-10-31', lines);
  await recordDecisions(tx, { actor: setup, decisions: [decision()] });
  await mapBuyer(tx, { actor: setup, policyId: 'P1', debtorId: 'D1', buyerId: 'B1' });
}

describe('the exposure feed', () => {
  test('states every debtor of the ledger with limit, buyer, ageing and what is financed', async () => {
    await run(fill);
    await run((tx) => holdReceivable(tx, { number: '1', facilityId: 'F1', advancedMinor: 90_00 }));
    const answer = await prepare();
    if (answer.status !== 'stored') throw new Error(answer.status);
    expect(ExposureFeed.parse(answer.feed)).toEqual(answer.feed);
    expect(answer.feed).toMatchObject({
      reference: 'EX-P1-0001',
      sequence: 1,
      sellerName: 'Nordwind GmbH',
      lines: [
        {
          debtorId: 'D1',
          insurerBuyerId: 'B1',
          coverId: 'C1',
          limitMinor: 500_00,
          outstandingGrossMinor: 100_00,
          creditNotesMinor: -10_00,
          buckets: { days31to60: 100_00 },
          financedMinor: 100_00,
        },
        { debtorId: 'D2', limitMinor: 0, outstandingGrossMinor: 100_00, financedMinor: 0 },
      ],
      control: {
        debtors: 2,
        receivables: 3,
        outstandingGrossMinor: 200_00,
        ledgerGrossMinor: 200_00,
      },
    });
    expect(answer.contentHash).toBe(hashOf(answer.feed));
    const stored = await run((tx) => readFeed(tx, { policyId: 'P1', sequence: 1 }));
    expect(stored).toEqual({ feed: answer.feed, contentHash: answer.contentHash });
  });

  test('of the same data and day is the one already kept, until another is asked for', async () => {
    await run(fill);
    const first = await prepare();
    expect(await prepare()).toEqual({ ...first, status: 'unchanged' });
    const again = await prepare({ again: true });
    expect(again).toMatchObject({ status: 'stored', feed: { sequence: 2 } });
    expect(await run((tx) => listFeeds(tx, { policyId: 'P1', limit: 10 }))).toHaveLength(2);
  });

  test('is chained to the one before by its content', async () => {
    await run(fill);
    const first = await prepare();
    await run((tx) => importLines(tx, '2026-11-15', [line('1', { openMinor: 5_00 })]));
    const second = await prepare();
    expect(first).toMatchObject({ status: 'stored' });
    if (first.status !== 'stored' || second.status !== 'stored') throw new Error('not stored');
    expect(second.feed).toMatchObject({ sequence: 2, previousHash: first.contentHash });
    expect(first.feed.previousHash).toBeUndefined();
    const dollars = await prepare({ currency: 'USD', asOf: '2026-11-01' });
    expect(dollars).toMatchObject({ status: 'refused', code: 'rate_missing' });
  });

  test('is refused by name for a policy or a seller that is not known', async () => {
    await run(fill);
    expect(await prepare({ policyId: 'P9' })).toEqual({
      status: 'refused',
      code: 'policy_unknown',
    });
    expect(await prepare({ sellerId: 'S9' })).toEqual({
      status: 'refused',
      code: 'seller_unknown',
    });
    expect(await run((tx) => listFeeds(tx, { policyId: 'P1', limit: 10 }))).toEqual([]);
  });

  test('is controlled by totals that the database sums apart', async () => {
    await run(fill);
    expect(await run((tx) => readLedgerControl(tx, query))).toEqual({
      receivables: 3,
      outstandingGrossMinor: 200_00,
      creditNotesMinor: -10_00,
      unappliedCashMinor: 0,
    });
  });
});

describe('the feeds that were sent', () => {
  test('are told by policy, the newest first, with their totals and how far each has come', async () => {
    await run(fill);
    const { connectionId } = await run(async (tx) => {
      const [row] = await tx.query<{ connectionId: Id }>(
        'select connection_id as "connectionId" from cedent.policy',
      );
      if (!row) throw new Error('the books have a policy');
      return row;
    });
    const other = { policyId: 'P2', connectionId, insurer: 'Other', currency: 'EUR' };
    await run((tx) => createPolicy(tx, { actor: setup, ...other }));
    const first = await prepare();
    const second = await prepare({ asOf: '2026-12-31' });
    const third = await prepare({ policyId: 'P2' });
    if (first.status !== 'stored' || second.status !== 'stored' || third.status !== 'stored') {
      throw new Error('a feed was not stored');
    }
    await run((tx) => intendExposure(tx, first.feed));
    const sent = await run((tx) => listSentFeeds(tx, { perPolicy: 2 }));
    expect(sent).toEqual(
      [second, first, third].map(({ feed, contentHash }) => ({
        policyId: feed.policyId,
        reference: feed.reference,
        asOf: feed.asOf,
        currency: feed.currency,
        control: feed.control,
        contentHash,
        state: feed === first.feed ? 'ready' : null,
      })),
    );
    const newest = await run((tx) => listSentFeeds(tx, { perPolicy: 1 }));
    expect(newest.map(({ reference }) => reference)).toEqual(['EX-P1-0002', 'EX-P2-0001']);
  });
});
