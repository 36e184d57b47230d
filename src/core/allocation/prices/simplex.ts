import { invert, replaceRow } from './inverse.ts';

/** Minimise cost·x with A x = right, 0 ≤ x ≤ upper; A by column (CSC); `basis` is feasible. */
export type Minimisation = {
  rows: number;
  starts: Int32Array;
  indices: Int32Array;
  values: Float64Array;
  cost: Float64Array;
  upper: Float64Array;
  right: Float64Array;
  /** A basic column of each row. */
  basis: Int32Array;
};

export type Optimum = { x: Float64Array; duals: Float64Array; finished: boolean };

const TINY = 1e-9;
/** Below it an entry is taken for rounding. */
const SLOPE = 1e-10;
const REFACTOR_EVERY = 150;
const FLAT_STEPS = 40;
/** Of the greatest gain: as much as keeps a column in the queue, and how many there are. */
const [QUEUED, QUEUE_MAX] = [0.3, 80];

/** Bounded primal simplex with an explicit inverse: for few rows, and always the same pivots. */
export function minimise(task: Minimisation, stepsMax: number): Optimum {
  const tableau = tableauOf(task);
  let finished = false;
  let flat = 0;
  for (let step = 0; step < stepsMax; step += 1) {
    if (step % REFACTOR_EVERY === REFACTOR_EVERY - 1) refactor(tableau);
    pricesOf(tableau);
    const entering = enteringOf(tableau, flat > FLAT_STEPS);
    if (entering < 0) {
      finished = true;
      break;
    }
    const moved = pivot(tableau, entering);
    if (moved < 0) break;
    flat = moved > TINY ? 0 : flat + 1;
  }
  return optimumOf(tableau, finished);
}

type Tableau = Minimisation & {
  inverse: Float64Array;
  /** By row: value of its basic column. */
  inBasis: Float64Array;
  duals: Float64Array;
  column: Float64Array;
  /** By column: 0 at zero, 1 at its upper bound, 2 basic. */
  where: Uint8Array;
  gains: Float64Array;
  queue: number[];
  peak: number;
};

function tableauOf(task: Minimisation): Tableau {
  const { rows, cost } = task;
  const tableau: Tableau = {
    ...task,
    basis: task.basis.slice(),
    inverse: new Float64Array(rows * rows),
    inBasis: new Float64Array(rows),
    duals: new Float64Array(rows),
    column: new Float64Array(rows),
    where: new Uint8Array(cost.length),
    gains: new Float64Array(cost.length),
    queue: [],
    peak: 0,
  };
  for (const column of tableau.basis) tableau.where[column] = 2;
  refactor(tableau);
  return tableau;
}

/** Inverse and basic values afresh from the basis. */
function refactor(tableau: Tableau): void {
  const { rows, basis, inverse, starts, indices, values } = tableau;
  const left = new Float64Array(rows * rows);
  for (let at = 0; at < rows; at += 1) {
    const column = basis[at] ?? 0;
    for (let k = starts[column] ?? 0; k < (starts[column + 1] ?? 0); k += 1) {
      left[(indices[k] ?? 0) * rows + at] = values[k] ?? 0;
    }
  }
  invert(left, inverse, rows);
  basicValues(tableau);
}

function basicValues(tableau: Tableau): void {
  const { rows, right, inverse, inBasis, where, upper, starts, indices, values } = tableau;
  const rest = right.slice();
  for (let column = 0; column < where.length; column += 1) {
    if (where[column] !== 1) continue;
    for (let k = starts[column] ?? 0; k < (starts[column + 1] ?? 0); k += 1) {
      const row = indices[k] ?? 0;
      rest[row] = (rest[row] ?? 0) - (upper[column] ?? 0) * (values[k] ?? 0);
    }
  }
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let k = 0; k < rows; k += 1) sum += (inverse[row * rows + k] ?? 0) * (rest[k] ?? 0);
    inBasis[row] = Math.max(0, sum);
  }
}

function pricesOf({ rows, basis, cost, inverse, duals }: Tableau): void {
  duals.fill(0);
  for (let row = 0; row < rows; row += 1) {
    const price = cost[basis[row] ?? 0] ?? 0;
    if (price === 0) continue;
    for (let k = 0; k < rows; k += 1) {
      duals[k] = (duals[k] ?? 0) + price * (inverse[row * rows + k] ?? 0);
    }
  }
}

/**
 * The column of greatest reduced cost among the few that were best when all were last looked at, then
 * among all; or the first of any when steps no longer move (Bland).
 */
function enteringOf(tableau: Tableau, first: boolean): number {
  const { where, queue } = tableau;
  let best = -1;
  let gain = Math.max(TINY, QUEUED * tableau.peak);
  for (const column of first ? [] : queue) {
    const gained = gainedBy(tableau, column);
    if (gained > gain) [best, gain] = [column, gained];
  }
  if (best >= 0) return best;
  const gains = tableau.gains.fill(0);
  gain = TINY;
  for (let column = 0; column < where.length; column += 1) {
    const gained = gainedBy(tableau, column);
    gains[column] = gained;
    if (gained <= gain) continue;
    best = column;
    gain = gained;
    if (first) return best;
  }
  tableau.peak = gain;
  queue.length = 0;
  for (let column = 0; column < gains.length && queue.length < QUEUE_MAX; column += 1) {
    if ((gains[column] ?? 0) > QUEUED * gain) queue.push(column);
  }
  return best;
}

/** What a unit of the column saves; 0 of a basic one. */
function gainedBy(
  { where, cost, starts, indices, values, duals }: Tableau,
  column: number,
): number {
  const at = where[column] ?? 2;
  if (at === 2) return 0;
  let reduced = cost[column] ?? 0;
  const end = starts[column + 1] ?? 0;
  for (let k = starts[column] ?? 0; k < end; k += 1) {
    reduced -= (duals[indices[k] ?? 0] ?? 0) * (values[k] ?? 0);
  }
  return at === 0 ? -reduced : reduced;
}

/** How far the entering column moved; −1 without a limit. */
function pivot(tableau: Tableau, entering: number): number {
  const { rows, basis, inBasis, column, where, upper, inverse } = tableau;
  columnInBasis(tableau, entering);
  const sign = where[entering] === 0 ? 1 : -1;
  const most = upper[entering] ?? 0;
  const leaving = leavingOf(tableau, { sign, most });
  const slope = sign * (column[leaving] ?? 0);
  const limit = slope > 0 ? 0 : (upper[basis[leaving] ?? 0] ?? 0);
  const length = leaving < 0 ? most : Math.max(0, ((inBasis[leaving] ?? 0) - limit) / slope);
  if (length === Number.POSITIVE_INFINITY) return -1;
  for (let row = 0; row < rows; row += 1) {
    inBasis[row] = (inBasis[row] ?? 0) - sign * length * (column[row] ?? 0);
  }
  if (leaving < 0) {
    where[entering] = where[entering] === 0 ? 1 : 0;
    return length;
  }
  const start = where[entering] === 0 ? 0 : most;
  where[basis[leaving] ?? 0] = slope > 0 ? 0 : 1;
  where[entering] = 2;
  basis[leaving] = entering;
  inBasis[leaving] = start + sign * length;
  replaceRow(inverse, column, { rows, leaving });
  return length;
}

/**
 * The row that first reaches a bound, and among those that reach it within a tolerance the one of the
 * largest entry: small pivots are what spoils an inverse. −1 if the entering column's bound comes first.
 */
function leavingOf(
  { rows, basis, inBasis, column, upper }: Tableau,
  { sign, most }: { sign: 1 | -1; most: number },
): number {
  let within = most;
  for (let row = 0; row < rows; row += 1) {
    const slope = sign * (column[row] ?? 0);
    if (Math.abs(slope) <= SLOPE) continue;
    const limit = slope > 0 ? 0 : (upper[basis[row] ?? 0] ?? 0);
    const reach = ((inBasis[row] ?? 0) - limit) / slope + TINY / Math.abs(slope);
    if (reach < within) within = reach;
  }
  if (within === most) return -1;
  let leaving = -1;
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    const slope = sign * (column[row] ?? 0);
    if (Math.abs(slope) <= Math.max(SLOPE, largest)) continue;
    const limit = slope > 0 ? 0 : (upper[basis[row] ?? 0] ?? 0);
    if (((inBasis[row] ?? 0) - limit) / slope > within) continue;
    leaving = row;
    largest = Math.abs(slope);
  }
  return leaving;
}

function columnInBasis({ rows, starts, indices, values, inverse, column }: Tableau, of: number) {
  column.fill(0);
  for (let k = starts[of] ?? 0; k < (starts[of + 1] ?? 0); k += 1) {
    const at = indices[k] ?? 0;
    const value = values[k] ?? 0;
    for (let row = 0; row < rows; row += 1) {
      column[row] = (column[row] ?? 0) + (inverse[row * rows + at] ?? 0) * value;
    }
  }
}

function optimumOf(tableau: Tableau, finished: boolean): Optimum {
  const { where, upper, basis, inBasis, duals } = tableau;
  pricesOf(tableau);
  const x = new Float64Array(where.length);
  for (let column = 0; column < x.length; column += 1) {
    if (where[column] === 1) x[column] = upper[column] ?? 0;
  }
  for (let row = 0; row < basis.length; row += 1) x[basis[row] ?? 0] = inBasis[row] ?? 0;
  return { x, duals: duals.slice(), finished };
}
