import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { createApp } from '../../src/server.ts';
import { fileOf, importLines } from '../store/open.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

const MB = 1024 * 1024;
const bytes = randomBytes(12 * MB + 1);
const warned: object[] = [];
let world: World;
let path: string;
const server = { close: () => undefined as unknown, port: 0 };
beforeAll(async () => {
  const log = { info: () => undefined, warn: (fields: object) => warned.push(fields) };
  world = await createWorld({ log: { ...log, error: (fields) => console.error(fields) } });
  const { importId } = await world.db.asTenant(world.alpha.tenantId, (tx) =>
    importLines(tx, '2026-10-31', [], { file: fileOf(bytes), fileName: '应收 2026.csv' }),
  );
  path = `/api/v1/imports/${importId}/file`;
  const listening = createAdaptorServer({ fetch: world.app.fetch });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', () => resolve()));
  server.port = (listening.address() as AddressInfo).port;
  server.close = () => listening.close();
});
afterAll(async () => {
  server.close();
  await world.close();
});

function open(): Promise<IncomingMessage> {
  const { headers } = as(world.alpha.people.treasury);
  const at = { port: server.port, host: '127.0.0.1', path };
  return new Promise((resolve, reject) => {
    get({ ...at, headers: headers as Record<string, string> }, resolve).once('error', reject);
  });
}

const ask = () => world.app.request(`${BASE_URL}${path}`, as(world.alpha.people.treasury));

async function warnings(count: number): Promise<number> {
  for (let tries = 0; tries < 100 && warned.length < count; tries += 1) await wait(50);
  return warned.length;
}

describe('the file of an import, sent over HTTP', () => {
  it('is the same bytes under the same name, its length told before', async () => {
    const answer = await open();
    expect(answer.headers['content-length']).toBe(String(bytes.length));
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent('应收 2026.csv'));
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part);
    expect(sha256(Buffer.concat(parts))).toBe(sha256(bytes));
  });

  it('holds no connection while nobody reads on', async () => {
    const many = await Promise.all(Array.from({ length: 25 }, ask));
    expect(many.map(({ status }) => status)).toEqual(many.map(() => 200));
    const last = await ask();
    expect(sha256(new Uint8Array(await last.arrayBuffer()))).toBe(sha256(bytes));
    const before = warned.length;
    await Promise.all(many.map(({ body }) => body?.cancel()));
    expect(await warnings(before + many.length)).toBe(before + many.length);
  });

  it('whose reader goes away in the middle is told in the log and given up', async () => {
    const before = warned.length;
    const answer = await open();
    answer.once('data', () => answer.destroy());
    answer.once('error', () => undefined);
    expect(await warnings(before + 1)).toBe(before + 1);
  });

  it('asks the database as part of its request, however late it is read', async () => {
    const current = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const asTenant: typeof world.db.asTenant = (tenantId, work) => {
      seen.push(current.getStore());
      return world.db.asTenant(tenantId, work);
    };
    const app = createApp({ ...world.deps, db: { ...world.db, asTenant } });
    const answer = await current.run('the request', async () =>
      app.request(`${BASE_URL}${path}`, as(world.alpha.people.treasury)),
    );
    expect((await answer.arrayBuffer()).byteLength).toBe(bytes.length);
    expect(new Set(seen)).toEqual(new Set(['the request']));
    expect(seen.length).toBeGreaterThan(13);
  });

  it('breaks off rather than end short where a piece is missing', async () => {
    const owner = new pg.Client(world.ownerUrl);
    await owner.connect();
    await owner.query('delete from cedent.ledger_file_piece where nth = 11');
    await owner.end();
    const answer = await ask();
    await expect(answer.arrayBuffer()).rejects.toThrow('piece 11');
    await expect(
      (async () => {
        for await (const _ of await open());
      })(),
    ).rejects.toThrow('aborted');
  });
});
