import { type AmountMinor, sumMinor } from '../money.ts';
import type { ClaimFiling } from './filing.ts';

/** Who is paid, in order: a loss payee up to its own claim, the insured for the rest. */
export type Payee = ClaimFiling['payees'][number];
type Paid = Omit<Payee, 'upToMinor'> & { amountMinor: AmountMinor };

/** The shares sum to the amount unless every payee has its fill: then what is left is nobody's. */
export function payOut(amountMinor: AmountMinor, payees: readonly Payee[]): Paid[] {
  let leftMinor = amountMinor;
  return payees.map(({ upToMinor, ...payee }) => {
    const paidMinor = Math.min(leftMinor, upToMinor ?? leftMinor);
    leftMinor = sumMinor([leftMinor, -paidMinor]);
    return { ...payee, amountMinor: paidMinor };
  });
}
