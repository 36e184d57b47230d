import { int32sAside } from '../aside.ts';
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
export function repeats(identity: Identity): Repeat[] {
  const found = byHash(identity) ?? byText(identity);
  return found.sort((left, right) => left.row - right.row);
}

type Repeat = { row: number; first: number };

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

/**
 * Rows in parts by their hash, so that what a part is looked up in stays in the processor's cache.
 * Undefined where most is wasted on other texts of the same hash: somebody chose them, and a map does
 * better.
 */
function byHash(identity: Identity): Repeat[] | undefined {
  const parts = inParts(identity);
  const largest = parts.start.reduce((most, end, part) => {
    return Math.max(most, end - (parts.start[part - 1] ?? 0));
  }, 0);
  const slots = new Int32Array(2 * slotsFor(largest));
  const found: Repeat[] = [];
  let left = 16 * identity.rows + 1_000;
  for (let part = 0; left > 0 && part + 1 < parts.start.length; part += 1) {
    left = findIn(identity, { ...parts, part, slots, left, found });
  }
  return left > 0 ? found : undefined;
}

type Parts = {
  /** Pairs of a row and its hash; by part its rows ascending. */
  pairs: Int32Array;
  /** By part its first pair; one more, where the last ends. */
  start: Int32Array;
};

const rowsInPart = 4_096;
const partBitsMax = 11;

function inParts({ rows, hashOf }: Identity): Parts {
  const bits = Math.min(partBitsMax, Math.ceil(Math.log2(Math.max(1, rows / rowsInPart))));
  // Two shifts, since a shift by all 32 bits is none.
  const partOf = (hash: number) => (hash >>> 1) >>> (31 - bits);
  const hashes = int32sAside(rows);
  const next = new Int32Array(2 ** bits + 1);
  for (let row = 0; row < rows; row += 1) {
    const hash = scattered(hashOf(row));
    hashes[row] = hash;
    const after = partOf(hash) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let part = 1; part < next.length; part += 1) {
    next[part] = (next[part] ?? 0) + (next[part - 1] ?? 0);
  }
  const start = next.slice();
  const pairs = int32sAside(2 * rows);
  for (let row = 0; row < rows; row += 1) {
    const hash = hashes[row] ?? 0;
    const part = partOf(hash);
    const place = next[part] ?? 0;
    next[part] = place + 1;
    pairs[2 * place] = row;
    pairs[2 * place + 1] = hash;
  }
  return { pairs, start };
}

type Search = Parts & { part: number; slots: Int32Array; left: number; found: Repeat[] };

/** Adds what repeats in a part; returns how many comparisons are left, none where they ran out. */
function findIn({ textOf }: Identity, { pairs, start, part, slots, found, ...of }: Search): number {
  const [from, end] = [start[part] ?? 0, start[part + 1] ?? 0];
  const size = slotsFor(end - from);
  const mask = size - 1;
  // Pairs of a row, counted from one, and its hash.
  slots.fill(0, 0, 2 * size);
  let { left } = of;
  for (let place = from; place < end; place += 1) {
    const [row, hash] = [pairs[2 * place] ?? 0, pairs[2 * place + 1] ?? 0];
    for (let slot = hash & mask; left > 0; slot = (slot + 1) & mask) {
      const other = (slots[2 * slot] ?? 0) - 1;
      if (other < 0) {
        slots[2 * slot] = row + 1;
        slots[2 * slot + 1] = hash;
        break;
      }
      if (slots[2 * slot + 1] === hash && textOf(other) === textOf(row)) {
        found.push({ row, first: other });
        break;
      }
      left -= 1;
    }
  }
  return left;
}

/** A third of them stays empty at least. */
function slotsFor(rows: number): number {
  let slots = 16;
  while (slots < 1.5 * rows) slots *= 2;
  assert(slots <= 2 ** 29, `${rows} rows are too many to compare`);
  return slots;
}

function byText({ rows, textOf }: Identity): Repeat[] {
  const known = new Map<string, number>();
  const found: Repeat[] = [];
  for (let row = 0; row < rows; row += 1) {
    const text = textOf(row);
    const first = known.get(text);
    if (first === undefined) known.set(text, row);
    else found.push({ row, first });
  }
  return found;
}

/** Lets every bit of a hash change all others: the lowest choose a slot, the highest a part. */
function scattered(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
