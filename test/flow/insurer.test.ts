import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { policyId } from '../../src/demo/books.ts';
import { seedStory } from '../../src/demo/story.ts';
import { type Product, startProduct } from '../../src/product.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { createDelivery } from '../../src/store/delivery.ts';
import { decideFeed } from '../../src/store/exposure-delivery.ts';
import { until } from '../jobs/world.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'cedent-insurer-'));
let product: Product;
let tenantId: string;

beforeAll(async () => {
  const environment = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'fatal' };
  product = await startProduct(readConfig(environment), {
    story: async (options) => {
      const seeded = await seedStory(options);
      ({ tenantId } = seeded);
      return seeded;
    },
  });
}, 240_000);
afterAll(async () => {
  await product?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it("the insurer's list becomes the cover book, and a limit asked for arrives in it", async () => {
  const known = await until(
    () => count(`select count(*) from cedent.cover_decision where tenant_id = $1`),
    (decisions) => decisions >= 240,
  );
  expect(known).toBeGreaterThanOrEqual(240);
  const reference = newId();
  await asTenant(async (tx) => {
    const [connection] = await tx.query<{ id: string }>(
      `select id from cedent.connection where adapter_id = 'atradius'`,
    );
    await createDelivery(tx, {
      connectionId: connection?.id ?? '',
      queue: 'atradius',
      operation: 'requestLimit',
      subject: reference,
      state: 'ready',
      input: {
        reference,
        policyId,
        debtorId: 'C1020',
        buyerId: '1100019',
        currency: 'EUR',
        amountMinor: 9_000_000,
        effectiveOn: '2026-11-24',
      },
    });
  });
  const state = await until(
    () => stateOf('requestLimit', reference),
    (found) => found !== 'ready' && found !== 'sending',
  );
  // The buyer has a limit already: the insurer says so, and nothing is asked twice.
  expect(state).toBe('rejected');
}, 120_000);

it('the feed of a month that is over goes to the mailbox once released, and the next month is due', async () => {
  const [due] = await asTenant((tx) =>
    tx.query<{ subject: string }>(
      `update cedent.delivery set due_at = clock_timestamp()
       where tenant_id = $1 and operation = 'prepareExposure' and subject like '%|EUR|%'
       returning subject`,
      [tenantId],
    ),
  );
  expect(due?.subject).toContain(policyId);
  await until(
    () => count(`select count(*) from cedent.exposure_feed where tenant_id = $1`),
    (feeds) => feeds === 1,
  );
  const personId = newId();
  const released = { policyId, sequence: 1, personId, decision: 'released' } as const;
  expect(await asTenant((tx) => decideFeed(tx, released))).toMatchObject({ ok: true });
  const sent = await until(
    () =>
      count(
        `select count(*) from cedent.delivery
         where tenant_id = $1 and operation = 'sendExposure' and state = 'accepted'`,
      ),
    (feeds) => feeds === 1,
  );
  expect(sent).toBe(1);
  const months = await count(
    `select count(*) from cedent.delivery
     where tenant_id = $1 and operation = 'prepareExposure' and subject like '%|EUR|%'`,
  );
  expect(months).toBe(2);
  const box = join(dataDir, 'partners', 'insurer-mailbox');
  const folders = ['inbox', 'processed'].map((name) => join(box, name)).filter(existsSync);
  const files = folders.flatMap((folder) => readdirSync(folder));
  expect(files.length).toBe(1);
}, 120_000);

function asTenant<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return product.work.db.asTenant(tenantId, work);
}

async function count(text: string): Promise<number> {
  const [row] = await asTenant((tx) => tx.query<{ count: number }>(text, [tenantId]));
  return row?.count ?? 0;
}

async function stateOf(operation: string, subject: string): Promise<string> {
  const [row] = await asTenant((tx) =>
    tx.query<{ state: string }>(
      `select state from cedent.delivery where tenant_id = $1 and operation = $2 and subject = $3`,
      [tenantId, operation, subject],
    ),
  );
  return row?.state ?? 'none';
}
