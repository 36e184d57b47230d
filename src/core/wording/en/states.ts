/** Where a request, a position and a delivery stand, and who may act. */
export const states = {
  'request.draft': 'Draft',
  'request.submitted': 'Submitted, waiting for approval',
  'request.approved': 'Approved',
  'request.pending': 'With the funder',
  'request.funded': 'Funded',
  'request.partly_funded': 'Partly funded',
  'request.declined': 'Declined by the funder',
  'request.cash_matched': 'Cash received',
  'request.rejected': 'Rejected',
  'request.withdrawn': 'Withdrawn',

  'position.free': 'free',
  'position.reserved': 'reserved',
  'position.assigned': 'assigned',
  'position.advanced': 'advanced',
  'position.funded': 'funded',

  'delivery.held': 'Held until the request is approved',
  'delivery.ready': 'Ready to send',
  'delivery.sending': 'Sending',
  'delivery.accepted': 'Accepted by the partner',
  'delivery.rejected': 'Refused by the partner',
  'delivery.unknown': 'No clear answer yet; the receivables stay reserved',
  'delivery.resolving': 'Asking the partner what happened',
  'delivery.manual': 'Waiting for two people to decide',
  'delivery.confirmed': 'Confirmed by our own query',
  'delivery.reversed': 'Reversed by the partner',

  'role.treasury': 'Treasury',
  'role.approver': 'Approver',
  'role.finance': 'Finance',
  'role.administrator': 'Administrator',
  'role.machine': 'Machine access',

  'mode.sale': 'Sale of receivables',
  'mode.pledge': 'Pledge of receivables',
} as const;
