import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cashReceived, isBalanced } from '../../src/core/journal/journal.ts';

const amounts = fc.integer({ min: 0, max: 10_000_000_000 });
const rates = fc.record({
  numerator: fc.integer({ min: 1, max: 100_000 }),
  denominator: fc.constantFrom(100, 10_000),
});

describe('journals', () => {
  it('balance in the transaction and the functional currency, whatever the amount and the rate', () => {
    fc.assert(
      fc.property(amounts, rates, (amountMinor, rate) => {
        const functional = {
          currency: 'CNY',
          rate: { from: 'JPY', to: 'CNY', on: '2026-11-24', source: 'test', ...rate },
        };
        const movement = {
          cause: 'c',
          effectiveOn: '2026-11-24',
          currency: 'JPY',
          amountMinor,
          functional,
        };
        const received = cashReceived({ ...movement, request: 'FR-1', bankAccount: 'B' });
        expect(isBalanced(received)).toBe(true);
        const [bank, due] = received.postings;
        expect([bank?.account, due?.account]).toEqual(['bank', 'due_from_factor']);
        expect(bank?.amountMinor).toBe(amountMinor);
        expect((bank?.functionalMinor ?? 0) + (due?.functionalMinor ?? 0)).toBe(0);
      }),
    );
  });

  it('carries a yen amount in yuan by the two minor units between them', () => {
    const { postings } = cashReceived({
      cause: 'c',
      effectiveOn: '2026-11-24',
      currency: 'JPY',
      amountMinor: 1_000,
      functional: {
        currency: 'CNY',
        rate: {
          from: 'JPY',
          to: 'CNY',
          numerator: 462,
          denominator: 10_000,
          on: '2026-11-23',
          source: 'test',
        },
      },
      request: 'FR-1',
      bankAccount: 'B',
    });
    expect(postings.map(({ functionalMinor }) => functionalMinor)).toEqual([4_620, -4_620]);
  });

  it('a posting that does not sum to zero is seen', () => {
    const { postings, ...journal } = cashReceived({
      cause: 'c',
      effectiveOn: '2026-11-24',
      currency: 'EUR',
      amountMinor: 5,
      functional: { currency: 'EUR' },
      request: 'FR-1',
      bankAccount: 'B',
    });
    const [first, second] = postings;
    if (!first || !second) throw new Error('two postings');
    const bent = { ...journal, postings: [first, { ...second, amountMinor: -4 }] };
    expect(isBalanced(bent)).toBe(false);
  });
});
