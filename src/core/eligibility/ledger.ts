import { assert } from '../assert.ts';
import type { Debtor } from '../debtor.ts';
import type { ExistingPosition, Payable, SelectionInput } from '../input.ts';
import type { CreditItem, Invoice, Receivable } from '../receivable.ts';
import { classesOf } from './classes.ts';
import { type Columns, columnsOf } from './columns.ts';
import { qualityOf } from './quality.ts';

/**
 * The ledger in canonical order: debtors by id, invoices by debtor and then by receivable id, so that
 * the order of the input's rows does not show. A debtor's invoices are `start[d]` up to `start[d + 1]`.
 * What rules compare is in columns; the objects are there for the words.
 */
export type Ledger = Columns & {
  debtors: Debtor[];
  /** For each debtor its group's index; a debtor without a group is a group of its own. */
  groupOf: Int32Array;
  invoices: Invoice[];
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
};

/** The input is one that `refusalsOf` accepts: every debtor named exists, once. */
export function ledgerOf(input: SelectionInput): Ledger {
  const debtors = input.debtors.toSorted((left, right) => byText(left.id, right.id));
  const indexOf = new Map(debtors.map((debtor, index) => [debtor.id, index]));
  const { invoices, start, debtorOf } = clustered(input.receivables, indexOf);
  const credits = new Map<number, CreditItem[]>();
  const namesInvoices = new Set<number>();
  for (const item of input.receivables) {
    if (item.kind === 'invoice') continue;
    const debtor = known(indexOf, item.debtorId);
    append(credits, debtor, item);
    if (item.references !== undefined) namesInvoices.add(debtor);
  }
  for (const items of credits.values()) items.sort(byId);
  const payables = new Map<number, Payable[]>();
  for (const payable of input.payables) append(payables, known(indexOf, payable.debtorId), payable);
  const quality = asksQuality(input) ? qualityOf(invoices) : new Uint8Array(invoices.length);
  const positions = new Map(input.positions.map((position) => [position.receivableId, position]));
  const columns = columnsOf(invoices);
  return {
    debtors,
    groupOf: groupsOf(debtors),
    invoices,
    debtorOf,
    start,
    ...columns,
    ...classesOf(input, { ...columns, debtors, invoices, debtorOf, positions, quality }),
    quality,
    credits,
    namesInvoices,
    payables,
    positions,
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

export function invoiceAt({ invoices }: Ledger, line: number): Invoice {
  const invoice = invoices[line];
  assert(invoice, `no invoice ${line}`);
  return invoice;
}

export function debtorAt({ debtors }: Ledger, index: number): Debtor {
  const debtor = debtors[index];
  assert(debtor, `no debtor ${index}`);
  return debtor;
}

/** Invoices debtor by debtor, each debtor's by id; where they came so, nothing is sorted. */
function clustered(
  receivables: readonly Receivable[],
  indexOf: Map<string, number>,
): { invoices: Invoice[]; start: Int32Array; debtorOf: Int32Array } {
  const received: Invoice[] = [];
  const start = new Int32Array(indexOf.size + 1);
  const debtors = new Int32Array(receivables.length);
  for (const item of receivables) {
    if (item.kind !== 'invoice') continue;
    const debtor = known(indexOf, item.debtorId);
    debtors[received.length] = debtor;
    received.push(item);
    start[debtor + 1] = (start[debtor + 1] ?? 0) + 1;
  }
  for (let debtor = 1; debtor < start.length; debtor += 1) {
    start[debtor] = (start[debtor] ?? 0) + (start[debtor - 1] ?? 0);
  }
  const next = start.slice();
  const invoices = received.slice();
  const debtorOf = new Int32Array(received.length);
  received.forEach((invoice, index) => {
    const debtor = debtors[index] ?? 0;
    const line = next[debtor] ?? 0;
    invoices[line] = invoice;
    debtorOf[line] = debtor;
    next[debtor] = line + 1;
  });
  for (let debtor = 0; debtor < indexOf.size; debtor += 1) {
    sortLines(invoices, start[debtor] ?? 0, start[debtor + 1] ?? 0);
  }
  return { invoices, start, debtorOf };
}

function sortLines(invoices: Invoice[], from: number, end: number): void {
  let isSorted = true;
  for (let line = from + 1; line < end && isSorted; line += 1) {
    const [before, after] = [invoices[line - 1], invoices[line]];
    isSorted = !before || !after || before.id <= after.id;
  }
  if (isSorted) return;
  const own = invoices.slice(from, end).sort(byId);
  own.forEach((invoice, place) => {
    invoices[from + place] = invoice;
  });
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

function known(indexOf: Map<string, number>, debtorId: string): number {
  const index = indexOf.get(debtorId);
  assert(index !== undefined, `debtor ${debtorId} is not in the input`);
  return index;
}
