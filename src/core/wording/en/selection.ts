/** Eligibility and allocation: a rule's short label, its sentence with numbers, and the cure. */
export const selection = {
  'rule.not_yet_issued': 'Not yet issued',
  'rule.not_yet_issued.sentence':
    'Issued on {issuedOn:date}, after {asOf:date}; {amountMinor:money} is excluded.',
  'rule.not_yet_issued.cure': 'It becomes eligible on its issue date.',
  'rule.past_invoice_date': 'Too old',
  'rule.past_invoice_date.sentence':
    'Issued {days:days} ago, on {issuedOn:date}. Receivables aged {thresholdDays:over} are not accepted; {amountMinor:money} is excluded.',
  'rule.past_invoice_date.cure': 'Collect it; age since the invoice date cannot be cured.',
  'rule.past_due_date': 'Past due',
  'rule.past_due_date.sentence':
    '{days:days} past the due date of {dueOn:date}. Receivables {thresholdDays:over} past due are not accepted; {amountMinor:money} is excluded.',
  'rule.past_due_date.cure': 'Collect it; book the payment if it has arrived.',
  'rule.term_too_long': 'Term too long',
  'rule.term_too_long.sentence':
    'The payment term is {days:days}. Terms of {thresholdDays:over} are not accepted; {amountMinor:money} is excluded.',
  'rule.term_too_long.cure':
    'Agree a shorter term with the debtor, or place it with another facility.',
  'rule.disputed': 'Disputed',
  'rule.disputed.sentence': '{disputedMinor:money} is in dispute; {amountMinor:money} is excluded.',
  'rule.disputed.cure': 'Settle the dispute, or credit the disputed part.',
  'rule.country': 'Country not accepted',
  'rule.country.sentence':
    'The debtor’s country is {country:orUnknown}; accepted are {allowed}. {amountMinor:money} is excluded.',
  'rule.country.cure': 'Complete the debtor’s country, or ask the funder to accept it.',
  'rule.currency': 'Currency not accepted',
  'rule.currency.sentence':
    'Invoiced in {invoiceCurrency}; accepted are {allowed}. {amountMinor:money} is excluded.',
  'rule.currency.cure': 'Place it with a facility that takes this currency.',
  'rule.amount_range': 'Amount out of range',
  'rule.amount_range.sentence':
    '{openMinor:money} is open; the {bound:word.bound} is {thresholdMinor:money}. {amountMinor:money} is excluded.',
  'rule.amount_range.cure': 'Ask the funder to change the bound, or place it elsewhere.',
  'rule.already_financed': 'Already financed',
  'rule.already_financed.sentence':
    'Held by {holder} ({state:word.position}); {amountMinor:money} is excluded here.',
  'rule.already_financed.cure': 'It is free again once that facility releases it.',
  'rule.cross_ageing': 'Cross-ageing',
  'rule.cross_ageing.sentence':
    '{pastMinor:money} of the {totalMinor:money} that the {scope:word.scope} owes ({shareBp:bp}) is more than {days:days} {basis:word.basis}. With {thresholdBp:overShare} everything is excluded; here {amountMinor:money}.',
  'rule.cross_ageing.cure':
    'Collect the oldest invoices until their share falls below the threshold.',
  'rule.credits': 'Credit notes and unapplied cash',
  'rule.credits.sentence':
    'Credits of {creditsMinor:money} stand against this debtor. {amountMinor:money} is deducted here: {referencedMinor:money} that names this invoice and {unreferencedMinor:money} of the rest.',
  'rule.credits.cure': 'Apply the credits and the cash to the invoices they belong to.',
  'rule.contra': 'Contra',
  'rule.contra.sentence':
    'You owe this debtor {payableMinor:money}, who owes you {openMinor:money}; the lower of the two can be set off. {amountMinor:money} is deducted here.',
  'rule.contra.cure': 'Pay the debtor’s invoices, or obtain a letter that excludes set-off.',
  'rule.insured_limit': 'Beyond the insured limit',
  'rule.insured_limit.sentence':
    'Cover under policy {policyId} is {coverMinor:money}, of which {heldElsewhereMinor:money} is used elsewhere, against {eligibleMinor:money}: {reason:word.cover}. {amountMinor:money} is excluded here.',
  'rule.insured_limit.cure': 'Ask the insurer for a limit or a higher one, or wait for payments.',
  'rule.debtor_concentration': 'Concentration',
  'rule.debtor_concentration.sentence':
    'The {scope:word.scope} counts for {nodeMinor:money}; at most {thresholdBp:bp} of {base:word.base} of {baseMinor:money} may count, which is {capMinor:money}. {amountMinor:money} is excluded here.',
  'rule.debtor_concentration.cure':
    'Bring in receivables of other debtors, or ask for a higher share for this one.',

  'bound.min': 'minimum',
  'bound.max': 'maximum',
  'scope.debtor': 'debtor',
  'scope.group': 'group',
  'basis.due_date': 'past due',
  'basis.invoice_date': 'past the invoice date',
  'base.poolAfterCaps': 'the pool after caps',
  'base.grossEligible': 'all eligible receivables',
  'base.facilityLimit': 'the facility limit',
  'cover.over_limit': 'the limit is used up',
  'cover.no_decision': 'the insurer has not decided on this debtor',
  'cover.pending': 'the insurer’s decision is pending',
  'cover.conditional': 'the cover is conditional and its conditions are not confirmed',
  'cover.refused': 'the insurer refused cover',
  'cover.withdrawn': 'the cover was withdrawn',
  'cover.expired': 'the cover has expired',
  'cover.cancelled': 'the cover was cancelled',
  'cover.superseded': 'the cover was replaced by another one that is not here',
  'cover.not_yet_valid': 'the cover is not yet valid',
  'cover.needs_review': 'the insurer’s answer needs review',

  'notPlaced.need_met': 'Not needed: the amount wanted is reached. It would cost {costPpm:ppm}.',
  'notPlaced.dearer':
    'Not needed: it would cost {costPpm:ppm} of its cash, more than the {dearestPpm:ppm} of the dearest one chosen.',
  'notPlaced.facility_full':
    'No room: it would draw {advanceMinor:money} and {facilityId} has {roomMinor:money} left.',
  'notPlaced.cap_reached':
    'With {fundedMinor:money} more from debtor {debtorId}, {facilityId} would exceed {cap:word.cap}.',
  'notPlaced.too_small':
    'Too small: the advance on {eligibleMinor:money} with {facilityId} rounds to nothing.',
  'cap.cover': 'the insured limit, counted over all facilities under the policy',
  'cap.netting': 'what the debtor owes net of credits and contra, counted over all facilities',
  'cap.concentration': 'the debtor’s share of what is funded',

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
  'refusal.rule_duplicate': 'The terms of {facilityId} state {rule:word.rule} twice. Keep one.',
  'refusal.rule_order':
    'In the terms of {facilityId}, {rule:word.rule} stands too late. The order is: single invoices, cross-ageing, netting, insured limit, concentration.',
  'refusal.policy_unknown':
    'The terms of {facilityId} rest on policy {policyId}, and no cover decision under it was given. Add the insurer’s decisions.',
  'refusal.need_before_as_of':
    'The cash is wanted on {valueOn:date}, before the ledger’s day {asOf:date}. Choose a later day.',
  'refusal.fx_rate_missing':
    'There is no rate from {from} to {to} on or before {asOf:date}. State it in this direction; rates are not inverted.',
  'refusal.fx_rate_ambiguous':
    'Two different rates from {from} to {to} are stated for {on:date}. Keep one.',
  'refusal.amounts_too_large':
    'The sums in {currency} for {facilityId} exceed what can be held exactly. Check the amounts and rates.',
} as const;
