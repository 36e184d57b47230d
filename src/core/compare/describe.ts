import { type AllocationProblem, type Placement, pairOf } from '../allocation/problem.ts';
import { offerAt } from '../allocation/value.ts';
import { at } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import { linesOf, marginalOf } from '../placing/allocationOf.ts';
import { dearestOf, leftOutOf } from '../placing/reasons.ts';
import { worthOf } from '../placing/worth.ts';
import type { Alternative, LeftSum } from './alternative.ts';
import type { Appraise, ServiceValue } from './appraise.ts';
import type { Way } from './way.ts';

type Told = Omit<Alternative, 'aim'>;

type Context = {
  outcomes: readonly Outcome[];
  horizonDays: number;
  /** What services are worth, where they are valued. */
  appraise?: Appraise | undefined;
  /** The plan that ways are held against. */
  standing?: Way | undefined;
};

/** A way of meeting a need in the numbers by which ways are compared. */
export function describeWay(
  way: Way,
  { outcomes, horizonDays, appraise, standing }: Context,
): Told {
  const { stated, solution, prices } = way;
  const { problem } = stated;
  const { value, placement } = solution;
  const { cashMinor, shortfallMinor, costMinor } = value;
  const byPrices = shortfallMinor === 0 && prices;
  const marginalPpm = byPrices ? marginalOf(prices) : dearestOf(problem, solution);
  return {
    facilityIds: problem.offers.flatMap(({ facilityId }, offer) =>
      value.used[offer] ? [facilityId] : [],
    ),
    cashMinor,
    shortfallMinor,
    costMinor,
    ...partsOf(way),
    marginalPpm,
    encumberedMinor: encumberedOf(way, outcomes),
    receivables: placement.placed.reduce((count, home) => count + (home === 0 ? 0 : 1), 0),
    yearlyPpm:
      cashMinor === 0
        ? 0
        : mulDiv(costMinor, 365_000_000, BigInt(cashMinor) * BigInt(horizonDays), 'up'),
    left: leftSums(way, { outcomes, marginalPpm }),
    worth: prices ? worthOf({ stated, prices, outcomes }) : [],
    ...(appraise && valuedOf(way, appraise)),
    ...(standing && { moved: movedBetween(standing, way) }),
    lines: linesOf({ stated, solution, outcomes }),
  };
}

/** Fees round up by themselves, as a line's whole cost does; so interest is never below nothing. */
function partsOf({
  stated,
  solution,
}: Way): Pick<Alternative, 'interestMinor' | 'feesMinor' | 'fixedCostMinor'> {
  const { problem } = stated;
  const { placement, value } = solution;
  const fixedCostMinor = sumMinor(
    problem.offers.map(({ fixedCost }, offer) => (value.used[offer] ? fixedCost : 0)),
  );
  let feesMinor = 0;
  eachPlaced(problem, placement, ({ offer, pair }) => {
    const { numerator, denominator } = offerAt(problem, offer).toNeed;
    feesMinor += mulDiv(at(problem.fee, pair), numerator, denominator, 'up');
  });
  const interestMinor = sumMinor([value.costMinor, -fixedCostMinor, -feesMinor]);
  return { interestMinor, feesMinor, fixedCostMinor };
}

/** What the services that come with a way are worth, and what that leaves of its cost. */
export function valuedOf(
  { stated, solution }: Way,
  appraise: Appraise,
): ServiceValue & { netCostMinor: AmountMinor } {
  const { problem } = stated;
  const { placement, value } = solution;
  let [administrationSavedMinor, protectionMinor] = [0, 0];
  eachPlaced(problem, placement, ({ line, offer, pair }) => {
    const fundedMinor = placement.partial.get(line) ?? at(problem.base, pair);
    const own = appraise(problem, { line, offer, fundedMinor });
    administrationSavedMinor += own.administrationSavedMinor;
    protectionMinor += own.protectionMinor;
  });
  const netCostMinor = sumMinor([value.costMinor, -administrationSavedMinor, -protectionMinor]);
  return { administrationSavedMinor, protectionMinor, netCostMinor };
}

/** Receivables that one way places otherwise than the other, or not at all. */
function movedBetween(before: Way, after: Way): number {
  const { placed } = after.solution.placement;
  return before.solution.placement.placed.reduce(
    (count, home, line) => count + (home === placed[line] ? 0 : 1),
    0,
  );
}

function encumberedOf({ stated, solution }: Way, outcomes: readonly Outcome[]): AmountMinor {
  const { problem, lineOf } = stated;
  let encumbered = 0;
  eachPlaced(problem, solution.placement, ({ line, offer }) => {
    const { numerator, denominator } = offerAt(problem, offer).toNeed;
    const face = outcomes[offer]?.gross[at(lineOf, line)] ?? 0;
    encumbered += mulDiv(face, numerator, denominator, 'up');
  });
  return sumMinor([encumbered]);
}

function leftSums(
  { stated, solution }: Way,
  { outcomes, marginalPpm }: { outcomes: readonly Outcome[]; marginalPpm: number },
): LeftSum[] {
  const sums = new Map<LeftSum['reason'], LeftSum>();
  for (const left of leftOutOf({ stated, solution, outcomes, marginalPpm })) {
    const { reason, offer, eligibleMinor } = left;
    const { numerator, denominator } = offerAt(stated.problem, offer).toNeed;
    const sum = sums.get(reason) ?? { reason, receivables: 0, eligibleMinor: 0 };
    sum.receivables += 1;
    sum.eligibleMinor = sumMinor([
      sum.eligibleMinor,
      mulDiv(eligibleMinor, numerator, denominator, 'down'),
    ]);
    sums.set(reason, sum);
  }
  return [...sums.values()].sort(
    (left, right) =>
      right.eligibleMinor - left.eligibleMinor || (left.reason < right.reason ? -1 : 1),
  );
}

type Placed = { line: number; offer: number; pair: number };

function eachPlaced(
  problem: AllocationProblem,
  { placed }: Placement,
  tell: (of: Placed) => void,
): void {
  for (let line = 0; line < placed.length; line += 1) {
    const offer = at(placed, line) - 1;
    if (offer >= 0) tell({ line, offer, pair: pairOf(problem, line, offer) });
  }
}
