import type { Day } from '../../core/calendar.ts';
import { restoreText } from '../../core/formula.ts';
import type { AmountMinor, Currency } from '../../core/money.ts';
import { readAmount } from '../columns/amount.ts';
import { readCurrency } from '../columns/currency.ts';
import { parseDate } from '../columns/date.ts';
import { lookUp } from '../look-up.ts';
import type { TableFormat } from './mapping.ts';
import { refuseTable, type TableRefusal } from './problem.ts';

export type ColumnsAt<Field extends string> = Partial<
  Record<Field, { index: number; header: string }>
>;

/** One row through the mapping: a reading gives a value, or notes why the file is refused. */
export type TableCells<Field extends string> = {
  row: number;
  /** The first thing wrong with the row. */
  wrong: TableRefusal | undefined;
  note: (refusal: TableRefusal) => undefined;
  /** The cell as text, spaces made single; '' when it is empty or not mapped. */
  text: (field: Field) => string;
  required: (field: Field) => string;
  day: (field: Field) => Day | undefined;
  amount: (field: Field, currency: Currency) => AmountMinor | undefined;
  /** The row's own currency, else the mapping's. */
  currency: (field: Field) => Currency | undefined;
  /** What the mapping's table says the cell means; its words are compared without case. */
  word: <Meaning>(field: Field, table: Readonly<Record<string, Meaning>>) => Meaning | undefined;
};

const maxTextChars = 256;

export function tableCells<Field extends string>(
  { row, cells }: { row: number; cells: readonly string[] },
  at: ColumnsAt<Field>,
  format: TableFormat,
): TableCells<Field> {
  const header = (field: Field) => at[field]?.header ?? field;
  const read: TableCells<Field> = {
    row,
    wrong: undefined,
    note(refusal) {
      read.wrong ??= refusal;
      return undefined;
    },
    text(field) {
      const column = at[field];
      if (!column) return '';
      const text = restoreText((cells[column.index] ?? '').trim().replace(/\s+/g, ' '));
      if (text.length > maxTextChars || /\p{Cc}/u.test(text)) {
        read.note(refuseTable('table_value', { row, column: column.header, limit: maxTextChars }));
        return '';
      }
      return text;
    },
    required(field) {
      const text = read.text(field);
      if (text === '') {
        read.note(refuseTable('table_value_missing', { row, column: header(field) }));
      }
      return text;
    },
    day(field) {
      const value = read.required(field);
      const day = parseDate(value, format.dateFormat);
      if (day !== undefined || value === '') return day;
      const params = { row, column: header(field), value, format: format.dateFormat };
      return read.note(refuseTable('table_date', params));
    },
    amount(field, currency) {
      const value = read.required(field);
      if (value === '') return undefined;
      const column = header(field);
      const amount = readAmount(value, { format: format.numberFormat, currency, field, column });
      if (amount.status === 'read') return amount.amountMinor;
      return read.note(refuseTable('table_amount', { row, column, value, currency }));
    },
    currency(field) {
      const value = read.text(field);
      const currency = value === '' ? format.currency : readCurrency(value);
      if (currency !== undefined) return currency;
      const column = header(field);
      if (value === '') return read.note(refuseTable('table_value_missing', { row, column }));
      return read.note(refuseTable('table_currency', { row, column, value }));
    },
    word(field, table) {
      const value = read.required(field);
      const found = lookUp(table, value) ?? lookUp(table, sameWord(table, value) ?? '');
      if (found !== undefined || value === '') return found;
      const known = Object.keys(table).join(', ').slice(0, 500);
      return read.note(refuseTable('table_word', { row, column: header(field), value, known }));
    },
  };
  return read;
}

function sameWord(table: Readonly<Record<string, unknown>>, value: string): string | undefined {
  const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  return Object.keys(table).find((word) => plain(word) === plain(value));
}
