import type { Day } from '../core/calendar.ts';
import type { FxRate } from '../core/input.ts';
import { exportCharges, pledgeCharges, saleCharges } from './charges.ts';

export const sellerId = 'NBM';
export const policyId = '4711001';
export const facilityIds = { sale: 'FA-YJ', export: 'FX-HF', pledge: 'PB-YD' } as const;

export const seller = {
  id: sellerId,
  name: '宁波明德传动科技有限公司 Ningbo Mingde Drives Co., Ltd.',
  address: '浙江省宁波市北仑区明州路 88 号',
  country: 'CN',
  identifiers: { uscc: '91330206MA2AGDEM05' },
};

/** Rates of the story, direct in each direction that its facilities and its books need. */
export function demoRates(on: Day): FxRate[] {
  const rate = (from: string, to: string, numerator: number): FxRate => ({
    from,
    to,
    numerator,
    denominator: 10_000,
    on,
    source: 'demo',
  });
  return [
    rate('EUR', 'CNY', 83_120),
    rate('USD', 'CNY', 71_080),
    rate('CNY', 'EUR', 1_203),
    rate('USD', 'EUR', 8_551),
  ];
}

const currencies = ['CNY', 'EUR', 'USD'];

/**
 * A sale to a factor under Chinese law, insured and without recourse: the factor's own approvals beside
 * the insurer's, shares by debtor, by group and by country abroad, and a reserve for credit notes.
 */
export function saleTerms(facilityId: string) {
  return {
    version: 1,
    facilityId,
    name: 'Insured factoring 保理额度',
    funder: 'Yongjiang Factoring',
    mode: 'sale',
    currency: 'CNY',
    limitMinor: 4_000_000_000,
    advanceRateBp: 8_500,
    price: {
      rateBp: 420,
      dayCount: 'ACT/360',
      serviceFeeBp: 25,
      minimumFeeMinor: 2_000,
      fixedFeeMinor: 80_000,
    },
    rules: [
      { rule: 'already_financed' },
      { rule: 'not_yet_issued' },
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'currency', allowed: currencies },
      { rule: 'country', allowed: ['CN', 'DE', 'FR', 'IT', 'ES', 'GB', 'US'] },
      { rule: 'amount_range', minMinor: 500_000 },
      { rule: 'term_too_long', days: 90, operator: '>' },
      { rule: 'past_due_date', days: 60, operator: '>' },
      { rule: 'past_invoice_date', days: 150, operator: '>' },
      {
        rule: 'cross_ageing',
        days: 60,
        basis: 'due_date',
        shareBp: 2_500,
        operator: '>=',
        scope: 'debtor',
      },
      { rule: 'credits', unreferenced: 'latest_due_first' },
      { rule: 'contra' },
      {
        rule: 'funder_limit',
        limits: [
          { debtorId: 'C1001', amountMinor: 300_000_000 },
          { debtorId: 'C1002', amountMinor: 180_000_000 },
          { debtorId: 'C1003', amountMinor: 180_000_000 },
          { debtorId: 'C1004', amountMinor: 100_000_000 },
        ],
        otherwiseMinor: 80_000_000,
      },
      { rule: 'insured_limit', policyId },
      { rule: 'debtor_concentration', shareBp: 500, scope: 'debtor', base: 'grossEligible' },
      { rule: 'group_concentration', shareBp: 600, base: 'grossEligible' },
      {
        rule: 'country_concentration',
        shareBp: 1_000,
        base: 'grossEligible',
        named: [{ node: 'CN', shareBp: 10_000 }],
      },
    ],
    reserves: [
      {
        reserve: 'dilution_dynamic',
        stress: 22_500,
        averageMonths: 3,
        spikeMonths: 2,
        horizonMonths: 2,
        floorBp: 50,
        rounding: 'nearest_bp',
        lagMonths: 1,
      },
    ],
    reservesReduce: 'base',
  } as const;
}

/**
 * Purchase of export receivables under English law, with recourse and uninsured, in euro: cheap, but
 * interest runs for thirty days at least and no country may be more than 35 % of what is eligible.
 */
export function exportTerms(facilityId: string) {
  return {
    version: 1,
    facilityId,
    name: 'Export purchase 出口应收账款转让额度',
    funder: 'Hafen Factors',
    mode: 'sale',
    // The factor's files name no amount to advance: it pays its rate on whole invoices.
    placing: 'whole_only',
    currency: 'EUR',
    limitMinor: 250_000_000,
    advanceRateBp: 7_500,
    price: {
      rateBp: 365,
      dayCount: 'ACT/360',
      serviceFeeBp: 5,
      minimumFeeMinor: 0,
      fixedFeeMinor: 7_500,
      minimumDays: 30,
    },
    rules: [
      { rule: 'already_financed' },
      { rule: 'not_yet_issued' },
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'currency', allowed: ['EUR', 'USD'] },
      { rule: 'country', allowed: ['DE', 'FR', 'IT', 'ES', 'GB'] },
      { rule: 'past_due_date', days: 30, operator: '>' },
      { rule: 'past_invoice_date', days: 120, operator: '>' },
      {
        rule: 'cross_ageing',
        days: 30,
        basis: 'due_date',
        shareBp: 5_000,
        operator: '>',
        scope: 'debtor',
      },
      { rule: 'credits', unreferenced: 'oldest_due_first' },
      { rule: 'contra' },
      { rule: 'debtor_concentration', shareBp: 1_500, scope: 'debtor', base: 'grossEligible' },
      { rule: 'country_concentration', shareBp: 3_500, base: 'grossEligible' },
    ],
    reserves: [{ reserve: 'fixed', name: 'Collection costs 催收费用准备', amountMinor: 2_500_000 }],
    reservesReduce: 'base',
  } as const;
}

/**
 * A revolving line of a bank on a borrowing base: what may be drawn follows the pledged receivables,
 * at home and not past due for long.
 */
export function pledgeTerms(facilityId: string) {
  return {
    version: 1,
    facilityId,
    name: 'Borrowing base line 应收账款质押循环额度',
    funder: 'Yongdong Bank',
    mode: 'pledge',
    currency: 'CNY',
    limitMinor: 1_200_000_000,
    advanceRateBp: 8_000,
    price: { rateBp: 550, dayCount: 'ACT/360', serviceFeeBp: 25, minimumFeeMinor: 0 },
    rules: [
      { rule: 'already_financed' },
      { rule: 'not_yet_issued' },
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'currency', allowed: ['CNY'] },
      { rule: 'country', allowed: ['CN'] },
      { rule: 'amount_range', minMinor: 1_000_000 },
      { rule: 'past_due_date', days: 0, operator: '>' },
      { rule: 'past_invoice_date', days: 120, operator: '>' },
      { rule: 'credits', unreferenced: 'latest_due_first' },
      { rule: 'contra' },
      { rule: 'debtor_concentration', shareBp: 2_000, scope: 'debtor', base: 'grossEligible' },
    ],
  } as const;
}

const factor = {
  id: 'YJF',
  name: '甬江商业保理有限公司 Yongjiang Factoring Co., Ltd.',
  address: '浙江省宁波市鄞州区江东南路 9 号',
  country: 'CN',
  identifiers: { uscc: '91330212MA2CDEM091' },
};
const exportFactor = {
  id: 'HFF',
  name: 'Hafen Factors Ltd',
  address: '12 Wharf Lane, London E14 9XX',
  country: 'GB',
  identifiers: { crn: '09876543' },
};

const bank = {
  id: 'YDB',
  name: '甬东银行股份有限公司 Yongdong Bank Co., Ltd.',
  address: '浙江省宁波市海曙区中山西路 138 号',
  country: 'CN',
  identifiers: { uscc: '91330200MA2DDEM077' },
};

export const saleAgreement = {
  reference: 'YJ-2026-017',
  signedOn: '2026-02-10',
  product: 'factoring',
  recourse: false,
  notice: 'disclosed',
  scope: 'single_receivables',
  requestValidDays: 14,
  accounting: { treatment: 'derecognition' },
  charges: saleCharges,
  assignee: factor,
  documents: [
    { template: 'cn/assignment-schedule', version: '1.0.0' },
    { template: 'gb/assignment-schedule', version: '1.0.0' },
  ],
};

export const exportAgreement = {
  reference: 'HF-2026-3391',
  signedOn: '2026-03-02',
  product: 'factoring',
  recourse: true,
  recourseAfterDays: 60,
  notice: 'disclosed',
  scope: 'single_receivables',
  requestValidDays: 14,
  accounting: { treatment: 'secured_borrowing' },
  charges: exportCharges,
  assignee: exportFactor,
  documents: [{ template: 'gb/assignment-schedule', version: '1.0.0' }],
};

/** Sent with its certificate's sums; a pledge has no assignment schedule. */
export const pledgeAgreement = {
  reference: 'YDB-ZY-2026-08',
  signedOn: '2026-04-20',
  product: 'borrowing_base',
  recourse: true,
  notice: 'confidential',
  scope: 'single_receivables',
  requestValidDays: 7,
  accounting: { treatment: 'pledge_reclassification' },
  charges: pledgeCharges,
  assignee: bank,
  documents: [],
};
