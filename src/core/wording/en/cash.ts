/** What found an allocation, why an entry waits, and why a person's allocation is refused. */
export const cash = {
  'cashRule.reversal': 'takes back an earlier entry, {by}',
  'cashRule.reference': 'refers to {by}',
  'cashRule.documents': 'lists the document {by}',
  'cashRule.advice': 'advised before, with the document {by}',
  'cashRule.number': 'names {by} in its text',
  'cashRule.amount': 'the only open item of this amount of {by}',
  'cashRule.person': 'allocated by hand to {by}',
  cashDeduction: '{amountMinor:money} deducted ({code})',

  'cashKind.advance': 'Advance',
  'cashKind.settlement': 'Settlement with the funder',
  'cashKind.indemnity': 'Claim on a credit insurer',
  'cashKind.receivable': 'Receivable',
  'cashKind.turnover': 'Misdirected, to be turned over',
  'cashKind.repayment': 'Repayment of the loan',
  'cashKind.charge': 'Interest or fee of the line',
  'cashKind.on_account': 'On the debtor’s account, to be applied later',
  'cashHolding.own': 'the seller’s own',
  'cashHolding.sold': 'held by a funder: what comes here is misdirected',
  'cashHolding.pledged': 'pledged',
  'cashHolding.returned': 'back with the seller',

  'cash.ambiguous': '{count:count} ways to read it fit; nothing says which.',
  'cash.sum_differs':
    'What came less what it names is {differenceMinor:money}, and should be nothing.',
  'cash.nothing_open': '“{name}” is named, and nothing of it is open any more.',
  'cash.party_differs': '“{name}” is named, and somebody else pays than the one who owes it.',
  'cash.party_unknown': 'It names nothing that is open, and the account that paid is not known.',
  'cash.other_currency': 'It is in {currency}; what it names is open in {found}.',
  'cash.document_unknown': 'It lists the document “{number}”, which is not known here.',
  'cash.nothing_named':
    'The other side is known; the entry names nothing that is open, and no single open amount is the same.',
  'cash.reversal_unknown': 'It takes back an entry that is not known here, or not explained.',
  'cash.person_decides': 'It can be explained now; a person decides whether it is.',

  'refusal.entry_decided': 'Somebody has decided about this entry already.',
  'refusal.entry_open': 'This entry waits for a decision; there is nothing to take back.',
  'refusal.nothing_on_account':
    'Nothing of this entry stands on a debtor’s account; there is nothing to apply.',
  'refusal.entry_reversed':
    'A later entry takes this one back. Take back what was decided about that one first.',
  'refusal.cash_item_unknown':
    '“{item}” is nothing that is open in the entry’s currency, or more than one thing has this number.',
  'refusal.cash_above_open': 'More than is open was put on {item}. Lower the amount.',
  'refusal.cash_sum':
    'The amounts must make the entry to the cent; {differenceMinor:money} is left. Correct the amounts.',
  'refusal.cash_misfit':
    'It does not fit what is known of the receivable or request: {misfit:word.misfit}.',
  'refusal.party_unknown': 'No debtor or facility has the id {id}.',
  'misfit.request_over': 'its request takes no more money',
} as const;
