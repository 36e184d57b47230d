import { namesOf, normaliseHeader } from '../columns/header.ts';
import { openDelimited } from '../csv/open.ts';
import type { Row } from '../csv/split.ts';
import { type Refusal, refuse } from '../problem.ts';
import { type ColumnsAt, type TableCells, tableCells } from './cells.ts';
import type { TableFormat } from './mapping.ts';
import { refuseTable, type TableRefusal } from './problem.ts';

type Reading<Field extends string, Value> = {
  format: TableFormat;
  /** Header texts of the fields that the mapping gives a column. */
  columns: Partial<Record<Field, string | undefined>>;
  read: (cells: TableCells<Field>) => Value | undefined;
};

/** How many rows one value may be made of. */
export const tableRowsMax = 200_000;

/**
 * Reads a delimited file into one value a row, all of them or none: the first row that does not
 * hold refuses the file. The file is read in pieces; what it becomes is held, up to a bound.
 */
export async function readTable<Field extends string, Value>(
  source: AsyncIterable<Uint8Array>,
  { format, columns, read }: Reading<Field, Value>,
): Promise<{ status: 'read'; rows: Value[] } | TableRefusal> {
  const file = await openDelimited(source, format);
  if (file.status === 'refused') return file;
  const found = findColumns(file.header, columns);
  if (found.status === 'refused') {
    await file.close();
    return found;
  }
  const rows: Value[] = [];
  for await (const batch of file.batches) {
    if (batch.status === 'refused') return batch;
    for (const row of batch.rows) {
      const cells = cellsOf(row, file.header.length);
      if (cells === undefined) continue;
      if (!Array.isArray(cells)) return cells;
      const seen = tableCells({ row: row.row, cells }, found.at, format);
      const value = read(seen);
      if (seen.wrong) return seen.wrong;
      if (value !== undefined) rows.push(value);
      if (rows.length > tableRowsMax) return refuseTable('table_too_long', { limit: tableRowsMax });
    }
  }
  return { status: 'read', rows };
}

/** Nothing for a row of empty cells, which spreadsheets leave behind the last one. */
function cellsOf(row: Row, width: number): string[] | TableRefusal | undefined {
  if (row.status !== 'read') return refuseTable('table_row_broken', { row: row.row });
  const { cells } = row;
  if (cells.every((cell) => cell.trim() === '')) return undefined;
  const beyond = cells.slice(width).some((cell) => cell.trim() !== '');
  if (cells.length >= width && !beyond) return cells;
  const params = { row: row.row, expected: width, found: cells.length };
  return refuseTable('table_row_width', params);
}

function findColumns<Field extends string>(
  header: readonly string[],
  columns: Partial<Record<Field, string | undefined>>,
): { status: 'found'; at: ColumnsAt<Field> } | Refusal {
  const names = header.map(normaliseHeader);
  const at: ColumnsAt<Field> = {};
  const missing: string[] = [];
  for (const field of fieldsOf(columns)) {
    const column = columns[field];
    if (column === undefined) continue;
    const index = names.indexOf(normaliseHeader(column));
    const second = names.indexOf(normaliseHeader(column), index + 1);
    if (index === -1) missing.push(column);
    else if (second !== -1) {
      return refuse('header_column_twice', { column, first: index + 1, second: second + 1 });
    } else at[field] = { index, header: header[index] ?? column };
  }
  if (missing.length === 0) return { status: 'found', at };
  const listed = [...new Set(missing)].join(', ');
  return refuse('header_column_missing', { columns: listed, header: namesOf(header) });
}

/** The keys of an object literal are exactly its type's: mappings are parsed strictly. */
function fieldsOf<Field extends string>(columns: Partial<Record<Field, unknown>>): Field[] {
  return Object.keys(columns) as Field[];
}
