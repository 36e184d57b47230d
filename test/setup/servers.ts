import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '../../src/store/embedded.ts';
import { findProgram } from './tools.ts';

/** One PostgreSQL and one Redis for the whole run; vitest calls this before the first test. */
export default async function startServices(): Promise<() => Promise<void>> {
  // A terminated run leaves through `exit`, where the servers are taken along.
  process.once('SIGTERM', () => process.exit(143));
  const folder = await mkdtemp(join(tmpdir(), 'cedent-test-'));
  const [database, redis] = await Promise.all([
    startEmbedded({
      dataDir: folder,
      log: () => undefined,
      durable: false,
      settings: { max_connections: '200', shared_buffers: '64MB' },
    }),
    startRedis(folder),
  ]);
  process.env.CEDENT_TEST_DATABASE_URL = database.url;
  if (redis) process.env.CEDENT_TEST_REDIS_URL = redis.url;
  const chromium = findProgram('chromium');
  if (chromium) process.env.CEDENT_TEST_CHROMIUM = chromium;
  return async () => {
    await Promise.all([database.stop(), redis?.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
}

type Redis = { url: string; stop: () => Promise<void> };

/** Undefined where redis-server is not installed: the tests that need it then say so. */
async function startRedis(folder: string): Promise<Redis | undefined> {
  const program = findProgram('redis-server');
  if (!program) return undefined;
  const port = await findFreePort();
  const options = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes' };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, flags, { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  await untilListening(child, port);
  const stop = async () => {
    process.removeListener('exit', kill);
    kill();
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (child.exitCode !== null) break;
    if (await accepts(port)) return;
    await wait(20);
  }
  throw new Error(`redis-server did not listen on 127.0.0.1:${port}.`);
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('No free port was found.');
  return address.port;
}
