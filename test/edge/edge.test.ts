import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, seedLedger } from '../http/ledger.ts';
import { as, createWorld, machineToken, type World } from '../http/world.ts';

let world: World;
let items: Entry[];
let edge: Edge;
beforeAll(async () => {
  world = await createWorld();
  items = await seedLedger(world, world.alpha);
  edge = await startEdge(world);
});
afterAll(async () => {
  await edge?.stop();
  await world?.close();
});

describe('the edge, in workerd', () => {
  it('is alive and ready over its own connection', async () => {
    expect(await (await fetch(`${edge.url}/healthz`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${edge.url}/readyz`)).json()).toEqual({ status: 'ready' });
  });

  it('knows a machine by its token and a person by their session', async () => {
    const token = await machineToken(world.identity);
    const machine = await read('/me', { headers: { authorization: `Bearer ${token}` } });
    expect(machine.body).toMatchObject({ roles: ['machine'], tenantId: world.alpha.tenantId });
    const person = await read('/me', as(world.alpha.people.treasury));
    expect(person.body).toMatchObject({ roles: ['treasury'] });
  });

  it('reads receivables and facilities as Node does, byte for byte', async () => {
    for (const path of ['/receivables?asOf=2026-09-10&limit=4', '/facilities?asOf=2026-09-10']) {
      const there = await fetch(`${edge.url}/api/v1${path}`, as(world.alpha.people.treasury));
      const here = await world.app.request(
        `http://localhost:8787/api/v1${path}`,
        as(world.alpha.people.treasury),
      );
      expect(there.status).toBe(200);
      expect(await there.text()).toBe(await here.text());
    }
    const all = await read('/receivables?asOf=2026-09-10', as(world.alpha.people.treasury));
    expect(JSON.stringify(all.body)).toContain(items[0]?.id);
  });

  it('shows no one and no other tenant anything', async () => {
    expect((await read('/receivables', {})).status).toBe(401);
    const { token } = world.beta.people.treasury;
    const foreign = await read('/receivables', { headers: { cookie: `cedent_session=${token}` } });
    expect(foreign.body).toEqual({ items: [], next: null });
  });

  it('says 501 for what only a Node process does', async () => {
    const need = 'amountMinor=5&currency=EUR&valueOn=2026-09-10&horizonDays=30';
    for (const path of [
      '/selection',
      `/selection/explanations/${items[0]?.id}`,
      `/comparison?${need}`,
      '/certificates?facilityId=F1',
    ]) {
      const { status, body } = await read(path, as(world.alpha.people.treasury));
      expect([path, status]).toEqual([path, 501]);
      expect(body).toMatchObject({ code: 'not_available_here' });
    }
  });

  it('keeps no connection after its requests', async () => {
    const asking = () => read('/me', as(world.alpha.people.treasury));
    await Promise.all(Array.from({ length: 20 }, asking));
    let left = -1;
    for (let tries = 0; tries < 100 && left !== 0; tries += 1) {
      await wait(100);
      left = await countConnections();
    }
    expect(left).toBe(0);
  });
});

async function read(path: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${edge.url}/api/v1${path}`, init);
  return { status: response.status, body: await response.json() };
}

async function countConnections(): Promise<number> {
  const client = new pg.Client(world.ownerUrl);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name = 'cedent edge'`,
    );
    return rows[0].count;
  } finally {
    await client.end();
  }
}

type Edge = { url: string; stop(): Promise<void> };

/** `wrangler dev` on the repository's own wrangler.toml, with this test's database and issuer. */
async function startEdge({ appUrl, deps, identity }: World): Promise<Edge> {
  const folder = await mkdtemp(join(tmpdir(), 'cedent-edge-'));
  const port = await findFreePort();
  const inspector = await findFreePort();
  const variables = {
    CEDENT_MODE: 'demo',
    BASE_URL: deps.baseUrl,
    SECRET_KEY: Buffer.from(deps.secretKey).toString('base64'),
    OIDC_ISSUER: identity.settings.issuer,
    OIDC_CLIENT_ID: identity.settings.clientId,
    OIDC_CLIENT_SECRET: identity.settings.clientSecret,
  };
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url)),
      'dev',
      ...['--port', String(port), '--ip', '127.0.0.1', '--inspector-port', String(inspector)],
      ...['--persist-to', folder, '--show-interactive-dev-session', 'false'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    ],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        CI: 'true',
        WRANGLER_SEND_METRICS: 'false',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: appUrl,
        XDG_CONFIG_HOME: folder,
      },
    },
  );
  const stop = async () => {
    await killGroup(child);
    await rm(folder, { recursive: true, force: true });
  };
  const said = collect(child);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    const alive = await fetch(`${url}/healthz`).catch(() => undefined);
    if (alive?.status === 200) return { url, stop };
    if (child.exitCode !== null) break;
    await wait(100);
  }
  await stop();
  throw new Error(`wrangler dev did not answer:\n${said().slice(-4000)}`);
}

function collect(child: ChildProcess): () => string {
  let said = '';
  const add = (piece: Buffer) => {
    said += piece.toString();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => said;
}

/** Wrangler starts workerd as a child of its own: the whole group goes. */
async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await Promise.race([ended, wait(5000)]);
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}
