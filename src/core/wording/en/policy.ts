import type { NoCoverReason } from '../../cover/available.ts';
import type { UninsuredCode } from '../../cover/judge.ts';
import type { PendingAction } from '../../cover/limit.ts';
import type { StopCause } from '../../cover/stop.ts';
import type { policyFaultCodes } from '../../policy/fault.ts';
import type { CoverSource } from '../../policy/terms.ts';

/** Why the terms of a policy were refused, and what a policy insures of an invoice or why not. */
export const policy = {
  'refusal.policy_period_reversed':
    'Policy {policyId}: its period ends on {toDay:date}, before it begins on {fromDay:date}. Correct one of the days.',
  'refusal.policy_effective_outside':
    'Policy {policyId}: the version counts from {effectiveOn:date}, outside its period from {fromDay:date} to {toDay:date}. Correct the day or the period.',
  'refusal.policy_zone_unknown':
    'Policy {policyId}: {timeZone} is no time zone of the IANA database. State one such as Europe/Berlin.',
  'refusal.policy_insured_reversed':
    'Policy {policyId}: the insurance of {sellerId} ends before it begins. Correct one of the days.',
  'refusal.policy_insured_outside':
    'Policy {policyId}: {sellerId} is insured from {fromDay:date} to {toDay:date}, on no day of the period. Correct the days.',
  'refusal.policy_insured_overlap':
    'Policy {policyId}: {sellerId} is insured twice on the same days. Keep one entry, or set them apart.',
  'refusal.policy_holder_missing':
    'Policy {policyId}: nobody is its holder. State the role policyholder of one insured company.',
  'refusal.policy_share_too_high':
    'Policy {policyId}: an insured share of {shareBp:bp} is more than the whole. State at most 100%.',
  'refusal.policy_share_duplicate':
    'Policy {policyId}: the share of “{source:word.coverSource}” is stated twice for one country ({country}). Keep one.',
  'refusal.policy_share_of_nothing':
    'Policy {policyId}: “{source:word.coverSource}” has a share, and the terms give no such cover. State its maximum, or leave the share out.',
  'refusal.policy_share_missing':
    'Policy {policyId}: “{source:word.coverSource}” has no insured share. State it under shares.',
  'refusal.policy_maximum_above':
    'Policy {policyId}: “{source:word.coverSource}” may go up to {maximumMinor:money}, above {bound:word.coverBound} of {boundMinor:money}. Correct one.',
  'refusal.policy_entry_duplicate': 'Policy {policyId}: one list has {value} twice. Keep one.',
  'refusal.policy_reinstatement_of_nothing':
    'Policy {policyId}: it says how cover is restored, and nothing stops it. State what does, or leave reinstatement out.',
  'refusal.policy_exclusion_country':
    'Policy {policyId}: an exclusion names a country where, and only where, it is of a country. State both or neither.',
  'refusal.policy_never_pays':
    'Policy {policyId}: {what:word.coverBound} of {amountMinor:money} leaves nothing to pay, since at most {maximumMinor:money} is paid. Correct one.',
  'refusal.policy_calendar_unknown':
    'Policy {policyId}: duty {id} goes by the calendar {calendar}, which is not known. State one of these: {known}.',
  'refusal.policy_trigger_unsuited':
    'Policy {policyId}: duty {id} is “{duty:word.duty}” ({duty}) and cannot be counted from {trigger}. State one of these: {triggers}.',
  'refusal.policy_forecast_of_duty':
    'Policy {policyId}: duty {id} is “{duty:word.duty}” ({duty}), which somebody has to do, and is stated as a forecast. Set isForecast to false.',
  'refusal.policy_duty_missing':
    'Policy {policyId}: no duty says by when an overdue is notified ({duty}). Without it the cover is lost unnoticed: state the rule.',
  'refusal.policy_filing_before_loss':
    'Policy {policyId}: duty {id} ends the time for claims before the waiting period ends, so that no loss could be claimed. Correct the rule or the waiting period.',
  'refusal.policy_version_duplicate': 'Policy {policyId} has version {version} twice. Keep one.',
  'refusal.policy_period_overlap':
    'Policy {policyId}: the periods of versions {version} and {other} overlap and are not the same. Correct one.',
  'refusal.policy_currency_differs':
    'Policy {policyId}: version {version} is in {currency} and another in {other}. A policy has one currency.',

  'cover.within_limit':
    'insured at {shareBp:bp}: {source:word.coverSource}, {limitMinor:money} on {limitOn:date}',
  'cover.above_limit':
    'above the limit of {limitMinor:money} on {limitOn:date}; older invoices use {usedMinor:money} of it',
  'cover.no_terms': 'no terms of the policy counted on that day',
  'cover.outside_period':
    '{on:date} is outside the policy’s period from {fromDay:date} to {toDay:date}',
  'cover.seller_not_insured': 'the policy did not insure the seller {sellerId} on that day',
  'cover.debtor_excluded': 'the policy excludes {excluded:word.exclusion}',
  'cover.terms_too_long':
    'due on {dueOn:date}; the policy insures terms up to {latestDueOn:date} at the longest',
  'cover.invoiced_late':
    'invoiced on {issuedOn:date}; the policy asks for the invoice by {latestIssuedOn:date}',
  'cover.not_delivered': 'it is not delivered before {on:date}',
  'cover.stopped_by_extension':
    'cover stopped after {stoppedOn:date}, when invoice {number} was unpaid at the end of the longest extension',
  'cover.stopped_by_overdue':
    'no limit counts after {stoppedOn:date}: invoice {number} was overdue by more than {overdueDays:days}',
  'cover.stopped_by_collection':
    'cover stopped on {stoppedOn:date}, when a debt was handed over for collection',
  'cover.stopped_by_insolvency': 'cover stopped on {stoppedOn:date}, the day of the insolvency',
  'cover.stopped_by_notice': 'cover stopped on {stoppedOn:date}, when an overdue was notified',
  'cover.stopped_by_insurer': 'the insurer stopped cover on {stoppedOn:date} ({rawCode})',
  'cover.disputed': 'what is in dispute is not insured until it is settled',
  'cover.excluded_part': 'the policy does not insure {part:word.coverPart}',
  'cover.source_not_insured': 'the policy states no insured share for “{source:word.coverSource}”',
  'cover.discretionary_unjustified':
    'the discretionary limit is not justified as the policy asks ({basis:word.coverBasis})',
  'cover.discretionary_expired': 'the discretionary limit held until {validTo:date}',
  'cover.discretionary_ended':
    'adverse information of {endedOn:date} ended what the insured may set itself',

  'exclusion.affiliate': 'associated companies',
  'exclusion.government': 'public bodies',
  'exclusion.consumer': 'private persons',
  'exclusion.cash': 'cash sales',
  'exclusion.country': 'debtors of this country',
  'coverPart.tax': 'tax',
  'coverPart.interest': 'interest',
  'coverPart.retention': 'retentions',
  'coverPart.finance_charge': 'finance charges',
  'coverBasis.experience': 'own experience',
  'coverBasis.report': 'a credit report',
  'coverBasis.agency': 'an agency’s opinion',
  'stopCause.extension': 'unpaid at the end of the longest extension',
  'stopCause.overdue': 'overdue for too long',
  'stopCause.collection': 'handed over for collection',
  'stopCause.insolvency': 'insolvency',
  'stopCause.notice': 'overdue notified',
  'stopCause.insurer': 'stopped by the insurer',
  'pendingAction.withdrawal': 'withdrawal',
  'pendingAction.postponed_withdrawal': 'postponed withdrawal',
  'pendingAction.cancellation': 'cancellation',
  'pendingAction.condition_change': 'change of conditions',
  'pendingAction.reactivation': 'reactivation',
  'pendingAction.transfer': 'transfer',
  'pendingAction.conversion': 'conversion',
  'coverSource.named': 'the insurer’s limit',
  'coverSource.discretionary': 'discretionary limit',
  'coverSource.start_cover': 'start cover',
  'coverSource.credit_check': 'credit check',
  'coverSource.unnamed': 'unnamed cover',
  'coverSource.top_up': 'top-up cover',
  'coverBound.declaration_limit': 'the declaration limit',
  'coverBound.maximum_liability': 'the maximum liability',
  'coverBound.discretionary': 'the discretionary limit',
  'coverBound.deductible': 'a deductible',
  'coverBound.threshold': 'a claim threshold',
} as const satisfies Record<
  | `refusal.${(typeof policyFaultCodes)[number]}`
  | `coverSource.${CoverSource}`
  | `cover.${Exclude<UninsuredCode, NoCoverReason> | 'within_limit' | 'above_limit'}`
  | `stopCause.${StopCause}`
  | `pendingAction.${PendingAction['action']}`,
  string
> &
  Record<string, string>;
