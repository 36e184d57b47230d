import type { AllocationProblem } from '../problem.ts';
import { evaluate as evaluatePlan, isBetter, type Prices, type Solution } from '../value.ts';
import { type Columns, columnsOf } from './columns.ts';
import { evaluate, type PassWork, passWorkOf } from './pass.ts';
import { planAt } from './plan.ts';
import { type Locals, noLocals, type Point, pricesOf, startFrom } from './point.ts';
import { type Polished, polish } from './polish.ts';
import { sampleOf, spread } from './sample.ts';
import { type Space, spaceOf } from './space.ts';

export type LargeAnswer = {
  solution: Solution;
  /** With every offer open; of the cash that can be had where the need is out of reach. */
  prices: Prices;
  reproducible: boolean;
  regime: 'prices';
};

type Phase = 'start' | 'polish' | 'assign' | 'rebalance' | 'trim' | 'improve' | 'reach' | 'finish';

export type LargeOptions = {
  /** Prices of a like problem with the same debtors, to start from. */
  start?: Prices;
  /** Told the end of each phase, and its passes over all lines, for whoever measures. */
  ended?: (phase: Phase, passes: number) => void;
};

/**
 * Plans for many lines by prices: passes over floating columns find them, integer sums decide what
 * holds. The same problem gives the same plan: every budget counts passes, steps or rounds. It needs no
 * solver: its own programs have a row for each limit alone.
 */
export function solveLarge(problem: AllocationProblem, options: LargeOptions = {}): LargeAnswer {
  const search = searchOf(problem, options);
  const first = attempt(search, { blocked: [], raise: true });
  let best = first;
  const { costMinor, shortfallMinor } = first.solution.value;
  const left = costMinor - first.polished.found.bound;
  const isNear = shortfallMinor === 0 && left <= NEAR * costMinor;
  for (const choice of isNear ? [] : otherChoices(problem, first.solution)) {
    const next = attempt(search, choice, first);
    if (next && isBetter(next.solution, best.solution)) best = next;
  }
  if (best.solution.value.shortfallMinor > 0) return outOfReach(problem, best.solution, options);
  return { solution: best.solution, prices: first.prices, reproducible: true, regime: 'prices' };
}

const SAMPLED_ABOVE = 60_000;
const SAMPLE_LINES = 12_000;
const [FROM_NOTHING, FROM_SAMPLE, FROM_LIKE] = [0.5, 0.01, 0.05];
/** Within this part of the bound other choices of offers are not looked at. */
const NEAR = 1e-4;
/** An offer used for less than this part of its room may be cheaper to leave out. */
const HARDLY_USED = 0.02;

type Search = {
  problem: AllocationProblem;
  columns: Columns;
  space: Space;
  work: PassWork;
  start: Point;
  options: LargeOptions;
};

function searchOf(problem: AllocationProblem, options: LargeOptions): Search {
  const columns = columnsOf(problem);
  const { point, locals } = options.start ? startFrom(columns, options.start) : startOf(columns);
  const work = passWorkOf(columns, locals);
  const space = spaceOf(columns);
  options.ended?.('start', 0);
  return { problem, columns, space, work, start: point, options };
}

type Choice = { blocked: number[]; raise: boolean };
type Attempt = { solution: Solution; prices: Prices; polished: Polished };

/** Undefined when the bound without the blocked offers says that no such plan is cheaper. */
function attempt(search: Search, { blocked, raise }: Choice, before: Attempt): Attempt | undefined;
function attempt(search: Search, { blocked, raise }: Choice): Attempt;
function attempt(
  search: Search,
  { blocked, raise }: Choice,
  before?: Attempt,
): Attempt | undefined {
  const { problem, space, options } = search;
  const left = search.columns.offers.blocked.slice();
  for (const index of blocked) left[index] = 1;
  const columns = { ...search.columns, offers: { ...search.columns.offers, blocked: left } };
  const work = { ...search.work, columns };
  const isSampled = columns.lines > SAMPLED_ABOVE;
  const polished = polish(work, space, {
    start: before?.polished.point ?? search.start,
    radius: before || options.start ? FROM_LIKE : isSampled ? FROM_SAMPLE : FROM_NOTHING,
    passesMax: 400,
    tolerance: 2e-6,
  });
  evaluate(work, polished.point);
  options.ended?.('polish', polished.passes);
  const value = before?.solution.value;
  if (value?.shortfallMinor === 0 && polished.found.bound >= value.costMinor) return undefined;
  const caps = problem.offers.map(({ caps: families }) => families.length);
  const prices = pricesOf(columns, polished.point, work.locals, caps);
  const ended = (phase: Phase) => {
    options.ended?.(phase, 1);
  };
  const solution = planAt({ problem, work, space, raise, ended }, polished);
  return { solution, prices, polished };
}

/** Other choices of offers that may be cheaper: without those hardly used, or that cost by themselves. */
function otherChoices({ offers }: AllocationProblem, { value, placement }: Solution): Choice[] {
  const used = offers.flatMap((_, index) => (value.used[index] ? [index] : []));
  const drawn = (index: number) => placement.drawn[index] ?? 0;
  const hardly = used.filter((index) => drawn(index) < HARDLY_USED * (offers[index]?.room ?? 0));
  const choices: Choice[] = [];
  if (hardly.length > 0) choices.push({ blocked: hardly, raise: true });
  for (const index of used) {
    if ((offers[index]?.fixedCost ?? 0) === 0 || hardly.includes(index)) continue;
    choices.push({ blocked: [index], raise: true });
  }
  if (offers.some(({ minimumDraw }) => minimumDraw > 0))
    choices.push({ blocked: [], raise: false });
  return choices;
}

/** Of what the cost weighs beside cash where the most cash is sought. */
const COST_BESIDE_CASH = 1e-4;

/** The most cash, and then the least cost of about that much. */
function outOfReach(
  problem: AllocationProblem,
  known: Solution,
  options: LargeOptions,
): LargeAnswer {
  const whole = columnsOf(problem);
  const columns = {
    ...whole,
    cost: whole.cost.map((cost) => cost * COST_BESIDE_CASH),
    fee: whole.fee.map((fee) => fee * COST_BESIDE_CASH),
    offers: {
      ...whole.offers,
      fixedInNeed: whole.offers.fixedInNeed.map((cost) => cost * COST_BESIDE_CASH),
      drawCostInNeed: whole.offers.drawCostInNeed.map((cost) => cost * COST_BESIDE_CASH),
    },
  };
  const work = passWorkOf(columns, noLocals(columns));
  const space = spaceOf(columns, 1, 1);
  const start = noPrices(columns, space);
  const search: Search = { problem, columns, space, work, start, options };
  const most = attempt(search, { blocked: [], raise: true });
  let best = isBetter(known, most.solution) ? known : most.solution;
  const needMinor = best.value.cashMinor;
  if (needMinor > 0 && needMinor < problem.needMinor) {
    const reached = attempt(searchOf({ ...problem, needMinor }, options), {
      blocked: [],
      raise: true,
    });
    const { placement } = reached.solution;
    const cheaper = { placement, value: evaluatePlan(problem, placement) };
    if (isBetter(cheaper, best)) best = cheaper;
  }
  return { solution: best, prices: most.prices, reproducible: true, regime: 'prices' };
}

/** Prices from samples, ever finer ones, each from those of the one before. */
function startOf(columns: Columns): { point: Point; locals: Locals } {
  const locals = noLocals(columns);
  let point: Point | undefined;
  let finest = 1;
  while (columns.lines / (finest * 8) >= SAMPLE_LINES) finest *= 8;
  for (let step = finest; step > 1 && columns.lines > SAMPLED_ABOVE; step /= 8) {
    const sample = sampleOf(columns, step);
    const own = locals.map((prices) =>
      Float64Array.from(sample.debtorOf, (debtor) => prices[debtor] ?? 0),
    );
    const space = spaceOf(sample.columns);
    point = polish(passWorkOf(sample.columns, own), space, {
      start: point ?? noPrices(columns, space),
      radius: step === finest ? FROM_NOTHING : 0.03,
      passesMax: 400,
      tolerance: 5e-5,
    }).point;
    spread(sample, own, locals);
  }
  return { point: point ?? noPrices(columns, spaceOf(columns)), locals };
}

function noPrices({ offers, families }: Columns, { usual }: Space): Point {
  return {
    need: usual,
    offer: new Float64Array(offers.count),
    caps: families.map(({ nodes }) => new Float64Array(nodes)),
  };
}
