import type { AllocationProblem, Offer } from './problem.ts';
import type { Solution, Value } from './value.ts';
import { quotientDown, quotientEven, quotientUp } from './verify/arithmetic.ts';
import { type Tally, tallyOf } from './verify/tally.ts';
import type { Report, Violation } from './verify/violation.ts';

/** Of one constraint; more of the same is not worth listing. */
const LISTED_MAX = 20;

/**
 * Every constraint and every total of a plan once more, by code that shares nothing with what made
 * the plan or its value: one home, a pair for it, x within the base, the mode of the offer, of a debtor's
 * lines that no cap of the offer tells apart one in part, shared rooms with each x converted upwards, room, minimum draw, caps with
 * the floor of their share of the real pool, drawn, cash, cost and shortfall. Empty: the plan holds.
 *
 * A cap is judged where Σ x > 0; an offer is used when a line is placed with it.
 */
export function verify(problem: AllocationProblem, { placement, value }: Solution): Violation[] {
  const found: Violation[] = [];
  const counts = new Map<string, number>();
  const report: Report = (violation) => {
    const count = counts.get(violation.constraint) ?? 0;
    counts.set(violation.constraint, count + 1);
    if (count < LISTED_MAX) found.push(violation);
  };
  const lines = problem.debtorOf.length;
  if (placement.placed.length !== lines) {
    report({ constraint: 'shape', actual: placement.placed.length, limit: lines });
  }
  if (placement.drawn.length !== problem.offers.length) {
    report({ constraint: 'shape', actual: placement.drawn.length, limit: problem.offers.length });
  }
  if (found.length > 0) return found;
  const tally = tallyOf(problem, placement, report);
  problem.offers.forEach((offer, index) => {
    judgeOffer({ offer, index, drawn: placement.drawn[index] ?? 0 }, { tally, value, report });
  });
  judgeTotals(problem, { tally, value, report });
  return found;
}

type Facts = { tally: Tally; value: Value; report: Report };
type Judged = { offer: Offer; index: number; drawn: number };

function judgeOffer({ offer, index, drawn }: Judged, { tally, value, report }: Facts): void {
  const advances = tally.advances[index] ?? 0;
  const pool = offer.heldPool + (tally.funded[index] ?? 0);
  const isUsed = (tally.lines[index] ?? 0) > 0;
  const of = { offer: index };
  const isPledge = offer.mode === 'pledge';
  if (pool > Number.MAX_SAFE_INTEGER) {
    report({ constraint: 'beyond_exact', ...of, actual: pool, limit: Number.MAX_SAFE_INTEGER });
  }
  if (!Number.isSafeInteger(drawn) || drawn < 0 || (!isPledge && drawn !== advances)) {
    report({ constraint: 'drawn', ...of, actual: drawn, limit: advances });
  }
  if (isPledge && drawn > advances) {
    report({ constraint: 'pledge', ...of, actual: drawn, limit: advances });
  }
  const advanced = isPledge ? drawn : advances;
  if (advanced > offer.room) {
    report({ constraint: 'room', ...of, actual: advanced, limit: offer.room });
  }
  if (isUsed && advanced < offer.minimumDraw) {
    report({ constraint: 'minimum_draw', ...of, actual: advanced, limit: offer.minimumDraw });
  }
  judgeCaps({ offer, index, drawn }, { pool, tally, report });
  if (isPledge) {
    const { numerator, denominator } = offer.toNeed;
    const { interest, drawDays } = offer;
    const share = { times: drawDays, of: interest.denominator };
    tally.cash += quotientDown(drawn, numerator, denominator);
    const charged = quotientEven(drawn, interest.numerator, share);
    tally.cost += quotientUp(charged, numerator, denominator);
  }
  if (isUsed) tally.cost += offer.fixedCost;
  if (value.used[index] !== isUsed) {
    report({ constraint: 'used', ...of, actual: Number(value.used[index]), limit: Number(isUsed) });
  }
  const [saidAdvances, saidPool] = [value.advances[index] ?? -1, value.pools[index] ?? -1];
  if (saidAdvances !== advances) {
    report({ constraint: 'advances', ...of, actual: saidAdvances, limit: advances });
  }
  if (saidPool !== pool) report({ constraint: 'pool', ...of, actual: saidPool, limit: pool });
}

function judgeCaps(
  { offer, index }: Judged,
  { pool, tally, report }: { pool: number; tally: Tally; report: Report },
): void {
  offer.caps.forEach(({ cap, held }, family) => {
    const sums = tally.nodes[index]?.[family] ?? new Float64Array(0);
    for (let node = 0; node < sums.length; node += 1) {
      const placed = sums[node] ?? 0;
      if (placed === 0) continue;
      const actual = (held[node] ?? 0) + placed;
      const limit =
        cap.kind === 'amount'
          ? (cap.minor[node] ?? 0)
          : quotientDown(pool, cap.bp[node] ?? 0, 10_000);
      if (actual > limit) report({ constraint: 'cap', offer: index, family, node, actual, limit });
    }
  });
}

function judgeTotals({ needMinor }: AllocationProblem, { tally, value, report }: Facts): void {
  const { cash, cost } = tally;
  for (const actual of [cash, cost]) {
    if (Number.isSafeInteger(actual)) continue;
    report({ constraint: 'beyond_exact', actual, limit: Number.MAX_SAFE_INTEGER });
  }
  const shortfall = cash < needMinor ? needMinor - cash : 0;
  const { cashMinor, costMinor, shortfallMinor } = value;
  if (cashMinor !== cash) report({ constraint: 'cash', actual: cashMinor, limit: cash });
  if (costMinor !== cost) report({ constraint: 'cost', actual: costMinor, limit: cost });
  if (shortfallMinor !== shortfall) {
    report({ constraint: 'shortfall', actual: shortfallMinor, limit: shortfall });
  }
}
