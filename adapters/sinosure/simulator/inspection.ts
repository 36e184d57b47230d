import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

export type Collected = { taken: string[]; rejected: { name: string; reason: string }[] };

const Money = z.string().regex(/^-?\d+(\.\d{1,4})?$/);
const DayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Currency = z.string().regex(/^[A-Z]{3}$/);
const Word = z.string().min(1);
const head = z.literal('H');
const one = z.literal('1');

/** What the portal's import takes, by the kind of file. */
const layouts = {
  SB: {
    head: z.tuple([head, one, z.literal('SB'), Word, Word, Word, DayText, DayText, Currency]),
    line: z.tuple([z.literal('D'), Word, Word, Word, DayText, DayText, Money]),
  },
} as const;
const Tail = z.tuple([z.literal('T'), z.string().regex(/^\d+$/), Money]);

/**
 * The clerk who uploads what lies in the folder and moves what the portal took. It checks the sum of
 * each file and takes a reference once.
 */
export function createClerk(root: string) {
  const known = new Set<string>();
  return {
    collect(): Collected {
      const collected: Collected = { taken: [], rejected: [] };
      const names = readdirSync(join(root, 'inbox')).filter((name) => name.endsWith('.csv'));
      for (const name of names.sort()) {
        const read = readFile(name, readFileSync(join(root, 'inbox', name), 'utf8'));
        const reason =
          'reason' in read ? read.reason : known.has(read.reference) ? 'taken before' : undefined;
        const folder = reason === undefined ? 'processed' : 'rejected';
        mkdirSync(join(root, folder), { recursive: true });
        renameSync(join(root, 'inbox', name), join(root, folder, name));
        if (reason !== undefined) collected.rejected.push({ name, reason });
        else if ('reference' in read) {
          known.add(read.reference);
          collected.taken.push(name);
        }
      }
      return collected;
    },
  };
}

function readFile(name: string, body: string): { reference: string } | { reason: string } {
  const marked = /^(SB)-[A-Z0-9]+-[A-Z0-9]+-([0-9a-f]{8})\.csv$/.exec(name);
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 8);
  const kind = marked?.[1];
  if (!isKind(kind) || marked?.[2] !== digest) return { reason: 'the name is not of the content' };
  const records = z.array(z.array(z.string())).safeParse(tryParse(body));
  if (!records.success || records.data.length < 3) return { reason: 'not a file of ours' };
  const first = layouts[kind].head.safeParse(records.data[0]);
  const tail = Tail.safeParse(records.data.at(-1));
  const lines = z.array(layouts[kind].line).safeParse(records.data.slice(1, -1));
  if (!first.success) return { reason: `head: ${z.prettifyError(first.error)}` };
  if (!tail.success) return { reason: `tail: ${z.prettifyError(tail.error)}` };
  if (!lines.success) return { reason: `lines: ${z.prettifyError(lines.error)}` };
  const total = lines.data.reduce((sum, line) => sum + units(String(line.at(-1))), 0n);
  if (Number(tail.data[1]) !== lines.data.length) return { reason: 'the count differs' };
  if (total !== units(tail.data[2])) return { reason: 'the sum differs' };
  return { reference: String(first.data[3]) };
}

function isKind(kind: string | undefined): kind is keyof typeof layouts {
  return kind === 'SB';
}

function tryParse(body: string): unknown {
  try {
    return parse(body, { relax_column_count: true });
  } catch {
    return undefined;
  }
}

/** Decimal text as an exact count of ten-thousandths. */
function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(4, '0'));
  return amount.startsWith('-') ? -size : size;
}
