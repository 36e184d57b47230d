import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

export type Collected = { taken: string[]; rejected: { name: string; reason: string }[] };

/**
 * The insurer's clerk: reads each exposure file left in the inbox and moves it whole to processed
 * or rejected. The layout is the one agreed for the connection, written down here once more.
 */
export function createInspection(root: string) {
  const sequences = new Map<string, number>();
  return {
    collect(): Collected {
      const collected: Collected = { taken: [], rejected: [] };
      const names = readdirSync(join(root, 'inbox')).filter((name) => name.endsWith('.csv'));
      for (const name of names.sort()) {
        const reason = fault(name, readFileSync(join(root, 'inbox', name), 'utf8'), sequences);
        const folder = reason === undefined ? 'processed' : 'rejected';
        mkdirSync(join(root, folder), { recursive: true });
        renameSync(join(root, 'inbox', name), join(root, folder, name));
        if (reason === undefined) collected.taken.push(name);
        else collected.rejected.push({ name, reason });
      }
      return collected;
    },
  };
}

function fault(name: string, body: string, sequences: Map<string, number>): string | undefined {
  const marked = /^[A-Z0-9]+-[A-Z0-9]+-(\d+)-([0-9a-f]{8})\.csv$/.exec(name);
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 8);
  if (!marked || marked[2] !== digest) return 'the name does not carry the hash of the content';
  const file = read(body);
  if (typeof file === 'string') return file;
  const { head, lines, tail } = file;
  const last = sequences.get(head.policyId) ?? 0;
  if (String(head.sequence) !== marked[1]) return 'the name carries another sequence';
  if (head.sequence <= last) return `sequence ${head.sequence} after ${last}`;
  const sum = (pick: (line: DebtorLine) => string) =>
    lines.reduce((total, line) => total + units(pick(line)), 0n);
  const agree =
    tail.debtors === lines.length &&
    sum((line) => line.gross) === units(tail.gross) &&
    sum((line) => line.creditNotes) === units(tail.creditNotes) &&
    sum((line) => line.unappliedCash) === units(tail.unappliedCash) &&
    units(tail.ledgerGross) === units(tail.gross);
  if (!agree) return 'the control totals do not agree with the lines';
  sequences.set(head.policyId, head.sequence);
  return undefined;
}

function read(body: string): ExposureFile | string {
  const records = z.array(z.array(z.string())).safeParse(tryParse(body));
  if (!records.success) return 'not a CSV file';
  const [first, ...rest] = records.data;
  const head = Head.safeParse(named(headColumns, first));
  const tail = Tail.safeParse(named(tailColumns, rest.at(-1)));
  const lines = z
    .array(DebtorLine)
    .safeParse(rest.slice(0, -1).map((record) => named(lineColumns, record)));
  if (!head.success) return `head: ${z.prettifyError(head.error)}`;
  if (!tail.success) return `tail: ${z.prettifyError(tail.error)}`;
  if (!lines.success) return `lines: ${z.prettifyError(lines.error)}`;
  return { head: head.data, lines: lines.data, tail: tail.data };
}

function tryParse(body: string): unknown {
  try {
    return parse(body, { relax_column_count: true });
  } catch {
    return undefined;
  }
}

function named(columns: readonly string[], record: readonly string[] | undefined): unknown {
  if (record?.length !== columns.length) return undefined;
  return Object.fromEntries(columns.map((column, index) => [column, record[index]]));
}

const Money = z.string().regex(/^-?\d+(\.\d{1,4})?$/);
const DayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Count = z.string().regex(/^\d+$/).transform(Number);

const Head = z.strictObject({
  kind: z.literal('H'),
  version: z.literal('1'),
  reference: z.string().min(1),
  sequence: Count,
  policyId: z.string().min(1),
  seller: z.string().min(1),
  asOf: DayText,
  currency: z.string().regex(/^[A-Z]{3}$/),
  previousHash: z.string().regex(/^([0-9a-f]{64})?$/),
});
const DebtorLine = z.strictObject({
  kind: z.literal('D'),
  debtorId: z.string().min(1),
  name: z.string().min(1),
  country: z.string(),
  buyerId: z.string(),
  coverId: z.string(),
  limit: Money,
  gross: Money,
  creditNotes: Money,
  unappliedCash: Money,
  notDue: Money,
  days1to30: Money,
  days31to60: Money,
  days61to90: Money,
  days91to120: Money,
  days121to180: Money,
  over180: Money,
  disputed: Money,
  oldestDueOn: z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/),
  financed: Money,
});
type DebtorLine = z.infer<typeof DebtorLine>;
const Tail = z.strictObject({
  kind: z.literal('T'),
  debtors: Count,
  receivables: Count,
  gross: Money,
  creditNotes: Money,
  unappliedCash: Money,
  ledgerGross: Money,
});
const headColumns = Object.keys(Head.shape);
const lineColumns = Object.keys(DebtorLine.shape);
const tailColumns = Object.keys(Tail.shape);
type ExposureFile = {
  head: z.infer<typeof Head>;
  lines: DebtorLine[];
  tail: z.infer<typeof Tail>;
};

/** Decimal text as an exact count of ten-thousandths. */
function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(4, '0'));
  return amount.startsWith('-') ? -size : size;
}
