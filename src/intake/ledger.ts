import { assert } from '../core/assert.ts';
import { type Day, isDay } from '../core/calendar.ts';
import type { Debtor } from '../core/debtor.ts';
import type { LedgerItem } from '../core/ledger.ts';
import { type Currency, Currency as CurrencySchema } from '../core/money.ts';
import { keyText } from '../core/receivable.ts';
import { type Columns, findColumns, namesOf } from './columns/header.ts';
import { looseCurrencyColumns, refuseLoose } from './columns/loose-currency.ts';
import { type Batch, type Dialect, openDelimited } from './csv/open.ts';
import { maxRowChars, type Row } from './csv/split.ts';
import { createRowReader, type RowReading } from './item.ts';
import { createKeyIndex, type KeyIndex } from './key-index.ts';
import { completeMapping, type Mapping, MappingDraft } from './mapping.ts';
import { problem, type Refusal, type RowProblem, refuse } from './problem.ts';
import { withEvidence } from './suggest/evidence.ts';
import { createTally, type Summary, type Tally } from './totals.ts';

export type LedgerOptions = {
  /** A `Mapping`, from a file or a form: it is checked here. */
  mapping: unknown;
  asOf: Day;
  /** The currency of rows that name none; goes before the mapping's own. */
  currency?: Currency | undefined;
  sellerId: string;
  ledger: string;
};

export type RejectedRow = {
  kind: 'rejected';
  rowNumber: number;
  /** Everything wrong with the row, at least one. */
  problems: RowProblem[];
  /** The row as it came; one piece where its quotes do not let it be cut. */
  raw: string[];
};

export type LedgerRow =
  | { kind: 'item'; rowNumber: number; receivable: LedgerItem; debtor: Debtor; raw: string[] }
  | RejectedRow;

/** A file refused half-way voids the rows before it; a file that was read whole ends with its summary. */
export type LedgerEnd =
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'summary'; summary: Summary };

export type OpenedLedger = {
  status: 'opened';
  dialect: Dialect;
  header: string[];
  mapping: Mapping;
  columns: Columns;
  /** Rows once, as fast as they are taken, then exactly one end. */
  rows: AsyncIterable<LedgerRow | LedgerEnd>;
};

/**
 * Reads a delimited ledger into open items. Mapping, encoding, header and currency are settled
 * before the first row; memory holds one piece of the file and 24 bytes a row for duplicates.
 */
export async function readLedger(
  source: AsyncIterable<Uint8Array>,
  options: LedgerOptions,
): Promise<OpenedLedger | Refusal> {
  const { asOf } = options;
  assert(options.sellerId !== '' && options.ledger !== '', 'a ledger without seller or name');
  if (!isDay(asOf)) return refuse('as_of_impossible', { value: asOf });
  const parsed = MappingDraft.safeParse(options.mapping);
  const stated = parsed.success ? parsed.data : {};
  const file = await openDelimited(source, stated);
  if (file.status === 'refused') return file;
  const settled = settle(file, options);
  if (settled.status === 'refused') {
    await file.close();
    return settled;
  }
  const { mapping, columns, currency, loose } = settled;
  const { sellerId, ledger } = options;
  const read = createRowReader({ mapping, columns, loose, asOf, currency, sellerId, ledger });
  const { dialect, header } = file;
  const rows = readRows(file.batches, read);
  return { status: 'opened', dialect, header, mapping, columns, rows };
}

function settle(file: { header: string[]; sample: Row[] }, options: LedgerOptions) {
  const complete = completeMapping(options.mapping);
  if (complete.status === 'refused') return withEvidence(complete, file);
  const { mapping } = complete;
  const columns = findColumns(file.header, mapping);
  if (columns.status === 'refused') return columns;
  const currency = options.currency ?? mapping.fixed.currency;
  if (currency !== undefined && !CurrencySchema.safeParse(currency).success) {
    return refuse('currency_unknown', { currency });
  }
  const { unmapped } = columns;
  const { ignored } = mapping;
  const loose = mapping.columns.currency
    ? []
    : looseCurrencyColumns({ sample: file.sample, unmapped, ignored });
  const refusal = refuseLoose(loose, currency);
  if (refusal) return refusal;
  if (mapping.columns.currency === undefined && currency === undefined) {
    return refuse('currency_unstated', { columns: namesOf(file.header) });
  }
  return { status: 'settled' as const, mapping, columns, currency, loose };
}

async function* readRows(
  batches: AsyncIterable<Batch>,
  read: (row: readonly string[]) => RowReading,
): AsyncGenerator<LedgerRow | LedgerEnd> {
  const tally = createTally();
  const keys = createKeyIndex();
  for await (const batch of batches) {
    if (batch.status === 'refused') {
      yield { kind: 'refused', refusal: batch };
      return;
    }
    for (const row of batch.rows) {
      if (isBlank(row)) continue;
      const line = readRow(row, { read, tally, keys });
      if (line?.kind === 'refused') {
        yield line;
        return;
      }
      if (line) yield line;
    }
  }
  yield { kind: 'summary', summary: tally.summary() };
}

type Reading = { read: (row: readonly string[]) => RowReading; tally: Tally; keys: KeyIndex };

function readRow(row: Row, { read, tally, keys }: Reading): LedgerRow | LedgerEnd | undefined {
  const reading = row.status === 'read' ? read(row.cells) : brokenRow(row);
  if (reading.status === 'settled') {
    tally.settle();
    return undefined;
  }
  const problems =
    reading.status === 'item' ? duplicate(reading.receivable, row, keys) : reading.problems;
  const [first] = problems;
  if (first) {
    tally.reject(first.code);
    const raw = row.status === 'read' ? row.cells : [row.raw];
    return { kind: 'rejected', rowNumber: row.row, problems, raw };
  }
  if (reading.status !== 'item') return undefined;
  const { receivable, debtor } = reading;
  if (!tally.accept(receivable)) {
    const { currency } = receivable;
    return { kind: 'refused', refusal: refuse('total_too_large', { currency, row: row.row }) };
  }
  const raw = row.status === 'read' ? row.cells : [];
  return { kind: 'item', rowNumber: row.row, receivable, debtor, raw };
}

function duplicate(item: LedgerItem, row: Row, keys: KeyIndex): RowProblem[] {
  const firstRow = keys.note(keyText(item.key), row.row);
  if (firstRow === undefined) return [];
  return [problem('duplicate_number', { number: item.key.number, firstRow })];
}

function brokenRow(row: Exclude<Row, { status: 'read' }>): {
  status: 'wrong';
  problems: RowProblem[];
} {
  const found =
    row.status === 'too_long'
      ? problem('row_too_long', { limit: maxRowChars })
      : problem('quote_unclosed', { line: row.line });
  return { status: 'wrong', problems: [found] };
}

/** Spreadsheets leave rows of empty cells behind the last one. */
function isBlank(row: Row): boolean {
  return row.status === 'read' && row.cells.every((cell) => cell.trim() === '');
}
