import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

export type Measured = { perSecond: number; bare?: number; note?: string };

/** One line a measurement: what, how fast, how fast the bare thing is, their ratio, and where. */
export function report(what: string, unit: string, { perSecond, bare, note }: Measured): void {
  const parts = [what.padEnd(34), `${rounded(perSecond)} ${unit}/s`.padStart(22)];
  if (bare !== undefined) {
    parts.push(`bare ${rounded(bare)}`.padStart(18), `ratio ${(perSecond / bare).toPrecision(2)}`);
  }
  if (note) parts.push(note);
  process.stdout.write(`${parts.join('  ')}  [${place()}]\n`);
}

/** Units per second of what `work` does once. */
export async function rate(units: number, work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (units * 1000) / (performance.now() - startedAt);
}

let known: string | undefined;

function place(): string {
  known ??= `${commit()}, ${cpus().length} cores ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  return known;
}

function commit(): string {
  try {
    const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();
    const dirty = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+changes';
    return git('rev-parse', '--short', 'HEAD') + dirty;
  } catch {
    return 'no commit';
  }
}

function rounded(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }).format(value);
}
