import { assert } from '../../assert.ts';

/** Fills in the inverse of a square matrix, which is used up: Gauss and Jordan with row pivoting. */
export function invert(left: Float64Array, inverse: Float64Array, rows: number): void {
  inverse.fill(0);
  for (let at = 0; at < rows; at += 1) inverse[at * rows + at] = 1;
  for (let at = 0; at < rows; at += 1) {
    let best = at;
    for (let row = at + 1; row < rows; row += 1) {
      if (Math.abs(left[row * rows + at] ?? 0) > Math.abs(left[best * rows + at] ?? 0)) best = row;
    }
    assert(Math.abs(left[best * rows + at] ?? 0) > 1e-13, 'a basis without inverse');
    if (best !== at) {
      swapRows(left, { rows, at, best });
      swapRows(inverse, { rows, at, best });
    }
    eliminate(left, inverse, { rows, at });
  }
}

/** The inverse after a column of the basis has been replaced by one with these entries in it. */
export function replaceRow(
  inverse: Float64Array,
  column: Float64Array,
  { rows, leaving }: { rows: number; leaving: number },
): void {
  const lead = column[leaving] ?? 1;
  for (let k = 0; k < rows; k += 1) {
    inverse[leaving * rows + k] = (inverse[leaving * rows + k] ?? 0) / lead;
  }
  for (let row = 0; row < rows; row += 1) {
    const factor = column[row] ?? 0;
    if (row === leaving || factor === 0) continue;
    for (let k = 0; k < rows; k += 1) {
      inverse[row * rows + k] =
        (inverse[row * rows + k] ?? 0) - factor * (inverse[leaving * rows + k] ?? 0);
    }
  }
}

function swapRows(
  matrix: Float64Array,
  { rows, at, best }: Record<'rows' | 'at' | 'best', number>,
) {
  for (let k = 0; k < rows; k += 1) {
    const kept = matrix[at * rows + k] ?? 0;
    matrix[at * rows + k] = matrix[best * rows + k] ?? 0;
    matrix[best * rows + k] = kept;
  }
}

function eliminate(
  left: Float64Array,
  inverse: Float64Array,
  { rows, at }: { rows: number; at: number },
): void {
  const lead = left[at * rows + at] ?? 1;
  for (let k = 0; k < rows; k += 1) {
    left[at * rows + k] = (left[at * rows + k] ?? 0) / lead;
    inverse[at * rows + k] = (inverse[at * rows + k] ?? 0) / lead;
  }
  for (let row = 0; row < rows; row += 1) {
    const factor = left[row * rows + at] ?? 0;
    if (row === at || factor === 0) continue;
    for (let k = 0; k < rows; k += 1) {
      left[row * rows + k] = (left[row * rows + k] ?? 0) - factor * (left[at * rows + k] ?? 0);
      inverse[row * rows + k] =
        (inverse[row * rows + k] ?? 0) - factor * (inverse[at * rows + k] ?? 0);
    }
  }
}
