import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { seedStory } from '../../src/demo/story.ts';
import { startProduct } from '../../src/product.ts';
import { newId } from '../../src/store/database.ts';
import { insertPerson } from '../../src/store/person.ts';
import { type Measured, rate } from './report.ts';

/** An authenticated read of fifty receivables through every layer; beside a Hono that says hello. */
export async function benchHttp(requests: number): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cedent-bench-'));
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' });
  const product = await startProduct(config, {
    story: async (options) => {
      const story = await seedStory(options);
      const subject = { issuer: options.issuer, subject: machine };
      const person = { id: newId(), name: 'Bench', roles: ['machine' as const], subject };
      await options.db.asTenant(story.tenantId, (tx) =>
        insertPerson(tx, { ...person, kind: 'machine', locale: 'en' }),
      );
      return story;
    },
  });
  try {
    const authorization = `Bearer ${await tokenFor(dataDir)}`;
    const url = `${product.url}/api/v1/receivables?limit=50`;
    await ask(url, { authorization }, 50);
    const perSecond = await rate(requests, () => ask(url, { authorization }, requests));
    return { perSecond, bare: await bareHello(requests) };
  } finally {
    await product.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const machine = 'cedent-machine';

async function tokenFor(dataDir: string): Promise<string> {
  const kept = z
    .object({ port: z.int(), machineSecret: z.string() })
    .parse(JSON.parse(await readFile(join(dataDir, 'demo-identity.json'), 'utf8')));
  const credentials = Buffer.from(`${machine}:${kept.machineSecret}`).toString('base64');
  const answer = await fetch(`http://127.0.0.1:${kept.port}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

async function bareHello(requests: number): Promise<number> {
  const app = new Hono().get('/', (context) => context.text('hello'));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}/`;
  try {
    await ask(url, {}, 50);
    return await rate(requests, () => ask(url, {}, requests));
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

const callers = 16;

async function ask(url: string, headers: Record<string, string>, count: number): Promise<void> {
  let left = count;
  const caller = async () => {
    for (; left > 0; ) {
      left -= 1;
      const answer = await fetch(url, { headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}
