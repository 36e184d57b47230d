import { fundsInUseMinor, owedMinor, residualMinor } from '../funding/account.ts';
import type { Held } from '../funding/position.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, mulDiv, sumMinor } from '../money.ts';
import { type Funded, type FundedFacility, isPaid } from './funded.ts';

/** What a debtor owes under one facility, and what a lower limit or a payment would do there. */
export type DebtorEffect = {
  facilityId: string;
  name: string;
  currency: Currency;
  /** What it owes of what is held, and the funder's money that is out on that. */
  owedMinor: AmountMinor;
  fundsMinor: AmountMinor;
  /** With the limit: what is above it, and the advance that stands on that, rounded up. */
  limitCut?: { aboveMinor: AmountMinor; affectedMinor: AmountMinor };
  /** With the payment: what it settles, what funds come back with it, what reserve is released. */
  payment?: {
    paidMinor: AmountMinor;
    settled: Id[];
    freedMinor: AmountMinor;
    releasedMinor: AmountMinor;
    /** What is left open, in its own currency, and drawn, of each that is paid. */
    left: { receivableId: Id; openMinor: AmountMinor; advancedMinor: AmountMinor }[];
  };
};

export type DebtorAsked = {
  debtorId: string;
  /** Of the facilities that are looked at; absent: all, amounts in the currency of each. */
  currency?: Currency | undefined;
  limitMinor?: AmountMinor | undefined;
  paidMinor?: AmountMinor | undefined;
};

/** Under each facility that holds something of it; a limit and a payment are reckoned for each alone. */
export function debtorEffects(
  pools: readonly { facility: FundedFacility; funded: readonly Funded[] }[],
  { debtorId, currency: only, limitMinor, paidMinor }: DebtorAsked,
): DebtorEffect[] {
  return pools.flatMap(({ facility, funded }) => {
    const own = funded.filter((one) => one.debtorId === debtorId && !isPaid(one));
    if (own.length === 0 || (only ?? facility.currency) !== facility.currency) return [];
    const { facilityId, name, currency } = facility;
    const owed = sumMinor(own.map(({ held }) => owedMinor(held.account)));
    const fundsMinor = sumMinor(own.map(({ held }) => fundsInUseMinor(held)));
    return [
      {
        facilityId,
        name,
        currency,
        owedMinor: owed,
        fundsMinor,
        ...(limitMinor !== undefined && {
          limitCut: limitCut({ limitMinor, owed, fundsMinor }),
        }),
        ...(paidMinor !== undefined && { payment: payment(own, facility, paidMinor) }),
      },
    ];
  });
}

function limitCut(of: { limitMinor: AmountMinor; owed: AmountMinor; fundsMinor: AmountMinor }) {
  const { limitMinor, owed, fundsMinor } = of;
  const aboveMinor = Math.max(0, sumMinor([owed, -limitMinor]));
  return { aboveMinor, affectedMinor: mulDiv(fundsMinor, aboveMinor, owed, 'up') };
}

/** The oldest due day first; of the last one a part may be paid, which releases nothing yet. */
function payment(
  own: readonly Funded[],
  { mode }: FundedFacility,
  paidMinor: AmountMinor,
): NonNullable<DebtorEffect['payment']> {
  let leftMinor = paidMinor;
  const settled: Id[] = [];
  const freed: AmountMinor[] = [];
  const released: AmountMinor[] = [];
  const left: NonNullable<DebtorEffect['payment']>['left'] = [];
  const order = own.toSorted((left, right) => (left.dueOn < right.dueOn ? -1 : 1));
  for (const { held, receivableId } of order) {
    if (leftMinor === 0) break;
    const takenMinor = Math.min(leftMinor, owedMinor(held.account));
    leftMinor -= takenMinor;
    const isWhole = takenMinor === owedMinor(held.account);
    // Of a sale each payment is the funder's; a pledge's line is paid back by the seller.
    const backMinor = mode === 'sale' ? takenMinor : isWhole ? fundsInUseMinor(held) : 0;
    const freedMinor = Math.min(fundsInUseMinor(held), backMinor);
    freed.push(freedMinor);
    const openMinor = inOwn(held, sumMinor([owedMinor(held.account), -takenMinor]));
    const advancedMinor = sumMinor([fundsInUseMinor(held), -freedMinor]);
    left.push({ receivableId, openMinor, advancedMinor });
    if (!isWhole) continue;
    settled.push(receivableId);
    if (mode === 'sale') released.push(Math.max(0, residualMinor(held.account)));
  }
  return {
    paidMinor: sumMinor([paidMinor, -leftMinor]),
    settled,
    freedMinor: sumMinor(freed),
    releasedMinor: sumMinor(released),
    left,
  };
}

/** In the receivable's own currency, at the assignment's rate; a part of a unit is still open. */
function inOwn({ foreign, account }: Held, amountMinor: AmountMinor): AmountMinor {
  if (!foreign || account.faceMinor === 0) return amountMinor;
  return mulDiv(amountMinor, foreign.openMinor, account.faceMinor, 'up');
}
