import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs the tests run for real, by the Debian package that brings them. */
const PACKAGES: Record<string, string[]> = {
  chromium: ['chromium'],
  'redis-server': ['redis-server'],
  'poppler-utils': ['pdftotext', 'pdftoppm', 'pdfdetach', 'pdffonts'],
  qpdf: ['qpdf'],
};

export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Installs what is missing as root; otherwise throws an error that names the command. */
export function ensureTools(): void {
  const missing = findMissing();
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() === 0 && findProgram('apt-get')) {
    console.log(`The tests need ${missing.join(', ')}: ${command}`);
    aptGet(['update']);
    aptGet(['install', '-y', '--no-install-recommends', ...missing]);
  }
  const left = findMissing();
  if (left.length === 0) return;
  throw new Error(
    `The tests need ${left.join(', ')}. Install them: sudo apt-get update && sudo ${command}`,
  );
}

function findMissing(): string[] {
  return Object.entries(PACKAGES)
    .filter(([, programs]) => programs.some((name) => !findProgram(name)))
    .map(([name]) => name);
}

function aptGet(args: string[]): void {
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
