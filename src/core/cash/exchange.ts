import { assert } from '../assert.ts';
import { owedMinor } from '../funding/account.ts';
import type { Held } from '../funding/position.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';

/** A receivable that its debtor pays in its own currency, held under a facility of another. */
type Foreign = Pick<Held, 'foreign' | 'account'>;

/**
 * What a payment in the receivable's own currency settles of the face, at the assignment's rate: rounded
 * half-even on what was paid in all, so that the parts of a full payment come to the face.
 */
export function settledBy({ foreign, account }: Foreign, paidMinor: AmountMinor): AmountMinor {
  assert(foreign, 'it is paid in another currency');
  const { openMinor, paidMinor: before } = foreign;
  const settled = (sum: AmountMinor) => mulDiv(sum, account.faceMinor, openMinor, 'halfEven');
  return sumMinor([settled(sumMinor([before, paidMinor])), -settled(before)]);
}

/** What the debtor still owes, in the currency it owes it in. */
export function owedInOwn(position: Foreign): AmountMinor {
  const { foreign, account } = position;
  assert(foreign, 'it is owed in another currency');
  const owed = owedMinor(account);
  const { dilutionMinor, writeOffMinor, reassignedMinor } = account;
  const isLess = sumMinor([dilutionMinor, writeOffMinor, reassignedMinor]) !== 0;
  if (owed === 0 || isLess) return mulDiv(owed, foreign.openMinor, account.faceMinor, 'halfEven');
  return Math.max(0, sumMinor([foreign.openMinor, -foreign.paidMinor]));
}

/** What the debtor paid the seller and is to be passed on, in the currency it came in. */
export function misdirectedInOwn({ foreign, account }: Foreign): AmountMinor {
  assert(foreign, 'it is paid in another currency');
  const { misdirectedMinor, collectedMinor, faceMinor } = account;
  // All that was paid is here: it is known to the unit.
  if (collectedMinor === 0 && misdirectedMinor !== 0) return foreign.paidMinor;
  return mulDiv(misdirectedMinor, foreign.openMinor, faceMinor, 'halfEven');
}

/** What of the face is passed on with a payment: all of it where all that came goes. */
export function turnedOverBy(position: Foreign, paidMinor: AmountMinor): AmountMinor {
  const openMinor = misdirectedInOwn(position);
  const { misdirectedMinor } = position.account;
  if (openMinor === 0) return settledBy(position, paidMinor);
  return mulDiv(misdirectedMinor, paidMinor, openMinor, 'halfEven');
}
