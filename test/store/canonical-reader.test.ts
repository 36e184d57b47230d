import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/hash.ts';
import { Malformed, readCanonical } from '../../src/store/canonical-reader.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 6 });
const leaf = fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const item = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(text, leaf));
const name = text.filter((given) => given !== '__proto__');
const document = fc.dictionary(name, fc.oneof(leaf, fc.array(item), fc.dictionary(name, item)));

/** The bytes in pieces that are cut anywhere, in the middle of a character too. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
const read = (given: string | Uint8Array, size = 7) => {
  const bytes = typeof given === 'string' ? Buffer.from(given) : given;
  return readCanonical(pieces(bytes, size));
};

test('a document that was written canonically is read as it was, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(document, fc.integer({ min: 1, max: 40 }), async (given, size) => {
      const written = canonicalJson(given);
      expect(canonicalJson(await read(written, size))).toBe(written);
    }),
  );
});

test('a list longer than one batch has every item once, in its order', async () => {
  const list = Array.from({ length: 20_000 }, (_, index) => ({
    n: index,
    text: `,"]}[{\\${index}`,
  }));
  const given = { after: 1, before: [], list };
  expect(await read(canonicalJson(given), 65_536)).toEqual(given);
});

describe('what is not the canonical text of an object', () => {
  test.each([
    '',
    '[]',
    '1',
    '{',
    '{}}',
    '{} ',
    '{}{}',
    '}',
    '{"a":1',
    '{"a":[1}',
    '{"a":[1]',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1]2}',
    '{"a":1]}',
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1,,"b":2}',
    '{"b":1,"a":2}',
    '{"a":1,"a":2}',
    '{"a":[1],"a":[2]}',
    '{"a":[1]"b":2}',
    '{[1]}',
    '{"a"[1]}',
    '{"a":{"b":1]}}',
    '{"a":"x}',
    '{"a":01}',
    'x{"a":1}',
  ])('%s is refused', async (given) => {
    await expect(read(given)).rejects.toThrow(Malformed);
    await expect(read(given, 1)).rejects.toThrow(Malformed);
  });

  test('nor are bytes that are not UTF-8', async () => {
    await expect(read(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).rejects.toThrow(
      Malformed,
    );
  });
});
