import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSeller } from '../../src/store/seller.ts';
import { as, createWorld, type World } from './world.ts';

let world: World;
const peak = { bytes: 0, ended: 0 };
const server = { close: () => undefined as unknown, port: 0 };
beforeAll(async () => {
  world = await createWorld({
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    importLedger: async (tx, { bytes, personId }) => {
      const party = { id: 'S1', name: 'taken before the file ended', identifiers: {} };
      await saveSeller(tx, { actor: { personId }, seller: party });
      try {
        for await (const piece of bytes) peak.bytes = Math.max(peak.bytes, piece.length);
      } finally {
        peak.ended += 1;
      }
      return { status: 'refused', code: 'file_empty', params: {} };
    },
  });
  const listening = createAdaptorServer({ fetch: world.app.fetch });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', () => resolve()));
  server.port = (listening.address() as AddressInfo).port;
  server.close = () => listening.close();
});
afterAll(async () => {
  server.close();
  await world.close();
});

const path = '/api/v1/ledgers/imports?sellerId=S1&ledger=AR&asOf=2026-09-01';

function open(key: string) {
  const { headers } = as(world.alpha.people.treasury);
  const outgoing = request({
    port: server.port,
    host: '127.0.0.1',
    path,
    method: 'POST',
    headers: {
      ...(headers as Record<string, string>),
      'content-type': 'text/csv',
      'idempotency-key': key,
    },
  });
  const answered = new Promise<number | undefined>((resolve) => {
    outgoing.once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    outgoing.once('error', () => resolve(undefined));
  });
  return { outgoing, answered };
}

describe('a ledger sent over HTTP', () => {
  it('is read as it arrives, never whole', async () => {
    const { outgoing, answered } = open('whole');
    const piece = Buffer.alloc(1024 * 1024, 'a');
    for (let nth = 0; nth < 40; nth += 1) {
      if (!outgoing.write(piece)) await new Promise((resolve) => outgoing.once('drain', resolve));
    }
    outgoing.end();
    expect(await answered).toBe(422);
    expect(peak.bytes).toBeGreaterThan(0);
    expect(peak.bytes).toBeLessThan(4 * 1024 * 1024);
  });

  it('whose sender goes away in the middle leaves nothing and no key', async () => {
    const before = peak.ended;
    const { outgoing, answered } = open('broken');
    outgoing.write('a,b\n');
    await wait(300);
    outgoing.destroy();
    expect(await answered).toBeUndefined();
    for (let tries = 0; tries < 100 && peak.ended === before; tries += 1) await wait(50);
    expect(peak.ended).toBe(before + 1);
    const left = await world.db.asTenant(world.alpha.tenantId, async (tx) => [
      ...(await tx.query('select key from cedent.api_idempotency')),
      ...(await tx.query('select id from cedent.seller')),
    ]);
    expect(left).toEqual([]);
  });
});
