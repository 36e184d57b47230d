import type { MappedField, Mapping } from '../mapping.ts';
import { type Refusal, refuse } from '../problem.ts';
import { mappedFields } from './fields.ts';

type ColumnAt = { index: number; header: string };

export type Columns = {
  status: 'found';
  width: number;
  at: Partial<Record<MappedField | 'kind', ColumnAt>>;
  /** Columns no field takes. */
  unmapped: ColumnAt[];
};

/** Finds every mapped column in the file's header, or refuses naming all that are missing. */
export function findColumns(header: readonly string[], mapping: Mapping): Columns | Refusal {
  const wanted = wantedColumns(mapping);
  const names = header.map(normaliseHeader);
  const at: Columns['at'] = {};
  const missing: string[] = [];
  for (const [field, column] of wanted) {
    const name = normaliseHeader(column);
    const index = names.indexOf(name);
    const second = names.indexOf(name, index + 1);
    if (index === -1) missing.push(column);
    else if (second !== -1) {
      return refuse('header_column_twice', { column, first: index + 1, second: second + 1 });
    } else at[field] = { index, header: header[index] ?? column };
  }
  if (missing.length > 0) {
    const columns = [...new Set(missing)].join(', ');
    return refuse('header_column_missing', { columns, header: namesOf(header) });
  }
  const taken = new Set(Object.values(at).map((column) => column.index));
  const unmapped = header
    .map((text, index) => ({ index, header: text }))
    .filter((column) => !taken.has(column.index));
  return { status: 'found', width: header.length, at, unmapped };
}

/** The names of a header, for a sentence; a column without one is left out. */
export function namesOf(header: readonly string[]): string {
  return header
    .filter((text) => text !== '')
    .join(', ')
    .slice(0, 500);
}

/** Headers are compared without case, width and runs of spaces. */
export function normaliseHeader(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function wantedColumns(mapping: Mapping): [MappedField | 'kind', string][] {
  const wanted: [MappedField | 'kind', string][] = [];
  for (const field of mappedFields) {
    const column = mapping.columns[field];
    if (column !== undefined) wanted.push([field, column]);
  }
  if (mapping.kind.by === 'column') wanted.push(['kind', mapping.kind.column]);
  return wanted;
}
