import { assert } from '../../core/assert.ts';
import { type Id, uuidv7 } from '../../core/ids.ts';

/**
 * Ids that sort in the order they are taken, for the rows of one file: one instant, a counter of 26
 * bits behind it (RFC 9562, 6.2, method 1), 48 bits of chance at the end.
 */
export function createIdSequence(): () => Id {
  const atMs = Date.now();
  const chance = new Uint8Array(CHANCE_BYTES * 1024);
  const tail = new Uint8Array(10);
  let taken = 0;
  return function nextId() {
    assert(taken < COUNT_MAX, 'a file has more rows than its ids can count');
    const from = (taken % 1024) * CHANCE_BYTES;
    if (from === 0) crypto.getRandomValues(chance);
    // The version takes the upper four bits of the first byte, the variant two of the third.
    tail[0] = taken >>> 22;
    tail[1] = (taken >>> 14) & 0xff;
    tail[2] = (taken >>> 8) & 0x3f;
    tail[3] = taken & 0xff;
    tail.set(chance.subarray(from, from + CHANCE_BYTES), 4);
    taken += 1;
    return uuidv7(atMs, tail);
  };
}

const CHANCE_BYTES = 6;
const COUNT_MAX = 2 ** 26;
