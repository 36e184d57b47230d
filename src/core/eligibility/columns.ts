import { assert } from '../assert.ts';
import { type Day, dayNumber } from '../calendar.ts';
import type { Currency } from '../money.ts';
import type { Invoice } from '../receivable.ts';

/** The first and the last day of a column. */
export type Range = { from: number; to: number };

/** By line, what rules compare. */
export type Columns = {
  issued: Int32Array;
  issuedRange: Range;
  due: Int32Array;
  dueRange: Range;
  open: Float64Array;
  openMin: number;
  openMax: number;
  currencies: Currency[];
  /** Index into `currencies`. */
  currencyOf: Uint8Array;
  /** Lines with a part in dispute or components, ascending. */
  partial: Int32Array;
};

export function columnsOf(invoices: readonly Invoice[]): Columns {
  const lines = invoices.length;
  const issued = new Int32Array(lines);
  const due = new Int32Array(lines);
  const open = new Float64Array(lines);
  const currencyOf = new Uint8Array(lines);
  const partial: number[] = [];
  const days = new Map<Day, number>();
  const seen = new Map<Currency, number>();
  for (let line = 0; line < lines; line += 1) {
    const invoice = invoices[line];
    if (!invoice) continue;
    issued[line] = numberOf(days, invoice.issuedOn);
    due[line] = numberOf(days, invoice.dueOn);
    open[line] = invoice.openMinor;
    currencyOf[line] = placeOf(seen, invoice.currency);
    if (invoice.disputedMinor > 0 || invoice.particulars?.components) partial.push(line);
  }
  assert(seen.size <= 256, 'more than 256 currencies');
  const currencies = [...seen.keys()].sort();
  const renumbered = Uint8Array.from(seen.keys(), (currency) => currencies.indexOf(currency));
  for (let line = 0; line < lines; line += 1) {
    currencyOf[line] = renumbered[currencyOf[line] ?? 0] ?? 0;
  }
  return {
    issued,
    issuedRange: rangeOf(issued),
    due,
    dueRange: rangeOf(due),
    open,
    ...extremesOf(open),
    currencies,
    currencyOf,
    partial: Int32Array.from(partial),
  };
}

function numberOf(known: Map<Day, number>, day: Day): number {
  const before = known.get(day);
  if (before !== undefined) return before;
  const number = dayNumber(day);
  known.set(day, number);
  return number;
}

function placeOf<Key>(known: Map<Key, number>, key: Key): number {
  const before = known.get(key);
  if (before !== undefined) return before;
  known.set(key, known.size);
  return known.size - 1;
}

function rangeOf(days: Int32Array): Range {
  let from = days[0] ?? 0;
  let to = from;
  for (let line = 1; line < days.length; line += 1) {
    const day = days[line] ?? 0;
    if (day < from) from = day;
    if (day > to) to = day;
  }
  return { from, to };
}

function extremesOf(amounts: Float64Array): { openMin: number; openMax: number } {
  let openMin = amounts[0] ?? 0;
  let openMax = openMin;
  for (let line = 1; line < amounts.length; line += 1) {
    const amount = amounts[line] ?? 0;
    if (amount < openMin) openMin = amount;
    if (amount > openMax) openMax = amount;
  }
  return { openMin, openMax };
}
