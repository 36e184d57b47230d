import { z } from 'zod';

/** The accounts of the sub-ledger, by their part in it; the firm's own numbers are mapped at export. */
export const accountRoles = [
  /** The firm's ordinary receivables: what leaves them at assignment, and what comes back. */
  'trade_receivables',
  /** Transferred or pledged, and still the firm's asset. */
  'receivables_transferred',
  /** By receivable, by request (advances on their way), by settlement (rebates on their way). */
  'due_from_factor',
  'factoring_liability',
  'borrowings',
  'bank',
  'service_fees',
  'fee_tax',
  'interest_expense',
  'sales_deductions',
  'credit_losses',
  'fx_difference',
  /** What a debtor paid the seller and belongs to the funder. */
  'to_turn_over',
  /** What a debtor paid beyond what it owed. */
  'overpayments',
  'recourse_liability',
  'recourse_expense',
  'continuing_involvement_asset',
  'continuing_involvement_liability',
  /** What a credit insurer owes us of a claim, and below zero what we owe it of a recovery. */
  'claim_receivable',
  /** Cash that one side has explained and the other not yet. */
  'suspense',
] as const;
export const AccountRole = z.enum(accountRoles);
export type AccountRole = z.infer<typeof AccountRole>;

/** What was earned or lost: it stays where it was booked until the year is closed in the firm's books. */
export const resultRoles: ReadonlySet<AccountRole> = new Set([
  'service_fees',
  'fee_tax',
  'interest_expense',
  'sales_deductions',
  'credit_losses',
  'fx_difference',
  'recourse_expense',
]);

/**
 * Carried at the closing rate (IAS 21.23). The trade receivables are revalued where they are kept, in
 * the firm's own ledger: here stands only what leaves them and comes back.
 */
export function isRevalued(role: AccountRole): boolean {
  return role !== 'trade_receivables' && !resultRoles.has(role);
}
