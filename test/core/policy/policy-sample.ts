import type { DutyRule } from '../../../src/core/policy/duty-rule.ts';
import type { PolicyTerms, StatedTerms } from '../../../src/core/policy/terms.ts';

const days = (count: number) => ({ count, unit: 'days' as const });

export function dutyRule(change: Partial<DutyRule> = {}): DutyRule {
  return {
    id: 'overdue',
    duty: 'overdue_notice',
    trigger: 'end_of_extension',
    offset: days(30),
    calendar: 'T2',
    timeZone: 'Europe/Berlin',
    consequence: 'cover_lost',
    isForecast: false,
    leadWorkingDays: 2,
    soonDays: 14,
    ...change,
  };
}

/** A policy whose every number is the worked example's: 90 days, 60 more, 180 to wait, 90 %. */
export function policyTerms(change: Partial<PolicyTerms> = {}): PolicyTerms {
  return {
    policyId: 'P1',
    version: 1,
    effectiveOn: '2026-01-01',
    number: '4711001',
    kind: 'whole_turnover',
    basis: 'risk_attaching',
    period: { from: '2026-01-01', to: '2026-12-31' },
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    insured: [{ sellerId: 'S1', role: 'policyholder', from: '2026-01-01' }],
    shares: [{ source: 'named', shareBp: 9_000 }],
    limits: { quoted: 'receivables', attachesAt: 'issue', increases: 'new_deliveries' },
    maximumTerms: { span: days(90), from: 'issue' },
    maximumExtension: days(60),
    stop: {
      afterExtension: true,
      onCollection: true,
      onInsolvency: true,
      onOverdueNotice: false,
      reinstatement: { window: days(30), later: 'from_payment' },
    },
    exclusions: [],
    waiting: { span: days(180), from: 'original_due' },
    duties: [dutyRule()],
    indemnity: {
      deductible: { amountMinor: 500_000, order: 'after_share' },
      aggregateFirstLossMinor: 5_000_000,
      maximumLiabilityMinor: 1_000_000_000,
      isCappedByAdvance: false,
      excludes: ['tax'],
    },
    paymentsAfterLoss: 'by_debt',
    recoveries: { split: 'by_debt', costs: 'by_debt', costsNeedApproval: true },
    declarations: [{ id: 'turnover', kind: 'turnover', every: 'year' }],
    requiredDocuments: ['proof_of_delivery'],
    clauses: {},
    ...change,
  };
}

/** The same as it is told to the API. */
export function statedTerms(change: Partial<StatedTerms> = {}): StatedTerms {
  const { policyId: _, version: __, ...stated } = policyTerms(change);
  return stated;
}
