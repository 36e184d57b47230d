import { describe, expect, test } from 'vitest';
import { type ClaimFigures, cohortsOf } from '../../../src/core/claim/cohort.ts';
import { indemnityOf } from '../../../src/core/claim/indemnity.ts';
import { compareSettlement } from '../../../src/core/claim/settlement.ts';
import { type WriteOffStandard, writeOffOf } from '../../../src/core/claim/write-off.ts';
import { idOf, question, units } from './worked-example.ts';

const expected = () => {
  const answer = indemnityOf(
    question({ deductible: { amountMinor: units(5_000), order: 'after_share' } }),
  );
  if (answer.status !== 'reckoned') throw new Error(answer.code);
  return answer.indemnity;
};

type Deduction = { rawCode: string; amountMinor: number };
const paid = (amount: number, deductions: Deduction[] = [], currency = 'EUR') => ({
  settlementId: 'S1',
  on: '2026-12-01',
  currency,
  paidMinor: units(amount),
  payee: 'the insured',
  deductions,
});

describe('a settlement against what was expected', () => {
  test.each([
    ['as expected', [paid(130_000)], []],
    ['nothing yet', [], [['not_paid', -130_000]]],
    ['a cent for each invoice is rounding', [paid(129_999.97)], [['rounding', -0.03]]],
    [
      'what we expected to be taken off is no difference, what we did not is',
      [
        paid(126_000, [
          { rawCode: 'SELBSTBEHALT', amountMinor: units(5_000) },
          { rawCode: 'LATE', amountMinor: units(4_000) },
        ]),
      ],
      [['deducted', -4_000]],
    ],
    [
      'and what is left unexplained is said',
      [paid(120_000, [{ rawCode: 'LATE', amountMinor: units(4_000) }])],
      [
        ['deducted', -4_000],
        ['paid_less', -6_000],
      ],
    ],
    ['more than expected', [paid(131_000)], [['paid_more', 1_000]]],
    [
      'another currency is not counted',
      [paid(130_000, [], 'USD')],
      [
        ['other_currency', 0],
        ['not_paid', -130_000],
      ],
    ],
  ])('%s', (_, settlements, differences) => {
    const compared = compareSettlement({ settlements }, expected());
    expect(compared.differences.map((own) => [own.code, own.amountMinor / 100])).toEqual(
      differences,
    );
    const sum = compared.differences.reduce((total, own) => total + own.amountMinor, 0);
    expect(sum).toBe(compared.paidMinor - compared.expectedMinor);
  });

  test('a payee that got what another was to get is seen', () => {
    const { payees } = compareSettlement(
      { settlements: [{ ...paid(130_000), payee: 'Factor Bank' }] },
      expected(),
    );
    expect(payees).toEqual([
      { name: 'the insured', expectedMinor: units(130_000), paidMinor: 0 },
      { name: 'Factor Bank', expectedMinor: 0, paidMinor: units(130_000) },
    ]);
  });
});

test.each([
  ['ifrs9', 80_000, 0],
  ['hgb', 80_000, 0],
  ['cas22', 80_000, 0],
  ['us_gaap_cecl', 210_000, 130_000],
] as [WriteOffStandard, number, number][])(
  'a write-off by %s is %d net of what is expected, with %d as an asset beside it',
  (standard, amount, asset) => {
    const { amountMinor, assetMinor } = writeOffOf({
      standard,
      currency: 'EUR',
      owedMinor: units(220_000),
      expectedIndemnityMinor: units(130_000),
      expectedRecoveryMinor: units(10_000),
      reason: 'no reasonable expectation',
      responsibleId: idOf('7'),
    });
    expect([amountMinor, assetMinor]).toEqual([units(amount), units(asset)]);
  },
);

describe('rates of recovery', () => {
  const claim = (more: Partial<ClaimFigures>): ClaimFigures => ({
    country: 'DE',
    insurer: 'A',
    currency: 'EUR',
    notifiedOn: '2026-10-01',
    notifiedMinor: 1_000,
    claimedMinor: 800,
    paidMinor: 600,
    recoveredMinor: 100,
    ...more,
  });
  const claims = [
    claim({}),
    claim({ country: 'FR', notifiedOn: '2026-03-01', paidMinor: 0 }),
    claim({ insurer: 'B', currency: 'USD', notifiedOn: '2025-01-01', claimedMinor: 0 }),
  ];

  test.each([
    ['age', ['000–90 EUR', '181–365 EUR', '366– USD']],
    ['country', ['DE EUR', 'DE USD', 'FR EUR']],
    ['insurer', ['A EUR', 'B USD']],
  ] as const)('by %s, each currency apart', (by, keys) => {
    const cohorts = cohortsOf(claims, { by, today: '2026-11-24' });
    expect(cohorts.map(({ key, currency }) => `${key} ${currency}`)).toEqual(keys);
  });

  test('what was paid of what was claimed, what was recovered of what was notified', () => {
    const [both, none] = cohortsOf(claims, { by: 'insurer', today: '2026-11-24' });
    expect(both).toMatchObject({ claims: 2, paidBp: 3_750, recoveredBp: 1_000 });
    expect(none?.paidBp).toBeNull();
  });
});
