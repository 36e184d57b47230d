import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMoney,
  Currency,
  exponentOf,
  mulDiv,
  parseDecimal,
  type Rounding,
  shareBp,
  splitMinor,
  sumMinor,
  toDecimal,
} from '../../src/core/money.ts';

const amount = fc.integer({ min: -(10 ** 12), max: 10 ** 12 });
const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
const rounding = fc.constantFrom<Rounding>('down', 'up', 'halfEven', 'halfUp');

describe('mulDiv', () => {
  test.each<[number, Rounding, number]>([
    [5, 'down', 2],
    [-5, 'down', -3],
    [5, 'up', 3],
    [-5, 'up', -2],
    [5, 'halfEven', 2],
    [7, 'halfEven', 4],
    [-5, 'halfEven', -2],
    [-7, 'halfEven', -4],
    [5, 'halfUp', 3],
    [-5, 'halfUp', -3],
    [-4, 'up', -2],
  ])('%d half, rounded %s, is %d', (value, rule, expected) => {
    expect(mulDiv(value, 1, 2, rule)).toBe(expected);
  });

  test('is the same whether the product fits a Number or needs a BigInt', () => {
    const factor = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const divisor = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(amount, factor, divisor, rounding, (value, above, below, rule) => {
        const wide = attempt(() => mulDiv(value, BigInt(above), BigInt(below), rule));
        expect(attempt(() => mulDiv(value, above, below, rule))).toBe(wide);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is within one unit of the exact quotient, on the side the rule names', () => {
    const divisor = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(amount, fc.nat(10_000), divisor, (value, above, below) => {
        const exact = BigInt(value) * BigInt(above);
        fc.pre(Number.isSafeInteger(Number(exact / BigInt(below))));
        const down = BigInt(mulDiv(value, above, below, 'down')) * BigInt(below);
        const up = BigInt(mulDiv(value, above, below, 'up')) * BigInt(below);
        expect(down <= exact && exact - down < BigInt(below)).toBe(true);
        expect(up >= exact && up - exact < BigInt(below)).toBe(true);
      }),
    );
  });

  test('refuses a result beyond 2^53 and a divisor that is not positive', () => {
    expect(() => mulDiv(2 ** 52, 4, 1, 'down')).toThrow('2^53');
    expect(() => mulDiv(1, 1, 0, 'down')).toThrow('positive');
    expect(() => mulDiv(1, 1, -2, 'down')).toThrow('positive');
  });

  test('never gives a negative zero', () => {
    expect(Object.is(mulDiv(-1, 1, 3, 'up'), 0)).toBe(true);
    expect(Object.is(mulDiv(0, -1, 3, 'down'), 0)).toBe(true);
  });
});

describe('splitMinor', () => {
  const weights = fc.array(fc.nat(10 ** 9), { minLength: 1, maxLength: 20 });

  test('shares sum to the whole', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 12), weights, (total, of) => {
        fc.pre(of.some((weight) => weight > 0));
        expect(sumMinor(splitMinor(total, of))).toBe(total);
      }),
    );
  });

  test('no share exceeds its weight when the whole does not exceed their sum', () => {
    fc.assert(
      fc.property(weights, fc.nat(), (of, pick) => {
        const total = pick % (sumMinor(of) + 1);
        splitMinor(total, of).forEach((share, index) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(of[index] ?? 0);
        });
      }),
    );
  });

  test('each share is within a unit of its exact part', () => {
    expect(splitMinor(10, [1, 5, 5])).toEqual([0, 5, 5]);
    expect(splitMinor(100, [1, 1, 1])).toEqual([33, 33, 34]);
    expect(splitMinor(0, [0, 0])).toEqual([0, 0]);
    expect(() => splitMinor(1, [0, 0])).toThrow('sum to zero');
  });
});

describe('decimal text', () => {
  test('comes back as the amount it was written from', () => {
    const safe = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(safe, currency, (amountMinor, code) => {
        expect(parseDecimal(toDecimal({ amountMinor, currency: code }), code)).toBe(amountMinor);
      }),
    );
  });

  test.each([
    ['12.5', 'EUR', 1_250],
    ['12.500', 'EUR', 1_250],
    ['12.501', 'EUR', undefined],
    ['12.501', 'KWD', 12_501],
    ['12', 'JPY', 12],
    ['12.0', 'JPY', 12],
    ['12.1', 'JPY', undefined],
    ['-0.00', 'EUR', 0],
    ['1,234.00', 'EUR', undefined],
    ['', 'EUR', undefined],
    ['1e3', 'EUR', undefined],
    ['90071992547409.92', 'EUR', undefined],
  ])('%s %s is %s', (text, code, expected) => {
    expect(parseDecimal(text, code)).toBe(expected);
  });

  test('has the currency’s own number of decimals', () => {
    expect(toDecimal({ amountMinor: -5, currency: 'EUR' })).toBe('-0.05');
    expect(toDecimal({ amountMinor: 5, currency: 'KWD' })).toBe('0.005');
    expect(toDecimal({ amountMinor: 5, currency: 'JPY' })).toBe('5');
  });
});

test('money of two currencies is not added', () => {
  const euro = { amountMinor: 1, currency: 'EUR' };
  expect(addMoney(euro, euro)).toEqual({ amountMinor: 2, currency: 'EUR' });
  expect(() => addMoney(euro, { amountMinor: 1, currency: 'USD' })).toThrow('EUR and USD');
});

test('a sum beyond 2^53 stops instead of losing a cent', () => {
  expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow('2^53');
});

test('a share rounds as told', () => {
  expect(shareBp(9_999, 8_000, 'down')).toBe(7_999);
  expect(shareBp(9_999, 8_000, 'up')).toBe(8_000);
});

test.each(['EUR', 'CNY', 'XCG'])('%s is a currency', (code) => {
  expect(Currency.safeParse(code).success).toBe(true);
  expect(exponentOf(code)).toBe(2);
});

test.each(['eur', 'EURO', 'ANG', 'BGN', 'XXX', 'toString', ''])('%s is not a currency', (code) => {
  expect(Currency.safeParse(code).success).toBe(false);
});

/** The result, or the words in which it was refused. */
function attempt(compute: () => number): number | string {
  try {
    return compute();
  } catch (error) {
    return String(error);
  }
}
