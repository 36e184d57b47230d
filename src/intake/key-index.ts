/**
 * Which row a key was first seen in, at about 24 bytes a key whatever its length: two 32-bit hashes
 * stand for the key (one false match in 10^7 files of two million rows), in an open table.
 */
export type KeyIndex = {
  /** Notes the key at a row; answers the earlier row when the key is known already. */
  note: (key: string, row: number) => number | undefined;
  size: () => number;
};

export function createKeyIndex(): KeyIndex {
  let slots = 4096;
  let table = new Uint32Array(slots * 3);
  let size = 0;

  const place = (left: number, right: number): number => {
    let slot = (left ^ (right >>> 7)) & (slots - 1);
    while (table[slot * 3 + 2] !== 0) {
      if (table[slot * 3] === left && table[slot * 3 + 1] === right) break;
      slot = (slot + 1) & (slots - 1);
    }
    return slot * 3;
  };

  const write = (at: number, left: number, right: number, row: number) => {
    table[at] = left;
    table[at + 1] = right;
    table[at + 2] = row;
  };

  const grow = () => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * 3);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      const left = old[at] ?? 0;
      const right = old[at + 1] ?? 0;
      write(place(left, right), left, right, old[at + 2] ?? 0);
    }
  };

  return {
    note(key, row) {
      if (size * 2 >= slots) grow();
      const [left, right] = hash(key);
      const at = place(left, right);
      const first = table[at + 2] ?? 0;
      if (first !== 0) return first;
      write(at, left, right, row);
      size += 1;
      return undefined;
    },
    size: () => size,
  };
}

/** Two independent multiplicative hashes in one pass (cyrb53's mixing, both halves kept). */
function hash(key: string): [number, number] {
  let left = 0xdeadbeef;
  let right = 0x41c6ce57;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    left = Math.imul(left ^ unit, 2654435761);
    right = Math.imul(right ^ unit, 1597334677);
  }
  left =
    Math.imul(left ^ (left >>> 16), 2246822507) ^ Math.imul(right ^ (right >>> 13), 3266489909);
  right =
    Math.imul(right ^ (right >>> 16), 2246822507) ^ Math.imul(left ^ (left >>> 13), 3266489909);
  return [left >>> 0, right >>> 0];
}
