import type { AllocationProblem, Offer } from '../allocation/problem.ts';
import { at } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { mulDiv } from '../money.ts';

/** The same problem without the pairs of offers that may not be used. */
export function withOnly(
  problem: AllocationProblem,
  allowed: readonly boolean[],
): AllocationProblem {
  const kept: number[] = [];
  const pairStart = new Int32Array(problem.pairStart.length);
  for (let line = 0; line + 1 < pairStart.length; line += 1) {
    const end = at(problem.pairStart, line + 1);
    for (let pair = at(problem.pairStart, line); pair < end; pair += 1) {
      if (allowed[at(problem.offerOf, pair)]) kept.push(pair);
    }
    pairStart[line + 1] = kept.length;
  }
  const pick = (column: Float64Array) => Float64Array.from(kept, (pair) => at(column, pair));
  return {
    ...problem,
    pairStart,
    offerOf: Uint8Array.from(kept, (pair) => at(problem.offerOf, pair)),
    days: Int32Array.from(kept, (pair) => at(problem.days, pair)),
    base: pick(problem.base),
    fee: pick(problem.fee),
    cash: pick(problem.cash),
    cost: pick(problem.cost),
  };
}

/** The same problem in which a plan costs the open amounts of what it takes, and nothing else. */
export function byEncumbrance(
  problem: AllocationProblem,
  { outcomes, lineOf }: { outcomes: readonly Outcome[]; lineOf: Int32Array },
): AllocationProblem {
  const offers: Offer[] = problem.offers.map((offer) => ({
    ...offer,
    fixedCost: 0,
    interest: { numerator: 0, denominator: 1 },
    // What is kept back of the cash stays as it was: only the plan's cost is another.
    withheld: 'nothing',
  }));
  const fee = new Float64Array(problem.fee.length);
  const cost = new Float64Array(problem.cost.length);
  for (let line = 0; line < lineOf.length; line += 1) {
    const end = at(problem.pairStart, line + 1);
    for (let pair = at(problem.pairStart, line); pair < end; pair += 1) {
      const index = at(problem.offerOf, pair);
      const face = outcomes[index]?.gross[at(lineOf, line)] ?? 0;
      const toNeed = offers[index]?.toNeed ?? { numerator: 1, denominator: 1 };
      fee[pair] = face;
      cost[pair] = mulDiv(face, toNeed.numerator, toNeed.denominator, 'up');
    }
  }
  return { ...problem, offers, fee, cost };
}
