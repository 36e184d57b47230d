import { describe, expect, test } from 'vitest';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import {
  cover,
  eligible,
  idOf,
  input,
  invoice,
  lineOf,
  planOf,
  resultOf,
  terms,
} from './selection-samples.ts';

const decided: [string, Partial<CoverDecision>[], number][] = [
  ['agreed', [{}], 6_000],
  [
    'of two covers adds both',
    [{ layers: [layer(1_000)] }, { coverId: 'C2', layers: [layer(2_000)] }],
    3_000,
  ],
  [
    'a later decision replaces the earlier one',
    [{}, { status: 'reduced', layers: [layer(10)], decidedOn: '2026-11-01' }],
    10,
  ],
  [
    'of one day the later recorded one wins',
    [{ layers: [layer(10)] }, { layers: [layer(20)] }],
    20,
  ],
  [
    'a later decision in an earlier row wins',
    [{ decidedOn: '2026-11-01', layers: [layer(7)] }, {}],
    7,
  ],
  ['refused', [{ status: 'refused' }], 0],
  ['conditional', [{ status: 'agreed_conditional' }], 0],
  ['not understood', [{ status: 'unknown_raw' }], 0],
  [
    'not understood, with a later effect',
    [{}, { status: 'unknown_raw', effectiveOn: '2027-01-01', decidedOn: '2026-11-02' }],
    0,
  ],
  ['pending', [{ status: 'requested' }], 0],
  ['decided tomorrow', [{ decidedOn: '2026-11-25' }], 0],
  ['effective tomorrow', [{ effectiveOn: '2026-11-25' }], 0],
  [
    'reduced as of tomorrow',
    [
      {},
      {
        status: 'reduced',
        layers: [layer(10)],
        decidedOn: '2026-11-01',
        effectiveOn: '2026-11-25',
      },
    ],
    6_000,
  ],
  ['valid to today', [{ layers: [{ ...layer(6_000), validTo: '2026-11-24' }] }], 6_000],
  ['valid to yesterday', [{ layers: [{ ...layer(6_000), validTo: '2026-11-23' }] }], 0],
  ['valid from today', [{ layers: [{ ...layer(6_000), validFrom: '2026-11-24' }] }], 6_000],
  ['valid from tomorrow', [{ layers: [{ ...layer(6_000), validFrom: '2026-11-25' }] }], 0],
  [
    'withdrawal that ends tomorrow',
    [{ status: 'withdrawal_noticed', endsOn: '2026-11-25' }],
    6_000,
  ],
  ['withdrawal that ends today', [{ status: 'withdrawal_noticed', endsOn: '2026-11-24' }], 0],
  ['withdrawn', [{ status: 'withdrawn' }], 0],
  ['of another debtor', [{ debtorId: 'D2' }], 0],
];

describe('insured limit', () => {
  const rules: Rule[] = [{ rule: 'already_financed' }, { rule: 'insured_limit', policyId: 'P1' }];
  const receivables = [
    invoice(1, { issuedOn: '2026-11-03', openMinor: 6_000 }),
    invoice(2, { issuedOn: '2026-11-01', openMinor: 6_000 }),
  ];

  test('covers the oldest invoices first', () => {
    expect(eligible(rules, { receivables, cover: [cover()] })).toEqual([4_000, 6_000]);
  });

  test('is used up by what is financed elsewhere under the policy, or possibly under it', () => {
    const positions = [
      { receivableId: idOf(2), facilityId: 'X', state: 'advanced', advancedMinor: 1 },
    ];
    expect(eligible(rules, { receivables, cover: [cover()], positions })).toEqual([4_000, 0]);
  });

  test.each(decided)('%s', (_, decisions, expected) => {
    const book = decisions.map(cover);
    const [first] = receivables;
    const given = { receivables: first ? [first] : [], cover: book };
    expect(eligible(rules, given)).toEqual([expected]);
  });

  test('in another currency is converted once, rounded down', () => {
    const fx = [
      {
        from: 'JPY',
        to: 'EUR',
        numerator: 6_043,
        denominator: 1_000_000,
        on: '2026-11-20',
        source: 't',
      },
    ];
    const book = [cover({ currency: 'JPY', layers: [layer(5_000), layer(5_001)] })];
    expect(eligible(rules, { receivables, cover: book, fx })).toEqual([43, 6_000]);
  });
});

describe('concentration', () => {
  const rule = (
    base: 'poolAfterCaps' | 'grossEligible' | 'facilityLimit',
    scope: 'debtor' | 'group' = 'debtor',
  ): Rule[] => [{ rule: 'debtor_concentration', shareBp: 2_000, scope, base }];
  const ledger = [
    invoice(0, { debtorId: 'BIG', openMinor: 60_000_000 }),
    ...Array.from({ length: 20 }, (_, index) =>
      invoice(index + 1, { debtorId: `D${index}`, openMinor: 2_000_000 }),
    ),
  ];
  const pool = (rules: Rule[], limitMinor = 100_000_000) =>
    resultOf(planOf(input({ receivables: ledger, facilities: [terms(rules, { limitMinor })] })));

  test('of the pool after caps is the greatest pool that satisfies itself', () => {
    const result = pool(rule('poolAfterCaps'));
    expect(lineOf(result, 0).eligibleMinor).toBe(10_000_000);
    expect(result.poolMinor).toBe(50_000_000);
  });

  test('of all eligible receivables is a share of a fixed amount', () => {
    expect(lineOf(pool(rule('grossEligible')), 0).eligibleMinor).toBe(20_000_000);
  });

  test('of the facility limit is a share of the limit', () => {
    expect(lineOf(pool(rule('facilityLimit'), 40_000_000), 0).eligibleMinor).toBe(8_000_000);
  });

  test('with fewer debtors than the share allows leaves no pool', () => {
    const receivables = [1, 2, 3, 4].map((n) => invoice(n, { debtorId: `D${n}` }));
    expect(eligible(rule('poolAfterCaps'), { receivables })).toEqual([0, 0, 0, 0]);
  });

  test('counts a group as one', () => {
    const receivables = [1, 2, 3].map((n) => invoice(n, { debtorId: `D${n}`, openMinor: 1_001 }));
    const groups = ['G', 'G', undefined];
    const debtors = groups.map((groupId, index) => ({
      id: `D${index + 1}`,
      name: `D${index + 1}`,
      identifiers: {},
      ...(groupId ? { groupId } : {}),
    }));
    const rules = rule('grossEligible', 'group');
    expect(eligible(rules, { receivables, debtors })).toEqual([300, 300, 600]);
  });
});

function layer(amountMinor: number) {
  return { amountMinor, validFrom: '2026-01-01' };
}
