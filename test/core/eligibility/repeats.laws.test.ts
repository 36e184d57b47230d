import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayNumber } from '../../../src/core/calendar.ts';
import { byKey } from '../../../src/core/eligibility/identities.ts';
import { dayReader } from '../../../src/core/eligibility/isoDays.ts';
import { numberHash } from '../../../src/core/eligibility/numberHash.ts';
import { hashStart, hashText, repeats } from '../../../src/core/eligibility/repeats.ts';
import { keyText, normaliseNumber } from '../../../src/core/receivable.ts';
import { invoice } from '../selection-samples.ts';

const hashes: [string, (text: string) => number][] = [
  ['the hash of its units', (text) => hashText(hashStart, text)],
  ['none at all', () => 0],
  ['one bit', (text) => text.length & 1],
  ['a few, far apart', (text) => (text.length % 3) << 30],
  ['no whole number', (text) => text.length / 0],
];

test.each(hashes)('repeated texts are found by comparison where the hash is %s', (_, hash) => {
  const anyTexts = fc.oneof(
    fc.array(fc.string({ maxLength: 2, unit: fc.constantFrom('a', 'b', '\u{1f9fe}') })),
    fc.array(fc.nat(60).map(String), { minLength: 40, maxLength: 200 }),
  );
  fc.assert(
    fc.property(anyTexts, (texts) => {
      const expected = texts.flatMap((text, row) => {
        const first = texts.indexOf(text);
        return first === row ? [] : [{ row, first }];
      });
      expect([...repeats(identityOf(texts, hash))]).toEqual(expected);
    }),
  );
});

test('among many rows each repeat is found with its first', () => {
  const texts = Array.from({ length: 30_000 }, (_, row) => String((row * row) % 9_973));
  const firsts = new Map<string, number>();
  const expected = texts.flatMap((text, row) => {
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, row);
    return first === undefined ? [] : [{ row, first }];
  });
  const hash = (text: string) => hashText(hashStart, text);
  expect(repeats(identityOf(texts, hash))).toEqual(expected);
});

test('texts chosen to have one hash cost no more than some comparisons each', () => {
  const texts = Array.from({ length: 20_000 }, (_, index) => String(index % 19_999));
  let asked = 0;
  const { textOf, ...identity } = identityOf(texts, () => 7);
  const counted = (row: number) => {
    asked += 1;
    return textOf(row);
  };
  expect([...repeats({ ...identity, textOf: counted })]).toEqual([{ row: 19_999, first: 0 }]);
  expect(asked).toBeLessThan(40 * texts.length);
});

test('texts are not even made where hashes differ', () => {
  const rows = 1_000;
  const textOf = () => {
    throw new Error('a text was made');
  };
  expect([...repeats({ rows, hashOf: (row) => row, textOf })]).toEqual([]);
});

test('a number’s hash is that of the normalised number', () => {
  const anyText = fc.oneof(
    fc.string({ unit: fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)) }),
    fc.string({ unit: fc.nat(127).map((point) => String.fromCodePoint(point)) }),
    fc.string({
      unit: fc.constantFrom('0', '0', '7', 'a', 'Z', '-', ' ', '\u0000', '０', 'é', 'ß'),
    }),
  );
  fc.assert(
    fc.property(anyText, (number) => {
      expect(numberHash(number)).toBe(hashText(hashStart, normaliseNumber(number)));
    }),
    { numRuns: 500 },
  );
});

test('business keys of one text have one hash, wherever the bars in it are', () => {
  const anyPart = fc.constantFrom('A', 'A|A', '|', 'A|', '|A');
  const anyKey = fc
    .tuple(anyPart, anyPart, anyPart)
    .map(([sellerId, ledger, number]) => ({ ...invoice(1).key, sellerId, ledger, number }));
  fc.assert(
    fc.property(fc.array(anyKey, { minLength: 2 }), (keys) => {
      const { hashOf } = byKey(keys.map((key) => ({ key })));
      const byHash = new Map(keys.map((key, row) => [keyText(key), hashOf(row)]));
      keys.forEach((key, row) => {
        expect(hashOf(row)).toBe(byHash.get(keyText(key)));
      });
    }),
  );
});

test('a day read is the day counted, the odd ones too', () => {
  const read = dayReader();
  for (let days = 0; days < 800; days += 1) {
    for (const from of ['0001-01-01', '1899-12-01', '1999-12-01', '2023-12-01', '9997-01-01']) {
      const day = addDays(from, days);
      expect(read(day)).toBe(dayNumber(day));
    }
  }
  const odd = ['0000-02-28', '2026-02-30', '2026-13-01', '2026-1-01', '+02026-01-01', '2026/01/01'];
  for (const day of [...odd, '', '２０２６-01-01', '2026-00-10', '2026-01-00', '20a6-01-01']) {
    expect(read(day)).toBe(dayNumber(day));
  }
});

function identityOf(texts: readonly string[], hash: (text: string) => number) {
  const textOf = (row: number) => texts[row] ?? '';
  return { rows: texts.length, textOf, hashOf: (row: number) => hash(textOf(row)) };
}
