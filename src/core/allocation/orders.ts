import { fillInOrder, type OfferChoice, unitCost } from './orders/fill.ts';
import { type Draft, declare, draftOf } from './prices/draft.ts';
import { finish } from './prices/finish.ts';
import type { AllocationProblem } from './problem.ts';
import type { Solution } from './value.ts';
import { verify } from './verify.ts';

/** How receivables are picked by hand; the ledger's own order is by debtor and then as it was read. */
export const firstFitOrders = [
  'cheapest',
  'shortest',
  'longest',
  'ledger',
  'ledger_reversed',
  'largest',
  'smallest',
  'debtor',
] as const;
export type FirstFitOrder = (typeof firstFitOrders)[number];

/** Pools are declared so often before an offer is taken to cut them, and then to be left out. */
const [DECLARED_MAX, CUT_MAX] = [8, 20];

/**
 * Lines one by one in an order, each with the first offer listed that has room, until the need is met:
 * what public product pages describe; with the cheapest such offer it is a plan to start from. Shares
 * are taken of a declared pool, declared again until it is real.
 */
export function firstFit(
  problem: AllocationProblem,
  order: FirstFitOrder,
  choice: OfferChoice = 'listed',
): Solution {
  const lines = linesIn(problem, order);
  const pools = mostPools(problem);
  const tried = problem.offers.map(() => 0);
  const open = problem.offers.map(() => true);
  for (let round = 0; round <= CUT_MAX * problem.offers.length; round += 1) {
    const draft = declared(problem, pools);
    fillInOrder(draft, { lines, open, choice });
    const solution = finish(draft);
    const broken = verify(problem, solution);
    if (broken.length === 0) return solution;
    const offers = new Set(broken.flatMap(({ offer }) => (offer === undefined ? [] : [offer])));
    for (const offer of offers) {
      tried[offer] = (tried[offer] ?? 0) + 1;
      const real = solution.value.pools[offer] ?? 0;
      const cut = (tried[offer] ?? 0) > DECLARED_MAX ? 0.8 : 1;
      pools[offer] = Math.floor(Math.min(real, pools[offer] ?? 0) * cut);
      const isShort = broken.some((one) => one.offer === offer && one.constraint !== 'cap');
      if (isShort || (tried[offer] ?? 0) > CUT_MAX) open[offer] = false;
    }
  }
  return finish(declared(problem, pools));
}

function declared(problem: AllocationProblem, pools: Float64Array): Draft {
  const draft = draftOf(problem);
  pools.forEach((pool, offer) => {
    declare(draft, offer, pool);
  });
  return draft;
}

function mostPools(problem: AllocationProblem): Float64Array {
  const pools = Float64Array.from(problem.offers, ({ heldPool }) => heldPool);
  problem.base.forEach((base, pair) => {
    const offer = problem.offerOf[pair] ?? 0;
    pools[offer] = (pools[offer] ?? 0) + base;
  });
  return pools;
}

function linesIn(problem: AllocationProblem, order: FirstFitOrder): Uint32Array {
  const count = problem.debtorOf.length;
  const lines = Uint32Array.from({ length: count }, (_, line) => line);
  if (order === 'ledger') return lines;
  if (order === 'ledger_reversed') return lines.reverse();
  const key = keyOf(problem, order);
  return lines.sort((left, right) => (key[left] ?? 0) - (key[right] ?? 0) || left - right);
}

type Sorted = Exclude<FirstFitOrder, 'ledger' | 'ledger_reversed'>;

/** By line, ascending; taken from its cheapest pair. */
function keyOf(problem: AllocationProblem, order: Sorted): Float64Array {
  const key = new Float64Array(problem.debtorOf.length);
  const owed = new Float64Array(problem.debtors);
  for (let line = 0; line < key.length; line += 1) {
    const pair = cheapestPair(problem, line);
    const cash = problem.cash[pair] ?? 0;
    const debtor = problem.debtorOf[line] ?? 0;
    owed[debtor] = (owed[debtor] ?? 0) + cash;
    if (order === 'cheapest') key[line] = unitCost(problem, pair);
    else if (order === 'shortest') key[line] = problem.days[pair] ?? 0;
    else if (order === 'longest') key[line] = 0 - (problem.days[pair] ?? 0);
    else if (order === 'smallest') key[line] = cash;
    else key[line] = 0 - cash;
  }
  if (order === 'debtor') {
    for (let line = 0; line < key.length; line += 1) {
      key[line] = 0 - (owed[problem.debtorOf[line] ?? 0] ?? 0);
    }
  }
  return key;
}

function cheapestPair(problem: AllocationProblem, line: number): number {
  let best = problem.pairStart[line] ?? 0;
  const end = problem.pairStart[line + 1] ?? 0;
  for (let pair = best + 1; pair < end; pair += 1) {
    if (unitCost(problem, pair) < unitCost(problem, best)) best = pair;
  }
  return best;
}
