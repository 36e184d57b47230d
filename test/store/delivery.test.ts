import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryState, deliveryMoves } from '../../src/core/delivery.ts';
import { newId } from '../../src/store/database.ts';
import {
  beginAttempt,
  claimDelivery,
  createDelivery,
  endAttempt,
} from '../../src/store/delivery.ts';
import { addTenant, openStore, type Store } from './open.ts';

let store: Store;
let tenantId: string;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
});
afterAll(() => store.close());

describe('the states of a delivery', () => {
  const states = DeliveryState.options;
  const pairs = states.flatMap((from) =>
    states.filter((to) => to !== from).map((to) => [from, to] as const),
  );

  it('the database allows exactly the moves that the core names', async () => {
    const allowed: string[] = [];
    for (const [from, to] of pairs) {
      const moved = await move(from, to).then(
        () => true,
        () => false,
      );
      if (moved) allowed.push(`${from}>${to}`);
    }
    const named = pairs.filter(([from, to]) => deliveryMoves[from].includes(to));
    expect(allowed.sort()).toEqual(named.map(([from, to]) => `${from}>${to}`).sort());
  }, 60_000);

  it('a transition that does not raise the step is refused', async () => {
    const id = await intend();
    const move = store.database.asTenant(tenantId, (tx) =>
      tx.query(`update cedent.delivery set state = 'rejected' where id = $1`, [id]),
    );
    await expect(move).rejects.toThrow(/must raise its step/);
  });
});

describe('an attempt', () => {
  it('the same intention twice is one delivery', async () => {
    const subject = newId();
    const [first, second] = await store.database.asTenant(tenantId, async (tx) => [
      await createDelivery(tx, { ...plain, subject }),
      await createDelivery(tx, { ...plain, subject }),
    ]);
    expect(second).toEqual({ id: first?.id, created: false });
  });

  it('only the holder of the fence may write the outcome', async () => {
    const id = await intend();
    await store.database.asTenant(tenantId, async (tx) => {
      const delivery = await claimDelivery(tx, id);
      if (!delivery) throw new Error('a due delivery is claimed');
      await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds: 30 });
      const end = {
        purpose: 'send',
        outcome: 'done',
        startedAt: new Date(),
        verdict: { state: 'accepted', detail: '' },
      } as const;
      expect(await endAttempt(tx, delivery, { ...end, fence: newId() })).toBe(false);
      expect(await claimDelivery(tx, id)).toBeUndefined();
    });
  });

  it('twenty workers at once claim one delivery once', async () => {
    const id = await intend();
    const claims = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.database.asTenant(tenantId, async (tx) => {
          const delivery = await claimDelivery(tx, id);
          if (!delivery) return false;
          await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds: 30 });
          return true;
        }),
      ),
    );
    expect(claims.filter(Boolean).length).toBe(1);
  });
});

const plain = {
  queue: 'documents',
  operation: 'renderDocuments',
  state: 'ready',
  input: {},
} as const;

async function intend(): Promise<string> {
  const { id } = await store.database.asTenant(tenantId, (tx) =>
    createDelivery(tx, { ...plain, subject: newId() }),
  );
  return id;
}

/** A delivery is put into a state by the owner's hand, then moved by the application's. */
async function move(from: DeliveryState, to: DeliveryState): Promise<void> {
  const id = newId();
  await store.database.asTenant(tenantId, async (tx) => {
    await tx.query(
      `insert into cedent.delivery (tenant_id, id, queue, operation, subject, state, input, fence, lease_until)
       values ($1, $2, 'documents', 'renderDocuments', $3, $4, '{}', $2, clock_timestamp())`,
      [tenantId, id, id, from],
    );
    await tx.query(`update cedent.delivery set state = $2, step = step + 1 where id = $1`, [
      id,
      to,
    ]);
  });
}
