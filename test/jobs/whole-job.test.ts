import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/core/hash.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { listDocuments } from '../../src/store/document.ts';
import { balanceOf } from '../../src/store/journal.ts';
import { readPosition } from '../../src/store/position.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { approvedRequest, openWorld, today, until, type World } from './world.ts';

const redisUrl = process.env.CEDENT_TEST_REDIS_URL;

describe.each([
  ['PostgreSQL', undefined],
  ['Redis', redisUrl],
])('the whole job with the queue on %s', (_name, url) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(url ? { redisUrl: url } : {});
  }, 120_000);
  afterAll(() => world.close());

  it('a request of one person, approved by another, ends funded with its documents', async () => {
    const requestId = await approvedRequest(world, ['INV-1', 'INV-2', 'INV-3']);
    const request = await settled(world, requestId);
    expect(world.errors).toEqual([]);
    expect(request.state.status).toBe('funded');
    const documents = await world.db.asTenant(world.tenantId, (tx) => listDocuments(tx, requestId));
    expect(documents.map(({ template }) => template)).toEqual(['gb/assignment-schedule']);
    const frozen = 'canonical' in request.state ? request.state.canonical : undefined;
    expect(documents[0]?.dataHash).toBe(hashOf(frozen));
    expect(await world.factor.effects()).toMatchObject({ [request.number]: 1 });
  }, 120_000);

  it('the factor word and the bank entry, repeated and in any order, make one advance', async () => {
    const requestId = await approvedRequest(world, ['INV-4', 'INV-5']);
    const frozen = await readOne(world, requestId);
    const advance = 'canonical' in frozen.state ? frozen.state.canonical.totals.advanceMinor : 0;
    const entry = {
      entryKey: `DE1|2026|${frozen.number}`,
      account: 'DE1',
      currency: 'EUR',
      amountMinor: advance,
      bookedOn: today,
      references: [`advance ${frozen.number}`],
    };
    const pay = () =>
      world.db.asTenant(world.tenantId, (tx) =>
        recordBankEntries(tx, { actor: { personId: world.analyst }, entries: [entry, entry] }),
      );
    expect(await pay()).toMatchObject({ matched: 1, known: 1 });
    const request = await until(
      () => readOne(world, requestId),
      ({ state }) => state.status === 'cash_matched',
    );
    expect(request.state.status).toBe('cash_matched');
    expect(await pay()).toMatchObject({ matched: 0, known: 2 });
    const due = await world.db.asTenant(world.tenantId, (tx) =>
      balanceOf(tx, 'due_from_factor', request.number),
    );
    expect(due).toEqual([{ currency: 'EUR', amountMinor: 0, functionalMinor: 0 }]);
  }, 120_000);

  it('an answer lost after the factor acted is found again, and sent once', async () => {
    await world.factor.arm({ kind: 'drop_after_apply' });
    const requestId = await approvedRequest(world, ['INV-6']);
    const request = await settled(world, requestId);
    expect(request.state.status).toBe('funded');
    expect(await world.factor.effects()).toMatchObject({ [request.number]: 1 });
  }, 180_000);

  it('an answer for a line nobody asked about is questioned once, and books nothing', async () => {
    await world.factor.inventLine();
    const requestId = await approvedRequest(world, ['INV-7', 'INV-8']);
    const request = await settled(world, requestId);
    expect(request.state).toMatchObject({ status: 'funded' });
    const questions = request.facts.filter(({ fact }) => fact.kind === 'answer_questioned');
    expect(questions.map(({ fact }) => fact)).toEqual([
      expect.objectContaining({ lineNumber: 9_999 }),
    ]);
  }, 120_000);

  it('the open position is the fold of its facts at every end', async () => {
    const rows = await world.db.asTenant(world.tenantId, async (tx) => {
      const all = await tx.query<{ id: string; held: boolean }>(
        `select r.id, p.receivable_id is not null as held from cedent.receivable r
         left join cedent.open_position p
           on p.tenant_id = r.tenant_id and p.receivable_id = r.id where r.tenant_id = $1`,
        [tx.tenantId],
      );
      const folded: boolean[] = [];
      for (const { id } of all) folded.push((await readPosition(tx, id)).status !== 'free');
      return all.map(({ held }, index) => ({ held, folded: folded[index] }));
    });
    expect(rows.filter(({ held, folded }) => held !== folded)).toEqual([]);
    expect(rows.filter(({ held }) => held).length).toBe(8);
  });
});

function readOne(world: World, requestId: string) {
  return world.db.asTenant(world.tenantId, async (tx) => {
    const request = await readRequest(tx, requestId);
    if (!request) throw new Error('no such request');
    return request;
  });
}

function settled(world: World, requestId: string) {
  return until(
    () => readOne(world, requestId),
    ({ state }) => ['funded', 'partly_funded', 'declined', 'rejected'].includes(state.status),
  );
}
