import type { Allocated } from '../allocation/allocated.ts';
import {
  type AllocationProblem,
  advanceOf,
  costOf,
  drawCostOf,
  interestOf,
  pairOf,
} from '../allocation/problem.ts';
import { offerAt } from '../allocation/value.ts';
import { at, invoiceAt } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Need } from '../input.ts';
import { splitMinor, sumMinor } from '../money.ts';
import type { Allocation, AllocationFacility, AllocationLine } from '../plan.ts';
import { fundedOf } from './loads.ts';
import type { Stated } from './problemOf.ts';
import { notPlacedOf } from './reasons.ts';
import { worthOf } from './worth.ts';

/** An answer in numbers as the plan states it. */
export function allocationOf(
  need: Need,
  of: { stated: Stated; allocated: Allocated; outcomes: readonly Outcome[] },
): Allocation {
  const { stated, allocated, outcomes } = of;
  const { value } = allocated.solution;
  const marginalPpm = marginalOf(allocated.prices);
  return {
    needMinor: need.amountMinor,
    currency: need.currency,
    cashMinor: value.cashMinor,
    shortfallMinor: value.shortfallMinor,
    costMinor: value.costMinor,
    ...provenOf(allocated),
    regime: allocated.regime,
    isReproducible: allocated.isReproducible,
    marginalPpm,
    facilities: facilitiesOf({ stated, allocated, outcomes }),
    worth: worthOf({ stated, prices: allocated.prices, outcomes }),
    lines: linesOf({ stated, outcomes, solution: allocated.solution }),
    notPlaced: notPlacedOf({
      stated,
      solution: allocated.solution,
      outcomes,
      marginalPpm,
      currency: need.currency,
    }),
  };
}

/** What the last unit of cash costs by the prices of a plan, millionths of it. */
export function marginalOf({ need }: Allocated['prices']): number {
  return Math.max(0, Math.floor(need * 1_000_000));
}

/** What is proven of an answer: what none costs less than, or the most cash that there is. */
export function provenOf(allocated: Allocated): Pick<Allocation, 'bound' | 'greatestCashMinor'> {
  const isMet = allocated.solution.value.shortfallMinor === 0;
  if (!isMet) return { greatestCashMinor: allocated.greatestCashMinor };
  return { bound: boundOf(allocated) };
}

function boundOf({ solution, boundExactMinor, boundSolverMinor }: Allocated): Allocation['bound'] {
  const { costMinor } = solution.value;
  const exactMinor = Math.min(costMinor, Math.max(0, boundExactMinor));
  const gap = BigInt(costMinor - exactMinor) * 1_000_000n;
  const cost = BigInt(Math.max(1, costMinor));
  return {
    exactMinor,
    ...(boundSolverMinor !== undefined && { solverMinor: boundSolverMinor }),
    gapPpm: Number((gap + cost - 1n) / cost),
    isProven: exactMinor === costMinor,
  };
}

function placedLines({ pairStart }: AllocationProblem, placed: Uint8Array): number[] {
  const lines: number[] = [];
  for (let line = 0; line < pairStart.length - 1; line += 1)
    if (placed[line] !== 0) lines.push(line);
  return lines;
}

type Answer = { stated: Stated; allocated: Allocated; outcomes: readonly Outcome[] };

/** What a line costs, in its facility's currency; a pledge's interest is on what is drawn of it all. */
function lineCost(
  problem: AllocationProblem,
  placement: Allocated['solution']['placement'],
  line: number,
): number {
  const index = at(placement.placed, line) - 1;
  const offer = offerAt(problem, index);
  const pair = pairOf(problem, line, index);
  const fee = at(problem.fee, pair);
  if (offer.mode === 'pledge') return fee;
  const advance = advanceOf(offer, fundedOf(problem, placement, line));
  return interestOf(offer, advance, at(problem.days, pair)) + fee;
}

/** The receivables placed, in the ledger's order. */
export function linesOf(of: {
  stated: Stated;
  outcomes: readonly Outcome[];
  solution: Allocated['solution'];
}): AllocationLine[] {
  const { stated, outcomes } = of;
  const { problem, lineOf } = stated;
  const { placement } = of.solution;
  const ledger = outcomes[0]?.view.ledger;
  if (!ledger) return [];
  const placed = placedLines(problem, placement.placed);
  const advances = advancesOf(problem, placement, placed);
  return placed.map((line, index) => ({
    receivableId: invoiceAt(ledger, at(lineOf, line)).id,
    facilityId: offerAt(problem, at(placement.placed, line) - 1).facilityId,
    fundedMinor: fundedOf(problem, placement, line),
    advanceMinor: advances[index] ?? 0,
    costMinor: lineCost(problem, placement, line),
  }));
}

/** The cash of each line; what a pledge draws is spread over its lines by what each would bear. */
function advancesOf(
  problem: AllocationProblem,
  placement: Allocated['solution']['placement'],
  placed: readonly number[],
): number[] {
  const offers = placed.map((line) => at(placement.placed, line) - 1);
  const advances = placed.map((line, index) =>
    advanceOf(offerAt(problem, offers[index] ?? 0), fundedOf(problem, placement, line)),
  );
  problem.offers.forEach(({ mode }, offer) => {
    if (mode !== 'pledge') return;
    const own = offers.flatMap((item, index) => (item === offer ? [index] : []));
    const weights = own.map((index) => advances[index] ?? 0);
    const drawn = splitMinor(at(placement.drawn, offer), weights);
    own.forEach((index, place) => {
      advances[index] = drawn[place] ?? 0;
    });
  });
  return advances;
}

function facilitiesOf({ stated, allocated, outcomes }: Answer): AllocationFacility[] {
  const { problem } = stated;
  const { placement, value } = allocated.solution;
  return problem.offers.map((offer, index) => {
    const own = placedLines(problem, placement.placed).filter(
      (line) => at(placement.placed, line) === index + 1,
    );
    const funded = own.map((line) => fundedOf(problem, placement, line));
    const costs = own.map((line, place) => {
      const pair = pairOf(problem, line, index);
      return costOf(problem, pair, { offer, funded: funded[place] ?? 0 });
    });
    const fixedCostMinor = value.used[index] ? offer.fixedCost : 0;
    const drawn = offer.mode === 'pledge' ? drawCostOf(offer, at(placement.drawn, index)) : 0;
    return {
      facilityId: offer.facilityId,
      currency: outcomes[index]?.view.terms.currency ?? '',
      receivables: own.length,
      fundedMinor: sumMinor(funded),
      advanceMinor:
        offer.mode === 'pledge' ? at(placement.drawn, index) : at(value.advances, index),
      costMinor: sumMinor([...costs, fixedCostMinor, drawn]),
      fixedCostMinor,
    };
  });
}
