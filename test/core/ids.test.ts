import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Id, uuidv7 } from '../../src/core/ids.ts';

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

test('holds the time, the version and the variant where RFC 9562 puts them', () => {
  fc.assert(
    fc.property(time, random, (atMs, bytes) => {
      const id = uuidv7(atMs, bytes);
      const plain = id.replaceAll('-', '');
      expect(Number.parseInt(plain.slice(0, 12), 16)).toBe(atMs);
      expect(id[14]).toBe('7');
      expect('89ab').toContain(id[19]);
      expect(Id.safeParse(id).success).toBe(true);
    }),
  );
});

test('the example of RFC 9562 appendix A.6', () => {
  const random = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
  const id = uuidv7(0x017f22e279b0, Uint8Array.from(random));
  expect(id).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('sorts by the time it was made', () => {
  fc.assert(
    fc.property(time, time, random, random, (left, right, first, second) => {
      fc.pre(left !== right);
      expect(uuidv7(left, first) < uuidv7(right, second)).toBe(left < right);
    }),
  );
});

test('needs ten random bytes', () => {
  expect(() => uuidv7(0, new Uint8Array(9))).toThrow('ten random bytes');
});
