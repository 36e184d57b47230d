import { type Day, dayNumber } from '../calendar.ts';
import type { Reserve } from '../facility/reserve.ts';
import type { Terms } from '../facility.ts';
import type { HistoryMonth } from '../input.ts';
import type { FacilityResult } from '../plan.ts';
import type { Facts } from './facts.ts';

type Of = { terms: Terms; reserve: Reserve; result: FacilityResult };

/** What a reserve comes to by its formula, rounded up to the next minor unit. */
export function reserveDue(facts: Facts, of: Of): bigint {
  const { terms, reserve, result } = of;
  const pool = BigInt(result.poolMinor);
  const months = monthsOf(facts, terms);
  switch (reserve.reserve) {
    case 'fixed':
    case 'priority_payables':
      return BigInt(reserve.amountMinor);
    case 'rent':
      return BigInt(reserve.monthlyMinor) * BigInt(reserve.months);
    case 'dilution_excess': {
      const dilution = rounded(
        {
          above: months.sum('creditNotesMinor', 0, reserve.months),
          below: months.sum('salesMinor', 0, reserve.months),
        },
        reserve.rounding,
      );
      const excess = minus(dilution, bp(reserve.allowanceBp));
      return excess.above > 0n ? upOf(times(excess, whole(pool))) : 0n;
    }
    case 'dilution_dynamic':
      return higher(
        upOf(dilutionOf(months, reserve)),
        upOf(times(bp(reserve.floorBp), whole(pool))),
      );
    case 'loss_dynamic':
      return higher(upOf(lossOf(months, reserve)), upOf(times(bp(reserve.floorBp), whole(pool))));
    case 'concentration':
      return largestBand(facts, result, reserve);
    case 'credit_lag': {
      const days = BigInt(months.days(reserve.months));
      const lag = BigInt(Math.min(reserve.lagDays, reserve.capDays));
      return upOf({ above: months.sum('creditNotesMinor', 0, reserve.months) * lag, below: days });
    }
    default:
      return reserve;
  }
}

type Quotient = { above: bigint; below: bigint };
type Figure = 'salesMinor' | 'creditNotesMinor' | 'defaultedMinor';
type Months = {
  /** Of so many months from the newest (0) back. */
  sum: (what: Figure, from: number, count: number) => bigint;
  days: (count: number) => number;
};

/** stress × ADR + (HDR − ADR) × HDR ÷ ADR, of the sales in the horizon. */
function dilutionOf(
  months: Months,
  reserve: Extract<Reserve, { reserve: 'dilution_dynamic' }>,
): Quotient {
  const ratios = ratiosOf(months, reserve, 'creditNotesMinor');
  const average = averageOf(ratios);
  const highest = highestOf(ratios, reserve.spikeMonths);
  const spike =
    average.above === 0n ? whole(0n) : times(minus(highest, average), over(highest, average));
  const factor = plus(times(bp(reserve.stress), average), spike);
  return times(factor, whole(months.sum('salesMinor', 0, reserve.horizonMonths)));
}

/** stress × highest average of the default ratios, of the sales in the horizon and a part of a month. */
function lossOf(months: Months, reserve: Extract<Reserve, { reserve: 'loss_dynamic' }>): Quotient {
  const highest = highestOf(ratiosOf(months, reserve, 'defaultedMinor'), reserve.spikeMonths);
  const { horizonMonths, partBp } = reserve;
  const part = times(bp(partBp), whole(months.sum('salesMinor', horizonMonths, 1)));
  const sales = plus(whole(months.sum('salesMinor', 0, horizonMonths)), part);
  return times(times(bp(reserve.stress), highest), sales);
}

function ratiosOf(
  months: Months,
  of: { averageMonths: number; lagMonths: number; rounding: Rounding },
  what: Figure,
): Quotient[] {
  return Array.from({ length: of.averageMonths }, (_, back) => {
    const ratio = {
      above: months.sum(what, back, 1),
      below: months.sum('salesMinor', back + of.lagMonths, 1),
    };
    return rounded(ratio, of.rounding);
  });
}

/** The best debtors of a band may fail together, but not those of two bands: the largest sum counts. */
function largestBand(
  { input, nodes, invoices }: Facts,
  { lines }: FacilityResult,
  { scale, bands, unratedCount }: Extract<Reserve, { reserve: 'concentration' }>,
): bigint {
  const counted = new Array<bigint>(nodes.count).fill(0n);
  for (const { receivableId, eligibleMinor } of lines) {
    const node = nodes.debtor.get(invoices.get(receivableId)?.debtorId ?? '') ?? 0;
    counted[node] = (counted[node] ?? 0n) + BigInt(eligibleMinor);
  }
  const sumOf = (count: number, isIn: (rating: string | undefined) => boolean) =>
    counted
      .filter((_, node) => isIn(input.debtors[node]?.rating))
      .sort((left, right) => (left < right ? 1 : -1))
      .slice(0, count)
      .reduce((sum, amount) => sum + amount, 0n);
  let largest = sumOf(unratedCount, (rating) => rating === undefined);
  for (const { from, to, count } of bands) {
    const band = scale.slice(scale.indexOf(from), scale.indexOf(to) + 1);
    largest = higher(
      largest,
      sumOf(count, (rating) => band.includes(rating ?? '')),
    );
  }
  return largest;
}

/** The month of the day after the as-of day has not ended; the one before it is the newest that has. */
function monthsOf({ input, even }: Facts, { currency }: Terms): Months {
  const open = new Date((dayNumber(input.asOf) + 1) * 86_400_000);
  const startOf = (back: number) =>
    new Date(Date.UTC(open.getUTCFullYear(), open.getUTCMonth() - 1 - back, 1));
  const byMonth = Map.groupBy(input.history, ({ month }) => month);
  const figure = (what: Figure, { currency: from, ...month }: HistoryMonth) =>
    BigInt(even(month[what], from, currency));
  return {
    sum: (what, from, count) => {
      let sum = 0n;
      for (let back = from; back < from + count; back += 1) {
        const month: Day = startOf(back).toISOString().slice(0, 7);
        for (const one of byMonth.get(month) ?? []) sum += figure(what, one);
      }
      return sum;
    },
    days: (count) => (startOf(-1).getTime() - startOf(count - 1).getTime()) / 86_400_000,
  };
}

function averageOf(ratios: readonly Quotient[]): Quotient {
  return ratios.length === 0
    ? whole(0n)
    : over(ratios.reduce(plus, whole(0n)), whole(BigInt(ratios.length)));
}

function highestOf(ratios: readonly Quotient[], inRow: number): Quotient {
  let highest = whole(0n);
  for (let end = inRow; end <= ratios.length; end += 1) {
    const average = averageOf(ratios.slice(end - inRow, end));
    if (minus(average, highest).above > 0n) highest = average;
  }
  return highest;
}

type Rounding = Extract<Reserve, { reserve: 'dilution_excess' }>['rounding'];

/** A month without sales has no ratio; 0.01 % to the nearest, half up, or 0.005 % upwards. */
function rounded({ above, below }: Quotient, rounding: Rounding): Quotient {
  if (below <= 0n) return whole(0n);
  switch (rounding) {
    case 'none':
      return { above, below };
    case 'nearest_bp':
      return { above: (above * 20_000n + below) / (2n * below), below: 10_000n };
    case 'up_half_bp':
      return { above: upOf({ above: above * 20_000n, below }), below: 20_000n };
    default:
      return rounding;
  }
}

function whole(amount: bigint): Quotient {
  return { above: amount, below: 1n };
}

function bp(points: number): Quotient {
  return { above: BigInt(points), below: 10_000n };
}

function plus(left: Quotient, right: Quotient): Quotient {
  const above = left.above * right.below + right.above * left.below;
  return { above, below: left.below * right.below };
}

function minus(left: Quotient, right: Quotient): Quotient {
  return plus(left, { above: -right.above, below: right.below });
}

function times(left: Quotient, right: Quotient): Quotient {
  return { above: left.above * right.above, below: left.below * right.below };
}

function over(left: Quotient, right: Quotient): Quotient {
  return { above: left.above * right.below, below: left.below * right.above };
}

function upOf({ above, below }: Quotient): bigint {
  return above <= 0n ? above / below : (above + below - 1n) / below;
}

function higher(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
