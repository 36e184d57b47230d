import { isDay } from '../../src/core/calendar.ts';
import { writable } from './charset.ts';
import { type Field, type Layout, type Parts, widthOf } from './layout.ts';

export type Values<Says extends string> = Partial<Record<Says, string | number | bigint>>;
export type Read<Says extends string> = Partial<Record<Says, string>>;

/** A record, or the field whose value has no place in it: nothing but a name is ever cut. */
export type Written<Says extends string> = { text: string } | { unwritten: Says };

export function writeRecord<Says extends string>(
  layout: Layout,
  fields: readonly Field<Says>[],
  values: Values<Says>,
): Written<Says> {
  const cells: string[] = [];
  for (const field of fields) {
    const cell = cellOf(layout, field, values);
    if (cell === undefined) {
      if ('says' in field) return { unwritten: field.says };
      continue;
    }
    cells.push(cell);
  }
  const { delimiter = '' } = layout.shape;
  return { text: cells.map((cell) => cell + delimiter).join('') };
}

/** A record's values as text, days in ISO form; undefined where it does not keep to its layout. */
export function readRecord<Says extends string>(
  layout: Layout,
  fields: readonly Field<Says>[],
  record: string,
): Read<Says> | undefined {
  const cells = cellsOf(layout, fields, record);
  if (!cells) return undefined;
  const values: Read<Says> = {};
  for (const [index, field] of fields.entries()) {
    const cell = cells[index] ?? '';
    if (field.form === 'constant' && cell !== field.text) return undefined;
    if (field.form === 'constant' || field.form === 'blank') continue;
    const value = meaningOf(layout, field.form, cell);
    if (value === undefined) return undefined;
    values[field.says] = value;
  }
  return values;
}

export type Parted<Head extends string, Line extends string, Tail extends string> = {
  head: Read<Head>;
  lines: Read<Line>[];
  tail: Read<Tail>;
};

/** A file of one part, or the number of the record that does not keep to the layout. */
export function readParts<Head extends string, Line extends string, Tail extends string>(
  layout: Layout,
  parts: Parts<Head, Line, Tail>,
  file: string,
): Parted<Head, Line, Tail> | { broken: number } {
  const records = file.split('\r\n');
  const end = records.pop();
  if (end !== '' || records.length < 2) return { broken: Math.max(records.length, 1) };
  const head = readRecord(layout, parts.head, records[0] ?? '');
  if (!head) return { broken: 1 };
  const lines: Read<Line>[] = [];
  for (const [index, record] of records.slice(1, -1).entries()) {
    const line = readRecord(layout, parts.line, record);
    if (!line) return { broken: index + 2 };
    lines.push(line);
  }
  const tail = readRecord(layout, parts.tail, records.at(-1) ?? '');
  return tail ? { head, lines, tail } : { broken: records.length };
}

function cellOf<Says extends string>(
  layout: Layout,
  field: Field<Says>,
  values: Values<Says>,
): string | undefined {
  if (field.form === 'constant') return field.text;
  if (field.form === 'blank') return ' '.repeat(field.width);
  const value = values[field.says] ?? '';
  if (field.form === 'day') return dayCell(layout, String(value));
  if (field.form === 'digits') {
    const cell = String(value).padStart(field.width, '0');
    return /^\d+$/.test(cell) && cell.length === field.width ? cell : undefined;
  }
  const plain = value === '' ? '' : writable(String(value), layout.charset);
  if (plain === undefined) return undefined;
  const letters = [...plain];
  if (letters.length > field.width && !field.cut) return undefined;
  const kept = letters.slice(0, field.width);
  return kept.join('') + ' '.repeat(field.width - kept.length);
}

function dayCell({ days }: Layout, iso: string): string {
  if (iso === '') return ' '.repeat(8);
  const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
  return days === 'ddmmyyyy' ? dayOfMonth + month + year : year + month + dayOfMonth;
}

function cellsOf(
  { shape }: Layout,
  fields: readonly Field[],
  record: string,
): string[] | undefined {
  const letters = [...record];
  if (letters.length !== shape.width) return undefined;
  const { delimiter = '' } = shape;
  const cells: string[] = [];
  let at = 0;
  for (const field of fields) {
    const end = at + widthOf(field);
    cells.push(letters.slice(at, end).join(''));
    if (letters.slice(end, end + delimiter.length).join('') !== delimiter) return undefined;
    at = end + delimiter.length;
  }
  return at === letters.length ? cells : undefined;
}

function meaningOf(
  { days }: Layout,
  form: 'text' | 'digits' | 'day',
  cell: string,
): string | undefined {
  if (form === 'text') return cell.trim();
  if (form === 'digits') return /^\d+$/.test(cell) ? cell : undefined;
  if (cell.trim() === '') return '';
  const iso =
    days === 'ddmmyyyy'
      ? cell.replace(/^(\d{2})(\d{2})(\d{4})$/, '$3-$2-$1')
      : cell.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isDay(iso) ? iso : undefined;
}
