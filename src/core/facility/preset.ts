import type { Price, Terms } from '../facility.ts';
import type { AmountMinor, Currency } from '../money.ts';
import type { Reserve } from './reserve.ts';
import type { Rule } from './rule.ts';

export const presetNames = [
  'asset_based_lending',
  'receivables_purchase_insured',
  'whole_turnover_factoring',
  'cn_recourse_factoring',
] as const;
export type PresetName = (typeof presetNames)[number];

type Asked = { currency: Currency; limitMinor: AmountMinor; name: string; funder: string };

/** The currency a preset is usually agreed in. */
export function presetCurrency(preset: PresetName): Currency {
  return presets[preset].currency;
}

/**
 * A common order of operations as complete terms, to be printed and edited: terms never refer to a
 * preset. Parameters are what contracts usually state, named at each preset; what most ledgers do not
 * say (`unknown`) is allowed, so that the rule bites only where something is stated.
 */
export function presetTerms(
  preset: PresetName,
  { name, funder, currency, limitMinor }: Asked,
): Terms {
  const { mode, advanceRateBp, price, rules, reserves } = presets[preset];
  return {
    version: 1,
    facilityId: preset,
    name,
    funder,
    mode,
    ...(mode === 'sale' && { placing: 'excess_unfunded' as const }),
    currency,
    limitMinor,
    advanceRateBp,
    price: { ...price, dayCount: dayCountOf(currency) },
    rules: rules(currency),
    ...(reserves && { reserves, reservesReduce: 'base' as const }),
  };
}

/** Money markets count 360 days, but 365 for these currencies. */
function dayCountOf(currency: Currency): Price['dayCount'] {
  return ['GBP', 'ZAR', 'HKD'].includes(currency) ? 'ACT/365F' : 'ACT/360';
}

type Preset = Pick<Terms, 'mode' | 'currency' | 'advanceRateBp'> & {
  price: Omit<Price, 'dayCount'>;
  rules: (currency: Currency) => Rule[];
  reserves?: Reserve[];
};

/** Who owes and how it was sold: what every funder excludes as a whole. */
const plainClaims: Rule[] = [
  { rule: 'sanctions', unscreened: 'allowed' },
  { rule: 'debtor_status', excluded: ['insolvent', 'ceased_trading', 'watch_list'] },
  { rule: 'related_party', excluded: ['affiliate', 'employee', 'shareholder'] },
  { rule: 'debtor_kind', excluded: ['consumer', 'cash'] },
  {
    rule: 'sale_conditions',
    excluded: [
      'bill_and_hold',
      'consignment',
      'guaranteed_sale',
      'sale_on_approval',
      'cash_on_delivery',
      'prepayment',
    ],
  },
  { rule: 'progress_billing' },
  { rule: 'instruments', excluded: ['instrument', 'chattel_paper'] },
];

/** No claim is better than its papers, and none is financed twice. */
const soundPapers: Rule[] = [{ rule: 'data_quality' }, { rule: 'already_financed' }];

const accruedDeductions: Rule = {
  rule: 'accrued_deductions',
  kinds: ['discount', 'rebate', 'promotion'],
};

function assignable(ineffectiveUnder: string[]): Rule {
  return {
    rule: 'assignment_ban',
    ineffectiveUnder,
    consentNeeded: 'excluded',
    unknown: 'allowed',
  };
}

function oneCurrency(currency: Currency): Rule {
  return { rule: 'currency', allowed: [currency] };
}

const presets: Record<PresetName, Preset> = {
  /**
   * A revolving loan on the pool. Age goes first; 90 days from the invoice and 60 past due, a tenth of
   * a debtor aged taints the rest, a fifth of the pool for a debtor with its affiliates, a quarter for
   * government, dilution above 5 % reserved, as published American borrowing bases state them. UCC
   * 9-406 makes most bans on the assignment of accounts ineffective.
   */
  asset_based_lending: {
    mode: 'pledge',
    currency: 'USD',
    advanceRateBp: 8_500,
    price: { rateBp: 600, serviceFeeBp: 0, minimumFeeMinor: 0 },
    rules: (currency) => [
      ...soundPapers,
      { rule: 'past_invoice_date', days: 90, operator: '>' },
      { rule: 'past_due_date', days: 60, operator: '>' },
      { rule: 'not_yet_issued' },
      { rule: 'country', allowed: ['US'], unless: ['letter_of_credit'] },
      oneCurrency(currency),
      { rule: 'delivery_evidence', required: 'shipped', unknown: 'allowed' },
      ...plainClaims,
      { rule: 'government', unlessFormalitiesDone: true },
      assignable(['US']),
      { rule: 'disputed', scope: 'disputed_part' },
      { rule: 'retention', scope: 'part' },
      { rule: 'finance_charges', scope: 'part' },
      accruedDeductions,
      {
        rule: 'credits',
        unreferenced: 'oldest_due_first',
        prior: { days: 90, operator: '>' },
      },
      { rule: 'contra' },
      {
        rule: 'cross_ageing',
        days: 90,
        basis: 'invoice_date',
        shareBp: 1_000,
        operator: '>=',
        scope: 'debtor',
      },
      { rule: 'debtor_concentration', shareBp: 2_000, base: 'grossEligible', scope: 'group' },
      { rule: 'government_concentration', shareBp: 2_500, base: 'grossEligible' },
    ],
    reserves: [
      { reserve: 'dilution_excess', allowanceBp: 500, months: 12, rounding: 'none' },
      { reserve: 'priority_payables', amountMinor: 0 },
    ],
  },

  /**
   * Single invoices bought at a discount, under the seller's credit insurance: within each debtor's
   * limit, terms of at most 120 days, at least a week to run, and no debtor overdue by more than 60
   * days, after which insurers stop covering new deliveries. A disputed invoice is not bought.
   */
  receivables_purchase_insured: {
    mode: 'sale',
    currency: 'EUR',
    advanceRateBp: 9_000,
    price: { rateBp: 600, serviceFeeBp: 0, minimumFeeMinor: 0, withheld: 'interest' },
    rules: (currency) => [
      ...soundPapers,
      { rule: 'not_yet_issued' },
      { rule: 'past_due_date', days: 0, operator: '>' },
      { rule: 'term_too_long', days: 120, operator: '>' },
      { rule: 'remaining_term', minDays: 7, from: 'valueOn' },
      oneCurrency(currency),
      { rule: 'delivery_evidence', required: 'delivered', unknown: 'allowed' },
      ...plainClaims,
      assignable([]),
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'finance_charges', scope: 'part' },
      accruedDeductions,
      { rule: 'credits', unreferenced: 'oldest_due_first' },
      { rule: 'contra' },
      {
        rule: 'insured_limit',
        policyId: 'policy',
        consumption: 'chronological',
        maximumTermDays: 120,
        stopOverdueDays: 60,
      },
      { rule: 'debtor_concentration', shareBp: 2_500, base: 'grossEligible', scope: 'group' },
    ],
  },

  /**
   * All receivables of the approved debtors. What is above the factor's approval, or owed by a debtor
   * it has not approved, is only collected. 85 % advanced for a fee of 0.75 %; a receivable 120 days
   * past due goes back, as a published agreement has it; terms of at most 90 days.
   */
  whole_turnover_factoring: {
    mode: 'sale',
    currency: 'EUR',
    advanceRateBp: 8_500,
    price: { rateBp: 600, serviceFeeBp: 75, minimumFeeMinor: 0 },
    rules: (currency) => [
      ...soundPapers,
      { rule: 'not_yet_issued' },
      { rule: 'past_due_date', days: 120, operator: '>' },
      { rule: 'term_too_long', days: 90, operator: '>' },
      oneCurrency(currency),
      ...plainClaims,
      assignable([]),
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'retention', scope: 'part' },
      accruedDeductions,
      { rule: 'credits', unreferenced: 'oldest_due_first' },
      { rule: 'contra' },
      { rule: 'funder_limit', limits: [], otherwiseMinor: 0 },
    ],
  },

  /**
   * 有追索权保理: a domestic claim, delivered and accepted, retention left out. Civil Code 545(2): a ban
   * on assigning a money claim cannot be raised against a third party. 80 % advanced, terms of at most
   * 180 days, 30 past due, a quarter of the pool for a debtor with its group.
   */
  cn_recourse_factoring: {
    mode: 'sale',
    currency: 'CNY',
    advanceRateBp: 8_000,
    price: { rateBp: 600, serviceFeeBp: 75, minimumFeeMinor: 0 },
    rules: (currency) => [
      ...soundPapers,
      { rule: 'not_yet_issued' },
      { rule: 'past_due_date', days: 30, operator: '>' },
      { rule: 'term_too_long', days: 180, operator: '>' },
      { rule: 'remaining_term', minDays: 7, from: 'valueOn' },
      { rule: 'country', allowed: ['CN'] },
      { rule: 'governing_law', allowed: ['CN'], unknown: 'allowed' },
      oneCurrency(currency),
      { rule: 'delivery_evidence', required: 'accepted', unknown: 'allowed' },
      ...plainClaims,
      assignable(['CN']),
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'retention', scope: 'part' },
      { rule: 'finance_charges', scope: 'part' },
      accruedDeductions,
      { rule: 'credits', unreferenced: 'oldest_due_first' },
      { rule: 'contra' },
      { rule: 'debtor_concentration', shareBp: 2_500, base: 'grossEligible', scope: 'group' },
    ],
  },
};
