import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

export type Running = { pid: number; port: number; status: 'ready' | 'stopping' | 'starting' };

/** What PostgreSQL says of itself in postmaster.pid: lines 1, 4 and 8. */
export async function readPidFile(data: string): Promise<Running | undefined> {
  const text = await readFile(join(data, PID_FILE), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!(pid > 0) || !(port > 0)) return undefined;
  const status = lines[7]?.trim();
  return { pid, port, status: status === 'ready' || status === 'stopping' ? status : 'starting' };
}

/**
 * PostgreSQL refuses to start while the number in its pid file belongs to any process, also to a
 * stranger that got it after a restart of the machine or container: then the file goes.
 * It stays while anything works in the folder, as two servers on one folder destroy it.
 */
export async function clearStalePidFile(data: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux' || !existsProcess(pid)) return false;
  if (await worksIn(pid, data)) return false;
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry) && (await worksIn(Number(entry), data))) return false;
  }
  await rm(join(data, PID_FILE), { force: true });
  return true;
}

/** False for a process that has ended and only waits for its parent to notice. */
export function isAlive(pid: number): boolean {
  return existsProcess(pid) && !isZombie(pid);
}

const PID_FILE = 'postmaster.pid';

function existsProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3) === 'Z';
  } catch {
    return false;
  }
}

/**
 * PostgreSQL's processes all have the data folder as their working directory. Root in a container
 * may not see that of another user's process: then every PostgreSQL counts as this one.
 */
async function worksIn(pid: number, data: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) return false;
    return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'postgres';
  }
}
