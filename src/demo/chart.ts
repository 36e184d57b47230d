import type { AccountRole } from '../core/journal/account-role.ts';

/** The demo company's general ledger: its numbers of the sub-ledger's accounts. */
export const demoChart: Record<AccountRole, string> = {
  bank: '1002',
  trade_receivables: '112201',
  receivables_transferred: '112202',
  due_from_factor: '122101',
  claim_receivable: '122110',
  suspense: '122199',
  continuing_involvement_asset: '153101',
  borrowings: '200101',
  overpayments: '220301',
  factoring_liability: '224101',
  to_turn_over: '224102',
  continuing_involvement_liability: '224103',
  recourse_liability: '280101',
  sales_deductions: '600102',
  service_fees: '660301',
  fee_tax: '660302',
  interest_expense: '660303',
  fx_difference: '660304',
  credit_losses: '670201',
  recourse_expense: '670202',
};
