import { mulDiv } from '../../money.ts';
import type { AllocationProblem } from '../problem.ts';
import type { Homes } from './homes.ts';
import type { Worth } from './worth.ts';

/** What lines that are not decided can still bring, from each place in the order to its end. */
export type Rest = {
  /** By worth, by place: the least they come to. */
  least: Float64Array[];
  /** By place: the most cash, with all that pledges can draw. */
  cash: Float64Array;
  /** By place, by offer: the most that its pool grows, by these lines or by lines in part. */
  growth: Float64Array[];
  /** The same with the lines that have one home only. */
  growthAll: Float64Array;
  /** By home: the most cash it raises itself; drawn cash is among the rest. */
  cashOf: Float64Array;
};

export function restOf(
  problem: AllocationProblem,
  homes: Homes,
  of: {
    open: readonly (readonly number[])[];
    fixed: readonly number[];
    worths: readonly Worth[];
  },
): Rest {
  const { open, fixed, worths } = of;
  const places = open.length;
  const baseOf = (home: number) => problem.base[homes.pair[home] ?? -1] ?? 0;
  const cashOf = Float64Array.from(homes.pair, (pair, home) => {
    const offer = problem.offers[homes.offer[home] ?? -1];
    if (pair < 0 || offer?.mode === 'pledge') return 0;
    const cash = problem.cash[pair] ?? 0;
    if (homes.isPart[home] === 0 || offer?.withheld === 'nothing') return cash;
    // Interest above the advance would make a part raise more; both ends are rounded by this much.
    const { numerator, denominator } = offer?.toNeed ?? { numerator: 1, denominator: 1 };
    return Math.max(0, cash) + mulDiv(1, numerator, denominator, 'up') + 1;
  });
  const parts = new Float64Array(problem.offers.length);
  const growthAll = new Float64Array(problem.offers.length);
  for (const home of fixed) {
    const offer = homes.offer[home] ?? -1;
    if (offer < 0) continue;
    growthAll[offer] = (growthAll[offer] ?? 0) + baseOf(home);
    if (homes.isPart[home] === 1) parts[offer] = (parts[offer] ?? 0) + baseOf(home);
  }
  const least = worths.map(() => new Float64Array(places + 1));
  const cash = new Float64Array(places + 1);
  cash[places] = drawable(problem);
  const growth: Float64Array[] = Array.from({ length: places + 1 }, () => parts);
  for (let place = places - 1; place >= 0; place -= 1) {
    const own = open[place] ?? [];
    worths.forEach(({ values }, at) => {
      const best = own.reduce((low, home) => Math.min(low, values[home] ?? 0), Infinity);
      const sums = least[at];
      if (sums) sums[place] = (sums[place + 1] ?? 0) + best;
    });
    const most = own.reduce((high, home) => Math.max(high, cashOf[home] ?? 0), 0);
    cash[place] = (cash[place + 1] ?? 0) + most;
    growth[place] = grown(homes, { after: growth[place + 1] ?? parts, own, baseOf });
  }
  growth[0]?.forEach((amount, offer) => {
    growthAll[offer] = (growthAll[offer] ?? 0) + amount;
  });
  return { least, cash, growth, growthAll, cashOf };
}

function grown(
  homes: Homes,
  of: { after: Float64Array; own: readonly number[]; baseOf: (home: number) => number },
): Float64Array {
  const into = Float64Array.from(of.after);
  const most = new Float64Array(into.length);
  for (const home of of.own) {
    const offer = homes.offer[home] ?? -1;
    if (offer >= 0) most[offer] = Math.max(most[offer] ?? 0, of.baseOf(home));
  }
  most.forEach((amount, offer) => {
    into[offer] = (into[offer] ?? 0) + amount;
  });
  return into;
}

function drawable({ offers }: AllocationProblem): number {
  return offers.reduce((sum, { mode, room, toNeed }) => {
    if (mode !== 'pledge') return sum;
    return sum + mulDiv(room, toNeed.numerator, toNeed.denominator, 'up');
  }, 0);
}
