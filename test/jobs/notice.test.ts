import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ working: false });
}, 120_000);
afterAll(() => world.close());

const body = JSON.stringify({ type: 'schedule.updated', reference: 'FR-2026-0001' });

it('a notice is kept once, however often the partner repeats it', async () => {
  const notice = signed('msg_1', world.factor.webhookSecret);
  for (let times = 0; times < 3; times += 1) expect(await receive(notice)).toBe('stored');
  expect(await kept()).toBe(1);
});

it('a notice with a forged signature, or to an address nobody has, is refused and not kept', async () => {
  const before = await kept();
  const forged = signed('msg_2', `whsec_${Buffer.alloc(32, 9).toString('base64')}`);
  expect(await receive(forged)).toBe('unauthenticated');
  const other = { ...signed('msg_3', world.factor.webhookSecret), 'webhook-id': 'msg_4' };
  expect(await receive(other)).toBe('unauthenticated');
  const strange = await world.partners.receive(world.db, {
    token: 'nobody-has-this-token',
    headers: signed('msg_5', world.factor.webhookSecret),
    body: new TextEncoder().encode(body),
  });
  expect(strange).toBe('unauthenticated');
  expect(await kept()).toBe(before);
});

function receive(headers: Record<string, string>) {
  const token = world.webhookToken;
  return world.partners.receive(world.db, { token, headers, body: new TextEncoder().encode(body) });
}

function signed(id: string, secret: string): Record<string, string> {
  const at = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

async function kept(): Promise<number> {
  const [row] = await world.db.asTenant(world.tenantId, (tx) =>
    tx.query<{ count: number }>('select count(*) from cedent.inbox where tenant_id = $1', [
      tx.tenantId,
    ]),
  );
  return row?.count ?? 0;
}
