import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordBankEntries } from '../../src/store/bank.ts';
import { listUnmatched } from '../../src/store/bank-view.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { balanceOf } from '../../src/store/journal.ts';
import { appendFact, readRequest } from '../../src/store/request-facts.ts';
import { approvedRequest, openWorld, type World } from '../jobs/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ working: false });
}, 120_000);
afterAll(() => world.close());

it('money for a request that the factor rejected is a task, and is posted nowhere', async () => {
  const requestId = await approvedRequest(world, ['INV-1']);
  const number = await asTenant(async (tx) => {
    const request = await readRequest(tx, requestId, { lock: true });
    if (!request) throw new Error('no such request');
    const fact = { kind: 'rejected', reason: 'duplicate', detail: 'known' } as const;
    await appendFact(tx, request, { fact, effectiveOn: '2026-11-24', actor: { system: 'jobs' } });
    return request.number;
  });
  expect(await pay([`advance ${number}`])).toMatchObject({ matched: 0, unmatched: 1 });
  const tasks = await asTenant((tx) => listUnmatched(tx, 10));
  expect(tasks.map(({ entry }) => entry.references)).toEqual([[`advance ${number}`]]);
  expect(await asTenant((tx) => balanceOf(tx, 'bank'))).toEqual([]);
});

it('an entry that names two requests, or none, is a task and never a guess', async () => {
  const [one, two] = [
    await approvedRequest(world, ['INV-2']),
    await approvedRequest(world, ['INV-3']),
  ];
  const numbers = await asTenant(async (tx) => [
    (await readRequest(tx, one))?.number ?? '',
    (await readRequest(tx, two))?.number ?? '',
  ]);
  const before = await asTenant((tx) => listUnmatched(tx, 10));
  expect(await pay([numbers.join(' and ')])).toMatchObject({ matched: 0, unmatched: 1 });
  expect(await pay(['thank you'])).toMatchObject({ matched: 0, unmatched: 1 });
  const after = await asTenant((tx) => listUnmatched(tx, 10));
  expect(after.length).toBe(before.length + 2);
});

function pay(references: string[]) {
  const entry = {
    entryKey: newId(),
    account: 'DE1',
    currency: 'EUR',
    amountMinor: 90_000,
    bookedOn: '2026-11-24',
    references,
  };
  return asTenant((tx) =>
    recordBankEntries(tx, { actor: { personId: world.analyst }, entries: [entry] }),
  );
}

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return world.db.asTenant(world.tenantId, work);
}
