import { columnsOf, type Layout, type ModelOptions } from './modelColumns.ts';
import { addRows } from './modelRows.ts';
import type { RowIndex } from './modelWriter.ts';
import type { AllocationProblem } from './problem.ts';

/** Minimise cost·v with lower ≤ v ≤ upper, rowLower ≤ A v ≤ rowUpper; A by row (CSR). */
export type LinearModel = {
  cost: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** By column: 1 is integer. */
  integer: Uint8Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  starts: Int32Array;
  indices: Int32Array;
  values: Float64Array;
};

/** Budgets count work, not time, so that the same model ends at the same answer. */
export type LinearOptions = {
  presolve: boolean;
  /** Branch and bound nodes. */
  nodes: number;
  /** Simplex iterations, of all linear programs together. */
  iterations: number;
  /** Gaps at which a search may end: relative, and absolute in units of the objective. */
  gap: number;
  gapAbsolute: number;
  /** A point to start from; what is wrong with it is the solver's to find. */
  start?: Float64Array;
  basis?: LinearBasis;
};

export type LinearBasis = { columns: Int32Array; rows: Int32Array };

/**
 * What a solver says of a model: claims, all of them. Only what `verify` finds in a plan made of the
 * values, and what exact arithmetic makes of the duals, is ever relied on.
 */
export type LinearAnswer =
  | {
      status: 'answered';
      /** Whether it says that the search was finished, and that a clock ended it. */
      finished: boolean;
      clock: boolean;
      values: Float64Array;
      objective: number;
      /** No point is cheaper, it says. */
      bound: number;
      /** Simplex iterations spent. */
      iterations: number;
      /** Of a linear program only. */
      duals?: LinearDuals;
    }
  | { status: 'infeasible' }
  /** Nothing to go by: a limit before the first point, an error, an answer that is not one. */
  | { status: 'nothing'; detail: string; clock: boolean };

export type LinearDuals = { columns: Float64Array; rows: Float64Array; basis?: LinearBasis };

export type SolveLinear = (model: LinearModel, options: LinearOptions) => LinearAnswer;

/** A model with what is needed to read its answers. */
export type BuiltModel = { model: LinearModel; layout: Layout; rows: RowIndex };

/**
 * The problem as a mixed-integer program. A pair's first column is the funded fraction of its base, so
 * whole lines carry their exact cash and cost; what rounding does to the others is settled later.
 * Amounts are in ten-thousandths of the need, where the solver's absolute tolerances mean little money.
 */
export function buildModel(problem: AllocationProblem, options: ModelOptions): BuiltModel {
  const layout = columnsOf(problem, options);
  const { matrix, rows } = addRows(problem, options, layout);
  const { columns } = layout;
  return {
    model: {
      cost: Float64Array.from(columns.cost),
      lower: Float64Array.from(columns.lower),
      upper: Float64Array.from(columns.upper),
      integer: Uint8Array.from(columns.integer),
      rowLower: Float64Array.from(matrix.lower),
      rowUpper: Float64Array.from(matrix.upper),
      starts: Int32Array.from(matrix.starts),
      indices: Int32Array.from(matrix.indices),
      values: Float64Array.from(matrix.values),
    },
    layout,
    rows,
  };
}
