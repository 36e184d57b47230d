import { type AmountMinor, sumMinor } from '../money.ts';

/**
 * What has become of a receivable's face while a funder holds it, in minor units of the facility's
 * currency; the face is what was open at assignment, at that day's rate. CLOSED:
 *
 *   face + overpayment + fx = advance + rebate + fees + fee tax + interest + dilution + write-off + reassigned
 *
 * Collections are not a term: what the debtor pays settles the face, and what of it is not the funder's
 * comes back as rebate.
 */
export type Account = {
  faceMinor: AmountMinor;
  advanceMinor: AmountMinor;
  /** Below zero: the seller pays. */
  rebateMinor: AmountMinor;
  feesMinor: AmountMinor;
  feeTaxMinor: AmountMinor;
  interestMinor: AmountMinor;
  dilutionMinor: AmountMinor;
  writeOffMinor: AmountMinor;
  reassignedMinor: AmountMinor;
  /** What the funder booked above, or below, the face it settles. */
  fxMinor: AmountMinor;
  /** What has reached the funder, at the assignment's rate. */
  collectedMinor: AmountMinor;
  /** What the debtor paid the seller and the seller has not passed on. */
  misdirectedMinor: AmountMinor;
};

export function openAccount(faceMinor: AmountMinor): Account {
  return {
    faceMinor,
    advanceMinor: 0,
    rebateMinor: 0,
    feesMinor: 0,
    feeTaxMinor: 0,
    interestMinor: 0,
    dilutionMinor: 0,
    writeOffMinor: 0,
    reassignedMinor: 0,
    fxMinor: 0,
    collectedMinor: 0,
    misdirectedMinor: 0,
  };
}

/** What the debtor still has to pay, and to nobody else: never below zero. */
export function owedMinor(account: Account): AmountMinor {
  return Math.max(0, unpaidMinor(account));
}

/** What the debtor paid beyond what it owed. */
export function overpaymentMinor(account: Account): AmountMinor {
  return Math.max(0, -unpaidMinor(account));
}

function unpaidMinor(account: Account): AmountMinor {
  const { faceMinor, dilutionMinor, writeOffMinor, reassignedMinor } = account;
  const { collectedMinor, misdirectedMinor } = account;
  return sumMinor([
    faceMinor,
    -dilutionMinor,
    -writeOffMinor,
    -reassignedMinor,
    -collectedMinor,
    -misdirectedMinor,
  ]);
}

/**
 * What is not settled yet between seller and funder: positive, due to the seller when the debtor has
 * paid; negative, due from the seller; zero, the identity holds.
 */
export function residualMinor(account: Account): AmountMinor {
  return sumMinor([
    account.faceMinor,
    overpaymentMinor(account),
    account.fxMinor,
    -account.advanceMinor,
    -account.rebateMinor,
    -account.feesMinor,
    -account.feeTaxMinor,
    -account.interestMinor,
    -account.dilutionMinor,
    -account.writeOffMinor,
    -account.reassignedMinor,
  ]);
}

/**
 * The funder's money that is out on this receivable: what was paid to the seller and has not come back.
 * What the debtor of a sale pays is the funder's; of a pledge it is the seller's, who repays.
 */
export function fundsInUseMinor(held: { mode: 'sale' | 'pledge'; account: Account }): AmountMinor {
  const { advanceMinor, rebateMinor, collectedMinor } = held.account;
  const backMinor = held.mode === 'sale' ? collectedMinor : 0;
  return Math.max(0, sumMinor([advanceMinor, rebateMinor, -backMinor]));
}
