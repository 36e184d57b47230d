import type { Columns } from './columns.ts';
import { evaluate, type PassWork } from './pass.ts';
import type { Evaluation, Point } from './point.ts';
import { minimise } from './simplex.ts';
import { pointAt, type Space, slopeOf, vectorAt } from './space.ts';

export type PolishOptions = {
  start: Point;
  /** In units of the prices. */
  radius: number;
  passesMax: number;
  /** Relative: what a further pass may still promise when it ends. */
  tolerance: number;
};

export type Polished = {
  point: Point;
  /** Points near it and their shares: mixed so, their best choices keep the limits about exactly. */
  mixture: { point: Point; share: number }[];
  found: Evaluation;
  passes: number;
  promised: number;
};

/** A plane above the bound, touching it where a pass was made. */
type Cut = { vector: Float64Array; slope: Float64Array; bound: number; idle: number };

type Search = {
  columns: Columns;
  space: Space;
  /** Directions in which a step may go: those of prices that are not 0 or should not be. */
  active: number[];
  cuts: Cut[];
  best: Cut;
  found: Evaluation;
  scale: number;
};

type Step = {
  vector: Float64Array;
  promised: number;
  limited: boolean;
  /** The planes that meet there. */
  shares: { cut: Cut; share: number }[];
};

const [ACTIVE_MAX, ACTIVE_AT_ONCE] = [120, 8];
const IDLE_MAX = 25;

/**
 * Raises the bound by cutting planes within a trust region: it is concave in the prices, each pass adds
 * a plane above it, and the next point is where the planes promise most within the region.
 */
export function polish(work: PassWork, space: Space, options: PolishOptions): Polished {
  const { columns } = work;
  const vector = vectorAt(columns, space, options.start);
  const found = evaluate(work, pointAt(columns, space, vector));
  const best = cutOf({ columns, space }, vector, found);
  const scale = Math.max(space.usual * columns.need, 1);
  const search: Search = { columns, space, active: [], cuts: [best], best, found, scale };
  activate(search, best);
  let radius = options.radius;
  let promised = Number.POSITIVE_INFINITY;
  let passes = 1;
  let shares: Step['shares'] = [{ cut: best, share: 1 }];
  while (passes < options.passesMax) {
    const step = nextStep(search, radius);
    promised = step.promised;
    shares = step.shares;
    const size = Math.max(Math.abs(search.best.bound), scale * 1e-3);
    if (promised <= options.tolerance * size) {
      if (!step.limited || radius > 1) break;
      radius *= 4;
      passes += 1;
      continue;
    }
    const next = evaluate(work, pointAt(columns, space, step.vector));
    passes += 1;
    const cut = cutOf(search, step.vector, next);
    search.cuts.push(cut);
    activate(search, cut);
    const gained = cut.bound - search.best.bound;
    if (gained > 0.4 * promised && step.limited) radius *= 2;
    else if (gained < 0.05 * promised) radius *= gained < -promised ? 0.35 : 0.6;
    if (gained > 0) {
      search.best = cut;
      search.found = next;
    }
  }
  return {
    point: pointAt(columns, space, search.best.vector),
    mixture: shares.map(({ cut, share }) => ({
      point: pointAt(columns, space, cut.vector),
      share,
    })),
    found: search.found,
    passes,
    promised,
  };
}

function cutOf(
  { columns, space }: Pick<Search, 'columns' | 'space'>,
  vector: Float64Array,
  found: Evaluation,
): Cut {
  return { vector, slope: slopeOf(columns, space, found), bound: found.bound, idle: 0 };
}

/** Lets the worst missed caps have a price, and takes it from those that no longer need one. */
function activate(search: Search, { vector, slope }: Cut): void {
  const { columns, space, scale, best } = search;
  const first = 1 + columns.offers.count;
  const missedBy = (at: number) => ((slope[at] ?? 0) * (space.unit[at] ?? 0)) / scale;
  const missed: number[] = [];
  for (let at = 0; at < space.size; at += 1) {
    if (search.active.includes(at)) continue;
    if (at < first || (vector[at] ?? 0) > 0) search.active.push(at);
    else if (missedBy(at) > 1e-7) missed.push(at);
  }
  missed.sort((a, b) => missedBy(b) - missedBy(a) || a - b);
  if (search.active.length + ACTIVE_AT_ONCE > ACTIVE_MAX) {
    search.active = search.active.filter(
      (at) => at < first || (best.vector[at] ?? 0) > 0 || (best.slope[at] ?? 0) > 0,
    );
  }
  search.active.push(...missed.slice(0, ACTIVE_AT_ONCE));
}

/**
 * The point of the region where the planes promise most. By duality: the mixture of planes whose slope
 * is worth least in the region; the prices are the duals of its rows.
 */
function nextStep(search: Search, radius: number): Step {
  const { active, best, space, scale } = search;
  const ups = Float64Array.from(active, (at) => {
    if (at !== 0) return radius;
    return Math.min(radius, (space.needMax - (best.vector[0] ?? 0)) / (space.unit[0] ?? 1));
  });
  const downs = Float64Array.from(active, (at) =>
    Math.min(radius, (best.vector[at] ?? 0) / (space.unit[at] ?? 1)),
  );
  const { x, duals } = minimise(mixtureOf(search, { ups, downs }), 4000);
  const rows = active.length;
  const vector = best.vector.slice();
  let limited = false;
  active.forEach((at, row) => {
    const move = Math.min(ups[row] ?? 0, Math.max(-(downs[row] ?? 0), -(duals[row] ?? 0)));
    if (Math.abs(move) > 0.999 * radius) limited = true;
    vector[at] = Math.max(0, (best.vector[at] ?? 0) + move * (space.unit[at] ?? 1));
  });
  const shares = search.cuts.flatMap((cut, index) => {
    const share = x[index] ?? 0;
    return share > 1e-7 ? [{ cut, share }] : [];
  });
  search.cuts = search.cuts.filter((cut, index) => {
    cut.idle = (x[index] ?? 0) > 1e-9 ? 0 : cut.idle + 1;
    return cut === best || cut.idle <= IDLE_MAX;
  });
  return { vector, promised: (duals[rows] ?? 0) * scale, limited, shares };
}

/** Keeps the pivots from standing still; far below what a pass can measure. */
const APART = 1e-9;

/** Columns: the planes, then up and down of each direction; rows: the directions, then Σ shares = 1. */
function mixtureOf(search: Search, { ups, downs }: { ups: Float64Array; downs: Float64Array }) {
  const { active, cuts, best, space, scale } = search;
  const rows = active.length + 1;
  const columns = cuts.length + 2 * active.length;
  const starts = new Int32Array(columns + 1);
  const indices: number[] = [];
  const values: number[] = [];
  const cost = new Float64Array(columns);
  cuts.forEach((cut, index) => {
    let above = cut.bound - best.bound;
    for (const at of active) {
      above += (cut.slope[at] ?? 0) * ((best.vector[at] ?? 0) - (cut.vector[at] ?? 0));
    }
    cost[index] = above / scale;
    active.forEach((at, row) => {
      indices.push(row);
      values.push(((cut.slope[at] ?? 0) * (space.unit[at] ?? 0)) / scale);
    });
    indices.push(active.length);
    values.push(1);
    starts[index + 1] = indices.length;
  });
  const basis = new Int32Array(rows);
  const bestIndex = cuts.indexOf(best);
  basis[active.length] = bestIndex;
  active.forEach((at, row) => {
    const up = cuts.length + 2 * row;
    cost[up] = ups[row] ?? 0;
    cost[up + 1] = downs[row] ?? 0;
    indices.push(row, row);
    values.push(-1, 1);
    starts[up + 1] = indices.length - 1;
    starts[up + 2] = indices.length;
    basis[row] = (best.slope[at] ?? 0) >= 0 ? up : up + 1;
  });
  return {
    rows,
    starts,
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    cost,
    upper: new Float64Array(columns).fill(Number.POSITIVE_INFINITY),
    right: Float64Array.from({ length: rows }, (_, row) => {
      if (row === active.length) return 1;
      const apart = APART * (1 + ((row * 0.6180339887498949) % 1));
      return (best.slope[active[row] ?? 0] ?? 0) >= 0 ? -apart : apart;
    }),
    basis,
  };
}
