/** The accounts of the sub-ledger, what moves them, and why a month or an export is refused. */
export const books = {
  'bookAccount.trade_receivables': 'Trade receivables',
  'bookAccount.receivables_transferred': 'Receivables transferred or pledged',
  'bookAccount.due_from_factor': 'Due from funders',
  'bookAccount.factoring_liability': 'Factoring liability',
  'bookAccount.borrowings': 'Borrowings',
  'bookAccount.bank': 'Bank',
  'bookAccount.service_fees': 'Service fees',
  'bookAccount.fee_tax': 'Tax on fees',
  'bookAccount.interest_expense': 'Interest expense',
  'bookAccount.sales_deductions': 'Sales deductions',
  'bookAccount.credit_losses': 'Credit losses',
  'bookAccount.fx_difference': 'Exchange differences',
  'bookAccount.to_turn_over': 'To be turned over',
  'bookAccount.overpayments': 'Overpayments of debtors',
  'bookAccount.recourse_liability': 'Recourse liability',
  'bookAccount.recourse_expense': 'Recourse expense',
  'bookAccount.continuing_involvement_asset': 'Continuing involvement, asset',
  'bookAccount.continuing_involvement_liability': 'Continuing involvement, liability',
  'bookAccount.suspense': 'Cash not yet explained',

  'journal.assigned': 'Assigned to the funder',
  'journal.advanced': 'Advance',
  'journal.released': 'Given back unfunded',
  'journal.collected': 'Payment by the debtor',
  'journal.turned_over': 'Misdirected payment turned over',
  'journal.charged': 'Fee, tax or interest',
  'journal.diluted': 'Credit note or deduction',
  'journal.rebated': 'Rebate or settlement',
  'journal.reassigned': 'Reassigned to the seller',
  'journal.written_off': 'Write-off',
  'journal.closed': 'Closed',
  'journal.drawdown': 'Drawdown',
  'journal.repayment': 'Repayment',
  'journal.facility_charge': 'Charge on the facility',
  'journal.cash_received': 'Bank, received',
  'journal.cash_paid': 'Bank, paid',
  'journal.revaluation': 'Revaluation at month-end',

  'refusal.month_not_over': '{month} ends on {lastOn:date}; it can be closed after that day.',
  'refusal.month_unfinished':
    '{month} ends on {lastOn:date}; it can be revalued from that day on, at its closing rate.',
  'refusal.month_closed': '{month} is closed and takes no further posting.',
  'refusal.month_before_open': 'Months are closed one after the other: close {first} first.',
  'refusal.closing_rate_missing':
    'There is no exchange rate from {from} to {to} on or before {day:date}. Load one, then revalue again.',
  'refusal.ledger_accounts_missing':
    'State the account numbers of your general ledger with the first export; later ones take them over.',
  'refusal.ledger_account_missing':
    'These accounts have no number in your general ledger: {accounts:words.bookAccount}. State them and export again.',
  'refusal.nothing_to_export':
    'Every journal through {day:date} has been exported. Read an earlier run again, or choose a later day.',
} as const;
