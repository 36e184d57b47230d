import type { LedgerEnd, LedgerRow, OpenedLedger } from '../../src/intake/ledger.ts';
import { type LedgerOptions, readLedger } from '../../src/intake/ledger.ts';
import type { Refusal } from '../../src/intake/problem.ts';

export type Encoded = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** Bytes of a text, cut into pieces of `pieceBytes` so that characters and rows are split anywhere. */
export async function* sourceOf(
  text: string | Uint8Array,
  pieceBytes = 7,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield bytes.subarray(at, at + pieceBytes);
  }
}

export function encode(text: string, encoding: Encoded): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8-bom') return new TextEncoder().encode(`\uFEFF${text}`);
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

export type WholeLedger = { opened: OpenedLedger; rows: LedgerRow[]; end: LedgerEnd };

/** Reads a ledger to its end; a refusal of the whole file is given as it is. */
export async function readWhole(
  text: string | Uint8Array,
  options: Partial<LedgerOptions> & { mapping: unknown },
  pieceBytes = 64,
): Promise<WholeLedger | Refusal> {
  const given = { asOf: '2026-06-30', sellerId: 'seller-1', ledger: 'AR', ...options };
  const opened = await readLedger(sourceOf(text, pieceBytes), given);
  if (opened.status === 'refused') return opened;
  const rows: LedgerRow[] = [];
  let end: LedgerEnd | undefined;
  for await (const row of opened.rows) {
    if (row.kind === 'item' || row.kind === 'rejected') rows.push(row);
    else end = row;
  }
  if (!end) throw new Error('a ledger ended without its end');
  return { opened, rows, end };
}

export async function readOpened(...given: Parameters<typeof readWhole>): Promise<WholeLedger> {
  const read = await readWhole(...given);
  if ('status' in read) throw new Error(`refused: ${JSON.stringify(read)}`);
  return read;
}
