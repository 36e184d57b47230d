import { describe, expect, test } from 'vitest';
import type { CoverDecision } from '../../../src/core/cover/limit.ts';
import { compareThreeWays, type ThreeWay } from '../../../src/core/cover/three-way.ts';
import { word } from '../../../src/core/wording/word.ts';

const decision: CoverDecision = {
  policyId: 'P1',
  debtorId: 'D1',
  coverId: 'C1',
  status: 'agreed',
  rawCode: 'DC01',
  currency: 'EUR',
  layers: [{ amountMinor: 500_00, validFrom: '2026-01-01' }],
  effectiveOn: '2026-01-01',
  decidedOn: '2026-01-01',
};
const told: ThreeWay = {
  asOf: '2026-11-24',
  policyId: 'P1',
  currency: 'EUR',
  listed: [{ coverId: 'C1', buyerId: 'B1', buyerName: 'Keller' }],
  book: [decision],
  owed: [{ debtorId: 'D1', openMinor: 400_00, currency: 'EUR' }],
  buyers: [{ debtorId: 'D1', buyerId: 'B1' }],
  unanswered: [],
  unnamedMinor: 0,
  convert: (amount, from, rounding) => {
    const exact = from === 'USD' ? amount * 0.9 : amount;
    return rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
  },
};
const codes = (change: Partial<ThreeWay>) =>
  compareThreeWays({ ...told, ...change }).map(({ code }) => code);

describe('ledger, cover book and the insurer’s list', () => {
  test.each([
    ['agree', {}, []],
    [
      'a company nobody mapped',
      { listed: [...told.listed, { coverId: 'C2', buyerId: 'B9', buyerName: 'Other' }] },
      ['cover_unmapped'],
    ],
    [
      'a code nobody reads',
      { book: [{ ...decision, status: 'unknown_raw', rawCode: 'ZZ' }] },
      ['cover_unreadable'],
    ],
    [
      'more owed than covered',
      { owed: [{ debtorId: 'D1', openMinor: 500_01, currency: 'EUR' }] },
      ['cover_exceeded'],
    ],
    [
      'two currencies that come to a cent more, rounded against us',
      {
        owed: [
          { debtorId: 'D1', openMinor: 400_00, currency: 'EUR' },
          { debtorId: 'D1', openMinor: 111_12, currency: 'USD' },
        ],
      },
      ['cover_exceeded'],
    ],
    [
      'a debtor nobody covers',
      { owed: [...told.owed, { debtorId: 'D2', openMinor: 1, currency: 'EUR' }] },
      ['cover_missing'],
    ],
    [
      'a debtor that cover without a name is enough for',
      {
        owed: [...told.owed, { debtorId: 'D2', openMinor: 100_00, currency: 'EUR' }],
        unnamedMinor: 100_00,
      },
      [],
    ],
    ['a limit that nobody uses', { owed: [] }, ['cover_unused']],
    [
      'a withdrawn limit of a debtor who owes',
      { book: [{ ...decision, status: 'withdrawn' }] },
      ['cover_missing'],
    ],
    [
      'a limit asked for thirty-one days ago',
      { unanswered: [{ reference: 'R1', debtorId: 'D1', takenOn: '2026-10-24' }] },
      ['limit_unanswered'],
    ],
    [
      'a limit asked for thirty days ago',
      { unanswered: [{ reference: 'R1', debtorId: 'D1', takenOn: '2026-10-25' }] },
      [],
    ],
  ] satisfies [string, Partial<ThreeWay>, string[]][])('%s', (_what, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  test('the same difference has the same cause, until the insurer decides anew', () => {
    const exceeded = { owed: [{ debtorId: 'D1', openMinor: 900_00, currency: 'EUR' }] };
    const causeOf = (change: Partial<ThreeWay>) =>
      compareThreeWays({ ...told, ...exceeded, ...change })[0]?.cause;
    expect(causeOf({ asOf: '2026-11-25' })).toBe(causeOf({}));
    const anew = { ...decision, decidedOn: '2026-11-20' };
    expect(causeOf({ book: [decision, anew] })).not.toBe(causeOf({}));
  });

  test('every difference has its sentence in both languages', () => {
    const different: Partial<ThreeWay>[] = [
      { listed: [{ coverId: 'C2', buyerId: 'B9', buyerName: 'Other' }] },
      { book: [{ ...decision, status: 'unknown_raw', rawCode: 'ZZ' }] },
      { owed: [{ debtorId: 'D1', openMinor: 500_01, currency: 'EUR' }] },
      { book: [] },
      { owed: [] },
      { unanswered: [{ reference: 'R1', debtorId: 'D1', takenOn: '2026-01-01' }] },
    ];
    for (const change of different) {
      const [difference] = compareThreeWays({ ...told, ...change });
      if (!difference) throw new Error('nothing differs');
      for (const language of ['en', 'zh-CN'] as const) {
        const sentence = word(language, `alert.${difference.code}`, difference.params);
        expect(sentence).not.toMatch(/[{}]/);
        expect(sentence.length).toBeGreaterThan(10);
      }
    }
  });
});
