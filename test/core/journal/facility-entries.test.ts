import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankEntryOf } from '../../../src/core/journal/facility-entries.ts';
import { functionalAmounts } from '../../../src/core/journal/functional.ts';
import type { Journal } from '../../../src/core/journal/journal.ts';
import { revaluationOf } from '../../../src/core/journal/revaluation.ts';
import { rollForward } from '../../../src/core/journal/roll-forward.ts';

const movement = {
  cause: 'c',
  effectiveOn: '2026-11-24',
  currency: 'EUR',
  amountMinor: 5_000_00,
  functional: { currency: 'EUR' },
  facilityId: 'F1',
};
const bank = { ...movement, bankAccount: 'DE1' };
const due = { account: 'due_from_factor', subject: 'DD-1' } as const;
const suspense = { account: 'suspense', subject: 'B-9' } as const;

describe('an entry of the bank', () => {
  test.each<[string, Journal, string, string]>([
    [
      'a charge that the bank of a line takes',
      bankEntryOf({
        ...bank,
        amountMinor: -5_000_00,
        against: { account: 'borrowings', subject: 'F1' },
      }),
      'borrowings F1',
      'bank DE1',
    ],
    [
      'cash from the funder',
      bankEntryOf({ ...bank, against: due }),
      'bank DE1',
      'due_from_factor DD-1',
    ],
    [
      'cash to the funder',
      bankEntryOf({ ...bank, amountMinor: -5_000_00, against: due }),
      'due_from_factor DD-1',
      'bank DE1',
    ],
    [
      'cash that nobody has explained',
      bankEntryOf({ ...bank, against: suspense }),
      'bank DE1',
      'suspense B-9',
    ],
  ])('%s is debited and credited where it belongs', (_what, { postings }, debit, credit) => {
    const sides = postings.map(({ account, subject, amountMinor }) => [
      `${account} ${subject}`,
      amountMinor,
    ]);
    expect(Object.fromEntries(sides)).toEqual({ [debit]: 5_000_00, [credit]: -5_000_00 });
  });
});

describe('amounts in the functional currency', () => {
  const rate = (numerator: number, denominator: number) => ({
    currency: 'CNY',
    rate: { from: 'EUR', to: 'CNY', on: '2026-11-24', source: 'test', numerator, denominator },
  });

  test('leave what rounding leaves to the greatest, the first where several are', () => {
    const functional = rate(1, 2);
    const of = (amounts: number[]) => functionalAmounts({ amounts, currency: 'EUR', functional });
    expect(of([-6, 3, 3])).toEqual([-4, 2, 2]);
    expect(of([1, 1, -1, -1])).toEqual([0, 0, 0, 0]);
    expect(of([3, -1, -1, -1])).toEqual([0, 0, 0, 0]);
  });

  test('sum to zero, and each is its own conversion but for that one', () => {
    const split = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 6 });
    const rates = fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom(3, 7, 1_000));
    fc.assert(
      fc.property(split, rates, (some, [numerator, denominator]) => {
        const amounts = [...some, -some.reduce((sum, amount) => sum + amount, 0)];
        const functional = rate(numerator, denominator);
        const carried = functionalAmounts({ amounts, currency: 'EUR', functional });
        expect(carried.reduce((sum, amount) => sum + amount, 0)).toBe(0);
        const off = carried.filter(
          (amount, nth) => Math.abs(amount - ((amounts[nth] ?? 0) * numerator) / denominator) > 0.5,
        );
        expect(off.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('a revaluation leaves trade receivables, results and the functional currency alone', () => {
  const of = {
    cause: 'r',
    effectiveOn: '2026-10-31',
    currency: 'USD',
    functional: {
      currency: 'EUR',
      rate: {
        from: 'USD',
        to: 'EUR',
        numerator: 9,
        denominator: 10,
        on: '2026-10-31',
        source: 'x',
      },
    },
  };
  const balance = { subject: 's', currency: 'USD', amountMinor: 100, functionalMinor: 10 };
  const left = [
    { account: 'trade_receivables' as const, ...balance },
    { account: 'interest_expense' as const, ...balance },
  ];
  expect(revaluationOf({ ...of, balances: left })).toBeUndefined();
  const moved = revaluationOf({ ...of, balances: [{ account: 'borrowings', ...balance }] });
  expect(moved?.postings.map(({ account, functionalMinor }) => [account, functionalMinor])).toEqual(
    [
      ['borrowings', 80],
      ['fx_difference', -80],
    ],
  );
  const own = { ...of, currency: 'EUR', functional: { currency: 'EUR' } };
  expect(revaluationOf({ ...own, balances: [] })).toBeUndefined();
});

test('a roll-forward closes on its opening and its movements, to the cent', () => {
  const movement = fc.record({
    account: fc.constantFrom('bank' as const, 'borrowings' as const),
    currency: fc.constantFrom('EUR', 'USD'),
    kind: fc.constantFrom(undefined, 'cash_received' as const, 'cash_paid' as const),
    amountMinor: fc.integer(),
    functionalMinor: fc.integer(),
  });
  fc.assert(
    fc.property(fc.array(movement), (found) => {
      const lines = rollForward(
        found.map(({ kind, ...rest }) => ({ ...rest, ...(kind && { kind }) })),
      );
      const sum = (of: readonly { amountMinor: number; functionalMinor: number }[]) => ({
        amountMinor: of.reduce((total, { amountMinor }) => total + amountMinor, 0),
        functionalMinor: of.reduce((total, { functionalMinor }) => total + functionalMinor, 0),
      });
      for (const { opening, movements, closing } of lines) {
        expect(closing).toEqual(sum([opening, ...movements]));
      }
      expect(sum(lines.map(({ closing }) => closing))).toEqual(sum(found));
    }),
  );
});
