import type { Rule } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { cover, credit, idOf, input, invoice, terms } from './selection-samples.ts';

/** For each rule one ledger in which it takes something away. */
export const everyRuleCase: { rule: Rule; input: SelectionInput }[] = [
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
    { rule: 'disputed', scope: 'disputed_part' },
    { receivables: [invoice(1, { disputedMinor: 1 })] },
  ),
  one({ rule: 'country', allowed: ['FR'] }, { receivables: [invoice(1)] }),
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
    { rule: 'insured_limit', policyId: 'P1' },
    { receivables: [invoice(1, { openMinor: 10_001 })], cover: [cover()] },
  ),
  one(
    { rule: 'debtor_concentration', shareBp: 2_000, scope: 'debtor', base: 'grossEligible' },
    { receivables: [invoice(1), invoice(2, { debtorId: 'D2' })] },
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
  {
    code: 'rule_duplicate',
    input: input({ ...good, facilities: [terms([{ rule: 'contra' }, { rule: 'contra' }])] }),
  },
  {
    code: 'rule_order',
    input: input({
      ...good,
      facilities: [terms([{ rule: 'contra' }, { rule: 'not_yet_issued' }])],
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
