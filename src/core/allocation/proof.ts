import type { AmountMinor } from '../money.ts';
import { pricesOf } from './answer.ts';
import { exactBound, greatestCash } from './bound.ts';
import type { Budget } from './branch/node.ts';
import { boundOf, openCase, type Searched, searchOn } from './branch/tree.ts';
import type { CaseOf } from './branch/worth.ts';
import { type BuiltModel, buildModel } from './model.ts';
import { isCostly } from './modelColumns.ts';
import { ask, type Case, ceilingOf, relaxationOptions, type Search } from './search.ts';
import { IN, OUT, restrict } from './uses.ts';
import type { Prices } from './value.ts';

/**
 * What no plan costs less than, in exact arithmetic: every plan is of one of the cases, so the least of
 * their bounds holds for all. Never less than the bound of one set of prices alone. Within a budget the
 * cases that could be cheaper than the best plan are searched; one that turns up becomes the best.
 */
export function provenBound(search: Search, prices: Prices, budget?: Budget): AmountMinor {
  const alone = exactBound(search.problem, prices);
  const { best } = search;
  search.isProving = budget !== undefined;
  const cases = boundedCases(search, prices);
  const bounds = budget ? searchCases(search, cases, budget) : cases.map(({ bound }) => bound);
  const least = bounds.reduce((low, bound) => Math.min(low, bound), Number.POSITIVE_INFINITY);
  const found = search.best === best ? least : Math.min(least, ceilingOf(search));
  return Number.isFinite(found) ? Math.max(alone, found) : alone;
}

/** The lowest first, one node at a time, once the first node of each has said where it stands. */
function searchCases(
  search: Search,
  cases: readonly { of: CaseOf; bound: number }[],
  budget: Budget,
): number[] {
  const known: number[] = [];
  const searched: Searched[] = [];
  for (const { of, bound } of cases) {
    if (bound < ceilingOf(search) && budget.relaxations > 0) {
      searched.push(openCase(search, { of, budget, known: bound }));
    } else known.push(bound);
  }
  while (budget.relaxations > 0 && budget.steps > 0) {
    const [lowest] = searched.toSorted((one, other) => boundOf(one) - boundOf(other));
    if (!lowest || boundOf(lowest) >= ceilingOf(search) || !searchOn(lowest)) break;
  }
  return [...known, ...searched.map(boundOf)];
}

/** The cases with the bounds of their own prices, the lowest first. */
function boundedCases(search: Search, prices: Prices): { of: CaseOf; bound: number }[] {
  const { problem } = search;
  const cash = search.cases.some((of) => !of.prices)
    ? buildModel(problem, { aim: 'cash', uses: problem.offers.map(() => 'open'), relaxed: true })
    : undefined;
  return search.cases
    .map((of) => ({
      of: usedIn(search, of),
      bound: caseBound(search, { of, cash, prices }),
    }))
    .sort((one, other) => one.bound - other.bound);
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
function usedIn({ problem }: Search, { states }: Case): CaseOf {
  return {
    allowed: problem.offers.map((_, offer) => states[offer] !== OUT),
    required: problem.offers.map((offer, at) => isCostly(offer) && states[at] === IN),
  };
}
