import type { Ratio } from '../eligibility/fx.ts';
import { mulDiv } from '../money.ts';
import { type AllocationProblem, advanceOf, type Offer } from './problem.ts';

/** `never` leaves an offer out; `open` pays its fixed cost apart, and it has to make its minimum draw. */
export type OfferUse = 'never' | 'open' | 'choose';

export type ModelOptions = {
  /** What is minimised: the cost of the need, or the negative of the cash where it is out of reach. */
  aim: 'cost' | 'cash';
  uses: OfferUse[];
  /** Without integrality: each pair one column, a linear program. */
  relaxed: boolean;
  /** By line: −1 is free, otherwise the pair it is held to, or `unplaced`. */
  held?: Int32Array;
};

export const unplaced = -2;

export type Columns = { cost: number[]; lower: number[]; upper: number[]; integer: number[] };

/** Which column stands for what; −1 where there is none. */
export type Layout = {
  columns: Columns;
  /** Need minor units in one unit of the model's amounts, and in one of its objective. */
  unit: number;
  costUnit: number;
  /** By offer: its own minor units in one unit of the model. */
  units: Float64Array;
  /** By pair: the funded fraction. */
  part: Int32Array;
  /** By pair: placed or not; of a whole account that of the debtor, and −1 where `part` says it. */
  place: Int32Array;
  /** By offer: cash drawn of a pledge; Σ x, where shares of the pool are capped; used or not. */
  draw: Int32Array;
  pool: Int32Array;
  used: Int32Array;
  /** Of nodes over their share already: 1 if anything is funded there. */
  judged: { column: number; pairs: number[] }[];
  /** By pair, funded whole: the advance and, apart, the cost and the cash kept back that go by placing. */
  advance: Float64Array;
  placeCost: Float64Array;
  placeCash: Float64Array;
  lineOf: Int32Array;
};

export function columnsOf(problem: AllocationProblem, options: ModelOptions): Layout {
  const layout = emptyLayout(problem);
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    addLine(problem, options, { layout, line });
  }
  problem.offers.forEach((offer, index) => {
    addOffer(problem, options, { layout, offer, index });
  });
  if (options.held) hold(problem, options.held, layout);
  return layout;
}

/** A column of the model; its index. */
export function addColumn(
  columns: Columns,
  { cost, upper, integer }: { cost: number; upper: number; integer: boolean },
): number {
  columns.cost.push(cost);
  columns.lower.push(0);
  columns.upper.push(upper);
  columns.integer.push(integer ? 1 : 0);
  return columns.cost.length - 1;
}

export function ratioNumber({ numerator, denominator }: Ratio): number {
  return Number(numerator) / Number(denominator);
}

/** Whether use of the offer costs or asks for something by itself. */
export function isCostly({ fixedCost, minimumDraw }: Offer): boolean {
  return fixedCost > 0 || minimumDraw > 0;
}

export function useOf(uses: OfferUse[], offer: number): OfferUse {
  return uses[offer] ?? 'never';
}

function emptyLayout(problem: AllocationProblem): Layout {
  const { offers } = problem;
  const pairs = problem.base.length;
  const unit = Math.max(1, problem.needMinor / 10_000);
  const layout: Layout = {
    columns: { cost: [], lower: [], upper: [], integer: [] },
    unit,
    costUnit: unit / 64,
    units: Float64Array.from(offers, ({ toNeed }) => Math.max(1, unit / ratioNumber(toNeed))),
    part: new Int32Array(pairs).fill(-1),
    place: new Int32Array(pairs).fill(-1),
    draw: new Int32Array(offers.length).fill(-1),
    pool: new Int32Array(offers.length).fill(-1),
    used: new Int32Array(offers.length).fill(-1),
    judged: [],
    advance: new Float64Array(pairs),
    placeCost: new Float64Array(pairs),
    placeCash: new Float64Array(pairs),
    lineOf: new Int32Array(pairs),
  };
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    const end = problem.pairStart[line + 1] ?? 0;
    for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) {
      const offer = offers[problem.offerOf[pair] ?? 0];
      if (!offer) continue;
      const fee = problem.fee[pair] ?? 0;
      const { numerator, denominator } = offer.toNeed;
      layout.lineOf[pair] = line;
      layout.advance[pair] = advanceOf(offer, problem.base[pair] ?? 0);
      layout.placeCost[pair] = mulDiv(fee, numerator, denominator, 'up');
      if (offer.withheld === 'interest_and_fees' && offer.mode !== 'pledge') {
        const kept = problem.withheldFee[pair] ?? 0;
        layout.placeCash[pair] = mulDiv(kept, numerator, denominator, 'up');
      }
    }
  }
  return layout;
}

type AtLine = { layout: Layout; line: number };

/**
 * Columns of a line's pairs. A divisible pair needs no column for its placing if that is free and no
 * other divisible pair of the line goes without: the fractions then exclude each other by themselves.
 */
function addLine(problem: AllocationProblem, options: ModelOptions, at: AtLine): void {
  const { layout, line } = at;
  let bare = 0;
  const end = problem.pairStart[line + 1] ?? 0;
  for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) {
    const index = problem.offerOf[pair] ?? 0;
    const mode = problem.offers[index]?.mode;
    if (useOf(options.uses, index) === 'never') continue;
    if (mode === 'whole_account') {
      addAccount(problem, options, { layout, line, pair });
      continue;
    }
    const free = (layout.placeCost[pair] ?? 0) === 0;
    const whole = mode === 'strict_sale' || options.relaxed;
    const alone = whole || (free && bare === 0);
    if (!whole && alone) bare += 1;
    const costs = costsOf(problem, options, { layout, pair });
    layout.part[pair] = addColumn(layout.columns, {
      cost: alone ? costs.part + costs.place : costs.part,
      upper: 1,
      integer: mode === 'strict_sale' && !options.relaxed,
    });
    if (alone) continue;
    layout.place[pair] = addColumn(layout.columns, { cost: costs.place, upper: 1, integer: true });
  }
}

/** All of a debtor's lines go by one column, made with the first of them. */
function addAccount(
  problem: AllocationProblem,
  options: ModelOptions,
  { layout, line, pair }: AtLine & { pair: number },
): void {
  const costs = costsOf(problem, options, { layout, pair });
  layout.part[pair] = addColumn(layout.columns, { cost: costs.part, upper: 1, integer: false });
  const first = firstOfAccount(problem, { line, index: problem.offerOf[pair] ?? 0 });
  const made = layout.place[first] ?? -1;
  if (first === pair || made < 0) {
    layout.place[pair] = addColumn(layout.columns, {
      cost: costs.place,
      upper: 1,
      integer: !options.relaxed,
    });
    return;
  }
  layout.place[pair] = made;
  layout.columns.cost[made] = (layout.columns.cost[made] ?? 0) + costs.place;
}

function firstOfAccount(
  problem: AllocationProblem,
  { line, index }: { line: number; index: number },
): number {
  const debtor = problem.debtorOf[line];
  let start = line;
  while (start > 0 && problem.debtorOf[start - 1] === debtor) start -= 1;
  for (let pair = problem.pairStart[start] ?? 0; ; pair += 1) {
    if (problem.offerOf[pair] === index) return pair;
  }
}

/** Objective coefficients of funding a pair whole and of placing it. */
function costsOf(
  problem: AllocationProblem,
  options: ModelOptions,
  { layout, pair }: { layout: Layout; pair: number },
): { part: number; place: number } {
  const offer = problem.offers[problem.offerOf[pair] ?? 0];
  const placeCost = layout.placeCost[pair] ?? 0;
  const placeCash = layout.placeCash[pair] ?? 0;
  if (options.aim === 'cost') {
    const part = (problem.cost[pair] ?? 0) - placeCost;
    return { part: part / layout.costUnit, place: placeCost / layout.costUnit };
  }
  if (offer?.mode === 'pledge') return { part: 0, place: 0 };
  const part = -((problem.cash[pair] ?? 0) + placeCash);
  return { part: part / layout.costUnit, place: placeCash / layout.costUnit };
}

type AtOffer = { layout: Layout; offer: Offer; index: number };

function addOffer(problem: AllocationProblem, options: ModelOptions, at: AtOffer): void {
  const { layout, offer, index } = at;
  const use = useOf(options.uses, index);
  if (use === 'never') return;
  const unit = layout.units[index] ?? 1;
  const { columns } = layout;
  if (offer.mode === 'pledge') {
    const toNeed = ratioNumber(offer.toNeed);
    const rate = options.aim === 'cost' ? ratioNumber(offer.interest) * offer.drawDays : -1;
    layout.draw[index] = addColumn(columns, {
      cost: (rate * toNeed * unit) / layout.costUnit,
      upper: offer.room / unit,
      integer: false,
    });
  }
  if (offer.caps.some(({ cap }) => cap.kind === 'share')) {
    layout.pool[index] = addColumn(columns, {
      cost: 0,
      upper: poolMax(problem, index) / unit,
      integer: false,
    });
  }
  if (use === 'choose' && isCostly(offer)) {
    layout.used[index] = addColumn(columns, {
      cost: options.aim === 'cost' ? offer.fixedCost / layout.costUnit : 0,
      upper: 1,
      integer: !options.relaxed,
    });
  }
}

function poolMax(problem: AllocationProblem, index: number): number {
  let sum = 0;
  problem.base.forEach((base, pair) => {
    if (problem.offerOf[pair] === index) sum += base;
  });
  return sum;
}

/** Fixes lines that are not to move: the pair they are held to at 1, their others at 0. */
function hold(problem: AllocationProblem, held: Int32Array, layout: Layout): void {
  for (let line = 0; line < held.length; line += 1) {
    const to = held[line] ?? -1;
    if (to === -1) continue;
    const end = problem.pairStart[line + 1] ?? 0;
    for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) {
      const at = to !== unplaced && pair === to ? 1 : 0;
      const offer = problem.offers[problem.offerOf[pair] ?? 0];
      const part = offer?.mode === 'whole_account' && at === 1 ? -1 : layout.part[pair];
      for (const column of [part ?? -1, layout.place[pair] ?? -1]) {
        if (column < 0) continue;
        layout.columns.lower[column] = at;
        layout.columns.upper[column] = at;
      }
    }
  }
}
