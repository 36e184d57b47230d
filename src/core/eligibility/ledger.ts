import { assert } from '../assert.ts';
import { type Day, dayNumber } from '../calendar.ts';
import type { Debtor } from '../debtor.ts';
import type { ExistingPosition, Payable, SelectionInput } from '../input.ts';
import type { CreditItem, Invoice } from '../receivable.ts';

/**
 * The ledger in canonical order: debtors by id, invoices by debtor and then by receivable id, so that
 * the order of the input's rows does not show. A debtor's invoices are `start[d]` up to `start[d + 1]`.
 */
export type Ledger = {
  debtors: Debtor[];
  /** For each debtor its group's index; a debtor without a group is a group of its own. */
  groupOf: Int32Array;
  invoices: Invoice[];
  debtorOf: Int32Array;
  start: Int32Array;
  issued: Int32Array;
  due: Int32Array;
  credits: Map<number, CreditItem[]>;
  payables: Map<number, Payable[]>;
  positions: Map<string, ExistingPosition>;
};

/** The input is one that `refusalsOf` accepts: every debtor named exists, once. */
export function ledgerOf(input: SelectionInput): Ledger {
  const debtors = input.debtors.toSorted((left, right) => byText(left.id, right.id));
  const indexOf = new Map(debtors.map((debtor, index) => [debtor.id, index]));
  const invoices: Invoice[] = [];
  const credits = new Map<number, CreditItem[]>();
  const start = new Int32Array(debtors.length + 1);
  for (const item of input.receivables) {
    const debtor = known(indexOf, item.debtorId);
    if (item.kind === 'invoice') {
      invoices.push(item);
      start[debtor + 1] = at(start, debtor + 1) + 1;
    } else append(credits, debtor, item);
  }
  for (let index = 1; index < start.length; index += 1) {
    start[index] = at(start, index) + at(start, index - 1);
  }
  for (const items of credits.values()) items.sort((left, right) => byText(left.id, right.id));
  const payables = new Map<number, Payable[]>();
  for (const payable of input.payables) append(payables, known(indexOf, payable.debtorId), payable);
  const ordered = clustered({ invoices, indexOf, start });
  return {
    debtors,
    groupOf: groupsOf(debtors),
    ...ordered,
    start,
    ...daysOf(ordered.invoices),
    credits,
    payables,
    positions: new Map(input.positions.map((position) => [position.receivableId, position])),
  };
}

/** The element of a column that is known to be there. */
export function at(column: Int32Array | Float64Array, index: number): number {
  const value = column[index];
  assert(value !== undefined, `no element ${index} in a column of ${column.length}`);
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

function clustered({
  invoices,
  indexOf,
  start,
}: {
  invoices: Invoice[];
  indexOf: Map<string, number>;
  start: Int32Array;
}): { invoices: Invoice[]; debtorOf: Int32Array } {
  const buckets: Invoice[][] = Array.from({ length: start.length - 1 }, () => []);
  for (const invoice of invoices) buckets[known(indexOf, invoice.debtorId)]?.push(invoice);
  const debtorOf = new Int32Array(invoices.length);
  const ordered: Invoice[] = [];
  buckets.forEach((bucket, debtor) => {
    bucket.sort((left, right) => byText(left.id, right.id));
    for (const invoice of bucket) {
      debtorOf[ordered.length] = debtor;
      ordered.push(invoice);
    }
  });
  return { invoices: ordered, debtorOf };
}

function groupsOf(debtors: Debtor[]): Int32Array {
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

function daysOf(invoices: Invoice[]): { issued: Int32Array; due: Int32Array } {
  const numbers = new Map<Day, number>();
  const numberOf = (day: Day) => {
    const number = numbers.get(day) ?? dayNumber(day);
    numbers.set(day, number);
    return number;
  };
  return {
    issued: Int32Array.from(invoices, ({ issuedOn }) => numberOf(issuedOn)),
    due: Int32Array.from(invoices, ({ dueOn }) => numberOf(dueOn)),
  };
}

function known(indexOf: Map<string, number>, debtorId: string): number {
  const index = indexOf.get(debtorId);
  assert(index !== undefined, `debtor ${debtorId} is not in the input`);
  return index;
}
