import fc from 'fast-check';
import type { Reserve } from '../../src/core/facility/reserve.ts';
import type { CapBase, Rule } from '../../src/core/facility/rule.ts';
import { stageOf, stages } from '../../src/core/facility/stage.ts';
import type { Price, Terms } from '../../src/core/facility.ts';
import { terms } from './selection-samples.ts';

export const currencies = ['EUR', 'USD', 'JPY'] as const;
export const scale = ['A', 'B', 'C'];

const is = <Value extends string>(value: Value) => fc.constant(value);
const list = (...values: string[]) => fc.constant(values);
const always = (rule: Rule) => fc.constant(rule);
const from = <Value extends string>(...values: Value[]) => fc.constantFrom(...values);
const int = (min: number, max: number) => fc.integer({ min, max });

const operator = from('>', '>=');
const scope = from('debtor', 'group');
const unknown = from('excluded', 'allowed');
const part = from('part', 'whole_invoice');
const shareBp = int(500, 10_000);
const base: fc.Arbitrary<CapBase> = fc.constantFrom(
  ...(['poolAfterCaps', 'poolAfterCaps', 'grossEligible', 'afterCategorical'] as const),
  ...(['allAccounts', 'facilityLimit', 'fundedAmount'] as const),
);
const few = <Value extends string>(...values: Value[]) => fc.subarray(values, { minLength: 1 });
const namedOf = (...nodes: string[]) =>
  fc.option(
    fc
      .tuple(few(...nodes), int(0, 9_000))
      .map(([chosen, bp]) => chosen.map((node) => ({ node, shareBp: bp }))),
    { nil: undefined },
  );
const rated = fc.option(
  fc.record({
    scale: fc.constant(scale),
    bands: fc.tuple(int(0, 5_000), int(0, 5_000)).map(([best, worst]) => [
      { from: 'A', to: 'A', shareBp: best },
      { from: 'B', to: 'C', shareBp: worst },
    ]),
    unratedBp: int(0, 3_000),
  }),
  { nil: undefined },
);

const aboutDays: fc.Arbitrary<Rule>[] = [
  fc.record({ rule: is('not_yet_issued'), toleranceDays: int(0, 3) }, { requiredKeys: ['rule'] }),
  fc.record({ rule: is('past_invoice_date'), days: int(60, 120), operator }),
  fc.record({ rule: is('past_due_date'), days: int(0, 60), operator }),
  fc.record({ rule: is('past_terms'), times: int(1, 3), operator }),
  fc.record({ rule: is('term_too_long'), days: int(60, 120), operator }),
  fc.record({ rule: is('remaining_term'), minDays: int(0, 30), from: from('asOf', 'valueOn') }),
];

const aboutPapers: fc.Arbitrary<Rule>[] = [
  always({ rule: 'data_quality' }),
  fc.record(
    { rule: is('origin'), sellers: few('S1', 'S2'), issuedFrom: from('2026-07-15', '2026-09-01') },
    { requiredKeys: ['rule', 'issuedFrom'] },
  ),
  always({ rule: 'already_financed' }),
  fc.record({ rule: is('delivery_country'), allowed: list('DE', 'FR'), unknown }),
  fc.record({ rule: is('governing_law'), allowed: list('DE'), unknown }),
  always({ rule: 'currency', allowed: ['EUR', 'USD'] }),
  always({ rule: 'amount_range', minMinor: 50, maxMinor: 9_000 }),
  fc.record({
    rule: is('delivery_evidence'),
    required: from('shipped', 'delivered', 'accepted'),
    unknown,
  }),
  always({ rule: 'sale_conditions', excluded: ['consignment', 'prepayment'] }),
  always({ rule: 'progress_billing' }),
  always({ rule: 'instruments', excluded: ['instrument'] }),
  fc.record({
    rule: is('assignment_ban'),
    ineffectiveUnder: list('DE'),
    consentNeeded: unknown,
    unknown: is('allowed'),
  }),
];

const aboutDebtors: fc.Arbitrary<Rule>[] = [
  fc.record({ rule: is('country'), allowed: list('DE', 'FR') }),
  always({
    rule: 'country',
    allowed: ['DE'],
    unless: ['letter_of_credit', 'insured'],
    policyId: 'P1',
  }),
  fc.record({ rule: is('listed_debtors'), debtors: few('D1', 'D2', 'D3', 'D4') }),
  always({ rule: 'debtor_status', excluded: ['insolvent', 'watch_list'] }),
  always({ rule: 'debtor_kind', excluded: ['consumer'] }),
  fc.record({ rule: is('government'), unlessFormalitiesDone: fc.boolean() }),
  always({ rule: 'related_party', excluded: ['affiliate'] }),
  fc.record({ rule: is('sanctions'), unscreened: is('allowed') }),
];

const aboutParts: fc.Arbitrary<Rule>[] = [
  fc.record({ rule: is('disputed'), scope: from('whole_invoice', 'disputed_part') }),
  fc.record({ rule: is('retention'), scope: part }),
  fc.record({ rule: is('finance_charges'), scope: part }),
  fc.record({ rule: is('accrued_deductions'), kinds: few('discount', 'rebate', 'retention') }),
  fc.record({
    rule: is('currency_haircut'),
    haircuts: int(0, 10_000).map((haircutBp) => [
      { currency: 'USD', haircutBp },
      { currency: 'JPY', haircutBp: 777 },
    ]),
  }),
];

const aboutSums: fc.Arbitrary<Rule>[] = [
  fc.record(
    {
      rule: is('cross_ageing'),
      days: int(10, 60),
      basis: from('due_date', 'invoice_date'),
      shareBp: int(1_000, 6_000),
      operator,
      scope,
      numerator: from('aged', 'otherwise_ineligible'),
      denominator: from('invoices', 'net_of_credits'),
    },
    { requiredKeys: ['rule', 'days', 'basis', 'shareBp', 'operator', 'scope'] },
  ),
  fc.record(
    {
      rule: is('credits'),
      unreferenced: from('latest_due_first', 'oldest_due_first'),
      prior: fc.record({ days: int(0, 60), operator }),
      counted: from('once', 'by_each_facility'),
    },
    { requiredKeys: ['rule', 'unreferenced'] },
  ),
  fc.record(
    {
      rule: is('contra'),
      kinds: few('trade', 'deposit', 'rebate'),
      noSetOff: from('skips', 'ignored'),
    },
    { requiredKeys: ['rule'] },
  ),
  fc.record({
    rule: is('funder_limit'),
    limits: int(0, 12_000).map((amountMinor) => [{ debtorId: 'D1', amountMinor }]),
    otherwiseMinor: int(0, 30_000),
  }),
  fc.record(
    {
      rule: is('insured_limit'),
      policyId: is('P1'),
      consumption: from('chronological', 'assignedOnly'),
      quoted: from('receivables', 'indemnity'),
      insuredShareBp: int(5_000, 10_000),
      maximumTermDays: int(60, 120),
      stopOverdueDays: int(0, 60),
    },
    { requiredKeys: ['rule', 'policyId', 'insuredShareBp'] },
  ),
];

const aboutConcentration: fc.Arbitrary<Rule>[] = [
  fc.record(
    { rule: is('debtor_concentration'), shareBp, scope, base, named: namedOf('D1', 'G'), rated },
    { requiredKeys: ['rule', 'shareBp', 'scope', 'base'] },
  ),
  fc.record({ rule: is('group_concentration'), shareBp, base, named: namedOf('G', 'D4') }),
  fc.record({ rule: is('industry_concentration'), shareBp, base, named: namedOf('steel') }),
  fc.record({ rule: is('country_concentration'), shareBp, base, named: namedOf('DE', 'IT') }),
  fc.record({ rule: is('currency_concentration'), shareBp, base, named: namedOf('JPY') }),
  fc.record({ rule: is('government_concentration'), shareBp, base }),
  fc.record({ rule: is('pair_concentration'), shareBp, base, scope }),
];

/** A few of each kind: with all forty at once nothing would be left for the later ones. */
const anyRules: fc.Arbitrary<Rule[]> = fc
  .tuple(
    ...[aboutDays, aboutPapers, aboutDebtors, aboutParts].map((kind) =>
      fc.shuffledSubarray(kind, { maxLength: 2 }),
    ),
    fc.shuffledSubarray(aboutSums),
    fc.shuffledSubarray(aboutConcentration, { maxLength: 3 }),
  )
  .chain((chosen) => fc.tuple(...chosen.flat()))
  .map((rules) => inOrder(rules.length > 0 ? rules : [{ rule: 'contra' }]));

function inOrder(rules: Rule[]): Rule[] {
  const first = rules.filter(
    ({ rule }, index) => rules.findIndex((other) => other.rule === rule) === index,
  );
  const placeOf = ({ rule }: Rule) =>
    stages.findIndex((together) => together.includes(stageOf(rule)));
  return first.toSorted((left, right) => placeOf(left) - placeOf(right));
}

const rounding = from('none', 'nearest_bp', 'up_half_bp');
const months = int(1, 3);
const ratios = {
  stress: int(10_000, 25_000),
  lagMonths: int(0, 2),
  averageMonths: int(2, 4),
  spikeMonths: int(1, 2),
  horizonMonths: months,
  floorBp: int(0, 300),
  rounding,
};

const anyReserve: fc.Arbitrary<Reserve> = fc.oneof(
  fc.record({ reserve: is('fixed'), name: is('Audit'), amountMinor: int(0, 3_000) }),
  fc.record({ reserve: is('rent'), monthlyMinor: int(0, 700), months }),
  fc.record({ reserve: is('priority_payables'), amountMinor: int(0, 3_000) }),
  fc.record({ reserve: is('dilution_excess'), allowanceBp: int(0, 800), months, rounding }),
  fc.record({ reserve: is('dilution_dynamic'), ...ratios }),
  fc.record({ reserve: is('loss_dynamic'), partBp: int(0, 5_000), ...ratios }),
  fc.constant<Reserve>({
    reserve: 'concentration',
    scale,
    bands: [
      { from: 'A', to: 'A', count: 2 },
      { from: 'B', to: 'C', count: 1 },
    ],
    unratedCount: 1,
  }),
  fc.record({
    reserve: is('credit_lag'),
    months,
    lagDays: int(1, 120),
    capDays: int(1, 90),
  }),
);

export const anyTerms = (facilityId: string): fc.Arbitrary<Terms> =>
  fc
    .record({
      rules: anyRules,
      reserves: fc.array(anyReserve, { maxLength: 3 }),
      reservesReduce: from('base', 'limit'),
      currency: fc.constantFrom(...currencies),
      limitMinor: int(0, 60_000),
      advanceRateBp: int(1, 10_000),
      rateBp: int(0, 2_000),
      serviceFeeBp: int(0, 200),
      minimumFeeMinor: int(0, 30),
      dayCount: from('ACT/365F', 'ACT/360', '30E/360'),
      withheld: fc.constantFrom(undefined, undefined, 'interest', 'interest_and_fees'),
      minimumDays: fc.constantFrom(undefined, undefined, 45),
    })
    .map(({ rateBp, serviceFeeBp, minimumFeeMinor, dayCount, rules, ...given }) => {
      const { withheld, minimumDays, ...others } = given;
      const price: Price = { dayCount, rateBp, serviceFeeBp, minimumFeeMinor };
      if (withheld) price.withheld = withheld;
      if (minimumDays) price.minimumDays = minimumDays;
      return terms(rules, { facilityId, ...others, price });
    });
