import type { RuleCode } from '../../facility/rule.ts';

/**
 * A rule: its label, its label with what the terms state (`.terms`, where that is worth seeing), the
 * sentence with the numbers of a deduction, and the cure. The amount taken stands beside the sentence.
 */
export const rules = {
  'rule.data_quality': 'Data in doubt',
  'rule.data_quality.sentence': 'The data cannot be relied on: {problem:word.quality}.',
  'rule.data_quality.cure': 'Correct it in the ledger and import the ledger again.',

  'rule.origin': 'Not under this agreement',
  'rule.origin.sentence':
    'The agreement names its {what:word.origin}: {allowed}; this invoice has {value}.',
  'rule.origin.cure': 'Place it elsewhere, or have the agreement extended.',

  'rule.already_financed': 'Already financed',
  'rule.already_financed.sentence':
    'Financed elsewhere ({state:word.position}); holder: {holder:orUnknown}.',
  'rule.already_financed.cure':
    'It is free again once its holder releases it; an invoice payable to somebody else is issued anew.',

  'rule.not_yet_issued': 'Not yet issued',
  'rule.not_yet_issued.sentence': 'Issued only on {issuedOn:date}.',
  'rule.not_yet_issued.cure': 'It becomes eligible on its issue date.',

  'rule.past_invoice_date': 'Invoice too old',
  'rule.past_invoice_date.terms': 'Issued {days:over} ago',
  'rule.past_invoice_date.sentence':
    'Issued {days:days} ago; {thresholdDays:over} is not accepted.',
  'rule.past_invoice_date.cure': 'Collect it; age since the invoice date cannot be cured.',

  'rule.past_due_date': 'Too long past due',
  'rule.past_due_date.terms': 'Past due {days:over}',
  'rule.past_due_date.sentence': '{days:days} past due; {thresholdDays:over} is not accepted.',
  'rule.past_due_date.cure': 'Collect it; book the payment if it has arrived.',

  'rule.past_terms': 'Too old for its term',
  'rule.past_terms.terms': 'Age against the term: {times:overTimes}',
  'rule.past_terms.sentence':
    'Issued {days:days} ago with a term of {termDays:days}; {times} times the term is {thresholdDays:days}, and {thresholdDays:over} is not accepted.',
  'rule.past_terms.cure': 'Collect it; book the payment if it has arrived.',

  'rule.term_too_long': 'Term too long',
  'rule.term_too_long.terms': 'Term of {days:over}',
  'rule.term_too_long.sentence':
    'The payment term is {days:days}; {thresholdDays:over} is not accepted.',
  'rule.term_too_long.cure':
    'Agree a shorter term with the debtor, or place it with another facility.',

  'rule.remaining_term': 'Due too soon',
  'rule.remaining_term.terms': 'Less than {minDays:days} to run',
  'rule.remaining_term.sentence':
    'It has {days:days} to run from {from:word.from} to its due date, {dueOn:date}; the minimum is {minDays:days}.',
  'rule.remaining_term.cure': 'Collect it when due; offer invoices earlier.',

  'rule.disputed': 'In dispute',
  'rule.disputed.sentence': '{disputedMinor:money} is in dispute; {scope:word.taken}.',
  'rule.disputed.cure': 'Settle the dispute, or credit the disputed part.',

  'rule.country': 'Country not accepted',
  'rule.country.sentence': 'The debtor’s country is {country:orUnknown}; accepted: {allowed}.',
  'rule.country.cure': 'Complete the debtor’s country, or ask the funder to accept it.',

  'rule.delivery_country': 'Delivery country not accepted',
  'rule.delivery_country.sentence': 'Delivered to {country:orUnknown}; accepted: {allowed}.',
  'rule.delivery_country.cure':
    'Complete where it was delivered, or ask the funder to accept the country.',

  'rule.governing_law': 'Governing law not accepted',
  'rule.governing_law.sentence': 'The contract’s law is {law:orUnknown}; accepted: {allowed}.',
  'rule.governing_law.cure': 'Complete the contract’s law, or ask the funder to accept it.',

  'rule.currency': 'Currency not accepted',
  'rule.currency.sentence': 'Invoiced in {invoiceCurrency}; accepted: {allowed}.',
  'rule.currency.cure': 'Place it with a facility that takes this currency.',

  'rule.amount_range': 'Amount out of range',
  'rule.amount_range.sentence':
    '{openMinor:money} is open; the {bound:word.bound} is {thresholdMinor:money}.',
  'rule.amount_range.cure': 'Ask the funder to change the bound, or place it elsewhere.',

  'rule.delivery_evidence': 'Delivery not evidenced',
  'rule.delivery_evidence.terms': 'Not evidenced as {required:word.evidenced}',
  'rule.delivery_evidence.sentence':
    'Evidence of the delivery: {delivery:word.evidenced}; asked for: {required:word.evidenced}.',
  'rule.delivery_evidence.cure': 'Obtain the proof of delivery or acceptance and record it.',

  'rule.sale_conditions': 'Conditional sale',
  'rule.sale_conditions.sentence': 'Sold with a condition: {condition:word.condition}.',
  'rule.sale_conditions.cure': 'It can be accepted once the sale is final and invoiced as such.',

  'rule.progress_billing': 'Progress billing',
  'rule.progress_billing.sentence': 'It bills a part of work that is not complete.',
  'rule.progress_billing.cure': 'It can be accepted once the work is complete and accepted.',

  'rule.instruments': 'Evidenced by a paper of its own',
  'rule.instruments.sentence': 'The claim is evidenced by {evidence:word.evidence}.',
  'rule.instruments.cure': 'Finance the paper itself, or replace it by a plain invoice.',

  'rule.assignment_ban': 'Ban on assignment',
  'rule.assignment_ban.sentence':
    'The contract {ban:word.ban}; its governing law: {law:orUnknown}.',
  'rule.assignment_ban.cure': 'Obtain the debtor’s consent, and record it.',

  'rule.listed_debtors': 'Debtor not listed',
  'rule.listed_debtors.sentence': 'The debtor is not one of the {listed} that the agreement lists.',
  'rule.listed_debtors.cure': 'Place it elsewhere, or have the debtor added to the agreement.',
  'rule.debtor_status': 'Debtor in difficulty',
  'rule.debtor_status.sentence': 'The debtor {status:word.debtorStatus}.',
  'rule.debtor_status.cure': 'Collect or claim; it is accepted again once the status is lifted.',

  'rule.debtor_kind': 'Kind of debtor not accepted',
  'rule.debtor_kind.sentence': 'The debtor is {kind:word.debtorKind}.',
  'rule.debtor_kind.cure': 'Correct the kind of debtor if it is wrong, or collect it yourself.',

  'rule.government': 'Government debtor',
  'rule.government.sentence': 'The debtor is a public body; {formalities:word.formalities}.',
  'rule.government.cure':
    'Complete the formalities where the agreement accepts them, or place it elsewhere.',

  'rule.related_party': 'Related party',
  'rule.related_party.sentence': 'The debtor is {relation:word.relation} of the seller.',
  'rule.related_party.cure': 'Correct the relation if it is wrong; a related party stays excluded.',

  'rule.sanctions': 'Sanctions screening',
  'rule.sanctions.sentence': 'The debtor {state:word.screening}.',
  'rule.sanctions.cure': 'Screen the debtor, or let compliance clear the hit.',

  'rule.retention': 'Retention',
  'rule.retention.sentence': '{partMinor:money} of it is retention money; {scope:word.taken}.',
  'rule.retention.cure': 'Collect the retention when it falls due.',

  'rule.finance_charges': 'Finance charges',
  'rule.finance_charges.sentence':
    '{partMinor:money} of it is finance charges or default interest; {scope:word.taken}.',
  'rule.finance_charges.cure': 'Invoice charges and interest apart from the goods.',

  'rule.accrued_deductions': 'Accrued deductions',
  'rule.accrued_deductions.sentence':
    '{partMinor:money} of it is owed back to the debtor ({kinds:words.component}) and does not count.',
  'rule.accrued_deductions.cure': 'Settle what is accrued, or credit it on the invoice.',

  'rule.currency_haircut': 'Currency haircut',
  'rule.currency_haircut.sentence': 'Invoiced in {invoiceCurrency}; {haircutBp:bp} is taken off.',
  'rule.currency_haircut.cure': 'Place it with a facility in its own currency.',

  'rule.cross_ageing': 'Cross-aged debtor',
  'rule.cross_ageing.terms': 'Cross-aged, {shareBp:overShare}',
  'rule.cross_ageing.sentence':
    '{pastMinor:money} of the {totalMinor:money} that the {scope:word.scope} {denominator:word.owed} ({shareBp:bp}) is {numerator:word.old}; with {thresholdBp:overShare}, nothing of it is accepted.',
  'rule.cross_ageing.cure':
    'Collect the oldest invoices until their share falls below the threshold.',

  'rule.credits': 'Credits and unapplied cash',
  'rule.credits.sentence':
    'Credits of {creditsMinor:money} stand against the debtor: {referencedMinor:money} names this invoice, {unreferencedMinor:money} is its part of the rest.',
  'rule.credits.cure': 'Apply the credits and the cash to the invoices they belong to.',

  'rule.contra': 'Payables to the debtor',
  'rule.contra.sentence':
    'You owe this debtor {payableMinor:money}, who owes you {openMinor:money}; the lower of the two can be set off.',
  'rule.contra.cure': 'Pay the debtor’s invoices, or obtain a letter that excludes set-off.',

  'rule.funder_limit': 'Above the funder’s limit',
  'rule.funder_limit.sentence':
    'The funder has approved {limitMinor:money} for this debtor, who owes {eligibleMinor:money}.',
  'rule.funder_limit.cure': 'Ask the funder for a limit or a higher one, or wait for payments.',

  'rule.insured_limit': 'Above the insured limit',
  'rule.insured_limit.sentence':
    'Policy {policyId}: {reason:word.cover}. It covers {coverMinor:money}, {heldElsewhereMinor:money} of it used elsewhere; the debtor owes {eligibleMinor:money}.',
  'rule.insured_limit.uninsured': 'Policy {policyId}: {reason:word.cover}.',
  'rule.insured_limit.clause': 'Policy {policyId}, {clause}: {reason:word.cover}.',
  'rule.insured_limit.cure': 'Ask the insurer for a limit or a higher one, or wait for payments.',

  'rule.debtor_concentration': 'Concentration',
  'rule.debtor_concentration.sentence':
    'The {scope:word.scope} counts for {nodeMinor:money}; at most {capMinor:money} may, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.debtor_concentration.cure':
    'Bring in receivables of other debtors, or ask for a higher share for this one.',

  'rule.group_concentration': 'Group concentration',
  'rule.group_concentration.terms': 'Groups above {shareBp:bp}',
  'rule.group_concentration.sentence':
    'Group {node} counts for {nodeMinor:money}; at most {capMinor:money} may, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.group_concentration.cure':
    'Bring in receivables of other groups, or ask for a higher share for this one.',

  'rule.industry_concentration': 'Industry concentration',
  'rule.industry_concentration.terms': 'Industries above {shareBp:bp}',
  'rule.industry_concentration.sentence':
    'Industry {node:orUnknown} counts for {nodeMinor:money}; at most {capMinor:money} may, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.industry_concentration.cure':
    'Complete the debtors’ industry where it is not stated, bring in receivables of other industries, or ask for a higher share for this one.',

  'rule.country_concentration': 'Country concentration',
  'rule.country_concentration.terms': 'Countries above {shareBp:bp}',
  'rule.country_concentration.sentence':
    'Country {node:orUnknown} counts for {nodeMinor:money}; at most {capMinor:money} may, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.country_concentration.cure':
    'Complete the debtors’ country where it is not stated, bring in receivables of other countries, or ask for a higher share for this one.',

  'rule.currency_concentration': 'Currency concentration',
  'rule.currency_concentration.terms': 'Currencies above {shareBp:bp}',
  'rule.currency_concentration.sentence':
    'Currency {node} counts for {nodeMinor:money}; at most {capMinor:money} may, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.currency_concentration.cure':
    'Bring in receivables in other currencies, or ask for a higher share for this one.',

  'rule.government_concentration': 'Government concentration',
  'rule.government_concentration.terms': 'Public bodies above {shareBp:bp}',
  'rule.government_concentration.sentence':
    'Public bodies count together for {nodeMinor:money}; at most {capMinor:money} may, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.government_concentration.cure':
    'Bring in receivables of other debtors, or ask for a higher share for public bodies.',

  'rule.pair_concentration': 'Concentration of two',
  'rule.pair_concentration.terms': 'Any two above {shareBp:bp}',
  'rule.pair_concentration.sentence':
    'The {scope:word.scope}s {node} and {other} count together for {nodeMinor:money}; any two may count for at most {capMinor:money}, {thresholdBp:bp} of {base:word.base} of {baseMinor:money}.',
  'rule.pair_concentration.cure':
    'Bring in receivables of other debtors, or ask for a higher share for two together.',
} as const satisfies EveryRule;

/** A rule without its words does not compile. */
type EveryRule = Record<`rule.${RuleCode}${'' | '.sentence' | '.cure'}`, string> &
  Record<string, string>;
