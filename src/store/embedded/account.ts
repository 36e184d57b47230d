import { chown, lchown, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** An unprivileged user of this machine. */
export type Account = { name: string; uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root, so root hands it to another user: the one that owns the data
 * already, else nobody. Undefined when this process is not root and PostgreSQL runs as itself.
 */
export async function chooseAccount(cluster: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const owner = (await stat(cluster).catch(() => undefined))?.uid;
  const chosen =
    accounts.find(({ uid }) => uid === owner) ??
    accounts.find(({ name }) => name === 'nobody') ??
    accounts[0];
  if (chosen) return chosen;
  throw new Error(
    'PostgreSQL cannot run as root and this machine lists no other user in /etc/passwd: ' +
      'start as another user, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/** Whether the account may enter every folder down to this one (or reach this file). */
export async function isReachable(path: string, account: Account): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await allows(folder, account, 0o1))) return false;
    if (folder === dirname(folder)) break;
  }
  const found = await stat(path).catch(() => undefined);
  return !found?.isDirectory() || allows(path, account, 0o1);
}

export async function canRead(file: string, account: Account): Promise<boolean> {
  return allows(file, account, 0o4);
}

/** Gives the folder and all in it to the account, where it is not its own already. */
export async function giveTo(account: Account, folder: string): Promise<void> {
  if ((await stat(folder)).uid === account.uid) return;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  await chown(folder, account.uid, account.gid);
}

async function allows(path: string, account: Account, bit: 0o1 | 0o4): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return false;
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
  return (found.mode & (bit << shift)) !== 0;
}

function parseAccounts(passwd: string): Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const account = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
    return account.name && account.uid > 0 && account.gid > 0 ? [account] : [];
  });
}
