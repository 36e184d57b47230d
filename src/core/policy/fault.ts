/** A closed list, so that each has its sentence. */
export const policyFaultCodes = [
  'policy_period_reversed',
  'policy_effective_outside',
  'policy_zone_unknown',
  'policy_insured_reversed',
  'policy_insured_outside',
  'policy_insured_overlap',
  'policy_holder_missing',
  'policy_share_too_high',
  'policy_share_duplicate',
  'policy_share_of_nothing',
  'policy_share_missing',
  'policy_maximum_above',
  'policy_entry_duplicate',
  'policy_reinstatement_of_nothing',
  'policy_exclusion_country',
  'policy_never_pays',
  'policy_calendar_unknown',
  'policy_trigger_unsuited',
  'policy_forecast_of_duty',
  'policy_duty_missing',
  'policy_filing_before_loss',
  'policy_version_duplicate',
  'policy_period_overlap',
  'policy_currency_differs',
] as const;
type PolicyFaultCode = (typeof policyFaultCodes)[number];

/** What a policy cannot mean, and the place of it. */
export type Fault = {
  code: PolicyFaultCode;
  path: (string | number)[];
  params: Record<string, string | number>;
};
