import { int32sAside, uint8sAside } from '../aside.ts';
import { assert } from '../assert.ts';
import type { Debtor } from '../debtor.ts';
import type { ExistingPosition, Payable, SelectionInput } from '../input.ts';
import type { CreditItem, Invoice, Receivable } from '../receivable.ts';
import { classesOf } from './classes.ts';
import { type Columns, columnsOf } from './columns.ts';
import { known, type Places, placesOf } from './places.ts';
import { qualityOf } from './quality.ts';
import { noDebtor, ownRowDebtors } from './rowDebtors.ts';

/**
 * The ledger in canonical order: debtors by id, invoices by debtor and then by receivable id, so that
 * the order of the input's rows does not show. A debtor's invoices are `start[d]` up to `start[d + 1]`.
 * What rules compare is in columns; the objects are there for the words.
 */
export type Ledger = Columns & {
  debtors: Debtor[];
  /** For each debtor its group's index; a debtor without a group is a group of its own. */
  groupOf: Int32Array;
  rows: readonly Receivable[];
  /**
   * By line, its place in `rows`: `invoiceAt` has the object. No list has them in the lines' order, since
   * objects in another order than that of their memory make each garbage collection slow.
   */
  rowOf: Int32Array;
  debtorOf: Int32Array;
  start: Int32Array;
  /** Lines of one class look the same to every rule that does not count days or amounts. */
  classOf: Int32Array;
  /** By class, its first line. */
  sampleOf: Int32Array;
  /** Code of `qualityProblems`; all none unless some terms ask. */
  quality: Uint8Array;
  credits: Map<number, CreditItem[]>;
  /** Debtors with a credit that names its invoice. */
  namesInvoices: Set<number>;
  payables: Map<number, Payable[]>;
  positions: Map<string, ExistingPosition>;
  /** Lines that are not free, ascending. */
  heldLines: Int32Array;
};

/** The input is one that `refusalsOf` accepts: every debtor named exists, once. */
export function ledgerOf(input: SelectionInput): Ledger {
  const debtors = input.debtors.toSorted((left, right) => byText(left.id, right.id));
  const indexOf = new Map(debtors.map((debtor, index) => [debtor.id, index]));
  const positions = new Map(input.positions.map((position) => [position.receivableId, position]));
  const debtorPlaces = { debtorOf: sortedDebtors(input, indexOf), debtors: debtors.length };
  const places = placesOf(input.receivables, debtorPlaces);
  const { rowOf, columns, origins, heldLines } = columnsOf(input.receivables, places, positions);
  const debtorOf = debtorColumn(places);
  const quality = asksQuality(input)
    ? qualityOf(input.receivables, places, debtorOf)
    : uint8sAside(places.lines);
  const { lineOf, start } = places;
  const lines = { ...origins, ...columns, debtors, lineOf, debtorOf, positions, quality };
  const payables = new Map<number, Payable[]>();
  for (const payable of input.payables) append(payables, known(indexOf, payable.debtorId), payable);
  return {
    debtors,
    groupOf: groupsOf(debtors),
    rows: input.receivables,
    rowOf,
    debtorOf,
    start,
    ...columns,
    ...classesOf(input, lines),
    quality,
    ...creditsOf(places.credits, indexOf),
    payables,
    positions,
    heldLines,
  };
}

/** The element of a column that is known to be there. */
export function at(
  column: Int32Array | Float64Array | Uint8Array | Uint32Array,
  index: number,
): number {
  const value = column[index];
  // The text is only made when it is needed: this is asked for every line.
  if (value === undefined) assert(false, `no element ${index} in a column of ${column.length}`);
  return value;
}

/** Code-unit order: the same everywhere, unlike a locale's. */
export function byText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function append<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** The indexes of a debtor's lines. */
export function linesOfDebtor({ start }: Ledger, debtor: number): number[] {
  const from = at(start, debtor);
  return Array.from({ length: at(start, debtor + 1) - from }, (_, offset) => from + offset);
}

export function invoiceAt({ rows, rowOf }: Pick<Ledger, 'rows' | 'rowOf'>, line: number): Invoice {
  const item = rows[rowOf[line] ?? rows.length];
  if (item?.kind !== 'invoice') assert(false, `no invoice ${line}`);
  return item;
}

/** Who holds a line; undefined where it is free. */
export function holderAt(ledger: Ledger, line: number): string | undefined {
  return ledger.positions.get(invoiceAt(ledger, line).id)?.facilityId;
}

export function debtorAt({ debtors }: Ledger, index: number): Debtor {
  const debtor = debtors[index];
  assert(debtor, `no debtor ${index}`);
  return debtor;
}

/** By row, its debtor's index in the ledger's order. */
function sortedDebtors(input: SelectionInput, indexOf: ReadonlyMap<string, number>): Int32Array {
  const sorted = Int32Array.from(input.debtors, ({ id }) => known(indexOf, id));
  const debtorOf = ownRowDebtors(input);
  for (let row = 0; row < debtorOf.length; row += 1) {
    const debtor = sorted[debtorOf[row] ?? noDebtor];
    assert(debtor !== undefined, 'a row has a debtor that is not in the input');
    debtorOf[row] = debtor;
  }
  return debtorOf;
}

function debtorColumn({ start, lines }: Places): Int32Array {
  const debtorOf = int32sAside(lines);
  for (let debtor = 0; debtor + 1 < start.length; debtor += 1) {
    debtorOf.fill(debtor, start[debtor], start[debtor + 1]);
  }
  return debtorOf;
}

function creditsOf(
  items: readonly CreditItem[],
  indexOf: ReadonlyMap<string, number>,
): Pick<Ledger, 'credits' | 'namesInvoices'> {
  const credits = new Map<number, CreditItem[]>();
  const namesInvoices = new Set<number>();
  for (const item of items) {
    const debtor = known(indexOf, item.debtorId);
    append(credits, debtor, item);
    if (item.references !== undefined) namesInvoices.add(debtor);
  }
  for (const own of credits.values()) own.sort(byId);
  return { credits, namesInvoices };
}

function byId(left: { id: string }, right: { id: string }): number {
  return byText(left.id, right.id);
}

/** By debtor, its group. */
export function groupsOf(debtors: readonly Debtor[]): Int32Array {
  const groups = new Map<string, number>();
  const groupOf = new Int32Array(debtors.length);
  debtors.forEach((debtor, index) => {
    const name = debtor.groupId === undefined ? `debtor ${debtor.id}` : `group ${debtor.groupId}`;
    const group = groups.get(name) ?? groups.size;
    groups.set(name, group);
    groupOf[index] = group;
  });
  return groupOf;
}

function asksQuality({ facilities }: SelectionInput): boolean {
  return facilities.some(({ rules }) => rules.some(({ rule }) => rule === 'data_quality'));
}
