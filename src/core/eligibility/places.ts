import { int32sAside } from '../aside.ts';
import { assert } from '../assert.ts';
import type { CreditItem, Receivable } from '../receivable.ts';

/** Where the rows of the input stand in the ledger. */
export type Places = {
  /** By row, its line; `noLine` for a credit. */
  lineOf: Int32Array;
  lines: number;
  /** By debtor, its first line; one more, where the last ends. */
  start: Int32Array;
  /** In the order of the input. */
  credits: CreditItem[];
};

export const noLine = -1;

/**
 * Lines debtor by debtor, each debtor's by id; what came so is not sorted. `debtorOf` has each row's
 * debtor and becomes `lineOf`.
 */
export function placesOf(
  receivables: readonly Receivable[],
  { debtorOf: lineOf, debtors }: { debtorOf: Int32Array; debtors: number },
): Places {
  const counted = countRows(receivables, lineOf, debtors);
  const { start } = counted;
  for (let debtor = 1; debtor < start.length; debtor += 1) {
    start[debtor] = (start[debtor] ?? 0) + (start[debtor - 1] ?? 0);
  }
  const next = start.slice();
  for (let row = 0; row < lineOf.length; row += 1) {
    const debtor = lineOf[row] ?? noLine;
    if (debtor === noLine) continue;
    const line = next[debtor] ?? 0;
    lineOf[row] = line;
    next[debtor] = line + 1;
  }
  const lines = start[debtors] ?? 0;
  sortLines(receivables, { lineOf, lines, start, isSorted: counted.isSorted });
  return { lineOf, lines, start, credits: counted.credits };
}

/**
 * Each debtor's number of lines in the place after its own, and whether its lines came by id: within a
 * run of ascending ids that needs no comparison with its last. Credits have no debtor afterwards.
 */
function countRows(
  receivables: readonly Receivable[],
  debtorOf: Int32Array,
  debtors: number,
): { start: Int32Array; isSorted: Uint8Array; credits: CreditItem[] } {
  const start = new Int32Array(debtors + 1);
  const isSorted = new Uint8Array(debtors).fill(1);
  const lastRow = new Int32Array(debtors);
  const lastRun = new Int32Array(debtors);
  const credits: CreditItem[] = [];
  let run = 0;
  let idBefore = '';
  for (let row = 0; row < receivables.length; row += 1) {
    const item = receivables[row];
    if (!item) continue;
    if (item.kind === 'invoice') {
      const { id } = item;
      const debtor = debtorOf[row] ?? noLine;
      if (id < idBefore) run += 1;
      idBefore = id;
      if (lastRun[debtor] !== run && isSorted[debtor] === 1) {
        const isFirst = start[debtor + 1] === 0;
        if (!isFirst && (receivables[lastRow[debtor] ?? 0]?.id ?? '') > id) isSorted[debtor] = 0;
      }
      lastRun[debtor] = run;
      lastRow[debtor] = row;
      start[debtor + 1] = (start[debtor + 1] ?? 0) + 1;
    } else {
      credits.push(item);
      debtorOf[row] = noLine;
    }
  }
  return { start, isSorted, credits };
}

function sortLines(
  receivables: readonly Receivable[],
  { lineOf, lines, start, isSorted }: Omit<Places, 'credits'> & { isSorted: Uint8Array },
): void {
  if (!isSorted.includes(0)) return;
  const rowOf = int32sAside(lines);
  for (let row = 0; row < lineOf.length; row += 1) {
    const line = lineOf[row] ?? noLine;
    if (line !== noLine) rowOf[line] = row;
  }
  for (let debtor = 0; debtor < isSorted.length; debtor += 1) {
    if (isSorted[debtor] === 1) continue;
    const from = start[debtor] ?? 0;
    const own = Array.from(rowOf.subarray(from, start[debtor + 1]), (row) => ({
      row,
      id: receivables[row]?.id ?? '',
    }));
    own.sort(byId);
    own.forEach(({ row }, place) => {
      lineOf[row] = from + place;
    });
  }
}

function byId(left: { id: string }, right: { id: string }): number {
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}

/** The index of a debtor that `refusalsOf` has seen. */
export function known(indexOf: ReadonlyMap<string, number>, debtorId: string): number {
  const index = indexOf.get(debtorId);
  assert(index !== undefined, `debtor ${debtorId} is not in the input`);
  return index;
}
