import type { ChildProcess } from 'node:child_process';
import { mkdir, open, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chooseAccount } from './embedded/account.ts';
import {
  type Cluster,
  chooseFreePort,
  createCluster,
  prepareHome,
  readAccess,
  spawnServer,
} from './embedded/cluster.ts';
import { type NativeFolder, prepareNative } from './embedded/native.ts';
import { askStarter, stopOnce, takeOver, urlOf } from './embedded/ownership.ts';
import { clearStalePidFile, isAlive, type Running, readPidFile } from './embedded/pidfile.ts';

export type EmbeddedOptions = {
  dataDir: string;
  log: (message: string) => void;
  /** Extra server settings, by PostgreSQL's names. */
  settings?: Record<string, string>;
  /** False only where the data may be lost with the machine, as in tests. */
  durable?: boolean;
  /** Another folder of PostgreSQL's programs than the one npm installed. */
  native?: NativeFolder;
};

export type Embedded = {
  /** Connects the superuser to the database `postgres`; contains the password. */
  url: string;
  port: number;
  /** Ends the server if this process is its owner: it started it, or outlived the starter. */
  stop: () => Promise<void>;
};

const START_MS_MAX = 60_000;
/** Longer than its stopper waits before it insists: nobody is left to. */
const STOPPING_MS_MAX = 20_000;

/**
 * PostgreSQL from npm on `<dataDir>/postgres`. A server that already runs there is joined: another
 * process's own stays that process's to stop, an orphan's (its starter was killed) becomes ours.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = await prepareCluster(options);
  await createCluster(cluster);
  const began = performance.now();
  const deadline = began + START_MS_MAX;
  while (performance.now() < deadline) {
    const running = await findRunning(cluster);
    if (running?.status === 'stopping' && performance.now() - began > STOPPING_MS_MAX) {
      process.kill(running.pid, 'SIGQUIT');
    }
    const server = running
      ? await joinServer(cluster, running)
      : await startServer(cluster, options.settings ?? {}, deadline);
    if (server) {
      options.log(`${running ? 'joined' : 'started'} PostgreSQL on port ${server.port}`);
      return server;
    }
    await wait(100);
  }
  throw new Error(
    `PostgreSQL did not answer within ${START_MS_MAX / 1000} seconds. ${cluster.logFile} ends:\n` +
      (await tail(cluster.logFile)),
  );
}

async function prepareCluster(options: EmbeddedOptions): Promise<Cluster> {
  await mkdir(options.dataDir, { recursive: true });
  const home = join(await realpath(options.dataDir), 'postgres');
  const data = join(home, 'cluster');
  const account = await chooseAccount(data);
  await prepareHome(home, account);
  const native = await prepareNative(home, account, options.native);
  const logFile = join(home, 'postgres.log');
  return { home, data, logFile, native, account, durable: options.durable ?? true };
}

/** A live server on this folder, whether it answers yet or not. */
async function findRunning(cluster: Cluster): Promise<Running | undefined> {
  const running = await readPidFile(cluster.data);
  if (!running) return undefined;
  const stale = await clearStalePidFile(cluster.data, running.pid);
  return stale || !isAlive(running.pid) ? undefined : running;
}

async function joinServer(cluster: Cluster, running: Running): Promise<Embedded | undefined> {
  if (running.status !== 'ready') return undefined;
  const { pid, port } = running;
  const url = urlOf((await readAccess(cluster)).password, port);
  const starter = await askStarter(url);
  if (starter === undefined) return undefined;
  const server = { url, port, pid, starter };
  const standing = await takeOver(cluster, server);
  const stop = standing === 'owner' ? stopOnce(cluster, server) : async () => undefined;
  return { url, port, stop };
}

/** Undefined when the server ended for a reason that may have passed: look again. */
async function startServer(
  cluster: Cluster,
  settings: Record<string, string>,
  deadline: number,
): Promise<Embedded | undefined> {
  const logStart = (await stat(cluster.logFile).catch(() => undefined))?.size ?? 0;
  const { password, port } = await chooseFreePort(cluster);
  const child = await spawnServer(cluster, { password, port }, settings);
  const url = urlOf(password, port);
  while (performance.now() < deadline) {
    if (child.pid === undefined || hasEnded(child)) {
      await refusePermanent(cluster, logStart);
      return undefined;
    }
    const running = await readPidFile(cluster.data);
    if (
      running?.pid === child.pid &&
      running.status === 'ready' &&
      (await askStarter(url)) !== undefined
    ) {
      const server = { url, port, pid: child.pid, starter: process.pid };
      return { url, port, stop: stopOnce(cluster, server) };
    }
    await wait(20);
  }
  child.kill('SIGINT');
  return undefined;
}

/** Another server won the race, its last processes are still leaving, or the port was taken. */
const PASSING =
  /lock file ".*" already exists|shared memory block .* still in use|Address already in use|could not create any TCP\/IP sockets/;

async function refusePermanent(cluster: Cluster, logStart: number): Promise<void> {
  const said = await tail(cluster.logFile, logStart);
  if (PASSING.test(said)) return;
  throw new Error(
    `PostgreSQL could not start on ${cluster.data}. It said:\n${said.trim() || 'nothing'}\n` +
      'Mend the cause, or set DATABASE_URL to another PostgreSQL server.',
  );
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function tail(file: string, from = 0): Promise<string> {
  const log = await open(file).catch(() => undefined);
  if (!log) return '';
  try {
    const { size } = await log.stat();
    const start = Math.max(from <= size ? from : 0, size - 4000);
    const { buffer, bytesRead } = await log.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    );
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await log.close();
  }
}
