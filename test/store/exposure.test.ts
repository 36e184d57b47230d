import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ExposureFeed } from '../../src/core/exposure/feed.ts';
import { hashOf } from '../../src/core/hash.ts';
import type { Id } from '../../src/core/ids.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { listFeeds, prepareFeed, readFeed, readLedgerControl } from '../../src/store/exposure.ts';
import { decideFeed, listSentFeeds } from '../../src/store/exposure-delivery.ts';
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
    expect(stored).toEqual({
      feed: answer.feed,
      contentHash: answer.contentHash,
      recordedBy: null,
    });
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

describe('what changed since the feed before', () => {
  test('leads from what was open then to what is open now, debtor by debtor', async () => {
    await run(fill);
    await prepare({ asOf: '2026-10-31' });
    const lines = [
      line('1', { openMinor: 40_00 }),
      line('2', { currency: 'USD' }),
      line('5', { debtor: 'D2', faceMinor: 70_00, issuedOn: '2026-11-10', dueOn: '2026-12-10' }),
      creditLine('4'),
    ];
    await run((tx) => importLines(tx, '2026-11-30', lines));
    const answer = await prepare({ asOf: '2026-11-30' });
    if (answer.status !== 'stored') throw new Error(answer.status);
    const since = '2026-10-31';
    expect(answer.feed.lines.map(({ debtorId, delta }) => [debtorId, delta])).toEqual([
      ['D1', { since, openingMinor: 100_00, issuedMinor: 0, settledMinor: 60_00, otherMinor: 0 }],
      [
        'D2',
        { since, openingMinor: 100_00, issuedMinor: 70_00, settledMinor: 100_00, otherMinor: 0 },
      ],
    ]);
    expect(answer.feed.control.delta).toEqual({
      since,
      openingMinor: 200_00,
      issuedMinor: 70_00,
      settledMinor: 160_00,
      otherMinor: 0,
    });
  });

  test('is told of a debtor who owes nothing any more, too', async () => {
    await run(fill);
    await prepare({ asOf: '2026-10-31' });
    await run((tx) => importLines(tx, '2026-11-30', [line('1')]));
    const answer = await prepare({ asOf: '2026-11-30' });
    if (answer.status !== 'stored') throw new Error(answer.status);
    expect(answer.feed.lines[1]).toMatchObject({
      debtorId: 'D2',
      outstandingGrossMinor: 0,
      delta: { openingMinor: 100_00, settledMinor: 100_00 },
    });
  });
});

describe('a feed is released by another person', () => {
  const decide = (personId: Id, decision: 'released' | { withheld: string }) =>
    run((tx) => decideFeed(tx, { policyId: 'P1', sequence: 1, personId, decision }));
  const sent = () =>
    run((tx) => tx.query(`select 1 from cedent.delivery where operation = 'sendExposure'`));

  test('than who made it, and once, whoever else wants to', async () => {
    await run(fill);
    const [ana, bo] = [randomUUID(), randomUUID()];
    await run((tx) => prepareFeed(tx, { actor: { personId: ana }, ...query }));
    expect(await sent()).toEqual([]);
    expect(await decide(ana, 'released')).toEqual({ ok: false, code: 'same_person' });
    const both = await Promise.all([decide(bo, 'released'), decide(bo, 'released')]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await sent()).toHaveLength(1);
    expect(await decide(ana, { withheld: 'too late' })).toEqual({ ok: false, code: 'not_now' });
  });

  test('and one that is kept back is never sent', async () => {
    await run(fill);
    await prepare();
    const why = { withheld: 'A debtor is missing.' };
    expect(await decide(randomUUID(), why)).toEqual({ ok: true, deliveryId: null });
    expect(await decide(randomUUID(), 'released')).toEqual({ ok: false, code: 'not_now' });
    expect(await sent()).toEqual([]);
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
    const personId = randomUUID();
    const released = { policyId: 'P1', sequence: 1, personId, decision: 'released' } as const;
    expect(await run((tx) => decideFeed(tx, released))).toMatchObject({ ok: true });
    const sent = await run((tx) => listSentFeeds(tx, { perPolicy: 2 }));
    expect(sent).toEqual(
      [second, first, third].map(({ feed, contentHash }) => ({
        policyId: feed.policyId,
        reference: feed.reference,
        sequence: feed.sequence,
        asOf: feed.asOf,
        currency: feed.currency,
        control: feed.control,
        contentHash,
        recordedBy: null,
        decision: feed === first.feed ? 'released' : null,
        reason: null,
        state: feed === first.feed ? 'ready' : null,
      })),
    );
    const newest = await run((tx) => listSentFeeds(tx, { perPolicy: 1 }));
    expect(newest.map(({ reference }) => reference)).toEqual(['EX-P1-0002', 'EX-P2-0001']);
  });
});
