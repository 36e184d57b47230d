import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { readAudit } from '../../src/store/audit.ts';
import {
  findByWebhookToken,
  listConnections,
  openConfig,
  readConnection,
  replaceConfig,
} from '../../src/store/connection.ts';
import type { Tx } from '../../src/store/database.ts';
import { addConnection, addTenant, openStore, SECRET, type Store, setup } from './open.ts';

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
const open = (connectionId: Id, secretKey = SECRET) =>
  run((tx) => openConfig(tx, { connectionId, secretKey }));

async function asOwner(statement: string, values: unknown[]): Promise<pg.QueryResult> {
  const owner = new pg.Client(store.ownerUrl);
  await owner.connect();
  try {
    return await owner.query(statement, values);
  } finally {
    await owner.end();
  }
}

describe('the sealed config of a connection', () => {
  const config = { apiKey: 'very secret', url: 'http://127.0.0.1:1' };

  test('opens with the key it was sealed with and no other', async () => {
    const { connectionId } = await run(addConnection);
    expect(await open(connectionId)).toEqual(config);
    await expect(open(connectionId, 'another key')).rejects.toThrow('does not open');
  });

  test('opens only in its own tenant and its own connection', async () => {
    const { connectionId } = await run(addConnection);
    const second = await run(addConnection);
    const home = tenant;
    tenant = await addTenant(store);
    const foreign = await run(addConnection);
    await expect(open(connectionId)).rejects.toThrow('does not exist');
    const move = `update cedent.connection set config_sealed =
      (select config_sealed from cedent.connection where id = $1) where id = any ($2)`;
    await asOwner(move, [connectionId, [second.connectionId, foreign.connectionId]]);
    await expect(open(foreign.connectionId)).rejects.toThrow('does not open');
    tenant = home;
    await expect(open(second.connectionId)).rejects.toThrow('does not open');
    expect(await open(connectionId)).toEqual(config);
  });

  test('is not in the row, in the audit or in what is listed', async () => {
    const { connectionId, webhookToken } = await run(addConnection);
    const { rows } = await asOwner(
      `select encode(config_sealed, 'escape') || lookup as text from cedent.connection where id = $1`,
      [connectionId],
    );
    const entries = await run((tx) => readAudit(tx, { after: 0, limit: 10 }));
    const shown = JSON.stringify([rows, entries, await run(listConnections)]);
    expect(shown).not.toContain('very secret');
    expect(shown).not.toContain(webhookToken);
  });

  test('can be replaced by another', async () => {
    const { connectionId } = await run(addConnection);
    const change = { actor: setup, connectionId, secretKey: SECRET, config: { apiKey: 'new' } };
    expect(await run((tx) => replaceConfig(tx, change))).toBe(true);
    expect(await open(connectionId)).toEqual({ apiKey: 'new' });
    const unknown = { ...change, connectionId: tenant };
    expect(await run((tx) => replaceConfig(tx, unknown))).toBe(false);
  });
});

describe('the address of a webhook', () => {
  test('finds its connection by the token alone, and by nothing else', async () => {
    const { connectionId, webhookToken } = await run(addConnection);
    await run(addConnection);
    const found = await findByWebhookToken(store.database, webhookToken);
    const connection = await run((tx) => readConnection(tx, connectionId));
    expect(found).toEqual({ ...connection, tenantId: tenant });
    expect(Buffer.from(webhookToken, 'base64url')).toHaveLength(32);
    expect(await findByWebhookToken(store.database, `${webhookToken}x`)).toBeUndefined();
    expect(await findByWebhookToken(store.database, '')).toBeUndefined();
  });
});
