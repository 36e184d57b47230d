import type { AmountMinor } from '../../money.ts';
import type { AllocationProblem } from '../problem.ts';
import type { Homes } from './homes.ts';
import { addLoad, emptied, type Load, takeLoad } from './load.ts';
import { type Domain, limitOf, openHomes } from './narrow.ts';
import { type Rest, restOf } from './rest.ts';
import type { Worth } from './worth.ts';

export type Enumeration = {
  problem: AllocationProblem;
  homes: Homes;
  load: Load;
  domain: Domain;
  worths: readonly Worth[];
  /** Plans that cost more are of no interest; it may fall meanwhile. */
  most: () => AmountMinor;
  /** A home for every line: whether no more is to be known of its plans. */
  onLeaf: (chosen: Int32Array) => boolean;
};

/**
 * Looks through every choice of homes that may cost no more than `most`, depth first, by the bounds of
 * several prices and by limits kept exactly. Answers whether in so many steps all were settled.
 */
export function enumerate(of: Enumeration, steps: number): { finished: boolean; steps: number } {
  const walk = walkOf(of, steps);
  if (!walk) return { finished: true, steps: 0 };
  const finished = visit(walk, 0);
  return { finished, steps: steps - walk.left };
}

type Walk = {
  of: Enumeration;
  load: Load;
  /** Lines with more than one home, largest first, and their open homes, best first. */
  order: readonly number[];
  open: readonly (readonly number[])[];
  chosen: Int32Array;
  /** By worth. */
  sums: Float64Array;
  rest: Rest;
  cash: number;
  left: number;
};

/** Undefined where the lines that have one home left exceed a limit by themselves. */
function walkOf(of: Enumeration, steps: number): Walk | undefined {
  const { problem, homes, domain, worths } = of;
  const [first] = worths;
  const all = Array.from(problem.debtorOf, (_, line) =>
    openHomes(homes, domain, line).sort(
      (one, other) => (first?.values[one] ?? 0) - (first?.values[other] ?? 0) || one - other,
    ),
  );
  const size = all.map((open) =>
    open.reduce((most, home) => Math.max(most, problem.cash[homes.pair[home] ?? -1] ?? 0), 0),
  );
  const order = all
    .flatMap((open, line) => (open.length === 1 ? [] : [line]))
    .sort((one, other) => (size[other] ?? 0) - (size[one] ?? 0) || one - other);
  const open = order.map((line) => all[line] ?? []);
  const fixed = all.flatMap((own) => (own.length === 1 ? own : []));
  const walk: Walk = {
    of,
    load: emptied(of.load, problem),
    order,
    open,
    chosen: new Int32Array(all.length),
    sums: Float64Array.from(worths, ({ constant }) => constant),
    rest: restOf(problem, homes, { open, fixed, worths }),
    cash: 0,
    left: steps,
  };
  const holds = fixed.map((home) => choose(walk, home, walk.rest.growthAll));
  return holds.includes(false) ? undefined : walk;
}

function visit(walk: Walk, place: number): boolean {
  const { of, order, open, rest } = walk;
  if (!mayHold(walk, place)) return true;
  if (place === order.length) return of.onLeaf(walk.chosen);
  if (walk.left <= 0) return false;
  walk.left -= 1;
  const growth = rest.growth[place + 1] ?? rest.growthAll;
  for (const home of open[place] ?? []) {
    const settled = !choose(walk, home, growth) || visit(walk, place + 1);
    leave(walk, home);
    if (!settled) return false;
  }
  return true;
}

/** Whether enough cash can still come, and no prices put what is decided above the most. */
function mayHold({ of, sums, rest, cash }: Walk, place: number): boolean {
  if (cash + (rest.cash[place] ?? 0) < of.problem.needMinor) return false;
  const most = of.most();
  for (let at = 0; at < sums.length; at += 1) {
    const worth = of.worths[at];
    const sum = (sums[at] ?? 0) + (rest.least[at]?.[place] ?? 0);
    if (worth && sum > limitOf(worth, most)) return false;
  }
  return true;
}

/** False where a limit is exceeded, whatever comes; it is chosen all the same. */
function choose(walk: Walk, home: number, growth: Float64Array): boolean {
  const { of, load, chosen } = walk;
  chosen[of.homes.lineOf[home] ?? 0] = home;
  count(walk, home, 1);
  return addLoad(load, home, growth);
}

function leave(walk: Walk, home: number): void {
  count(walk, home, -1);
  takeLoad(walk.load, home);
}

function count(walk: Walk, home: number, sign: 1 | -1): void {
  const { of, sums } = walk;
  for (let at = 0; at < sums.length; at += 1) {
    sums[at] = (sums[at] ?? 0) + sign * (of.worths[at]?.values[home] ?? 0);
  }
  walk.cash += sign * (walk.rest.cashOf[home] ?? 0);
}
