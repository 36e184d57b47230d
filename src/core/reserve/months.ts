import type { Day } from '../calendar.ts';
import type { Reserve } from '../facility/reserve.ts';
import { monthName } from './history.ts';

/** The months whose history a reserve is reckoned from, newest first: '2026-10', '2026-09' … */
export function monthsOf(reserve: Reserve, asOf: Day): string[] {
  return Array.from({ length: monthsBack(reserve) }, (_, back) => monthName(asOf, back));
}

/** How many months: a ratio of the oldest one asks for the sales before it. */
export function monthsBack(reserve: Reserve): number {
  switch (reserve.reserve) {
    case 'dilution_excess':
    case 'credit_lag':
      return reserve.months;
    case 'dilution_dynamic':
      return Math.max(reserve.averageMonths + reserve.lagMonths, reserve.horizonMonths);
    case 'loss_dynamic': {
      const { averageMonths, lagMonths, horizonMonths, partBp } = reserve;
      return Math.max(averageMonths + lagMonths, horizonMonths + (partBp > 0 ? 1 : 0));
    }
    default:
      return 0;
  }
}
