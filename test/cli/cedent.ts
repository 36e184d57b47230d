import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs `cedent …` as a process of its own, in English unless `env` says otherwise. */
export async function cedent(
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const program = fileURLToPath(new URL('../../src/bin/cedent.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env.PATH, LC_ALL: 'C', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return {
    code,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  };
}

export type Folder = {
  path: string;
  write(name: string, content: unknown): string;
  remove(): void;
};

export function openFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'cedent-cli-'));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export const terms = {
  version: 1,
  facilityId: 'F1',
  name: 'Facility',
  funder: 'Factor',
  mode: 'sale',
  currency: 'EUR',
  limitMinor: 100_000_000,
  advanceRateBp: 9_000,
  price: { rateBp: 500, dayCount: 'ACT/360', serviceFeeBp: 10, minimumFeeMinor: 0 },
  rules: [
    { rule: 'not_yet_issued' },
    { rule: 'past_due_date', days: 60, operator: '>' },
    { rule: 'credits', unreferenced: 'latest_due_first' },
    { rule: 'debtor_concentration', shareBp: 6_000, scope: 'debtor', base: 'grossEligible' },
  ],
};

export const header = 'Invoice number,Customer,Invoice date,Due date,Amount,Currency';

/** A ledger of `count` invoices of five debtors, dated around 31 October 2026. */
export function ledgerRows(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    const amount = (1_000 + index * 37.25).toFixed(2);
    return `INV-${index + 1},D${index % 5},2026-10-${day},2026-12-${day},${amount},EUR`;
  });
}

export function ledgerOf(rows: readonly string[], head = header): string {
  return `${[head, ...rows].join('\n')}\n`;
}
