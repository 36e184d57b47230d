import type { Allocated } from '../allocation/allocated.ts';
import { allocateNeed } from '../allocation/allocateNeed.ts';
import type { SolveLinear } from '../allocation/model.ts';
import { evaluate, isBetter } from '../allocation/value.ts';
import { assert } from '../assert.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Stated } from '../placing/problemOf.ts';
import type { Alternative, Comparison } from './alternative.ts';
import type { Appraise } from './appraise.ts';
import { valuedOf } from './describe.ts';
import { byNetCost } from './net.ts';
import { byEncumbrance, withOnly } from './restrict.ts';
import { keepStanding, type Standing } from './standing.ts';
import type { Way } from './way.ts';

export type Ways = {
  /** The cheapest, with what is proven of it. */
  best: Allocated;
  named: { aim: Alternative['aim']; way: Way }[];
  standing?: Way | undefined;
  bestValueAbsent?: Comparison['bestValueAbsent'];
};

/** The plans that a comparison holds against each other. */
export function waysOf(
  stated: Stated,
  of: {
    outcomes: readonly Outcome[];
    solve: SolveLinear;
    appraise?: Appraise | undefined;
    standing?: Standing | undefined;
  },
): Ways {
  const { outcomes, solve, appraise } = of;
  const ledger = outcomes[0]?.view.ledger;
  assert(ledger, 'a comparison has a facility');
  const solved = (own: Stated): Way => {
    const { solution, prices } = allocateNeed(own.problem, solve, { effort: 'compare' });
    return { stated: own, solution, prices };
  };
  const best = allocateNeed(stated.problem, solve);
  const { prices } = best;
  const alone = stated.problem.offers.map((_, offer) => solved(onlyThese(stated, [offer])));
  const first = cheapestOf({ stated, solution: best.solution, prices }, alone);
  const few = fewest({ cheapest: first, alone, solved });
  const least = leastEncumbered(outcomes, { cheapest: first, solved });
  const standing = of.standing && keepStanding(of.standing, { stated, ledger, solved });
  const others = [few, least, standing].filter((way) => way !== undefined);
  const cheapest = cheapestOf(first, others);
  const aims: Ways['named'] = [
    { aim: 'cheapest', way: cheapest },
    { aim: 'fewest_facilities', way: isFewer(few, cheapest) ? few : cheapest },
    ...named('least_encumbrance', least),
    ...named('standing', standing),
  ];
  const only: Ways['named'] = alone.map((way) => ({ aim: 'only', way }));
  const known = [...aims, ...only].map(({ way }) => way);
  const value = appraise ? bestValue(known, { cheapest, appraise, solved }) : {};
  return {
    best: { ...best, solution: cheapest.solution },
    named: [...aims, ...named('best_value', value.way), ...only],
    standing,
    bestValueAbsent: value.absent,
  };
}

/** A large plan is not proven the cheapest: a way sought otherwise that costs less takes its place. */
function cheapestOf(plan: Way, others: readonly Way[]): Way {
  const cheaper = others.reduce((best, way) => (costsLess(way, best) ? way : best), plan);
  return cheaper === plan ? plan : { ...plan, solution: cheaper.solution };
}

function costsLess({ solution: { value } }: Way, { solution: { value: other } }: Way): boolean {
  if (value.shortfallMinor !== other.shortfallMinor) {
    return value.shortfallMinor < other.shortfallMinor;
  }
  return value.costMinor < other.costMinor;
}

function isFewer(few: Way, cheapest: Way): boolean {
  return reaches(few, cheapest) && usedBy(few) < usedBy(cheapest);
}

function usedBy({ solution }: Way): number {
  return solution.value.used.filter(Boolean).length;
}

function named(aim: Alternative['aim'], way: Way | undefined): Ways['named'] {
  return way ? [{ aim, way }] : [];
}

type Solve = (stated: Stated) => Way;

/** The cheapest plan of the smallest number of facilities that meets the need as far as it can be met. */
function fewest({ cheapest, alone, solved }: { cheapest: Way; alone: Way[]; solved: Solve }): Way {
  const { stated } = cheapest;
  const used = usedBy(cheapest);
  for (let size = 1; size < used; size += 1) {
    const found = subsetsOf(stated.problem.offers.length, size)
      .map((offers) => {
        const [first] = offers;
        if (size === 1 && first !== undefined) return alone[first];
        return solved(onlyThese(stated, offers));
      })
      .filter((way) => way !== undefined)
      .filter((way) => reaches(way, cheapest));
    const [first, ...others] = found;
    if (!first) continue;
    return others.reduce(
      (best, way) => (isBetter(way.solution, best.solution) ? way : best),
      first,
    );
  }
  return cheapest;
}

/** The cheapest where each face assigned is one more fee; what a funder keeps back is not part of that. */
function leastEncumbered(
  outcomes: readonly Outcome[],
  { cheapest, solved }: { cheapest: Way; solved: Solve },
): Way | undefined {
  const { stated } = cheapest;
  const { problem, lineOf } = stated;
  const sought = byEncumbrance(problem, { outcomes, lineOf });
  return reckonedAgain(solved({ ...stated, problem: sought }), cheapest);
}

/** The least net cost of all that is known and of what is sought by it. */
function bestValue(
  known: readonly Way[],
  { cheapest, appraise, solved }: { cheapest: Way; appraise: Appraise; solved: Solve },
): { way?: Way; absent?: Comparison['bestValueAbsent'] } {
  const { stated } = cheapest;
  const net = byNetCost(stated.problem, appraise);
  if ('absent' in net) return { absent: net.absent };
  const sought = reckonedAgain(solved({ ...stated, problem: net.problem }), cheapest);
  const ways = [cheapest, ...(sought ? [sought] : []), ...known];
  const [first, ...others] = ways
    .filter((way) => reaches(way, cheapest))
    .map((way) => ({ way, netCostMinor: valuedOf(way, appraise).netCostMinor }));
  assert(first, 'the cheapest reaches what it reaches');
  const best = others.reduce(
    (least, one) => (one.netCostMinor < least.netCostMinor ? one : least),
    first,
  );
  return { way: best.way };
}

/** A plan sought by something else, at what it costs; undefined where it then lacks more than the cheapest. */
function reckonedAgain({ solution: { placement } }: Way, cheapest: Way): Way | undefined {
  const { stated } = cheapest;
  const way: Way = { stated, solution: { placement, value: evaluate(stated.problem, placement) } };
  return reaches(way, cheapest) ? way : undefined;
}

function reaches(way: Way, cheapest: Way): boolean {
  return way.solution.value.shortfallMinor <= cheapest.solution.value.shortfallMinor;
}

function onlyThese(stated: Stated, chosen: readonly number[]): Stated {
  const allowed = stated.problem.offers.map((_, offer) => chosen.includes(offer));
  const tooSmall = [...stated.tooSmall].filter(([, offer]) => allowed[offer]);
  return {
    ...stated,
    problem: withOnly(stated.problem, allowed),
    tooSmall: new Map(tooSmall),
  };
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
