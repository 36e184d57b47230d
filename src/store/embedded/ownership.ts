import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, STARTER_SETTING, SUPERUSER } from './cluster.ts';
import { isAlive } from './pidfile.ts';

const FAST_MS_MAX = 15_000;
const IMMEDIATE_MS_MAX = 15_000;

/** A server that answers, and the process that started it. */
export type Answering = { url: string; port: number; pid: number; starter: number };

export function urlOf(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

/** The process that started this server, or undefined while it does not answer to our password. */
export async function askStarter(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ starter: string | null }>(
      `select current_setting('${STARTER_SETTING}', true) as starter`,
    );
    return Number(rows[0]?.starter ?? 0);
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes this process the owner if the owner so far is gone; otherwise it is a guest. */
export async function takeOver(cluster: Cluster, server: Answering): Promise<'owner' | 'guest'> {
  const owner = await ownerOf(cluster, server);
  if (owner === process.pid) return 'owner';
  if (owner > 0 && isAlive(owner)) return 'guest';
  // Of two heirs the last one named counts; the other finds that out when it stops.
  const draft = `${heirFile(cluster)}.${process.pid}`;
  await rm(draft, { force: true });
  await writeFile(draft, `${server.pid} ${process.pid}`, { mode: 0o600, flag: 'wx' });
  await rename(draft, heirFile(cluster));
  return 'owner';
}

/**
 * A fast shutdown and waiting for its end; also begun when this process leaves without asking.
 * PostgreSQL 18 can hang in it when it meets a crash recovery: then an immediate one follows.
 */
export function stopOnce(cluster: Cluster, server: Answering): () => Promise<void> {
  const { pid } = server;
  const interrupt = () => {
    if (isAlive(pid)) process.kill(pid, 'SIGINT');
  };
  process.once('exit', interrupt);
  const stop = async () => {
    process.removeListener('exit', interrupt);
    if ((await ownerOf(cluster, server)) !== process.pid) return;
    interrupt();
    if (!(await hasGone(pid, FAST_MS_MAX)) && isAlive(pid)) process.kill(pid, 'SIGQUIT');
    if (!(await hasGone(pid, IMMEDIATE_MS_MAX))) {
      throw new Error(`PostgreSQL (process ${pid}) does not stop: end that process by hand.`);
    }
    await rm(heirFile(cluster), { force: true });
  };
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

async function hasGone(pid: number, waitMs: number): Promise<boolean> {
  for (const end = performance.now() + waitMs; performance.now() < end; ) {
    if (!isAlive(pid)) return true;
    await wait(20);
  }
  return !isAlive(pid);
}

async function ownerOf(cluster: Cluster, server: Answering): Promise<number> {
  const text = await readFile(heirFile(cluster), 'utf8').catch(() => '');
  const [pid, heir] = text.split(' ').map(Number);
  return pid === server.pid && heir ? heir : server.starter;
}

function heirFile(cluster: Cluster): string {
  return join(cluster.home, 'heir');
}
