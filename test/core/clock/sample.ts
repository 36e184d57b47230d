import type { ClockInput, ClockInvoice } from '../../../src/core/clock/input.ts';
import type { DutyRule } from '../../../src/core/policy/duty-rule.ts';
import type { PolicyTerms } from '../../../src/core/policy/terms.ts';
import { publishedCalendars } from '../../../src/core/settlement/published.ts';

/** The policy of the worked example: 60 days of extension, 30 more to notify, 180 to the loss. */
export function policy(part: Partial<PolicyTerms> = {}): PolicyTerms {
  return {
    policyId: 'P1',
    version: 1,
    effectiveOn: '2026-01-01',
    number: '16900',
    kind: 'whole_turnover',
    basis: 'risk_attaching',
    period: { from: '2026-01-01', to: '2026-12-31' },
    currency: 'EUR',
    timeZone: 'Europe/Paris',
    insured: [{ sellerId: 'S1', role: 'policyholder', from: '2026-01-01' }],
    shares: [{ source: 'named', shareBp: 9000 }],
    limits: { quoted: 'receivables', attachesAt: 'issue', increases: 'outstanding' },
    maximumTerms: { span: { count: 90, unit: 'days' }, from: 'issue' },
    maximumExtension: { count: 60, unit: 'days' },
    stop: {
      afterExtension: true,
      onCollection: true,
      onInsolvency: true,
      onOverdueNotice: false,
      reinstatement: { window: { count: 30, unit: 'days' }, later: 'from_payment' },
    },
    exclusions: [],
    waiting: { span: { count: 180, unit: 'days' }, from: 'original_due' },
    duties: rules,
    indemnity: { isCappedByAdvance: false, excludes: ['tax', 'interest'] },
    paymentsAfterLoss: 'by_debt',
    recoveries: { split: 'by_debt', costs: 'insurer', costsNeedApproval: true },
    declarations: [{ id: 'turnover', kind: 'turnover', every: 'month' }],
    requiredDocuments: ['invoice'],
    clauses: {},
    ...part,
  };
}

function rule(part: Partial<DutyRule> & Pick<DutyRule, 'id' | 'duty' | 'trigger'>): DutyRule {
  return {
    offset: { count: 0, unit: 'days' },
    calendar: 'T2',
    timeZone: 'Europe/Paris',
    consequence: 'cover_lost',
    isForecast: false,
    leadWorkingDays: 3,
    soonDays: 14,
    ...part,
  };
}

export const rules: DutyRule[] = [
  rule({
    id: 'extension',
    duty: 'end_of_extension',
    trigger: 'original_due',
    offset: { count: 60, unit: 'days' },
    isForecast: true,
  }),
  rule({
    id: 'stop',
    duty: 'stop_of_cover',
    trigger: 'end_of_extension',
    isForecast: true,
    consequence: 'cover_stops',
    clause: '17700.20',
  }),
  rule({
    id: 'overdue',
    duty: 'overdue_notice',
    trigger: 'end_of_extension',
    offset: { count: 30, unit: 'days' },
    clause: '18500.01',
  }),
  rule({
    id: 'handover',
    duty: 'collection_handover',
    trigger: 'end_of_extension',
    offset: { count: 30, unit: 'days' },
  }),
  rule({
    id: 'waiting',
    duty: 'waiting_period',
    trigger: 'original_due',
    offset: { count: 180, unit: 'days' },
    isForecast: true,
    consequence: 'none',
  }),
  rule({
    id: 'claim',
    duty: 'claim_filing',
    trigger: 'date_of_loss',
    offset: { count: 6, unit: 'months' },
    consequence: 'claim_refused',
  }),
  rule({
    id: 'adverse',
    duty: 'adverse_information',
    trigger: 'knowledge',
    offset: { count: 10, unit: 'days' },
  }),
  rule({
    id: 'insolvent',
    duty: 'insolvency_notice',
    trigger: 'knowledge',
    offset: { count: 10, unit: 'days' },
  }),
  rule({
    id: 'payment',
    duty: 'claim_payment',
    trigger: 'claim_complete',
    offset: { count: 30, unit: 'days' },
    isForecast: true,
    consequence: 'none',
  }),
  rule({
    id: 'documents',
    duty: 'document_request',
    trigger: 'request_received',
    offset: { count: 30, unit: 'days' },
  }),
  rule({
    id: 'turnover',
    duty: 'declaration',
    trigger: 'period_end',
    offset: { count: 20, unit: 'days' },
    consequence: 'premium_estimated',
  }),
  rule({ id: 'limit', duty: 'limit_expiry', trigger: 'expiry', consequence: 'limit_ends' }),
  rule({ id: 'layer', duty: 'layer_expiry', trigger: 'expiry', consequence: 'limit_ends' }),
  rule({ id: 'own', duty: 'discretionary_expiry', trigger: 'expiry', consequence: 'limit_ends' }),
  rule({
    id: 'register',
    duty: 'registry_renewal',
    trigger: 'expiry',
    consequence: 'priority_lost',
  }),
];

export const id101 = '00000000-0000-7000-8000-000000000101';

export function invoice(part: Partial<ClockInvoice> = {}): ClockInvoice {
  return {
    receivableId: id101,
    number: '101',
    sellerId: 'S1',
    debtorId: 'D1',
    currency: 'EUR',
    issuedOn: '2026-01-12',
    dueOn: '2026-03-13',
    faceMinor: 8_000_000,
    openMinor: 8_000_000,
    ...part,
  };
}

export function clock(part: Partial<ClockInput> = {}): ClockInput {
  return {
    versions: [policy()],
    invoices: [invoice()],
    circumstances: [],
    notices: [],
    claims: [],
    limits: [],
    declarations: [],
    registrations: [],
    calendars: publishedCalendars,
    now: '2026-04-01T10:00:00.000Z',
    today: (part.now ?? '2026-04-01').slice(0, 10),
    ...part,
  };
}
