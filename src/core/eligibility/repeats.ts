import { assert } from '../assert.ts';

/** How rows are told apart: by their texts. Rows of the same text have the same hash, 32 bits. */
export type Identity = {
  rows: number;
  hashOf: (row: number) => number;
  textOf: (row: number) => string;
};

/**
 * Every row whose text an earlier row has, with the first that has it, in the order of the rows. Texts
 * are only made and compared where hashes are equal.
 */
export function* repeats(identity: Identity): Generator<{ row: number; first: number }> {
  const firstOf = firstRows(identity);
  for (let row = 0; row < identity.rows; row += 1) {
    const first = firstOf(row);
    if (first !== row) yield { row, first };
  }
}

/** What a hash starts from. */
export const hashStart = 0x811c9dc5 | 0;

/** FNV-1a over code units: of a text in pieces the same as of the whole. */
export function hashText(hash: number, text: string): number {
  let next = hash;
  for (let index = 0; index < text.length; index += 1) {
    next = hashUnit(next, text.charCodeAt(index));
  }
  return next;
}

export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** Asked row by row from the first on: the first row of the same text, the row itself when it is new. */
function firstRows({ rows, hashOf, textOf }: Identity): (row: number) => number {
  const slots = slotsFor(rows);
  const mask = slots.length / 2 - 1;
  // What is wasted on other texts: beyond this somebody chose them, and a map does better.
  let left = 16 * rows + 1_000;
  let known: Map<string, number> | undefined;
  return function firstRow(row) {
    if (known) return firstIn(known, textOf(row), row);
    const hash = hashOf(row) | 0;
    for (let slot = scattered(hash) & mask; left > 0; slot = (slot + 1) & mask) {
      const other = (slots[2 * slot] ?? 0) - 1;
      if (other < 0) {
        slots[2 * slot] = row + 1;
        slots[2 * slot + 1] = hash;
        return row;
      }
      if (slots[2 * slot + 1] === hash && textOf(other) === textOf(row)) return other;
      left -= 1;
    }
    known = new Map();
    for (let before = 0; before < row; before += 1) firstIn(known, textOf(before), before);
    return firstIn(known, textOf(row), row);
  };
}

/** Pairs of a row, counted from one, and its hash; a third of them stays empty at least. */
function slotsFor(rows: number): Int32Array {
  let slots = 16;
  while (slots < 1.5 * rows) slots *= 2;
  assert(slots <= 2 ** 30, `${rows} rows are too many to compare`);
  return new Int32Array(2 * slots);
}

function firstIn(known: Map<string, number>, text: string, row: number): number {
  const first = known.get(text) ?? row;
  if (first === row) known.set(text, row);
  return first;
}

/** Lets every bit of a hash change the lowest ones, which choose the slot; MurmurHash3's last steps. */
function scattered(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
