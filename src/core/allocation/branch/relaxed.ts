import { draftFrom, pricesOf } from '../answer.ts';
import type { BuiltModel, LinearBasis, LinearDuals, LinearModel } from '../model.ts';
import { ask, considerDraft, relaxationOptions, type Search } from '../search.ts';
import type { Prices } from '../value.ts';
import type { Cut } from './cuts.ts';
import type { Homes } from './homes.ts';
import { type Domain, openHomes } from './narrow.ts';

/** What the linear program of a domain says: prices, and by pair how much of it is funded. */
export type Relaxed = {
  prices: Prices;
  /** By cut: of one unit of its weights. */
  cutPrices: number[];
  parts: Float64Array;
  basis: LinearBasis | undefined;
};

export type Relaxing = {
  homes: Homes;
  domain: Domain;
  cuts: readonly Cut[];
  basis?: LinearBasis | undefined;
  /** Lines that are placed for certain need not be, at a loss of many times their amount. */
  soft?: boolean;
};

/** Undefined where the solver finds no point or says nothing; that is a claim like any other. */
export function relax(search: Search, built: BuiltModel, of: Relaxing): Relaxed | undefined {
  const answer = answerTo(search, withCuts(within(built, of), built, of), of.basis);
  return answer && relaxedOf(search, built, { of, ...answer });
}

/** What is solved to its end, with duals. */
type Answered = { values: Float64Array; duals: LinearDuals };

function answerTo(
  search: Search,
  model: LinearModel,
  basis: LinearBasis | undefined,
): Answered | undefined {
  const cold = { ...relaxationOptions, presolve: true };
  const isWarm = basis?.rows.length === model.rowLower.length;
  const warm = isWarm && ask(search, model, { ...cold, presolve: false, basis });
  const hasDuals = warm && warm.status === 'answered' && warm.duals;
  const answer = hasDuals ? warm : ask(search, model, cold);
  if (answer.status !== 'answered' || !answer.duals) return undefined;
  return { values: answer.values, duals: answer.duals };
}

function relaxedOf(
  search: Search,
  built: BuiltModel,
  { of, values, duals }: Answered & { of: Relaxing },
): Relaxed {
  const first = built.model.rowLower.length;
  return {
    prices: pricesOf(search.problem, built, duals),
    cutPrices: of.cuts.map(({ most }, at) => {
      const dual = (duals.rows[first + at] ?? 0) * built.layout.costUnit;
      return Number.isFinite(dual) ? Math.max(0, 0 - dual) / unitOf(most) : 0;
    }),
    parts: Float64Array.from(built.layout.part, (column) => values[column] ?? 0),
    basis: duals.basis,
  };
}

/** Prices at which no more of an offer's pool can be had for a cost, and of a unit of that pool. */
export type RelaxedPool = Pick<Relaxed, 'prices' | 'cutPrices'> & { price: number };

/**
 * The largest pool of an offer among what costs no more than `most`, its fixed costs apart. Undefined
 * where the pool has no column, or where its size is no matter of the cost.
 */
export function relaxPool(
  search: Search,
  built: BuiltModel,
  { offer, most, ...of }: Relaxing & { offer: number; most: number },
): RelaxedPool | undefined {
  const { model, layout } = built;
  const pool = layout.pool[offer] ?? -1;
  if (pool < 0) return undefined;
  const priced = withCuts(within(built, of), built, of);
  const cost = new Float64Array(model.cost.length);
  cost[pool] = -1;
  const answer = answerTo(
    search,
    { ...withRow(priced, model.cost, most / layout.costUnit), cost },
    undefined,
  );
  const perCost = 0 - (answer?.duals.rows.at(-1) ?? 0);
  if (!answer || !(perCost > 0) || !Number.isFinite(perCost)) return undefined;
  const rows = answer.duals.rows.map((dual) => dual / perCost);
  const { prices, cutPrices } = relaxedOf(search, built, {
    of,
    values: answer.values,
    duals: { ...answer.duals, rows },
  });
  return { prices, cutPrices, price: layout.costUnit / perCost / (layout.units[offer] ?? 1) };
}

/** One row more, below an upper bound. */
function withRow(model: LinearModel, row: Float64Array, upper: number): LinearModel {
  const [starts, indices, values] = [
    Array.from(model.starts),
    Array.from(model.indices),
    Array.from(model.values),
  ];
  row.forEach((value, column) => {
    if (value === 0) return;
    indices.push(column);
    values.push(value);
  });
  starts.push(indices.length);
  return {
    ...model,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    rowLower: Float64Array.from([...model.rowLower, Number.NEGATIVE_INFINITY]),
    rowUpper: Float64Array.from([...model.rowUpper, upper]),
  };
}

/** Nodes and simplex iterations of one search among what is left open. */
const [NODES, ITERATIONS] = [20_000, 6_000];

/**
 * The cheapest plan of a domain that a solver finds, where all its lines are sold strictly: the program
 * then says all there is to say, and few of its columns are left.
 */
export function searchWhole(search: Search, built: BuiltModel, of: Relaxing): void {
  const { layout } = built;
  const model = withCuts(within(built, of), built, of);
  const integer = new Uint8Array(model.cost.length);
  for (const column of layout.part) if (column >= 0) integer[column] = 1;
  const answer = ask(
    search,
    { ...model, integer },
    {
      presolve: true,
      nodes: NODES,
      iterations: ITERATIONS,
      gap: 0,
      gapAbsolute: 0.99 / layout.costUnit,
    },
  );
  if (answer.status !== 'answered') return;
  considerDraft(search, draftFrom(search.problem, built, answer.values));
}

/** Lines that have one home left are held to it; a line placed for certain pays its fee in full. */
function within(built: BuiltModel, { homes, domain, soft = false }: Relaxing): LinearModel {
  const { model, layout } = built;
  const [lower, upper] = [Float64Array.from(model.lower), Float64Array.from(model.upper)];
  const isOpen = new Uint8Array(layout.part.length);
  homes.pair.forEach((pair, home) => {
    if (pair >= 0 && domain[home] === 1) isOpen[pair] = 1;
  });
  isOpen.forEach((open, pair) => {
    const column = layout.part[pair] ?? -1;
    if (open === 0 && column >= 0) upper[column] = 0;
  });
  const held = {
    ...model,
    lower,
    upper,
    cost: Float64Array.from(model.cost),
    rowLower: Float64Array.from(model.rowLower),
  };
  for (let line = 0; line + 1 < homes.start.length; line += 1) {
    if (domain[homes.start[line] ?? 0] === 0) place(held, built, { homes, domain, line, soft });
  }
  return held;
}

/** A loss beside which no cash counts. */
const LOSS = 512;

type Placing = { homes: Homes; domain: Domain; line: number; soft: boolean };

function place(
  held: LinearModel,
  { layout, rows }: BuiltModel,
  { homes, domain, line, soft }: Placing,
): void {
  const left = openHomes(homes, domain, line);
  const pairs = new Set(left.map((home) => homes.pair[home] ?? -1));
  if (soft) {
    // What may be placed and hardly funded is placed at no loss.
    if (left.some((home) => homes.isPart[home] === 1)) return;
    for (const pair of pairs) {
      const column = layout.part[pair] ?? -1;
      if (column < 0) continue;
      const units = layout.units[homes.offer[left[0] ?? -1] ?? 0] ?? 1;
      const loss = (LOSS * (layout.advance[pair] ?? 0) * layout.unit) / units / layout.costUnit;
      held.cost[column] = (held.cost[column] ?? 0) - loss;
    }
    return;
  }
  const [pair = -1] = pairs;
  const column = layout.part[pair] ?? -1;
  const row = rows.home[line] ?? -1;
  if (pairs.size > 1 && row >= 0) held.rowLower[row] = 1;
  if (pairs.size !== 1 || column < 0) return;
  const isWhole = left.length === 1 && homes.isPart[left[0] ?? -1] === 0;
  if (isWhole) held.lower[column] = 1;
  else
    held.cost[column] = (held.cost[column] ?? 0) - (layout.placeCost[pair] ?? 0) / layout.costUnit;
}

/** A row more for each cut, in units of what it allows. */
function withCuts(
  model: LinearModel,
  { layout }: BuiltModel,
  { homes, cuts }: Relaxing,
): LinearModel {
  if (cuts.length === 0) return model;
  const [starts, indices, values] = [
    Array.from(model.starts),
    Array.from(model.indices),
    Array.from(model.values),
  ];
  for (const { homes: own, weights, most } of cuts) {
    own.forEach((home, at) => {
      const column = layout.part[homes.pair[home] ?? -1] ?? -1;
      if (column < 0) return;
      indices.push(column);
      values.push((weights[at] ?? 0) / unitOf(most));
    });
    starts.push(indices.length);
  }
  return {
    ...model,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    rowLower: Float64Array.from([...model.rowLower, ...cuts.map(() => Number.NEGATIVE_INFINITY)]),
    rowUpper: Float64Array.from([
      ...model.rowUpper,
      ...cuts.map(({ most }) => most / unitOf(most)),
    ]),
  };
}

function unitOf(most: number): number {
  return Math.max(1, most);
}
