import {
  type AllocationProblem,
  advanceOf,
  cashOf,
  costOf,
  drawCostOf,
  type Offer,
  type Placement,
} from '../../../src/core/allocation/problem.ts';
import { convert } from '../../../src/core/eligibility/fx.ts';

export type Optimum = {
  /** The least shortfall, and the least cost with it. */
  shortfall: number;
  cost: number;
  placement: Placement;
  greatestCash: number;
};

/**
 * Every plan, one by one, for a handful of lines with amounts of a few minor units. Undefined when
 * there are too many. A line that is placed and not funded only costs, so only whole accounts have them.
 */
export function optimumOf(problem: AllocationProblem, most = 40_000): Optimum | undefined {
  const lines = Array.from(problem.debtorOf, (_, line) => homesOf(problem, line));
  if (lines.reduce((count, homes) => count * homes.length, 1) > most) return undefined;
  const chosen: Home[] = [];
  let best: Optimum | undefined;
  const visit = (line: number) => {
    const homes = lines[line];
    if (!homes) {
      best = betterOf(problem, chosen, best);
      return;
    }
    for (const home of homes) {
      chosen.push(home);
      visit(line + 1);
      chosen.pop();
    }
  };
  visit(0);
  return best;
}

/** Whether a placement keeps every constraint, by rules written down once more. */
export function isPlan(problem: AllocationProblem, { placed, partial, drawn }: Placement): boolean {
  const homes: Home[] = [];
  for (let line = 0; line < placed.length; line += 1) {
    const own = homesOf(problem, line, 0).find(
      ({ offer, base, funded }) =>
        offer === (placed[line] ?? 0) - 1 && (offer < 0 || funded === (partial.get(line) ?? base)),
    );
    if (!own) return false;
    homes.push(own);
  }
  const isCut = [...partial].every(
    ([line, funded]) => placed[line] !== 0 && funded < (homes[line]?.base ?? 0),
  );
  return (
    isCut &&
    linesFit(problem, homes) &&
    problem.offers.every((offer, index) => {
      const { advances, used } = sumOf(homes, index);
      const own = drawn[index] ?? 0;
      if (own > offer.room || (used && own < offer.minimumDraw)) return false;
      return offer.mode === 'pledge' ? own <= advances : own === advances;
    })
  );
}

type Home = {
  offer: number;
  base: number;
  funded: number;
  advance: number;
  cash: number;
  cost: number;
};

const nowhere: Home = { offer: -1, base: 0, funded: 0, advance: 0, cash: 0, cost: 0 };

function homesOf(problem: AllocationProblem, line: number, smallest?: number): Home[] {
  const homes = [nowhere];
  for (
    let pair = problem.pairStart[line] ?? 0;
    pair < (problem.pairStart[line + 1] ?? 0);
    pair += 1
  ) {
    const index = problem.offerOf[pair] ?? 0;
    const offer = offerAt(problem, index);
    const base = problem.base[pair] ?? 0;
    const divisible = smallest ?? (offer.mode === 'whole_account' ? 0 : 1);
    const least = offer.mode === 'strict_sale' ? base : divisible;
    for (let funded = least; funded <= base; funded += 1) {
      homes.push({
        offer: index,
        base,
        funded,
        advance: advanceOf(offer, funded),
        cash: offer.mode === 'pledge' ? 0 : cashOf(problem, pair, { offer, funded }),
        cost: costOf(problem, pair, { offer, funded }),
      });
    }
  }
  return homes;
}

function betterOf(
  problem: AllocationProblem,
  homes: readonly Home[],
  best: Optimum | undefined,
): Optimum | undefined {
  if (!linesFit(problem, homes)) return best;
  let found = best;
  const sums = problem.offers.map((_, offer) => sumOf(homes, offer));
  const draw = (offer: number, drawn: number[], { cash, cost }: { cash: number; cost: number }) => {
    const terms = problem.offers[offer];
    if (!terms) {
      const shortfall = Math.max(0, problem.needMinor - cash);
      const greatestCash = Math.max(found?.greatestCash ?? 0, cash);
      const isBetter =
        !found ||
        shortfall < found.shortfall ||
        (shortfall === found.shortfall && cost < found.cost);
      const plan = () => ({ shortfall, cost, placement: placementOf(homes, drawn) });
      found = found && !isBetter ? { ...found, greatestCash } : { ...plan(), greatestCash };
      return;
    }
    const { advances, used } = sums[offer] ?? { advances: 0, used: false };
    const fixed = cost + (used ? terms.fixedCost : 0);
    if (terms.mode !== 'pledge') {
      const isDrawable = advances <= terms.room && (!used || advances >= terms.minimumDraw);
      if (isDrawable) draw(offer + 1, [...drawn, advances], { cash, cost: fixed });
      return;
    }
    for (let own = used ? terms.minimumDraw : 0; own <= Math.min(advances, terms.room); own += 1) {
      const sum = {
        cash: cash + convert(own, terms.toNeed, 'down'),
        cost: fixed + drawCostOf(terms, own),
      };
      draw(offer + 1, [...drawn, own], sum);
    }
  };
  const cost = homes.reduce((sum, home) => sum + home.cost, 0);
  draw(0, [], { cash: homes.reduce((sum, home) => sum + home.cash, 0), cost });
  return found;
}

function sumOf(homes: readonly Home[], offer: number): { advances: number; used: boolean } {
  const own = homes.filter((home) => home.offer === offer);
  return { advances: own.reduce((sum, { advance }) => sum + advance, 0), used: own.length > 0 };
}

function linesFit(problem: AllocationProblem, homes: readonly Home[]): boolean {
  return (
    problem.offers.every((offer, index) => capsFit(problem, homes, { offer, index })) &&
    Array.from({ length: problem.debtors }, (_, debtor) => debtor).every(
      (debtor) => partsFit(problem, homes, debtor) && roomsFit(problem, homes, debtor),
    )
  );
}

function capsFit(
  { debtorOf }: AllocationProblem,
  homes: readonly Home[],
  { offer, index }: { offer: Offer; index: number },
): boolean {
  const own = (home: Home) => (home.offer === index ? home.funded : 0);
  const pool = homes.reduce((sum, home) => sum + own(home), offer.heldPool);
  return offer.caps.every(({ by, nodeOf, held, cap }) =>
    Array.from(held).every((before, node) => {
      const added = homes.reduce((sum, home, line) => {
        const at = nodeOf[by === 'line' ? line : (debtorOf[line] ?? 0)];
        return at === node ? sum + own(home) : sum;
      }, 0);
      if (added === 0) return true;
      if (cap.kind === 'amount') return before + added <= (cap.minor[node] ?? 0);
      return (before + added) * 10_000 <= (cap.bp[node] ?? 0) * pool;
    }),
  );
}

function partsFit(problem: AllocationProblem, homes: readonly Home[], debtor: number): boolean {
  const own = homes.filter((_, line) => problem.debtorOf[line] === debtor);
  return problem.offers.every(({ mode, caps }, offer) => {
    const placed = own.filter((home) => home.offer === offer);
    const cut = homes.flatMap(({ offer: at, funded, base }, line) =>
      at === offer && problem.debtorOf[line] === debtor && funded > 0 && funded < base
        ? [caps.map(({ by, nodeOf }) => (by === 'line' ? nodeOf[line] : '')).join()]
        : [],
    );
    if (new Set(cut).size < cut.length) return false;
    if (mode !== 'whole_account' || placed.length === 0) return true;
    const takes = Array.from(problem.debtorOf).filter(
      (of, line) =>
        of === debtor &&
        problem.offerOf
          .subarray(problem.pairStart[line], problem.pairStart[line + 1])
          .includes(offer),
    );
    return placed.length === takes.length;
  });
}

function roomsFit(problem: AllocationProblem, homes: readonly Home[], debtor: number): boolean {
  return problem.rooms.every(({ offers, free }) => {
    const used = homes.reduce((sum, home, line) => {
      const use = offers.find(({ offer }) => offer === home.offer);
      const isOwn = use && problem.debtorOf[line] === debtor;
      return isOwn ? sum + convert(home.funded, use.toRoom, 'up') : sum;
    }, 0);
    return used <= (free[debtor] ?? 0);
  });
}

function placementOf(homes: readonly Home[], drawn: number[]): Placement {
  const cut = homes.flatMap(({ funded, base }, line): [number, number][] =>
    funded < base ? [[line, funded]] : [],
  );
  return {
    placed: Uint8Array.from(homes, ({ offer }) => offer + 1),
    partial: new Map(cut),
    drawn: Float64Array.from(drawn),
  };
}

function offerAt({ offers }: AllocationProblem, index: number): Offer {
  const offer = offers[index];
  if (!offer) throw new Error(`no offer ${index}`);
  return offer;
}
