import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import {
  chmod,
  chown,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { type Account, giveTo, isReachable } from './account.ts';
import type { NativeFolder } from './native.ts';

/** One data folder and what is needed to run PostgreSQL on it. */
export type Cluster = {
  home: string;
  data: string;
  logFile: string;
  native: NativeFolder;
  account: Account | undefined;
  durable: boolean;
};

/** Kept inside the data folder, so that data and password appear together and never differ. */
export type Access = z.infer<typeof Access>;
const Access = z.object({ password: z.string().min(32), port: z.int().min(1).max(65_535) });

export const SUPERUSER = 'postgres';
/** The server carries its starter's process number, so that the two are known together. */
export const STARTER_SETTING = 'cedent.starter';

const ACCESS_FILE = 'cedent.json';
const DRAFT = 'cluster-draft-';
const DRAFT_MS_MAX = 600_000;
const LOG_BYTES_MAX = 10_000_000;

/** Only the user PostgreSQL runs as may look into the home of the data. */
export async function prepareHome(home: string, account: Account | undefined): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const { uid } = await stat(home);
  if (!account && process.getuid && uid !== process.getuid()) {
    throw new Error(
      `The database in ${home} belongs to the user with number ${uid}: start as root or as that ` +
        'user, or set DATA_DIR to a folder of your own.',
    );
  }
  await chmod(home, 0o700);
  if (account) await chown(home, account.uid, account.gid);
}

/**
 * Makes the data folder, once: it is prepared beside its place and appears by one rename, so of
 * two processes that begin together one wins and the other uses the winner's.
 */
export async function createCluster(cluster: Cluster): Promise<void> {
  if (!existsSync(cluster.data)) {
    const draft = await mkdtemp(join(cluster.home, DRAFT));
    const passwordFile = `${draft}.password`;
    try {
      await initialise(cluster, draft, passwordFile);
      await rename(draft, cluster.data);
    } catch (error) {
      if (!existsSync(join(cluster.data, ACCESS_FILE))) throw error;
    } finally {
      await rm(draft, { recursive: true, force: true });
      await rm(passwordFile, { force: true });
    }
  }
  if (cluster.account) await giveTo(cluster.account, cluster.data);
  await removeOldDrafts(cluster.home);
}

export async function readAccess(cluster: Cluster): Promise<Access> {
  const file = join(cluster.data, ACCESS_FILE);
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(
      `The database in ${cluster.data} cannot be opened without ${ACCESS_FILE} (${error.message}): ` +
        'restore that file, or move the folder away to begin with an empty database.',
    );
  });
  return Access.parse(JSON.parse(text));
}

/** Keeps the port for the next start, or picks another when a stranger holds it now. */
export async function chooseFreePort(cluster: Cluster): Promise<Access> {
  const access = await readAccess(cluster);
  if (await isFree(access.port)) return access;
  const moved = { ...access, port: await findFreePort() };
  await writeAccess(cluster.data, moved, cluster.account);
  return moved;
}

/** Starts the server as a process group of its own: a terminal's Ctrl-C reaches only its starter. */
export async function spawnServer(
  cluster: Cluster,
  access: Access,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  const log = await openLog(cluster);
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(access.port),
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    [STARTER_SETTING]: String(process.pid),
    ...(cluster.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    const child = spawn(
      join(cluster.native, 'bin', 'postgres'),
      ['-D', await dataArgument(cluster, cluster.data), ...flags],
      {
        ...processOptions(cluster),
        cwd: cluster.data,
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Root writes into a folder of another user here: a link put in the file's place is refused. */
async function openLog({ logFile, account }: Cluster): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const log = await open(logFile, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
  if (account) await log.chown(account.uid, account.gid);
  if ((await log.stat()).size > LOG_BYTES_MAX) await log.truncate();
  return log;
}

/** What a killed start left behind; a young draft may be another process's, at work now. */
async function removeOldDrafts(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith(DRAFT));
  for (const path of names.map((name) => join(home, name))) {
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > DRAFT_MS_MAX) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function initialise(cluster: Cluster, draft: string, passwordFile: string): Promise<void> {
  const access: Access = { password: randomBytes(32).toString('hex'), port: await findFreePort() };
  await writeFile(passwordFile, access.password, { mode: 0o600, flag: 'wx' });
  if (cluster.account) {
    await chown(passwordFile, cluster.account.uid, cluster.account.gid);
    await chown(draft, cluster.account.uid, cluster.account.gid);
  }
  const child = spawn(
    join(cluster.native, 'bin', 'initdb'),
    [
      `--pgdata=${await dataArgument(cluster, draft)}`,
      `--pwfile=../${passwordFile.slice(cluster.home.length + 1)}`,
      `--username=${SUPERUSER}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-locale',
      ...(cluster.durable ? [] : ['--no-sync']),
    ],
    { ...processOptions(cluster), cwd: draft, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-2000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`PostgreSQL's initdb ended with ${code} in ${cluster.home}:\n${said.trim()}`);
  }
  await writeAccess(draft, access, cluster.account);
}

/**
 * A data folder below one that is closed to the account (a home, a private temporary folder) is
 * entered while still root, as the working directory, and PostgreSQL knows it by that.
 */
async function dataArgument({ account }: Cluster, data: string): Promise<string> {
  if (!account || (await isReachable(data, account))) return data;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new Error(
    `The folder ${data} is closed to the account '${account.name}': set DATA_DIR to an open one.`,
  );
}

/** Nothing of this process's environment: PGDATA, PGPORT and locale variables would be obeyed. */
function processOptions({ account }: Cluster) {
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  return { env: { LC_ALL: 'C', TZ: 'UTC' }, ...identity };
}

async function writeAccess(data: string, access: Access, account?: Account): Promise<void> {
  const draft = join(data, `${ACCESS_FILE}.${process.pid}`);
  await rm(draft, { force: true });
  await writeFile(draft, JSON.stringify(access), { mode: 0o600, flag: 'wx' });
  if (account) await chown(draft, account.uid, account.gid);
  await rename(draft, join(data, ACCESS_FILE));
}

async function findFreePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('No free port on 127.0.0.1 could be found.');
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.on('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const got = typeof address === 'object' && address ? address.port : undefined;
      server.close(() => resolve(got));
    });
  });
}
