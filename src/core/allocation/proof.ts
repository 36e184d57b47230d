import { pricesOf } from './answer.ts';
import { exactBound, greatestCash, type OffersUsed } from './bound.ts';
import { type BuiltModel, buildModel } from './model.ts';
import { isCostly } from './modelColumns.ts';
import { ask, type Case, relaxationOptions, type Search } from './search.ts';
import { IN, OUT, restrict } from './uses.ts';
import type { Prices } from './value.ts';

/**
 * What no plan costs less than, in exact arithmetic: every plan is of one of the cases, so the least of
 * their bounds holds for all. Never less than the bound of one set of prices alone.
 */
export function provenBound(search: Search, prices: Prices): number {
  const { problem } = search;
  const alone = exactBound(problem, prices);
  const cash = search.cases.some((of) => !of.prices)
    ? buildModel(problem, { aim: 'cash', uses: problem.offers.map(() => 'open'), relaxed: true })
    : undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const of of search.cases) {
    least = Math.min(least, caseBound(search, { of, cash, prices }));
    if (least <= alone) return alone;
  }
  return Number.isFinite(least) ? least : alone;
}

/** No plan of a case at all if, by prices of its own, no cash it can raise is enough. */
function caseBound(
  search: Search,
  { of, cash, prices }: { of: Case; cash: BuiltModel | undefined; prices: Prices },
): number {
  const { problem } = search;
  const used = usedIn(search, of);
  if (of.prices || !cash) return exactBound(problem, of.prices ?? prices, used);
  const answer = ask(search, restrict(problem, cash, of.states), relaxationOptions);
  if (answer.status === 'answered' && answer.duals) {
    const most = greatestCash(problem, pricesOf(problem, cash, answer.duals), used);
    if (most < problem.needMinor) return Number.POSITIVE_INFINITY;
  }
  return exactBound(problem, prices, used);
}

/** What no case decides costs nothing and may be used either way. */
function usedIn({ problem }: Search, { states }: Case): OffersUsed {
  return {
    allowed: problem.offers.map((_, offer) => states[offer] !== OUT),
    required: problem.offers.map((offer, at) => isCostly(offer) && states[at] === IN),
  };
}
