import { describe, expect, test } from 'vitest';
import type { Debtor } from '../../../src/core/debtor.ts';
import type { CapBase, Rule, RuleOf } from '../../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import {
  credit,
  eligible,
  idOf,
  input,
  invoice,
  planOf,
  resultOf,
  terms,
} from '../selection-samples.ts';
import { debtor, rates } from './samples.ts';

const byDebtor = (
  shareBp: number,
  base: CapBase = 'grossEligible',
): RuleOf<'debtor_concentration'> => ({
  rule: 'debtor_concentration',
  shareBp,
  scope: 'debtor',
  base,
});

/** One invoice for each debtor D1, D2 …, of so many minor units. */
const owed = (...amounts: number[]) =>
  amounts.map((openMinor, index) => invoice(index + 1, { debtorId: `D${index + 1}`, openMinor }));
const who = (...given: Partial<Debtor>[]) =>
  given.map((changes, index) => debtor(`D${index + 1}`, changes));

describe('6 concentration of a debtor', () => {
  test.each([
    // 20 % of 100.00.
    [2_000, [2_000, 4_000, 4_000], [2_000, 2_000, 2_000]],
    [2_000, [1_999, 2_001, 6_000], [1_999, 2_000, 2_000]],
    // A tenth of 0.19 is 0.019: one cent.
    [1_000, [19], [1]],
    [10_000, [10_000], [10_000]],
  ])('%d bp of all eligible', (shareBp, amounts, left) => {
    expect(eligible([byDebtor(shareBp)], { receivables: owed(...amounts) })).toEqual(left);
  });

  test('is taken from its invoices in proportion, the cents adding up', () => {
    const receivables = [1, 2, 3].map((n) => invoice(n, { openMinor: 1_000 }));
    const left = eligible([byDebtor(3_333)], { receivables });
    expect(left.reduce((sum, amount) => sum + amount, 0)).toBe(999);
    expect(Math.max(...left) - Math.min(...left)).toBeLessThanOrEqual(1);
  });

  // Gross 120.00; 20.00 past due; 5.00 of credits; 95.00 before caps; limit 200.00; drawn 30.00.
  test.each<[CapBase, number]>([
    ['allAccounts', 1_200],
    ['afterCategorical', 1_000],
    ['grossEligible', 950],
    ['facilityLimit', 2_000],
    ['fundedAmount', 300],
  ])('10%% of %s is a cap of %d', (base, cap) => {
    const rules: Rule[] = [
      { rule: 'past_due_date', days: 60, operator: '>' },
      { rule: 'credits', unreferenced: 'latest_due_first' },
      byDebtor(1_000, base),
    ];
    const receivables = [
      invoice(1, { openMinor: 2_000, dueOn: '2026-01-01' }),
      invoice(2, { openMinor: 5_000 }),
      invoice(3, { debtorId: 'D2', openMinor: 5_000 }),
      credit(4, { debtorId: 'D2', openMinor: -500 }),
    ];
    const positions = [
      { receivableId: idOf(2), facilityId: 'F1', state: 'advanced', advancedMinor: 3_000 },
    ];
    const facilities = [terms(rules, { limitMinor: 20_000 })];
    expect(eligible(rules, { receivables, positions, facilities })).toEqual([0, cap, cap]);
  });

  test('of the pool after caps: 60 and twenty times 2 are a pool of 50 at 20 %', () => {
    const receivables = owed(6_000, ...Array.from({ length: 20 }, () => 200));
    const [first = 0, ...others] = eligible([byDebtor(2_000, 'poolAfterCaps')], { receivables });
    expect([first, others.reduce((sum, amount) => sum + amount, 0)]).toEqual([1_000, 4_000]);
  });

  test.each([
    // Fewer than five debtors cannot each be a fifth at most; five equal ones just can.
    [[1_000, 1_000, 1_000, 1_000], 0],
    [[1_000, 1_000, 1_000, 1_000, 1_000], 5_000],
    [[1_000, 1_000, 1_000, 1_000, 999], 4_995],
    [[1_000, 1_000, 1_000, 1_000, 1], 5],
    [[7_777], 0],
  ])('of the pool after caps, 20%% of %j: a pool of %d', (amounts, pool) => {
    const left = eligible([byDebtor(2_000, 'poolAfterCaps')], { receivables: owed(...amounts) });
    expect(left.reduce((sum, amount) => sum + amount, 0)).toBe(pool);
  });

  test('named debtors have shares of their own, also larger ones, also none', () => {
    const named = [
      { node: 'D1', shareBp: 5_000 },
      { node: 'D2', shareBp: 0 },
    ];
    const rule: Rule = { ...byDebtor(1_000), named };
    expect(eligible([rule], { receivables: owed(6_000, 2_000, 2_000) })).toEqual([5_000, 0, 1_000]);
  });

  test('rated debtors have the share of their band, others the unrated one', () => {
    const rated = {
      scale: ['A-1', 'A-2', 'A-3'],
      bands: [
        { from: 'A-1', to: 'A-1', shareBp: 1_000 },
        { from: 'A-2', to: 'A-3', shareBp: 600 },
      ],
      unratedBp: 300,
    };
    const debtors = who({ rating: 'A-1' }, { rating: 'A-2' }, { rating: 'A-3' }, {});
    const receivables = owed(2_500, 2_500, 2_500, 2_500);
    const rule: Rule = { ...byDebtor(10_000), rated };
    expect(eligible([rule], { receivables, debtors })).toEqual([1_000, 600, 600, 300]);
    const special: Rule = { ...rule, named: [{ node: 'D4', shareBp: 2_000 }] };
    expect(eligible([special], { receivables, debtors })).toEqual([1_000, 600, 600, 2_000]);
  });

  test('with affiliates: a group has the share of its worst rating', () => {
    const rated = {
      scale: ['A', 'B'],
      bands: [
        { from: 'A', to: 'A', shareBp: 5_000 },
        { from: 'B', to: 'B', shareBp: 1_000 },
      ],
      unratedBp: 0,
    };
    const rule: Rule = { ...byDebtor(10_000), scope: 'group', rated };
    const debtors = who(
      { groupId: 'G', rating: 'A' },
      { groupId: 'G', rating: 'B' },
      { rating: 'A' },
    );
    const left = eligible([rule], { receivables: owed(1_000, 1_000, 8_000), debtors });
    expect(left).toEqual([500, 500, 5_000]);
  });
});

describe('7 concentration of groups, industries, countries, currencies', () => {
  const half = { shareBp: 2_500, base: 'grossEligible' as const };
  const amounts = [2_000, 2_000, 6_000];
  test.each<[string, Rule, Partial<Debtor>[], number[]]>([
    [
      'group, a debtor without one by itself',
      { rule: 'group_concentration', ...half },
      [{ groupId: 'G' }, { groupId: 'G' }, {}],
      [1_250, 1_250, 2_500],
    ],
    [
      'industry, those without one together',
      { rule: 'industry_concentration', ...half, named: [{ node: 'steel', shareBp: 1_000 }] },
      [{ industry: 'steel' }, {}, {}],
      [1_000, 625, 1_875],
    ],
    [
      'country, Germany at 40 %',
      { rule: 'country_concentration', ...half, named: [{ node: 'DE', shareBp: 4_000 }] },
      [{ country: 'FR' }, { country: 'DE' }, { country: 'DE' }],
      [2_000, 1_000, 3_000],
    ],
    [
      'government, all agencies together and nobody else',
      { rule: 'government_concentration', ...half },
      [{ kind: 'government' }, { kind: 'government' }, { kind: 'consumer' }],
      [1_250, 1_250, 6_000],
    ],
  ])('%s', (_, rule, given, left) => {
    expect(eligible([rule], { receivables: owed(...amounts), debtors: who(...given) })).toEqual(
      left,
    );
  });

  test('currency: yen of all debtors together, euro left alone', () => {
    const rule: Rule = {
      rule: 'currency_concentration',
      ...half,
      named: [{ node: 'EUR', shareBp: 10_000 }],
    };
    // 1,600 yen are 10.00; of 40.00 a quarter is 10.00 for yen: half of each of the two.
    const receivables = [
      invoice(1, { currency: 'JPY', openMinor: 1_600 }),
      invoice(2, { debtorId: 'D2', currency: 'JPY', openMinor: 1_600 }),
      invoice(3, { openMinor: 2_000 }),
    ];
    expect(eligible([rule], { receivables, fx: rates })).toEqual([500, 500, 2_000]);
  });

  test.each([
    // Together at most 60 % of 100.00: the two largest are brought down to the same level first.
    [
      [4_000, 4_000, 2_000],
      [3_000, 3_000, 2_000],
    ],
    [
      [5_000, 1_000, 4_000],
      [3_000, 1_000, 3_000],
    ],
    // One that is alone is held to it too.
    [[10_000], [6_000]],
    [
      [3_000, 3_000, 4_000],
      [3_000, 3_000, 3_000],
    ],
    [
      [3_000, 3_000, 3_000, 1_000],
      [3_000, 3_000, 3_000, 1_000],
    ],
  ])('any two debtors of %j at 60%%', (before, left) => {
    const rule: Rule = {
      rule: 'pair_concentration',
      shareBp: 6_000,
      base: 'grossEligible',
      scope: 'debtor',
    };
    const found = eligible([rule], { receivables: owed(...before) });
    expect(
      found
        .toSorted()
        .slice(-2)
        .reduce((sum, amount) => sum + amount, 0),
    ).toBe(
      left
        .toSorted()
        .slice(-2)
        .reduce((sum, amount) => sum + amount, 0),
    );
    expect(found).toEqual(left);
  });
});

describe('caps of several families at once', () => {
  const pool = (rules: Rule[], given: Partial<SelectionInput>) =>
    resultOf(planOf(input({ facilities: [terms(rules)], ...given })));

  test('shares of one pool after caps hold together', () => {
    // Debtors 20 %, countries 50 %: FR 4 × 10 and DE 1 × 10. Germany’s one debtor is a fifth at most,
    // France at most half: no pool above zero has both, since 20 % + 50 % do not make a whole.
    const rules: Rule[] = [
      byDebtor(2_000, 'poolAfterCaps'),
      { rule: 'country_concentration', shareBp: 5_000, base: 'poolAfterCaps' },
    ];
    const debtors = who(
      {},
      { country: 'FR' },
      { country: 'FR' },
      { country: 'FR' },
      { country: 'FR' },
    );
    const receivables = owed(1_000, 1_000, 1_000, 1_000, 1_000);
    expect(pool(rules, { receivables, debtors }).poolMinor).toBe(0);
    // With France at 80 % the five count for 10.00 each.
    const wider: Rule[] = [
      byDebtor(2_000, 'poolAfterCaps'),
      { rule: 'country_concentration', shareBp: 8_000, base: 'poolAfterCaps' },
    ];
    expect(pool(wider, { receivables, debtors }).poolMinor).toBe(5_000);
  });

  test('an inner cap takes first, an outer one only what is still above it', () => {
    // Of 100.00: D1 60 → 30 (debtor 30 %); DE 30 + 20 = 50 → 40 (country 40 %).
    const rules: Rule[] = [
      byDebtor(3_000),
      { rule: 'country_concentration', shareBp: 4_000, base: 'grossEligible' },
    ];
    const debtors = who({}, {}, { country: 'FR' });
    const result = pool(rules, { receivables: owed(6_000, 2_000, 2_000), debtors });
    expect(result.waterfall.map(({ amountMinor }) => amountMinor)).toEqual([3_000, 1_000]);
    expect(result.poolMinor).toBe(6_000);
  });
});
