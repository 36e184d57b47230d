import type { RuleOf } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import { terms } from './selection-samples.ts';

type Case = { code: string; path: string; terms: Terms };

/** For each contradiction terms that have it, and the place that is named. */
export const contradictionCases: Case[] = [
  {
    code: 'rule_duplicate',
    path: 'rules.1',
    terms: terms([{ rule: 'contra' }, { rule: 'contra' }]),
  },
  {
    code: 'rule_order',
    path: 'rules.1',
    terms: terms([{ rule: 'contra' }, { rule: 'not_yet_issued' }]),
  },
  {
    code: 'rule_order',
    path: 'rules.1',
    terms: terms([
      { rule: 'insured_limit', policyId: 'P1' },
      { rule: 'credits', unreferenced: 'latest_due_first' },
    ]),
  },
  {
    code: 'entry_duplicate',
    path: 'rules.0.haircuts.1',
    terms: terms([
      {
        rule: 'currency_haircut',
        haircuts: [500, 600].map((haircutBp) => ({ currency: 'EUR', haircutBp })),
      },
    ]),
  },
  {
    code: 'entry_duplicate',
    path: 'rules.0.limits.2',
    terms: terms([
      {
        rule: 'funder_limit',
        limits: ['D1', 'D2', 'D1'].map((debtorId) => ({ debtorId, amountMinor: 1 })),
        otherwiseMinor: 0,
      },
    ]),
  },
  {
    code: 'entry_duplicate',
    path: 'rules.0.named.1',
    terms: terms([
      {
        rule: 'country_concentration',
        shareBp: 1_000,
        base: 'grossEligible',
        named: [1_500, 2_500].map((shareBp) => ({ node: 'IT', shareBp })),
      },
    ]),
  },
  { code: 'origin_empty', path: 'rules.0', terms: terms([{ rule: 'origin' }]) },
  { code: 'range_empty', path: 'rules.0', terms: terms([{ rule: 'amount_range' }]) },
  {
    code: 'range_reversed',
    path: 'rules.0.minMinor',
    terms: terms([{ rule: 'amount_range', minMinor: 2, maxMinor: 1 }]),
  },
  {
    code: 'country_policy',
    path: 'rules.0.policyId',
    terms: terms([{ rule: 'country', allowed: ['DE'], unless: ['insured'] }]),
  },
  {
    code: 'country_policy',
    path: 'rules.0.policyId',
    terms: terms([{ rule: 'country', allowed: ['DE'], policyId: 'P1' }]),
  },
  {
    code: 'insured_share_missing',
    path: 'rules.0.insuredShareBp',
    terms: terms([{ rule: 'insured_limit', policyId: 'P1', quoted: 'indemnity' }]),
  },
  { code: 'rating_off_scale', path: 'rules.0.rated.bands.0', terms: terms([rated([['A', 'D']])]) },
  { code: 'band_reversed', path: 'rules.0.rated.bands.0', terms: terms([rated([['B', 'A']])]) },
  { code: 'band_missing', path: 'rules.0.rated.bands', terms: terms([rated([['A', 'B']])]) },
  {
    code: 'band_missing',
    path: 'rules.0.rated.bands.1',
    terms: terms([
      rated([
        ['A', 'A'],
        ['C', 'C'],
      ]),
    ]),
  },
  {
    code: 'band_overlap',
    path: 'rules.0.rated.bands.1',
    terms: terms([
      rated([
        ['A', 'B'],
        ['B', 'C'],
      ]),
    ]),
  },
  {
    code: 'entry_duplicate',
    path: 'rules.0.rated.scale.1',
    terms: terms([rated([['A', 'A']], ['A', 'A'])]),
  },
  {
    code: 'band_missing',
    path: 'reserves.0.bands',
    terms: terms([{ rule: 'contra' }], {
      reserves: [
        {
          reserve: 'concentration',
          scale: ['A', 'B'],
          bands: [{ from: 'A', to: 'A', count: 2 }],
          unratedCount: 5,
        },
      ],
      reservesReduce: 'base',
    }),
  },
  {
    code: 'spike_too_long',
    path: 'reserves.0.spikeMonths',
    terms: terms([{ rule: 'contra' }], {
      reserves: [
        {
          reserve: 'dilution_dynamic',
          stress: 20_000,
          lagMonths: 1,
          averageMonths: 2,
          spikeMonths: 3,
          horizonMonths: 1,
          floorBp: 0,
          rounding: 'none',
        },
      ],
      reservesReduce: 'limit',
    }),
  },
  {
    code: 'placing_of_pledge',
    path: 'placing',
    terms: terms([{ rule: 'contra' }], { mode: 'pledge', placing: 'whole_only' }),
  },
  {
    code: 'reserves_reduce_missing',
    path: 'reservesReduce',
    terms: terms([{ rule: 'contra' }], {
      reserves: [{ reserve: 'priority_payables', amountMinor: 1 }],
    }),
  },
];

/** A debtor's share by rating, with these bands on the scale. */
export function rated(
  bands: [string, string][],
  scale = ['A', 'B', 'C'],
): RuleOf<'debtor_concentration'> {
  return {
    rule: 'debtor_concentration',
    shareBp: 1_000,
    base: 'grossEligible',
    scope: 'debtor',
    rated: {
      scale,
      bands: bands.map(([from, to]) => ({ from, to, shareBp: 500 })),
      unratedBp: 300,
    },
  };
}
