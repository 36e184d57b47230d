import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { assert } from '../../core/assert.ts';
import type { CurrencyTotal } from '../../core/funding/request.ts';
import type { Id } from '../../core/ids.ts';
import type { LedgerLine } from '../../core/ledger.ts';
import { sumMinor } from '../../core/money.ts';
import { fingerprint, keyText } from '../../core/receivable.ts';
import type { Tx } from '../database.ts';
import { createIdSequence } from './id-sequence.ts';

/**
 * Streams a ledger's rows by COPY into the transaction's own table `ledger_row`, in bounded memory,
 * and returns what they add up to per currency. Nothing of the tenant's is changed yet.
 */
export async function streamRows(
  tx: Tx,
  lines: AsyncIterable<LedgerLine>,
): Promise<CurrencyTotal[]> {
  await tx.query(`create temp table ledger_row (
    row_number integer not null, id uuid not null, business_key text not null,
    seller_id text not null, ledger text not null, number text not null, kind text not null,
    fiscal_year integer not null, instalment integer not null, fingerprint text not null,
    debtor_id text not null, currency char(3) not null, issued_on date not null, due_on date,
    face_minor bigint not null, references_number text,
    open_minor bigint not null, disputed_minor bigint not null,
    debtor_name text not null, debtor_country text, debtor_group_id text,
    debtor_identifiers jsonb not null) on commit drop`);
  await tx.query(`create temp table ledger_rejection (
    row_number integer not null, number text not null, code text not null, field text not null,
    known text not null, given text not null,
    currency char(3) not null, face_minor bigint not null, open_minor bigint not null
    ) on commit drop`);
  await tx.query(`create temp table ledger_contradiction (
    row_number integer not null, number text not null, field text not null,
    known text not null, given text not null) on commit drop`);
  const totals = new Map<string, CurrencyTotal>();
  const sink = tx.client.query(copyFrom('copy ledger_row from stdin'));
  await pipeline(Readable.from(chunksOf(lines, totals), { objectMode: false }), sink);
  await tx.query('create index on ledger_row using hash (business_key)');
  await tx.query('analyze ledger_row');
  return [...totals.values()].sort((left, right) => (left.currency < right.currency ? -1 : 1));
}

const CHUNK_CHARS = 65_536;

async function* chunksOf(
  lines: AsyncIterable<LedgerLine>,
  totals: Map<string, CurrencyTotal>,
): AsyncGenerator<string> {
  const nextId = createIdSequence();
  let chunk = '';
  for await (const line of lines) {
    addTo(totals, line);
    chunk += rowText(line, nextId());
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function addTo(totals: Map<string, CurrencyTotal>, { receivable }: LedgerLine): void {
  const { currency, faceMinor, openMinor } = receivable;
  const total = totals.get(currency) ?? { currency, count: 0, faceMinor: 0, openMinor: 0 };
  total.count += 1;
  total.faceMinor = sumMinor([total.faceMinor, faceMinor]);
  total.openMinor = sumMinor([total.openMinor, openMinor]);
  totals.set(currency, total);
}

function rowText({ receivable, debtor, rowNumber }: LedgerLine, id: Id): string {
  const { key, kind } = receivable;
  assert(key.kind === kind, `row ${rowNumber}: the business key names another kind`);
  assert(receivable.debtorId === debtor.id, `row ${rowNumber}: the debtor is another one`);
  const invoice = kind === 'invoice' ? receivable : undefined;
  const references = kind === 'invoice' ? undefined : receivable.references;
  const fields: (string | number | undefined)[] = [
    rowNumber,
    id,
    keyText(key),
    key.sellerId,
    key.ledger,
    key.number,
    kind,
    key.fiscalYear,
    key.instalment,
    fingerprint(receivable),
    debtor.id,
    receivable.currency,
    receivable.issuedOn,
    invoice?.dueOn,
    receivable.faceMinor,
    references,
    receivable.openMinor,
    invoice?.disputedMinor ?? 0,
    debtor.name,
    debtor.country,
    debtor.groupId,
    JSON.stringify(debtor.identifiers),
  ];
  return `${fields.map(fieldText).join('\t')}\n`;
}

/** COPY's text format; the test spares the escaping of nearly every value. */
function fieldText(value: string | number | undefined): string {
  if (value === undefined) return '\\N';
  if (typeof value === 'number') return String(value);
  return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, escaped) : value;
}

function escaped(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  return '\\\\';
}
