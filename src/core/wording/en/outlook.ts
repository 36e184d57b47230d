/** What comes: warnings, and cash by day. */
export const outlook = {
  'warning.overadvance': 'Overadvance',
  'warning.overadvance.sentence':
    '{facility}: more is drawn than the pool carries, by {amountMinor:money}.',
  'warning.overadvance.cure': 'Add receivables, or pay back this much.',
  'warning.aged_reserve': 'Reserve held back',
  'warning.aged_reserve.sentence':
    '{facility}: {amountMinor:money} is held back more than {days:days} after the debtors paid. Receivables: {count:count}.',
  'warning.aged_reserve.cure': 'Ask the funder to release it.',
  'warning.recourse_demanded': 'Recourse demanded',
  'warning.recourse_demanded.sentence':
    '{facility}: the funder asks {amountMinor:money} back; the first was due on {on:date}. Receivables: {count:count}.',
  'warning.recourse_demanded.cure': 'Buy them back, or answer the funder.',
  'warning.recourse_coming': 'Recourse comes',
  'warning.recourse_coming.sentence':
    '{facility}: {amountMinor:money} of what is unpaid may be given back within {days:days}, the first on {on:date}. Receivables: {count:count}.',
  'warning.recourse_coming.cure': 'Have the debtors pay before that day, or set the cash aside.',
  'warning.reopened': 'Open again after it was settled',
  'warning.reopened.sentence':
    '{facility}: {amountMinor:money} of what was settled is owed again, by debtors whose payment came back or by us for a late charge; the first since {on:date}. Receivables: {count:count}.',
  'warning.reopened.cure': 'Have the debtor pay again, or settle with the funder.',
  'warning.disputed': 'Disputed and financed',
  'warning.disputed.sentence':
    '{facility}: {amountMinor:money} of what is financed is disputed. Receivables: {count:count}.',
  'warning.disputed.cure':
    'Settle the dispute or issue a credit note; funders give disputed ones back.',
  'warning.unapproved': 'No longer approved',
  'warning.unapproved.sentence':
    '{facility}: the funder no longer bears the risk of {amountMinor:money}. Receivables: {count:count}.',
  'warning.unapproved.cure': 'Ask for the reason, and take other receivables in their place.',
  'warning.misdirected': 'Misdirected cash',
  'warning.misdirected.sentence':
    '{facility}: {amountMinor:money} that debtors paid to us is not passed on; the oldest is of {on:date}.',
  'warning.misdirected.cure': 'Pass it on to the funder.',
  'warning.concentration': 'Concentration grew',
  'warning.concentration.sentence':
    '{facility}: {debtor} is {shareBp:bp} of what is held, against {beforeBp:bp} on {on:date}.',
  'warning.concentration.cure': 'Place other debtors, or ask for a higher cap before it cuts.',
  'warning.offered_elsewhere': 'Given to another funder',
  'warning.offered_elsewhere.sentence':
    '{facility}: {amountMinor:money} that the agreement has you offer here is with another funder. Invoices: {count:count}.',
  'warning.offered_elsewhere.cure':
    'Agree on it with both funders: what is promised to one may not go to the other.',
  'warning.offer_late': 'Offered too late',
  'warning.offer_late.sentence':
    '{facility}: {amountMinor:money} is past the day by which the agreement has it offered, the first was {on:date}. Invoices: {count:count}.',
  'warning.offer_late.cure': 'Offer it now, or ask the funder to let it out.',
  'warning.not_offered': 'Not offered yet',
  'warning.not_offered.sentence':
    '{facility}: {amountMinor:money} that the agreement has you offer has not been offered, the oldest since {on:date}. Invoices: {count:count}.',
  'warning.not_offered.cure': 'Put it into the next request.',

  'severity.high': 'Act now',
  'severity.medium': 'Soon',
  'severity.low': 'Watch',

  'cash.advance': 'Advance',
  'cash.rebate': 'Reserve release',
  'cash.fees': 'Fees',
  'cash.interest': 'Interest',
  'cash.recourse': 'Recourse',
  'cash.repayment': 'Repayment',
  'cash.turnover': 'Misdirected cash',

  'cashBasis.approved': 'Approved and not answered yet.',
  'cashBasis.funded': 'The funder said yes and has not paid.',
  'cashBasis.debtor_due': 'Due on {on:date}.',
  'cashBasis.debtor_delay': 'Due on {on:date}; this debtor usually pays {days:days} later.',
  'cashBasis.debtor_overdue': 'Was expected on {on:date}; it may come any day.',
  'cashBasis.debtor_paid': 'The debtor has paid; the reserve is due.',
  'cashBasis.maturity':
    'The funder pays at maturity: business days after the average due day of {on:date}: {days:count}.',
  'cashBasis.month_end': 'Interest of the month, as the agreement gives it on what is in use.',
  'cashBasis.at_close': 'Interest to the expected payment, as the agreement gives it.',
  'cashBasis.fee_tier': 'The fee that the next period brings, as the agreement gives it.',
  'cashBasis.recourse_days': '{days:days} after the due day, where it is not paid before.',
  'cashBasis.recourse_demanded': 'Demanded by the funder.',
  'cashBasis.collected': 'The debtor has paid us; the line is paid back with it.',
  'cashBasis.passed_on':
    'Passed on to the funder, and then taken back by the debtor’s bank: the funder returns it.',
  'cashBasis.misdirected': 'Paid to us in error; it is the funder’s.',
} as const;
