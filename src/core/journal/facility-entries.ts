import type { ChargeKind } from '../funding/position-fact.ts';
import type { AccountRole } from './account-role.ts';
import { type Journal, type Movement, pair, type Side } from './journal.ts';

/**
 * What happens on a facility as a whole. `reference` is what the funder settles it under: a request's
 * number, a drawdown's, a settlement's; the bank's entry of it clears what is due under it.
 */
type OnFacility = Movement & { facilityId: string; reference: string };

/** A pledge's line is drawn: the cash is due from the funder, and owed to it. */
export function drawdownOf(movement: OnFacility): Journal {
  return pair('drawdown', movement, [dueUnder(movement), borrowingsOf(movement)]);
}

/** Paid back, or taken off the line by the funder out of what it owed. */
export function repaymentOf(movement: OnFacility): Journal {
  return pair('repayment', movement, [borrowingsOf(movement), dueUnder(movement)]);
}

/**
 * A charge that is no receivable's: interest on a pool, a fee of the line. A pledge's is added to what
 * is owed; a sale's is taken out of what the funder pays next.
 */
export function facilityChargeOf(
  movement: OnFacility & { charge: ChargeKind; mode: 'sale' | 'pledge' },
): Journal {
  const account = expenseOf[movement.charge];
  return pair('facility_charge', movement, [
    { account, subject: movement.facilityId },
    movement.mode === 'pledge' ? borrowingsOf(movement) : dueUnder(movement),
  ]);
}

/**
 * An entry of the firm's bank, credits positive, against what it settles: what is due from the funder
 * under a request or a settlement, what is to be turned over, or suspense where nobody knows yet. Cash
 * that a position's fact has explained without a bank account stands in suspense under that fact's cause.
 */
export function bankEntryOf(
  movement: Movement & {
    bankAccount: string;
    against: Side & { account: 'due_from_factor' | 'to_turn_over' | 'borrowings' | 'suspense' };
  },
): Journal {
  const kind = movement.amountMinor < 0 ? 'cash_paid' : 'cash_received';
  return pair(kind, movement, [
    { account: 'bank', subject: movement.bankAccount },
    movement.against,
  ]);
}

const expenseOf: Readonly<Record<ChargeKind, AccountRole>> = {
  service_fee: 'service_fees',
  misdirected_fee: 'service_fees',
  fee_tax: 'fee_tax',
  interest: 'interest_expense',
};

function dueUnder({ reference }: OnFacility): Side {
  return { account: 'due_from_factor', subject: reference };
}

function borrowingsOf({ facilityId }: OnFacility): Side {
  return { account: 'borrowings', subject: facilityId };
}
