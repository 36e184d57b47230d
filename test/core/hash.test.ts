import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalJson,
  canonicalPieces,
  hashOf,
  hashOfLarge,
  sha256,
} from '../../src/core/hash.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const leaf = fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5 }),
  ),
}));

test('canonical JSON means the same as the value', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(JSON.parse(canonicalJson(given))).toEqual(JSON.parse(JSON.stringify(given)));
    }),
  );
});

test('the order in which members were written does not show', () => {
  fc.assert(
    fc.property(fc.dictionary(text, leaf, { maxKeys: 8 }), (given) => {
      const turned = Object.fromEntries(Object.entries(given).toReversed());
      expect(canonicalJson(turned)).toBe(canonicalJson(given));
    }),
  );
});

test.each([
  [
    { b: 1, a: [1, { d: null, c: true }], 10: 'x', 9: 'y' },
    '{"10":"x","9":"y","a":[1,{"c":true,"d":null}],"b":1}',
  ],
  [{ a: undefined, b: 'ü"\n\u2028' }, '{"b":"ü\\"\\n\u2028"}'],
  ['', '""'],
  [-0, '0'],
  [[], '[]'],
])('%j is written canonically', (given, expected) => {
  expect(canonicalJson(given)).toBe(expected);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, () => 1])(
  '%s has no canonical JSON',
  (given) => {
    expect(() => canonicalJson(given)).toThrow('canonical JSON');
  },
);

test('the hash is SHA-256 of the UTF-8 of the canonical JSON', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hashOf({ b: '中', a: 1 })).toBe(sha256('{"a":1,"b":"中"}'));
});

test('a large document written piece by piece has the same hash', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value, { maxKeys: 6 }), (given) => {
      expect(hashOfLarge(given)).toBe(hashOf(given));
    }),
  );
  const rows = Array.from({ length: 5_000 }, (_, index) => ({
    number: `R-${index}`,
    gone: undefined,
  }));
  expect(hashOfLarge({ rows, asOf: 'x', gone: undefined })).toBe(hashOf({ asOf: 'x', rows }));
  const nested = { facilities: [{ lines: rows, none: [], nothing: {} }, { lines: [] }] };
  const pieces = [...canonicalPieces(nested)];
  expect(pieces.join('')).toBe(canonicalJson(nested));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
});
