import type { PolicyTerms } from '../../../src/core/policy/terms.ts';
import { dutyRule, policyTerms } from './policy-sample.ts';

type FaultCase = { code: string; path: string; change: Partial<PolicyTerms> };

const { stop, indemnity, period } = policyTerms();
const holder = { sellerId: 'S1', role: 'policyholder', from: '2026-01-01' } as const;
const joint = { sellerId: 'S2', role: 'joint_insured' } as const;
const named = { source: 'named', shareBp: 9_000 } as const;
const own = { source: 'discretionary', shareBp: 8_000 } as const;
const discretionary: NonNullable<PolicyTerms['discretionary']> = {
  maximumMinor: 2_000_000,
  bases: [{ basis: 'report', validFor: { count: 12, unit: 'months' } }],
  endsOnAdverseInformation: true,
};

/** For each fault a policy that has it and no other, and the place that is named. */
export const faultCases: FaultCase[] = [
  {
    code: 'policy_period_reversed',
    path: 'period.to',
    change: {
      period: { from: '2026-12-31', to: '2026-01-01' },
      insured: [{ ...holder, from: '2026-01-01', to: '2026-12-31' }],
    },
  },
  {
    code: 'policy_effective_outside',
    path: 'effectiveOn',
    change: { effectiveOn: '2027-01-01' },
  },
  { code: 'policy_zone_unknown', path: 'timeZone', change: { timeZone: 'Europe/Berlinn' } },
  { code: 'policy_zone_unknown', path: 'timeZone', change: { timeZone: '+01:00' } },
  {
    code: 'policy_zone_unknown',
    path: 'duties.0.timeZone',
    change: { duties: [dutyRule({ timeZone: 'CEST!' })] },
  },
  {
    code: 'policy_insured_reversed',
    path: 'insured.1.to',
    change: { insured: [holder, { ...joint, from: '2026-05-01', to: '2026-04-30' }] },
  },
  {
    code: 'policy_insured_outside',
    path: 'insured.1',
    change: { insured: [holder, { ...joint, from: '2027-01-01', to: '2027-02-01' }] },
  },
  {
    code: 'policy_insured_overlap',
    path: 'insured.1',
    change: {
      insured: [
        { ...holder, to: '2026-06-30' },
        { ...holder, role: 'joint_insured', from: '2026-06-30' },
      ],
    },
  },
  {
    code: 'policy_holder_missing',
    path: 'insured',
    change: { insured: [{ ...holder, role: 'joint_insured' }] },
  },
  {
    code: 'policy_share_too_high',
    path: 'shares.0.shareBp',
    change: { shares: [{ ...named, shareBp: 10_001 }] },
  },
  { code: 'policy_share_duplicate', path: 'shares.1', change: { shares: [named, named] } },
  {
    code: 'policy_share_duplicate',
    path: 'shares.2',
    change: { shares: [named, { ...named, country: 'IT' }, { ...named, country: 'IT' }] },
  },
  { code: 'policy_share_of_nothing', path: 'shares.1', change: { shares: [named, own] } },
  { code: 'policy_share_missing', path: 'shares', change: { discretionary } },
  {
    code: 'policy_maximum_above',
    path: 'discretionary.maximumMinor',
    change: { discretionary, shares: [named, own], declarationLimitMinor: 1_999_999 },
  },
  {
    code: 'policy_maximum_above',
    path: 'unnamed.maximumMinor',
    change: {
      discretionary,
      unnamed: { maximumMinor: 2_000_001 },
      shares: [named, own, { source: 'unnamed', shareBp: 7_000 }],
    },
  },
  {
    code: 'policy_entry_duplicate',
    path: 'discretionary.bases.1',
    change: {
      discretionary: {
        ...discretionary,
        bases: [...discretionary.bases, ...discretionary.bases],
      },
      shares: [named, own],
    },
  },
  {
    code: 'policy_entry_duplicate',
    path: 'exclusions.1',
    change: { exclusions: [{ of: 'affiliate' }, { of: 'affiliate' }] },
  },
  {
    code: 'policy_entry_duplicate',
    path: 'duties.1',
    change: { duties: [dutyRule(), dutyRule()] },
  },
  {
    code: 'policy_reinstatement_of_nothing',
    path: 'stop.reinstatement',
    change: {
      stop: { ...stop, afterExtension: false, onCollection: false, onInsolvency: false },
    },
  },
  {
    code: 'policy_exclusion_country',
    path: 'exclusions.0.country',
    change: { exclusions: [{ of: 'country' }] },
  },
  {
    code: 'policy_exclusion_country',
    path: 'exclusions.0.country',
    change: { exclusions: [{ of: 'consumer', country: 'FR' }] },
  },
  {
    code: 'policy_never_pays',
    path: 'indemnity.deductible.amountMinor',
    change: { indemnity: { ...indemnity, maximumLiabilityMinor: 500_000 } },
  },
  {
    code: 'policy_never_pays',
    path: 'indemnity.thresholdMinor',
    change: { indemnity: { ...indemnity, thresholdMinor: 1_000_000_000 } },
  },
  {
    code: 'policy_calendar_unknown',
    path: 'duties.0.calendar',
    change: { duties: [dutyRule({ calendar: 'XX' })] },
  },
  {
    code: 'policy_trigger_unsuited',
    path: 'duties.0.trigger',
    change: { duties: [dutyRule({ trigger: 'claim_complete' })] },
  },
  {
    code: 'policy_forecast_of_duty',
    path: 'duties.0.isForecast',
    change: { duties: [dutyRule({ isForecast: true })] },
  },
  { code: 'policy_duty_missing', path: 'duties', change: { duties: [] } },
  {
    code: 'policy_filing_before_loss',
    path: 'duties.1.offset',
    change: {
      duties: [
        dutyRule(),
        dutyRule({
          id: 'claim',
          duty: 'claim_filing',
          trigger: 'end_of_extension',
          offset: { count: 119, unit: 'days' },
        }),
      ],
    },
  },
];

/** For each fault of several versions what has it and no other. */
export const versionCases: { code: string; path: string; versions: PolicyTerms[] }[] = [
  {
    code: 'policy_version_duplicate',
    path: '1.version',
    versions: [policyTerms(), policyTerms()],
  },
  {
    code: 'policy_period_overlap',
    path: '1.period',
    versions: [policyTerms(), policyTerms({ version: 2, period: { ...period, to: '2027-01-31' } })],
  },
  {
    code: 'policy_currency_differs',
    path: '1.currency',
    versions: [policyTerms(), policyTerms({ version: 2, currency: 'USD' })],
  },
];
