import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { expectedMigration } from '../../src/store/version.ts';
import { BASE_URL, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('health', () => {
  it('is ready when the database has the version this code needs', async () => {
    expect((await world.app.request(`${BASE_URL}/readyz`)).status).toBe(200);
  });

  it('expects the newest migration there is', () => {
    const folder = new URL('../../src/store/migrations/', import.meta.url);
    expect(readdirSync(folder).sort().at(-1)).toBe(expectedMigration);
  });

  it('is alive and not ready while the database is away', async () => {
    const db = openDatabase('postgres://nobody:nothing@127.0.0.1:9/none');
    const app = createApp({ ...world.deps, db });
    expect((await app.request(`${BASE_URL}/healthz`)).status).toBe(200);
    const ready = await app.request(`${BASE_URL}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).not.toMatch(/nobody|nothing@|ECONN/);
    await db.close();
  });
});

describe('a webhook', () => {
  it('is stored and answered 202, or refused 401 whatever is wrong with it', async () => {
    const taken: unknown[] = [];
    const app = createApp({
      ...world.deps,
      receiveNotice: async ({ token, body, headers }) => {
        taken.push({ token, body: Buffer.from(body).toString(), id: headers['webhook-id'] });
        return token === 'right' ? 'stored' : 'unauthenticated';
      },
    });
    const init = { method: 'POST', headers: { 'webhook-id': 'm1' }, body: '{"a":1}' };
    expect((await app.request(`${BASE_URL}/webhooks/right`, init)).status).toBe(202);
    expect((await app.request(`${BASE_URL}/webhooks/wrong`, init)).status).toBe(401);
    expect(taken[0]).toEqual({ token: 'right', body: '{"a":1}', id: 'm1' });
  });

  it('of more than a megabyte is refused before anyone reads it', async () => {
    const app = createApp({ ...world.deps, receiveNotice: async () => 'stored' });
    const body = 'x'.repeat(1_048_577);
    const response = await app.request(`${BASE_URL}/webhooks/t`, { method: 'POST', body });
    expect(response.status).toBe(413);
  });
});
