import type { Debtor } from '../../src/core/debtor.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import type { ComponentKind } from '../../src/core/receivable.ts';
import { contradictionCases, rated } from './contradiction-cases.ts';
import { faultCases, versionCases } from './policy/fault-cases.ts';
import { policyTerms } from './policy/policy-sample.ts';
import { cover, credit, idOf, input, invoice, terms } from './selection-samples.ts';

/** For each rule one ledger in which it takes something away. */
export const everyRuleCase: { rule: Rule; input: SelectionInput }[] = [
  one({ rule: 'data_quality' }, { receivables: [invoice(1, { dueOn: '2026-10-31' })] }),
  one({ rule: 'origin', sellers: ['S2'] }, { receivables: [invoice(1)] }),
  one({ rule: 'not_yet_issued' }, { receivables: [invoice(1, { issuedOn: '2026-11-25' })] }),
  one(
    { rule: 'past_invoice_date', days: 90, operator: '>' },
    { receivables: [invoice(1, { issuedOn: '2026-08-25' })] },
  ),
  one(
    { rule: 'past_due_date', days: 60, operator: '>=' },
    { receivables: [invoice(1, { dueOn: '2026-09-25' })] },
  ),
  one(
    { rule: 'term_too_long', days: 30, operator: '>' },
    { receivables: [invoice(1, { dueOn: '2026-12-31' })] },
  ),
  one(
    { rule: 'past_terms', times: 3, operator: '>=' },
    { receivables: [invoice(1, { issuedOn: '2026-08-26', dueOn: '2026-09-25' })] },
  ),
  one(
    { rule: 'remaining_term', minDays: 7, from: 'asOf' },
    { receivables: [invoice(1, { dueOn: '2026-11-30' })] },
  ),
  one(
    { rule: 'disputed', scope: 'disputed_part' },
    { receivables: [invoice(1, { disputedMinor: 1 })] },
  ),
  one({ rule: 'country', allowed: ['FR'] }, { receivables: [invoice(1)] }),
  one(
    { rule: 'delivery_country', allowed: ['DE'], unknown: 'allowed' },
    { receivables: [invoice(1, { particulars: { deliveryCountry: 'RU' } })] },
  ),
  one(
    { rule: 'governing_law', allowed: ['DE'], unknown: 'excluded' },
    { receivables: [invoice(1)] },
  ),
  one({ rule: 'currency', allowed: ['USD'] }, { receivables: [invoice(1)] }),
  one({ rule: 'amount_range', minMinor: 10_001 }, { receivables: [invoice(1)] }),
  one(
    { rule: 'already_financed' },
    {
      receivables: [invoice(1)],
      positions: [
        { receivableId: idOf(1), facilityId: 'F2', state: 'advanced', advancedMinor: 8_000 },
      ],
    },
  ),
  one(
    { rule: 'delivery_evidence', required: 'accepted', unknown: 'excluded' },
    { receivables: [invoice(1), invoice(2, { particulars: { delivery: 'shipped' } })] },
  ),
  one(
    { rule: 'sale_conditions', excluded: ['consignment'] },
    { receivables: [invoice(1, { particulars: { saleCondition: 'consignment' } })] },
  ),
  one(
    { rule: 'progress_billing' },
    { receivables: [invoice(1, { particulars: { isProgressBilling: true } })] },
  ),
  one(
    { rule: 'instruments', excluded: ['chattel_paper'] },
    { receivables: [invoice(1, { particulars: { evidence: 'chattel_paper' } })] },
  ),
  one(
    {
      rule: 'assignment_ban',
      ineffectiveUnder: ['CN'],
      consentNeeded: 'excluded',
      unknown: 'excluded',
    },
    { receivables: [invoice(1), invoice(2, { particulars: { assignmentBan: 'prohibited' } })] },
  ),
  owedBy({ rule: 'listed_debtors', debtors: ['D0'] }, {}),
  owedBy({ rule: 'debtor_status', excluded: ['insolvent'] }, { status: 'insolvent' }),
  owedBy({ rule: 'debtor_kind', excluded: ['consumer'] }, { kind: 'consumer' }),
  owedBy({ rule: 'government', unlessFormalitiesDone: true }, { kind: 'government' }),
  owedBy({ rule: 'related_party', excluded: ['affiliate'] }, { relation: 'affiliate' }),
  owedBy({ rule: 'sanctions', unscreened: 'excluded' }, {}),
  withPart({ rule: 'retention', scope: 'part' }, 'retention'),
  withPart({ rule: 'finance_charges', scope: 'whole_invoice' }, 'finance_charge'),
  withPart({ rule: 'accrued_deductions', kinds: ['rebate', 'discount'] }, 'rebate'),
  one(
    { rule: 'currency_haircut', haircuts: [{ currency: 'EUR', haircutBp: 500 }] },
    { receivables: [invoice(1)] },
  ),
  one(
    {
      rule: 'cross_ageing',
      days: 60,
      basis: 'due_date',
      shareBp: 2_500,
      operator: '>',
      scope: 'debtor',
    },
    { receivables: [invoice(1), invoice(2, { issuedOn: '2026-06-01', dueOn: '2026-07-01' })] },
  ),
  one(
    { rule: 'credits', unreferenced: 'latest_due_first' },
    { receivables: [invoice(1), credit(2)] },
  ),
  one(
    { rule: 'contra' },
    {
      receivables: [invoice(1)],
      payables: [{ debtorId: 'D1', currency: 'EUR', openMinor: 400 }],
    },
  ),
  one(
    { rule: 'funder_limit', limits: [{ debtorId: 'D1', amountMinor: 9_000 }], otherwiseMinor: 0 },
    { receivables: [invoice(1)] },
  ),
  one(
    { rule: 'insured_limit', policyId: 'P1' },
    { receivables: [invoice(1, { openMinor: 10_001 })], cover: [cover()] },
  ),
  one(
    { rule: 'debtor_concentration', shareBp: 2_000, scope: 'debtor', base: 'grossEligible' },
    { receivables: [invoice(1), invoice(2, { debtorId: 'D2' })] },
  ),
  ...(['group', 'industry', 'country', 'currency'] as const).map((of) =>
    owedBy(
      { rule: `${of}_concentration`, shareBp: 2_000, base: 'grossEligible' },
      { groupId: 'G1', industry: 'C24' },
    ),
  ),
  owedBy(
    { rule: 'government_concentration', shareBp: 2_000, base: 'allAccounts' },
    { kind: 'government' },
  ),
  one(
    { rule: 'pair_concentration', shareBp: 6_000, scope: 'debtor', base: 'grossEligible' },
    { receivables: [1, 2, 3].map((number) => invoice(number, { debtorId: `D${number}` })) },
  ),
];

const good: Partial<SelectionInput> = { receivables: [invoice(1)] };
const plain = terms([{ rule: 'contra' }]);

/** For each refusal one input that is refused with it. */
export const everyRefusalCase: { code: string; input: SelectionInput }[] = [
  { code: 'debtor_unknown', input: input({ ...good, debtors: [], facilities: [plain] }) },
  {
    code: 'debtor_duplicate',
    input: input({
      ...good,
      debtors: ['D1', 'D1'].map((id) => ({ id, name: id, identifiers: {} })),
      facilities: [plain],
    }),
  },
  { code: 'facility_duplicate', input: input({ ...good, facilities: [plain, plain] }) },
  {
    code: 'receivable_duplicate',
    input: input({ receivables: [invoice(1), invoice(1)], facilities: [plain] }),
  },
  {
    code: 'receivable_key_duplicate',
    input: input({
      receivables: [invoice(1), { ...invoice(1), id: idOf(2) }],
      facilities: [plain],
    }),
  },
  {
    code: 'position_duplicate',
    input: input({
      ...good,
      facilities: [plain],
      positions: ['F1', 'F2'].map((facilityId) => ({
        receivableId: idOf(1),
        facilityId,
        state: 'advanced',
        advancedMinor: 1,
      })),
    }),
  },
  {
    code: 'disputed_above_open',
    input: input({ receivables: [invoice(1, { disputedMinor: 10_001 })], facilities: [plain] }),
  },
  ...contradictionCases.map(({ code, terms: facility }) => ({
    code,
    input: input({ ...good, facilities: [facility], cover: [cover()] }),
  })),
  ...faultCases.map(({ code, change }) => ({
    code,
    input: input({ ...good, facilities: [plain], policies: [policyTerms(change)] }),
  })),
  ...versionCases.map(({ code, versions: policies }) => ({
    code,
    input: input({ ...good, facilities: [plain], policies }),
  })),
  {
    code: 'facilities_too_many',
    input: input({
      ...good,
      facilities: Array.from({ length: 31 }, (_, index) => ({ ...plain, facilityId: `F${index}` })),
    }),
  },
  {
    code: 'rating_unknown',
    input: input({
      ...good,
      debtors: [{ id: 'D1', name: 'D1', identifiers: {}, rating: 'Baa1' }],
      facilities: [terms([rated([['A', 'A']], ['A'])])],
    }),
  },
  {
    code: 'history_missing',
    input: input({
      ...good,
      facilities: [
        terms(plain.rules, {
          reserves: [{ reserve: 'credit_lag', months: 1, lagDays: 20, capDays: 90 }],
          reservesReduce: 'base',
        }),
      ],
    }),
  },
  {
    code: 'policy_unknown',
    input: input({
      ...good,
      facilities: [terms([{ rule: 'insured_limit', policyId: 'P2' }])],
      cover: [cover()],
    }),
  },
  {
    code: 'opening_duplicate',
    input: input({ ...good, facilities: [plain], openings: [opening({}), opening({})] }),
  },
  {
    code: 'opening_not_before',
    input: input({ ...good, facilities: [plain], openings: [opening({ on: '2026-11-24' })] }),
  },
  {
    code: 'need_before_as_of',
    input: input({
      ...good,
      facilities: [plain],
      need: { amountMinor: 1, currency: 'EUR', valueOn: '2026-11-23', horizonDays: 30 },
    }),
  },
  {
    code: 'fx_rate_missing',
    input: input({
      receivables: [invoice(1, { currency: 'USD' })],
      facilities: [plain],
      fx: [rate({ from: 'EUR', to: 'USD' }), rate({ on: '2026-11-25' })],
    }),
  },
  {
    code: 'fx_rate_ambiguous',
    input: input({
      receivables: [invoice(1, { currency: 'USD' })],
      facilities: [plain],
      fx: [rate({}), rate({ numerator: 10 })],
    }),
  },
  {
    code: 'amounts_too_large',
    input: input({
      receivables: [1, 2].map((number) => invoice(number, { openMinor: 2 ** 52 })),
      facilities: [plain],
    }),
  },
];

function one(rule: Rule, given: Partial<SelectionInput>): { rule: Rule; input: SelectionInput } {
  return { rule, input: input({ facilities: [terms([rule])], ...given }) };
}

/** One invoice of a debtor with these attributes. */
function owedBy(rule: Rule, given: Partial<Debtor>): { rule: Rule; input: SelectionInput } {
  const debtor = { id: 'D1', name: 'D1', country: 'DE', identifiers: {}, ...given };
  return one(rule, { receivables: [invoice(1)], debtors: [debtor] });
}

/** One invoice of which a part is of this kind. */
function withPart(rule: Rule, kind: (typeof ComponentKind.options)[number]) {
  const particulars = { components: [{ kind, amountMinor: 300 }] };
  return one(rule, { receivables: [invoice(1, { particulars })] });
}

function opening(given: { on?: string }) {
  const moved = { salesMinor: 0, collectionsMinor: 0, creditNotesMinor: 0, adjustmentsMinor: 0 };
  return { facilityId: 'F1', on: '2026-10-31', grossMinor: 10_000, ...moved, ...given };
}

function rate(given: { from?: string; to?: string; on?: string; numerator?: number }) {
  return {
    from: 'USD',
    to: 'EUR',
    numerator: 9,
    denominator: 10,
    on: '2026-11-20',
    source: 'test',
    ...given,
  };
}
