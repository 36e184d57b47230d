import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Effect } from '../../src/core/adapter.ts';
import { told } from '../../src/core/detail.ts';
import { type DeliverDeps, deliver } from '../../src/jobs/deliver.ts';
import { defineEffect, defineRead } from '../../src/jobs/operation.ts';
import { newId } from '../../src/store/database.ts';
import { createDelivery, readDelivery } from '../../src/store/delivery.ts';
import { listAttempts } from '../../src/store/delivery-view.ts';
import { addConnection, addTenant, openStore, type Store } from '../store/open.ts';

const raw = { body: '' };
const Nothing = z.strictObject({});
let sent = 0;
let isDown = true;
const say: Effect<object, null> = {
  class: 'B',
  settleSeconds: 60,
  timeoutSeconds: 1,
  encode: () => ({ method: 'POST', target: '/', contentType: 'text/plain', body: '' }),
  send: async () => {
    sent += 1;
    return { kind: 'done', value: null, raw };
  },
  find: async () => ({ kind: 'unknown', detail: 'the partner does not answer' }),
};

let store: Store;
let tenantId: string;
let connectionId: string;
let deps: DeliverDeps;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  ({ connectionId } = await store.database.asTenant(tenantId, addConnection));
  deps = {
    db: store.database,
    leaseMarginSeconds: 1,
    open: async () => ({ operations: {}, call: (key) => callOf(key) }),
    operations: {
      say: defineEffect<typeof Nothing, null>({
        kind: 'effect',
        input: Nothing,
        effect: () => say,
        reference: () => 'ours',
        foundByPeople: () => null,
        accepted: async () => {},
        rejected: async () => {},
      }),
      ask: defineRead<typeof Nothing, null>({
        kind: 'read',
        input: Nothing,
        read: () => async () => ({ kind: 'done', value: null, raw }),
        answered: async () => ({ again: 900 }),
      }),
      choke: defineRead<typeof Nothing, null>({
        kind: 'read',
        input: Nothing,
        read: () => async () => ({ kind: 'done', value: null, raw: { body: 'odd' } }),
        answered: async () => {
          throw new Error('this cannot be');
        },
      }),
      mute: defineRead<typeof Nothing, null>({
        kind: 'read',
        input: Nothing,
        read: () => async () => {
          if (isDown) throw new Error('nobody answers');
          return { kind: 'done', value: null, raw };
        },
        answered: async () => ({ again: 900 }),
      }),
      circle: defineRead<typeof Nothing, null>({
        kind: 'read',
        input: Nothing,
        read: () => async () => ({ kind: 'done', value: null, raw }),
        answered: async () => ({ people: told('movements_in_circle', {}) }),
      }),
    },
  };
}, 60_000);
afterAll(() => store.close());

it('a read that was asked ten thousand times is asked again', async () => {
  const id = await worn('ask', 'ready');
  await deliver(deps, { tenantId, deliveryId: id });
  expect(await stateOf(id)).toBe('ready');
});

it('an answer that cannot be taken is read again a few times, and then people look at it', async () => {
  const id = await worn('choke', 'ready');
  for (let times = 0; times < 5; times += 1) {
    await expect(deliver(deps, { tenantId, deliveryId: id })).rejects.toThrow('this cannot be');
    expect(await stateOf(id)).toBe('ready');
    await makeDue(id);
  }
  await deliver(deps, { tenantId, deliveryId: id });
  expect(await stateOf(id)).toBe('manual');
  const attempts = await store.database.asTenant(tenantId, (tx) => listAttempts(tx, [id]));
  expect(attempts.map(({ raw: kept }) => kept)).toEqual(Array(5).fill('odd'));
  expect(attempts[0]?.detail).toMatchObject({ code: 'answer_not_taken' });
  expect(JSON.stringify(attempts[0]?.detail)).toContain('this cannot be');
});

it('a partner that answers nothing for days is a task for people; one answer begins the count anew', async () => {
  const id = await worn('mute', 'ready');
  const failed = (times: number) =>
    store.database.asTenant(tenantId, (tx) =>
      tx.query('update cedent.delivery set not_found = $2, step = step + 1 where id = $1', [
        id,
        times,
      ]),
    );
  await failed(998);
  isDown = false;
  await deliver(deps, { tenantId, deliveryId: id });
  await makeDue(id);
  isDown = true;
  await deliver(deps, { tenantId, deliveryId: id });
  expect(await stateOf(id)).toBe('ready');
  await failed(999);
  for (const state of ['ready', 'manual']) {
    await makeDue(id);
    await deliver(deps, { tenantId, deliveryId: id });
    expect(await stateOf(id)).toBe(state);
  }
});

it('what a reading leaves to people is a task for them, with why', async () => {
  const id = await worn('circle', 'ready');
  await deliver(deps, { tenantId, deliveryId: id });
  const delivery = await store.database.asTenant(tenantId, (tx) => readDelivery(tx, id));
  expect(delivery).toMatchObject({ state: 'manual', detail: { code: 'movements_in_circle' } });
});

it('what waited long because the partner was down is still sent', async () => {
  const id = await worn('say', 'ready');
  await deliver(deps, { tenantId, deliveryId: id });
  expect(await stateOf(id)).toBe('accepted');
});

it('a fate that asking cannot find out goes to people, unsent', async () => {
  const before = sent;
  const id = await worn('say', 'unknown');
  await deliver(deps, { tenantId, deliveryId: id });
  expect(await stateOf(id)).toBe('manual');
  expect(sent).toBe(before);
});

it('a first sending that is refused as a duplicate is refused, a repeated one is asked about', async () => {
  const { send } = say;
  const detail = 'we have this number';
  say.send = async () => ({ kind: 'refused', reason: 'duplicate', detail, raw });
  const first = await worn('say', 'ready');
  await deliver(deps, { tenantId, deliveryId: first });
  expect(await stateOf(first)).toBe('rejected');
  const again = await worn('say', 'ready', { attempts: 1 });
  await deliver(deps, { tenantId, deliveryId: again });
  expect(await stateOf(again)).toBe('unknown');
  say.send = send;
});

/** A delivery that went through very many steps. */
function worn(
  operation: string,
  state: 'ready' | 'unknown',
  { attempts = 0 } = {},
): Promise<string> {
  return store.database.asTenant(tenantId, async (tx) => {
    const plain = { connectionId, queue: 'factor-rest', operation, subject: newId(), input: {} };
    const { id } = await createDelivery(tx, { ...plain, state: 'ready' });
    for (const next of state === 'ready' ? ['manual', 'ready'] : ['sending', 'unknown']) {
      await tx.query(
        `update cedent.delivery set state = $2, step = step + 5000, fence = id, attempts = $3,
           lease_until = clock_timestamp() where id = $1`,
        [id, next, attempts],
      );
    }
    return id;
  });
}

async function stateOf(id: string): Promise<string | undefined> {
  const found = await store.database.asTenant(tenantId, (tx) => readDelivery(tx, id));
  return found?.state;
}

function callOf(idempotencyKey: string) {
  const now = '2026-11-24T08:00:00.000Z';
  return { fetch, now, idempotencyKey, correlationId: idempotencyKey };
}

async function makeDue(id: string): Promise<void> {
  await store.database.asTenant(tenantId, (tx) =>
    tx.query(
      'update cedent.delivery set due_at = clock_timestamp(), step = step + 1 where id = $1',
      [id],
    ),
  );
}
