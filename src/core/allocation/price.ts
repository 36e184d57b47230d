import type { Price } from '../facility.ts';
import { type AmountMinor, mulDiv, shareBp } from '../money.ts';

/**
 * What financing a receivable costs over the need's horizon: interest on the advance while it runs,
 * at most to the horizon, half-even; and the service fee on the assigned face, which comes again
 * each time a receivable that is paid before the horizon has to be replaced (horizon ÷ days, up).
 * Without the horizon the cheapest plan would be the invoices due tomorrow. Overdue counts as one day.
 */
export function costOverHorizon(
  price: Price,
  of: {
    faceMinor: AmountMinor;
    advanceMinor: AmountMinor;
    /** From the value day to the due day. */
    daysToDue: number;
    horizonDays: number;
  },
): AmountMinor {
  const days = Math.max(1, of.daysToDue);
  const running = Math.min(days, of.horizonDays);
  const interest = mulDiv(
    of.advanceMinor,
    price.rateBp * running,
    10_000 * daysInYear(price),
    'halfEven',
  );
  const fee = Math.max(shareBp(of.faceMinor, price.serviceFeeBp, 'halfUp'), price.minimumFeeMinor);
  return interest + (days < of.horizonDays ? mulDiv(fee, of.horizonDays, days, 'up') : fee);
}

function daysInYear({ dayCount }: Price): number {
  return dayCount === 'ACT/360' ? 360 : 365;
}
