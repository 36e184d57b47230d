/** What differs between us, the funder, the agreement, the books, the bank and the general ledger. */
export const reconciliation = {
  'measure.advance': 'Advance',
  'measure.collected': 'Collections',
  'measure.dilution': 'Credits and deductions',
  'measure.fees': 'Fees',
  'measure.feeTax': 'Tax on fees',
  'measure.interest': 'Interest',
  'measure.writeOff': 'Written off',
  'measure.reassigned': 'Reassigned',
  'measure.rebate': 'Rebate',
  'measure.open': 'Still open',

  'difference.in_transit': 'On its way',
  'difference.in_transit.sentence':
    '{name}: what the bank’s statements have, less what is due: {amountMinor:money}.',
  'difference.in_transit.cure':
    'Import the bank’s newest statement; if it stays, ask the funder for the payment’s reference.',
  'difference.questioned': 'Movement in question',
  'difference.questioned.sentence':
    'The funder told {name} ({measure:word.measure}, {amountMinor:money}), which does not fit what we know and is not booked.',
  'difference.questioned.cure': 'Decide about it: book it where it belongs, or put it aside.',
  'difference.dismissed': 'Movement put aside',
  'difference.dismissed.sentence':
    'A person put {name} aside ({measure:word.measure}, {amountMinor:money}); the funder still has it.',
  'difference.dismissed.cure': 'Ask the funder to take it back.',
  'difference.not_told': 'Not told by the funder',
  'difference.not_told.sentence':
    '{measure:word.measure}: what the funder told, less what we recorded: {amountMinor:money}.',
  'difference.not_told.cure':
    'Wait for the funder’s next statement; if it stays, send it the credit note or the payment again.',
  'difference.posted_later': 'Posted in a later month',
  'difference.posted_later.sentence':
    '{measure:word.measure}: {amountMinor:money} is of a closed month and was posted on the first open day.',
  'difference.posted_later.cure': 'Nothing: choose a later day and it is there.',
  'difference.not_in_books': 'Not as it is in the books',
  'difference.not_in_books.sentence':
    '{measure:word.measure}: what the books carry, less what was recorded: {amountMinor:money}.',
  'difference.not_in_books.cure':
    'Read the receivable’s statement of account and tell your administrator: every fact is posted with its journal.',
  'difference.charge_differs': 'Charge differs from the agreement',
  'difference.charge_differs.sentence':
    '{measure:word.measure}: what the agreement gives, less what the funder charged through {on:date}: {amountMinor:money}.',
  'difference.charge_differs.cure':
    'Send the funder the reckoning below; if it is right, correct the charges of the agreement.',
  'difference.ledger_differs': 'General ledger differs',
  'difference.ledger_differs.sentence':
    'What the general ledger carries, less what the sub-ledger carries for it: {amountMinor:money}.',
  'difference.ledger_differs.cure':
    'Export the newest journals to the general ledger, or look for an entry made there by hand.',

  'chargeUnknown.fixing_missing': 'Not checked: no fixing of {index} for {day:date} is known.',
  'chargeUnknown.calendar_missing': 'Not checked: the calendar {calendar} is not known.',
  'chargeUnknown.calendar_outside':
    'Not checked: the calendar {calendar} covers {firstYear} to {lastYear}, not {day:date}.',
  'chargeUnknown.rate_impossible': 'Not checked: a rate of {percent}% leaves no price.',

  'refusal.control_not_text': 'The file is not text in UTF-8. Save it as CSV in UTF-8.',
  'refusal.control_header':
    'The first line is not “account,currency,receivable,balance”: {found}. Without single receivables, leave that column out.',
  'refusal.control_row': 'Row {row} has {found} cells in place of {expected}.',
  'refusal.control_missing': 'Row {row}: {field} is missing.',
  'refusal.control_currency': 'Row {row}: “{value}” is not a currency.',
  'refusal.control_amount':
    'Row {row}: “{value}” is not an amount. Write it with a point and without separators, debits positive.',
  'refusal.control_twice':
    'Row {row}: the balance of {account} was stated before, in row {before}.',
  'refusal.control_empty': 'The file has no balances.',
  'refusal.control_too_long': 'The file has more than {limit:count} rows.',
  'refusal.control_unknown':
    'No account of the sub-ledger goes by {accounts}. Use your own numbers, as they were stated with an export, or the sub-ledger’s names.',
} as const;
