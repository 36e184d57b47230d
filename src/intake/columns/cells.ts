import type { Day } from '../../core/calendar.ts';
import { restoreText } from '../../core/formula.ts';
import type { MappedField } from '../mapping.ts';
import { problem, type RowProblem } from '../problem.ts';
import { type DateFormat, parseDate } from './date.ts';
import type { Columns } from './header.ts';

export type Field = MappedField | 'kind';

/** One row seen through the mapping: each reading gives a value, or notes a problem and gives none. */
export type Cells = {
  problems: RowProblem[];
  has: (field: Field) => boolean;
  header: (field: Field) => string;
  /** The cell as text, spaces made single; '' when it is empty or not mapped. */
  text: (field: Field) => string;
  required: (field: Field) => string | undefined;
  day: (field: Field) => Day | undefined;
  whole: (field: Field, range: { min: number; max: number }) => number | undefined;
};

const maxTextChars = 256;
const maxKnownDays = 10_000;

/** Days repeat in a ledger: each distinct text is parsed once, up to a bound. */
export function createDayReader(format: DateFormat): (text: string) => Day | undefined {
  const known = new Map<string, Day | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const day = parseDate(text, format);
    if (known.size < maxKnownDays) known.set(text, day);
    return day;
  };
}

export function cellsOf(
  row: readonly string[],
  columns: Columns,
  days: { format: DateFormat; read: (text: string) => Day | undefined },
): Cells {
  const problems: RowProblem[] = [];
  const header = (field: Field) => columns.at[field]?.header ?? field;
  const note = (found: RowProblem) => {
    problems.push(found);
    return undefined;
  };
  const text = (field: Field) => {
    const at = columns.at[field];
    if (!at) return '';
    const cell = (row[at.index] ?? '').trim();
    if (cell.length <= maxTextChars && !odd.test(cell)) return cell;
    const tidied = restoreText(cell.replace(/\s+/g, ' '));
    if (tidied.length > maxTextChars) {
      note(problem('value_too_long', { field, limit: maxTextChars }, at.header));
    } else if (control.test(tidied)) {
      note(problem('control_character', { field }, at.header));
    }
    return tidied;
  };
  const required = (field: Field) =>
    text(field) || note(problem('value_missing', { field }, header(field)));
  return {
    problems,
    has: (field) => columns.at[field] !== undefined,
    header,
    text,
    required,
    day(field) {
      const value = required(field);
      if (value === undefined) return undefined;
      const day = days.read(value);
      if (day !== undefined) return day;
      const params = { field, value, format: days.format };
      return note(problem('date_impossible', params, header(field)));
    },
    whole(field, { min, max }) {
      const value = text(field);
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      const params = { field, value, min, max };
      return note(problem('whole_number_unreadable', params, header(field)));
    },
  };
}

/** Cells that need a second look: runs of spaces, control characters, a neutralised formula. */
const odd = /\s\s|[\t\n\r\p{Cc}]|^'/u;
const control = /\p{Cc}/u;
