import type { Layout, ModelOptions } from './modelColumns.ts';
import type { AllocationProblem, Offer } from './problem.ts';

/** Rows as they are added: coefficients by row, and bounds. */
export type Matrix = {
  starts: number[];
  indices: number[];
  values: number[];
  lower: number[];
  upper: number[];
};

/** Which row stands for what; −1 where none was needed. */
export type RowIndex = {
  need: number;
  /** By line. */
  home: Int32Array;
  room: Int32Array;
  minimum: Int32Array;
  pledge: Int32Array;
  caps: Int32Array[][];
  rooms: Int32Array[];
};

/** What rows are written into, and what they are written from. */
export type Writer = {
  problem: AllocationProblem;
  options: ModelOptions;
  layout: Layout;
  matrix: Matrix;
  rows: RowIndex;
  pairsOf: number[][];
};

export type AtOffer = { offer: Offer; index: number };

export function put({ matrix }: Writer, column: number, value: number): void {
  if (value === 0) return;
  matrix.indices.push(column);
  matrix.values.push(value);
}

/** Ends the row being written; its index. */
export function end(
  { matrix }: Writer,
  { lower = Number.NEGATIVE_INFINITY, upper = Infinity },
): number {
  matrix.starts.push(matrix.indices.length);
  matrix.lower.push(lower);
  matrix.upper.push(upper);
  return matrix.lower.length - 1;
}
