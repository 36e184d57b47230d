import { int32sAside, uint8sAside } from '../aside.ts';
import { assert } from '../assert.ts';
import type { ExistingPosition } from '../input.ts';
import type { Currency } from '../money.ts';
import type { Receivable } from '../receivable.ts';
import { dayReader } from './isoDays.ts';
import { noLine, type Places } from './places.ts';
import { createRecords } from './records.ts';

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

/** By line, what classes are made of. */
export type Origins = {
  /** The number of its seller and ledger together. */
  originOf: Int32Array;
  origins: number;
  /** 1 for a line with particulars or a holder. */
  isMarked: Uint8Array;
};

/** One pass in the order of the rows, which is that of the memory they are read from. */
export function columnsOf(
  receivables: readonly Receivable[],
  { lineOf, lines }: Places,
  positions: ReadonlyMap<string, ExistingPosition>,
): { rowOf: Int32Array; columns: Columns; origins: Origins; heldLines: Int32Array } {
  const records = createRecords(lines);
  const originOf = int32sAside(lines);
  const isMarked = uint8sAside(lines);
  const isPartial = uint8sAside(lines);
  const held: number[] = [];
  const dayOf = dayReader();
  const currencies = numbers<Currency>();
  const origins = pairNumbers();
  for (let row = 0; row < receivables.length; row += 1) {
    const item = receivables[row];
    if (item?.kind !== 'invoice') continue;
    const line = lineOf[row] ?? noLine;
    const { currency, key, particulars } = item;
    records.set(line, {
      open: item.openMinor,
      row,
      issued: dayOf(item.issuedOn),
      due: dayOf(item.dueOn),
      currency: currencies.of(currency),
    });
    const origin = origins.of(key.sellerId, key.ledger);
    if (origin > 0) originOf[line] = origin;
    if (item.disputedMinor > 0 || particulars?.components) isPartial[line] = 1;
    const isHeld = positions.size > 0 && positions.has(item.id);
    if (isHeld) held.push(line);
    if (isHeld || particulars !== undefined) isMarked[line] = 1;
  }
  assert(currencies.count() <= 256, 'more than 256 currencies');
  const { rowOf, issued, due, open, currencyOf } = records.columns();
  return {
    rowOf,
    columns: {
      issued,
      issuedRange: rangeOf(issued),
      due,
      dueRange: rangeOf(due),
      open,
      ...extremesOf(open),
      ...inOrder(currencies.keys(), currencyOf),
      partial: marked(isPartial),
    },
    origins: { originOf, origins: origins.count(), isMarked },
    heldLines: Int32Array.from(held).sort(),
  };
}

/** Numbers keys as they come; most rows have the key of the row before. */
function numbers<Key extends string>() {
  const known = new Map<Key, number>();
  let [last, number]: [Key | undefined, number] = [undefined, 0];
  return {
    of(key: Key): number {
      if (key === last) return number;
      last = key;
      const before = known.get(key);
      number = before ?? known.size;
      if (before === undefined) known.set(key, number);
      return number;
    },
    count: (): number => known.size,
    keys: (): Key[] => [...known.keys()],
  };
}

function pairNumbers() {
  const byFirst = new Map<string, Map<string, number>>();
  let last: { first: string; second: string } | undefined;
  let [number, count] = [0, 0];
  return {
    of(first: string, second: string): number {
      if (last?.first === first && last.second === second) return number;
      const bySecond = byFirst.get(first) ?? new Map<string, number>();
      byFirst.set(first, bySecond);
      number = bySecond.get(second) ?? count;
      if (number === count) count += 1;
      bySecond.set(second, number);
      last = { first, second };
      return number;
    },
    count: (): number => count,
  };
}

/** The same numbers whatever the order of the rows. */
function inOrder(
  seen: readonly Currency[],
  currencyOf: Uint8Array,
): Pick<Columns, 'currencies' | 'currencyOf'> {
  const currencies = seen.toSorted();
  const renumbered = Uint8Array.from(seen, (currency) => currencies.indexOf(currency));
  for (let line = 0; line < currencyOf.length; line += 1) {
    currencyOf[line] = renumbered[currencyOf[line] ?? 0] ?? 0;
  }
  return { currencies, currencyOf };
}

/** The lines that have a mark. */
function marked(marks: Uint8Array): Int32Array {
  let count = 0;
  for (let line = 0; line < marks.length; line += 1) count += marks[line] ?? 0;
  const lines = new Int32Array(count);
  let found = 0;
  for (let line = 0; found < count; line += 1) {
    if (marks[line] === 0) continue;
    lines[found] = line;
    found += 1;
  }
  return lines;
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
