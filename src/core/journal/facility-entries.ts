import { type Journal, type Movement, pair, type Side } from './journal.ts';

/**
 * An entry of the firm's bank, credits positive, against what it settles: what is due from the funder
 * under a request or a settlement, a charge that is owed to a line's bank, or suspense where nobody knows
 * yet. Cash that a position's fact has explained without a bank account stands in suspense under that
 * fact's cause; of another currency than the fact's, against the exchange.
 */
export function bankEntryOf(
  movement: Movement & {
    bankAccount: string;
    against: Side & {
      account: 'due_from_factor' | 'borrowings' | 'claim_receivable' | 'fx_difference' | 'suspense';
    };
  },
): Journal {
  const kind = movement.amountMinor < 0 ? 'cash_paid' : 'cash_received';
  return pair(kind, movement, [
    { account: 'bank', subject: movement.bankAccount },
    movement.against,
  ]);
}
