import type { Reserve } from '../facility/reserve.ts';
import { monthlyRatio, salesOf } from './history.ts';
import {
  averageOf,
  ceilingOf,
  isAbove,
  minus,
  over,
  plus,
  ppmOf,
  type Ratio,
  ratio,
  rounded,
  times,
  zero,
} from './ratio.ts';
import type { ReserveBasis, Reserved } from './reserves.ts';

type Of<Code extends Reserve['reserve']> = Extract<Reserve, { reserve: Code }>;

/**
 * ((stress × ADR) + (HDR − ADR) × (HDR ÷ ADR)) × sales of the horizon, at least the floor's share of
 * the pool: the pool in "sales over pool" and the pool the ratio is taken of cancel.
 */
export function dilutionDynamic(
  reserve: Of<'dilution_dynamic'>,
  { poolMinor, history }: ReserveBasis,
): Reserved {
  const { lagMonths: lag, averageMonths, spikeMonths, horizonMonths, rounding } = reserve;
  const monthly = Array.from({ length: averageMonths }, (_, back) =>
    rounded(monthlyRatio(history, { back, lag, what: 'creditNotesMinor' }), rounding),
  );
  const average = averageOf(monthly);
  const highest = highestAverage(monthly, spikeMonths);
  const spike = times(minus(highest, average), over(highest, average));
  const factor = plus(times(ratio(reserve.stress, 10_000), average), spike);
  const sales = salesOf(history, 0, horizonMonths);
  return {
    reserve: 'dilution_dynamic',
    amountMinor: atLeast(times(factor, ratio(sales, 1)), reserve.floorBp, poolMinor),
    params: {
      averagePpm: ppmOf(average),
      highestPpm: ppmOf(highest),
      stress: reserve.stress,
      salesMinor: Number(sales),
      floorBp: reserve.floorBp,
    },
  };
}

/** Stress × highest average default ratio × sales of the horizon, at least the floor's share. */
export function lossDynamic(
  reserve: Of<'loss_dynamic'>,
  { poolMinor, history }: ReserveBasis,
): Reserved {
  const { lagMonths: lag, averageMonths, spikeMonths, horizonMonths, partBp, rounding } = reserve;
  const monthly = Array.from({ length: averageMonths }, (_, back) =>
    rounded(monthlyRatio(history, { back, lag, what: 'defaultedMinor' }), rounding),
  );
  const highest = highestAverage(monthly, spikeMonths);
  const whole = ratio(salesOf(history, 0, horizonMonths), 1);
  const part = times(ratio(salesOf(history, horizonMonths, 1), 1), ratio(partBp, 10_000));
  const sales = plus(whole, part);
  const amount = times(times(ratio(reserve.stress, 10_000), highest), sales);
  return {
    reserve: 'loss_dynamic',
    amountMinor: atLeast(amount, reserve.floorBp, poolMinor),
    params: {
      highestPpm: ppmOf(highest),
      stress: reserve.stress,
      salesMinor: Number(ceilingOf(sales)),
      floorBp: reserve.floorBp,
    },
  };
}

/** The highest average of so many months in a row; of fewer months, their average. */
function highestAverage(monthly: readonly Ratio[], inRow: number): Ratio {
  const last = Math.max(0, monthly.length - inRow);
  let highest = zero;
  for (let from = 0; from <= last; from += 1) {
    const average = averageOf(monthly.slice(from, from + inRow));
    if (isAbove(average, highest)) highest = average;
  }
  return highest;
}

function atLeast(amount: Ratio, floorBp: number, poolMinor: number): number {
  const floor = times(ratio(poolMinor, 1), ratio(floorBp, 10_000));
  return Number(ceilingOf(isAbove(amount, floor) ? amount : floor));
}
