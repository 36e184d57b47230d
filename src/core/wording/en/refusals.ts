import type { RefusalCode } from '../../plan.ts';
import type { policyFaultCodes } from '../../policy/fault.ts';

/** Why a selection, a request or a feed was refused, and what to do. */
export const refusals = {
  'refusal.debtor_unknown':
    'Debtor {debtorId} is named but not in the list of debtors. Add the debtor.',
  'refusal.debtor_duplicate':
    'Debtor {id} is listed twice (entries {firstRow} and {row}). Keep one.',
  'refusal.facility_duplicate':
    'Facility {id} is listed twice (entries {firstRow} and {row}). Keep the terms in force.',
  'refusal.receivable_duplicate':
    'Receivable {id} is listed twice (entries {firstRow} and {row}). Keep one.',
  'refusal.receivable_key_duplicate':
    'Two receivables are the same document {id} (entries {firstRow} and {row}). Keep one.',
  'refusal.position_duplicate':
    'Receivable {id} has two positions (entries {firstRow} and {row}). Only one facility can hold it.',
  'refusal.disputed_above_open':
    '{disputedMinor:money} in dispute is more than the {openMinor:money} open of receivable {receivableId}. Correct one of them.',
  'refusal.rule_duplicate':
    'In the terms of {facilityId}, “{rule:word.rule}” ({rule}) is stated twice. Keep one.',
  'refusal.rule_order':
    'In the terms of {facilityId}, “{rule:word.rule}” ({rule}) must stand before the rules about {stage:word.stage}. The order is: single invoices; ageing of the debtor, credits and contra; limits; concentration.',
  'refusal.entry_duplicate':
    'In the terms of {facilityId}, one list has {value} twice. Keep one entry.',
  'refusal.origin_empty':
    'In the terms of {facilityId}, the rule origin names nothing. State sellers, ledgers or issuedFrom.',
  'refusal.range_empty':
    'In the terms of {facilityId}, the rule amount_range has no bound. State minMinor, maxMinor or both.',
  'refusal.range_reversed':
    'In the terms of {facilityId}, amount_range excludes everything: minMinor is above maxMinor. Correct one.',
  'refusal.country_policy':
    'In the terms of {facilityId}, the rule country names a policy where, and only where, unless names insured. State both or neither.',
  'refusal.insured_share_missing':
    'In the terms of {facilityId}, the insured limit is quoted as indemnity. State insuredShareBp, the share the insurer pays.',
  'refusal.rating_off_scale':
    'In the terms of {facilityId}, a band names {rating}, which is not on the scale. Correct the band or the scale.',
  'refusal.band_reversed':
    'In the terms of {facilityId}, a band runs backwards, from {from} to {to}. The scale runs from best to worst.',
  'refusal.band_missing':
    'In the terms of {facilityId}, no band holds {rating}. The bands follow the scale without a gap.',
  'refusal.band_overlap':
    'In the terms of {facilityId}, {rating} is in two bands. Each rating belongs to one.',
  'refusal.spike_too_long':
    'In the terms of {facilityId}, “{reserve:word.reserve}” takes its highest average of {spikeMonths:months} within {averageMonths:months}. State fewer spikeMonths.',
  'refusal.placing_of_pledge':
    'The terms of {facilityId} are a pledge, which takes any part of the receivables. Leave out placing, which is for a sale.',
  'refusal.reserves_reduce_missing':
    'The terms of {facilityId} have reserves and do not say what they reduce. State reservesReduce: base or limit.',
  'refusal.facilities_too_many':
    'There are {count:count} facilities; at most {max:count} are compared at once. Leave some out.',
  'refusal.rating_unknown':
    'Debtor {debtorId} is rated {rating}, which is not on the scale of {facilityId}. Correct the rating, or add it to the scale and its bands.',
  'refusal.history_missing':
    'The terms of {facilityId} reckon “{reserve:word.reserve}” from past months, and the history has nothing for {month}. Add that month.',
  'refusal.policy_unknown':
    'The terms of {facilityId} rest on policy {policyId}, and no cover decision under it was given. Add the insurer’s decisions.',
  'refusal.opening_duplicate':
    'Facility {id} has two openings (entries {firstRow} and {row}). Keep that of its last certificate.',
  'refusal.need_before_as_of':
    'The cash is wanted on {valueOn:date}, before the ledger’s day {asOf:date}. Choose a later day.',
  'refusal.fx_rate_missing':
    'There is no rate from {from} to {to} on or before {asOf:date}. State it in this direction; rates are not inverted.',
  'refusal.fx_rate_ambiguous':
    'Two different rates from {from} to {to} are stated for {on:date}. Keep one.',
  'refusal.amounts_too_large':
    'The sums in {currency} for {facilityId} exceed what can be held exactly. Check the amounts and rates.',

  'refusal.unworded': 'This was refused: {code}.',
  'refusal.nothing_eligible':
    'None of the selected receivables can be financed now. Select others.',
  'refusal.selection_unknown':
    'There is no stored selection {runId}. Choose one that is listed among the stored selections.',
  'refusal.selection_without_need':
    'The stored selection {runId} met no need, so it placed nothing. Choose one that was made for an amount.',
  'refusal.no_facility':
    'No facility has terms in force on this day. An administrator enters them.',
  'refusal.not_eligible':
    'Receivable {number} of {debtor} is no longer eligible here: {rule:word.rule}. Update the selection.',
  'refusal.not_open': 'Receivable {number} is not open any more. Update the selection.',
  'refusal.over_available':
    'The selection would draw {advanceMinor:money}, available are {availableMinor:money}. Select less.',
  'refusal.choice_outdated':
    'The selection was made for other books and does not hold together any more. Look for the ways to raise the cash again.',
  'refusal.choice_over_cap':
    'The selection does not hold together any more: {rule:word.rule} allows {limitMinor:money}, and it would come to {actualMinor:money}. Take something out, or look for the ways to raise the cash again.',
  'refusal.opening_not_before':
    'The roll-forward would open on {since:date}, which is not before {asOf:date}. Choose an earlier day.',
  'refusal.opening_unknown':
    'Nothing is known of the ledger on {since:date}. Choose a later day for the roll-forward to open on.',
  'refusal.receivable_unknown':
    'There is no open receivable {receivableId}. Name one of the ledger.',
  'refusal.facility_unknown':
    'Facility {facilityId} has no terms in force today. An administrator enters them.',
  'refusal.several_sellers':
    'The selection spans {count:count} selling companies. Create one request for each.',
  'refusal.basket_full':
    'The basket holds at most {max:count} receivables and has {size:count}; {given:count} more do not fit. Create a request first.',
  'refusal.seller_unknown': 'The selling company is not known. An administrator enters it.',
  'refusal.control_total_differs':
    'The lines add up to {lines} and the ledger to {ledger} (minor units). Nothing was sent; import the ledger again.',
  'refusal.rate_missing':
    'There is no rate from {from} to {to} for {asOf:date}. Load it, then send again.',
} as const satisfies EveryRefusal;

/** A refusal of the selection without its sentence does not compile. */
type EveryRefusal = Record<`refusal.${Exclude<RefusalCode, OfPolicy>}`, string> &
  Record<string, string>;
/** Those have their sentences beside each other. */
type OfPolicy = (typeof policyFaultCodes)[number];
