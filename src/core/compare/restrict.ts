import { type AllocationProblem, costOf } from '../allocation/problem.ts';
import { offerAt } from '../allocation/value.ts';
import { at } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';

/** The same problem without the pairs of offers that may not be used. */
export function withOnly(
  problem: AllocationProblem,
  allowed: readonly boolean[],
): AllocationProblem {
  return withPairs(problem, ({ offer }) => allowed[offer] === true);
}

/** The same problem with these of its pairs alone. */
export function withPairs(
  problem: AllocationProblem,
  isKept: (of: { line: number; pair: number; offer: number }) => boolean,
): AllocationProblem {
  const kept: number[] = [];
  const pairStart = new Int32Array(problem.pairStart.length);
  for (let line = 0; line + 1 < pairStart.length; line += 1) {
    const end = at(problem.pairStart, line + 1);
    for (let pair = at(problem.pairStart, line); pair < end; pair += 1) {
      if (isKept({ line, pair, offer: at(problem.offerOf, pair) })) kept.push(pair);
    }
    pairStart[line + 1] = kept.length;
  }
  const pick = (column: Float64Array) => Float64Array.from(kept, (pair) => at(column, pair));
  return {
    ...problem,
    pairStart,
    offerOf: Uint8Array.from(kept, (pair) => at(problem.offerOf, pair)),
    days: Int32Array.from(kept, (pair) => at(problem.days, pair)),
    withheldDays: Int32Array.from(kept, (pair) => at(problem.withheldDays, pair)),
    withheldFee: pick(problem.withheldFee),
    base: pick(problem.base),
    fee: pick(problem.fee),
    cash: pick(problem.cash),
    cost: pick(problem.cost),
  };
}

/**
 * The same problem in which a plan costs the open amounts of what it takes besides what it costs: a
 * unit less assigned is worth a unit of cost, and never a thousand.
 */
export function byEncumbrance(
  problem: AllocationProblem,
  { outcomes, lineOf }: { outcomes: readonly Outcome[]; lineOf: Int32Array },
): AllocationProblem {
  const fee = Float64Array.from(problem.fee);
  const cost = new Float64Array(problem.cost.length);
  const sought = { ...problem, fee, cost };
  for (let line = 0; line < lineOf.length; line += 1) {
    const end = at(problem.pairStart, line + 1);
    for (let pair = at(problem.pairStart, line); pair < end; pair += 1) {
      const index = at(problem.offerOf, pair);
      const offer = offerAt(problem, index);
      fee[pair] = at(fee, pair) + (outcomes[index]?.gross[at(lineOf, line)] ?? 0);
      cost[pair] = costOf(sought, pair, { offer, funded: at(problem.base, pair) });
    }
  }
  return sought;
}
