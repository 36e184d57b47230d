import { assert } from '../assert.ts';

/** Whole numbers written one after the other, small ones in a byte. */
export type Column = { push(value: number): void; bytes(): Uint8Array };

/**
 * Seven bits a byte, the lowest first, the eighth saying that more follow; of the first byte one bit
 * is the sign.
 */
export function createColumn(): Column {
  let bytes = new Uint8Array(1_024);
  let length = 0;
  const write = (byte: number) => {
    if (length === bytes.length) {
      const grown = new Uint8Array(bytes.length * 2);
      grown.set(bytes);
      bytes = grown;
    }
    bytes[length] = byte;
    length += 1;
  };
  return {
    push: (value) => {
      assert(Number.isSafeInteger(value), `${value} is not a whole number`);
      const sign = value < 0 ? 64 : 0;
      const magnitude = Math.abs(value);
      let rest = Math.floor(magnitude / 64);
      write((magnitude % 64) + sign + (rest > 0 ? 128 : 0));
      while (rest > 0) {
        const next = Math.floor(rest / 128);
        write((rest % 128) + (next > 0 ? 128 : 0));
        rest = next;
      }
    },
    bytes: () => bytes.subarray(0, length),
  };
}

/** Gives the numbers of a column in their order; asked for more than there are, it throws. */
export function readColumn(bytes: Uint8Array): () => number {
  let place = 0;
  const read = (): number => {
    const byte = bytes[place];
    assert(byte !== undefined, 'a stored column ends early');
    place += 1;
    return byte;
  };
  return () => {
    const first = read();
    let value = first % 64;
    let scale = 64;
    for (let byte = first; byte >= 128; scale *= 128) {
      byte = read();
      value += (byte % 128) * scale;
    }
    return (first & 64) === 0 ? value : -value;
  };
}
