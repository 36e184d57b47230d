/** The columns of an ageing, and what explains the figures of how quickly debtors pay. */
export const ageing = {
  'ageing.column.not_due': 'Not due',
  'ageing.column.issued': 'Same day',
  'ageing.column.upTo': 'Up to {toDays:days}',
  'ageing.column.one': '{toDays:days}',
  'ageing.column.between': '{fromDays}–{toDays:days}',
  'ageing.column.over': 'Over {belowDays:days}',
  'ageing.column.credit_note': 'Credit notes',
  'ageing.column.unapplied_cash': 'Unapplied cash',

  'ageing.outstanding.simple':
    '{openMinor:money} open ÷ {salesMinor:money} invoiced from {firstOn:date} to {lastOn:date} × {days:days}.',
  'ageing.outstanding.none':
    'Nothing was invoiced from {firstOn:date} to {lastOn:date}, so there is nothing to hold {openMinor:money} against.',
  'ageing.outstanding.best':
    '{notDueMinor:money} of it is not due: so much would be open if everybody paid on the day.',
  'ageing.outstanding.countBack':
    '{openMinor:money} is used up by what was invoiced since {firstOn:date}, month by month backwards.',
  'ageing.outstanding.beyond':
    'After {months:months} backwards {restMinor:money} is still not accounted for: it is at least so many days.',
  'ageing.outstanding.nothing': 'Nothing is owed.',
  'ageing.outstanding.partlyKnown':
    'The first ledger is of {knownSince:date}. Of what was invoiced before, only what was still open then is known, so the days may be too many.',

  'ageing.delay.not_enough':
    '{count:count} paid in this time, too few to say; a figure needs {needed:count}.',

  'ageing.file.debtorId': 'Debtor number',
  'ageing.file.debtor': 'Debtor',
  'ageing.file.currency': 'Currency',
  'ageing.file.count': 'Open items',
  'ageing.file.total': 'Total',
  'ageing.file.disputed': 'Of it in dispute',
} as const;
