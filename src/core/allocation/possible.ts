import type { AllocationProblem, Offer } from './problem.ts';

/**
 * The same problem without the pairs that no plan can use: strictly whole lines above a room, a cap, a
 * share of the largest pool the offer can reach, or what its debtor may still use. Lines, debtors and
 * offers keep their numbers, so placements and prices are the same; what bounds it bounds the problem.
 */
export function withoutImpossible(problem: AllocationProblem): AllocationProblem {
  const most = problem.offers.map((offer, index) => poolMax(problem, { offer, index }));
  const kept: number[] = [];
  const pairStart = new Int32Array(problem.pairStart.length);
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    const end = problem.pairStart[line + 1] ?? 0;
    for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) {
      const index = problem.offerOf[pair] ?? 0;
      const offer = problem.offers[index];
      const base = problem.base[pair] ?? 0;
      if (offer?.mode === 'strict_sale') {
        const at = { offer, index, line };
        if (base > mostOf(problem, { ...at, pool: most[index] ?? 0 })) continue;
      }
      kept.push(pair);
    }
    pairStart[line + 1] = kept.length;
  }
  if (kept.length === problem.base.length) return problem;
  const pick = (column: Float64Array) => Float64Array.from(kept, (pair) => column[pair] ?? 0);
  return {
    ...problem,
    pairStart,
    offerOf: Uint8Array.from(kept, (pair) => problem.offerOf[pair] ?? 0),
    days: Int32Array.from(kept, (pair) => problem.days[pair] ?? 0),
    withheldDays: Int32Array.from(kept, (pair) => problem.withheldDays[pair] ?? 0),
    withheldFee: pick(problem.withheldFee),
    base: pick(problem.base),
    fee: pick(problem.fee),
    cash: pick(problem.cash),
    cost: pick(problem.cost),
  };
}

/** Rounded up: an advance loses less than a minor unit for each line. */
function poolMax(
  problem: AllocationProblem,
  { offer, index }: { offer: Offer; index: number },
): number {
  let [sum, lines] = [0, 0];
  problem.base.forEach((base, pair) => {
    if (problem.offerOf[pair] !== index) return;
    sum += base;
    lines += 1;
  });
  if (offer.advanceRateBp === 0 || offer.mode === 'pledge') return offer.heldPool + sum;
  const byRoom = Math.ceil(((offer.room + lines) / offer.advanceRateBp) * 10_000) + 1;
  return offer.heldPool + Math.min(sum, byRoom);
}

/** No more than this can be funded of a line of the offer, to the nearest minor unit above. */
function mostOf(
  problem: AllocationProblem,
  { offer, index, line, pool }: { offer: Offer; index: number; line: number; pool: number },
): number {
  const debtor = problem.debtorOf[line] ?? 0;
  let most = Math.ceil(((offer.room + 1) / Math.max(1, offer.advanceRateBp)) * 10_000);
  for (const { by, nodeOf, held, cap } of offer.caps) {
    const node = nodeOf[by === 'debtor' ? debtor : line] ?? -1;
    if (node < 0) continue;
    const limit =
      cap.kind === 'amount'
        ? (cap.minor[node] ?? 0)
        : Math.ceil((pool / 10_000) * (cap.bp[node] ?? 0)) + 1;
    most = Math.min(most, limit - (held[node] ?? 0));
  }
  for (const { offers, free } of problem.rooms) {
    const use = offers.find(({ offer: at }) => at === index);
    if (!use) continue;
    const { numerator, denominator } = use.toRoom;
    const limit = ((free[debtor] ?? 0) / Number(numerator)) * Number(denominator);
    most = Math.min(most, Math.ceil(limit) + 1);
  }
  return most;
}
