import { allocateNeed } from '../allocation/allocateNeed.ts';
import type { SolveLinear } from '../allocation/model.ts';
import type { AllocationProblem, Placement } from '../allocation/problem.ts';
import { evaluate, isBetter, type Solution } from '../allocation/value.ts';
import { at } from '../eligibility/ledger.ts';
import type { Need, SelectionInput } from '../input.ts';
import { mulDiv, sumMinor } from '../money.ts';
import { linesOf, provenOf } from '../placing/allocationOf.ts';
import type { Stated } from '../placing/problemOf.ts';
import type { Refusal } from '../plan.ts';
import { inputHash } from '../select.ts';
import { type Sifted, siftLedger, stateNeed } from '../sift.ts';
import type { Alternative, Comparison } from './alternative.ts';
import { byEncumbrance, withOnly } from './restrict.ts';

export type Compared = { ok: true; comparison: Comparison } | { ok: false; refusals: Refusal[] };

/**
 * The ways of meeting the input's need side by side: cheapest, with the fewest facilities, with the
 * least assigned, and with each facility alone, which is what a funder's offer comes to as a whole.
 */
export function compareAlternatives(
  given: SelectionInput & { need: Need },
  solve: SolveLinear,
): Compared {
  const sifted = siftLedger(given);
  if (!sifted.ok) return sifted;
  const { need } = given;
  const stated = stateNeed(sifted, need);
  const { problem } = stated;
  const solved = (restricted: AllocationProblem) => allocateNeed(restricted, solve).solution;
  const best = allocateNeed(problem, solve);
  const cheapest = best.solution;
  const alone = problem.offers.map((_, offer) =>
    solved(withOnly(problem, onlyThese(problem, [offer]))),
  );
  const few = fewest(problem, { cheapest, alone, solved });
  const least = leastEncumbered(sifted, { stated, cheapest, solved });
  const describe = (aim: Alternative['aim'], solution: Solution) =>
    alternativeOf(sifted, { stated, aim, solution, horizonDays: need.horizonDays });
  return {
    ok: true,
    comparison: {
      version: 1,
      inputHash: inputHash(given),
      needMinor: need.amountMinor,
      currency: need.currency,
      ...provenOf(best),
      alternatives: [
        describe('cheapest', cheapest),
        describe('fewest_facilities', few),
        ...(least ? [describe('least_encumbrance', least)] : []),
        ...alone.map((solution) => describe('only', solution)),
      ],
    },
  };
}

type Solve = (problem: AllocationProblem) => Solution;

/** The cheapest plan of the smallest number of facilities that meets the need as far as it can be met. */
function fewest(
  problem: AllocationProblem,
  { cheapest, alone, solved }: { cheapest: Solution; alone: Solution[]; solved: Solve },
): Solution {
  const least = cheapest.value.shortfallMinor;
  const used = cheapest.value.used.filter(Boolean).length;
  for (let size = 1; size < used; size += 1) {
    const found = subsetsOf(problem.offers.length, size)
      .map((offers) => {
        const [first] = offers;
        if (size === 1 && first !== undefined) return alone[first];
        return solved(withOnly(problem, onlyThese(problem, offers)));
      })
      .filter((solution) => solution !== undefined)
      .filter(({ value }) => value.shortfallMinor <= least);
    const [first, ...others] = found;
    if (first) return others.reduce((best, one) => (isBetter(one, best) ? one : best), first);
  }
  return cheapest;
}

/** Absent where a funder keeps its cost back from the cash: what is assigned then depends on the cost. */
function leastEncumbered(
  { outcomes }: Sifted,
  { stated, cheapest, solved }: { stated: Stated; cheapest: Solution; solved: Solve },
): Solution | undefined {
  const { problem, lineOf } = stated;
  if (problem.offers.some(({ withheld }) => withheld !== 'nothing')) return undefined;
  const { placement } = solved(byEncumbrance(problem, { outcomes, lineOf }));
  const value = evaluate(problem, placement);
  return value.shortfallMinor > cheapest.value.shortfallMinor ? undefined : { placement, value };
}

function onlyThese({ offers }: AllocationProblem, chosen: readonly number[]): boolean[] {
  return offers.map((_, offer) => chosen.includes(offer));
}

/** Facilities are few; beyond this many no subset is tried. */
const subsetsMax = 300;

function subsetsOf(count: number, size: number): number[][] {
  const subsets: number[][] = [];
  const extend = (chosen: number[], from: number) => {
    if (subsets.length >= subsetsMax) return;
    if (chosen.length === size) subsets.push(chosen);
    else for (let next = from; next < count; next += 1) extend([...chosen, next], next + 1);
  };
  extend([], 0);
  return subsets;
}

function alternativeOf(
  sifted: Sifted,
  of: { stated: Stated; aim: Alternative['aim']; solution: Solution; horizonDays: number },
): Alternative {
  const { stated, aim, solution, horizonDays } = of;
  const { problem } = stated;
  const { value, placement } = solution;
  const fixed = problem.offers.map(({ fixedCost }, offer) => (value.used[offer] ? fixedCost : 0));
  return {
    aim,
    facilityIds: problem.offers.flatMap(({ facilityId }, offer) =>
      value.used[offer] ? [facilityId] : [],
    ),
    cashMinor: value.cashMinor,
    shortfallMinor: value.shortfallMinor,
    costMinor: value.costMinor,
    fixedCostMinor: sumMinor(fixed),
    encumberedMinor: encumberedOf(sifted, stated, placement),
    receivables: placement.placed.reduce((count, home) => count + (home === 0 ? 0 : 1), 0),
    yearlyPpm:
      value.cashMinor === 0
        ? 0
        : mulDiv(value.costMinor, 365_000_000, BigInt(value.cashMinor) * BigInt(horizonDays), 'up'),
    lines: linesOf({ stated, solution, outcomes: sifted.outcomes }),
  };
}

function encumberedOf({ outcomes }: Sifted, stated: Stated, { placed }: Placement): number {
  const amounts: number[] = [];
  for (let line = 0; line < placed.length; line += 1) {
    const offer = (placed[line] ?? 0) - 1;
    if (offer < 0) continue;
    const { numerator, denominator } = stated.problem.offers[offer]?.toNeed ?? {
      numerator: 1,
      denominator: 1,
    };
    const face = outcomes[offer]?.gross[at(stated.lineOf, line)] ?? 0;
    amounts.push(mulDiv(face, numerator, denominator, 'up'));
  }
  return sumMinor(amounts);
}
