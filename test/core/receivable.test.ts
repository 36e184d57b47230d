import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint, keyText, normaliseNumber, Receivable } from '../../src/core/receivable.ts';
import { credit, invoice } from './selection-samples.ts';

const written = (number: string) => {
  const item = invoice(1);
  return fingerprint({ ...item, key: { ...item.key, number } });
};

describe('one document written differently has one fingerprint', () => {
  test.each([
    ['INV-0042', 'inv-0042', 'case'],
    ['INV-0042', 'ＩＮＶ－００４２', 'width'],
    ['INV-0042', 'INV-42', 'leading zeros'],
    ['INV-0042', ' INV - 0042 ', 'spaces'],
    ['INV-0042', 'INV\u00a0/\u30000042', 'other spaces and separators'],
    ['INV-0042', 'INV0042', 'no separator'],
    ['0042', '42', 'a number alone'],
    ['票-001', '票001', 'Chinese'],
  ])('%s and %s: %s', (left, right) => {
    expect(written(right)).toBe(written(left));
  });

  test('and the debtor’s spelling does not matter', () => {
    expect(fingerprint(invoice(1, { debtorId: 'ACME Ltd' }))).toBe(fingerprint(invoice(1)));
  });

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (number) => {
        const once = normaliseNumber(number);
        expect(normaliseNumber(once)).toBe(once);
      }),
    );
  });
});

describe('different documents have different fingerprints', () => {
  test.each([
    ['INV-42', 'INV-420'],
    ['INV-42', 'INV-402'],
    ['A-1', 'B-1'],
    ['100', '1'],
  ])('%s and %s', (left, right) => {
    expect(written(right)).not.toBe(written(left));
  });

  test.each([
    ['amount', { faceMinor: 9_999 }],
    ['day', { issuedOn: '2026-11-02' }],
    ['currency', { currency: 'USD' }],
    ['seller', { key: { ...invoice(1).key, sellerId: 'S2' } }],
    ['instalment', { key: { ...invoice(1).key, instalment: 2 } }],
  ])('another %s', (_, change) => {
    expect(fingerprint(invoice(1, change))).not.toBe(fingerprint(invoice(1)));
  });
});

test('the business key tells kinds, years and instalments apart', () => {
  const { key } = invoice(1);
  const others = [
    { ...key, kind: 'credit_note' as const },
    { ...key, fiscalYear: 2025 },
    { ...key, instalment: 2 },
    { ...key, ledger: 'AR2' },
  ];
  expect(new Set([key, ...others].map(keyText)).size).toBe(5);
});

test('an invoice is positive and a credit negative', () => {
  const problems = [
    invoice(1, { faceMinor: -1 }),
    invoice(1, { openMinor: -1 }),
    credit(1, { faceMinor: 1 }),
    credit(1, { openMinor: 1 }),
  ];
  expect(problems.filter((item) => Receivable.safeParse(item).success)).toEqual([]);
  expect(Receivable.safeParse(invoice(1)).success).toBe(true);
  expect(Receivable.safeParse(credit(1)).success).toBe(true);
});
