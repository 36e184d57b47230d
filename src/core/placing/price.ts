import { daysThirty } from '../calendar.ts';
import type { Price } from '../facility.ts';
import { type AmountMinor, mulDiv, shareBp } from '../money.ts';

/**
 * The fee of placing a receivable: on the assigned face, at least the minimum, and again each time it
 * has to be replaced because it is paid before the horizon (horizon ÷ days, up). Without the horizon
 * the cheapest plan would be the invoices due tomorrow.
 */
export function feeOver(
  price: Price,
  { faceMinor, runs, horizonDays }: { faceMinor: AmountMinor; runs: number; horizonDays: number },
): AmountMinor {
  const fee = serviceFee(price, faceMinor);
  return runs < horizonDays ? mulDiv(fee, horizonDays, runs, 'up') : fee;
}

/**
 * What a funder keeps back when it pays for a sale: interest of so many days, up to the expected payment
 * whatever the horizon, and the service fee, once.
 */
export function withheldOf(
  price: Price,
  { faceMinor, valueNumber, runs }: { faceMinor: AmountMinor; valueNumber: number; runs: number },
): { days: number; fee: AmountMinor } {
  const { withheld } = price;
  if (withheld === undefined) return { days: 0, fee: 0 };
  const days = interestDays(price, { valueNumber, runs, horizonDays: runs });
  return { days, fee: withheld === 'interest_and_fees' ? serviceFee(price, faceMinor) : 0 };
}

function serviceFee({ serviceFeeBp, minimumFeeMinor }: Price, faceMinor: AmountMinor): AmountMinor {
  return Math.max(shareBp(faceMinor, serviceFeeBp, 'halfUp'), minimumFeeMinor);
}

/** Days until a receivable is expected to be paid: overdue counts as one day. */
export function daysToPayment({
  daysToDue,
  usualDelayDays,
}: {
  daysToDue: number;
  usualDelayDays: number;
}): number {
  return Math.max(1, daysToDue + usualDelayDays);
}

/** Days for which interest runs within the horizon, at least the contract's minimum. */
export function interestDays(
  { minimumDays = 1, dayCount }: Price,
  { valueNumber, runs, horizonDays }: { valueNumber: number; runs: number; horizonDays: number },
): number {
  const actual = Math.min(runs, horizonDays);
  const days = dayCount === '30E/360' ? daysThirty(valueNumber, valueNumber + actual) : actual;
  return Math.max(minimumDays, days);
}

export function daysInYear({ dayCount }: Price): number {
  return dayCount === 'ACT/365F' ? 365 : 360;
}

/** What financing a receivable costs until it falls due, in the facility's currency. */
export function costUntilDue(
  price: Price,
  of: { faceMinor: AmountMinor; advanceMinor: AmountMinor; daysToDue: number },
): AmountMinor {
  const runs = daysToPayment({ daysToDue: of.daysToDue, usualDelayDays: 0 });
  const interest = mulDiv(
    of.advanceMinor,
    price.rateBp * Math.max(runs, price.minimumDays ?? 1),
    10_000 * daysInYear(price),
    'halfEven',
  );
  return interest + feeOver(price, { faceMinor: of.faceMinor, runs, horizonDays: runs });
}
