import type { Columns, FamilyColumns, LocalRoom } from './columns.ts';
import type { Locals } from './point.ts';

export type Sample = {
  columns: Columns;
  /** By debtor of the sample: its number in the whole. */
  debtorOf: Int32Array;
};

/** A debtor of this many lines per step is sampled by line: enough stay for its caps to bind alike. */
const HOT_LINES = 30;

/**
 * One line in `step`: large debtors by every `step`-th line, the others whole, every `step`-th in order
 * of size. Whole, because what a debtor's own room leaves unused is not linear in its lines.
 */
export function sampleOf(whole: Columns, step: number): Sample {
  const { lineStart, pairStart } = whole;
  const picked = pickedDebtors(whole, step);
  const lines: number[] = [];
  const starts = new Int32Array(picked.length + 1);
  picked.forEach((debtor, index) => {
    const first = lineStart[debtor] ?? 0;
    const count = (lineStart[debtor + 1] ?? 0) - first;
    const stride = isHot(count, step) ? step : 1;
    for (let line = debtor % stride; line < count; line += stride) lines.push(first + line);
    starts[index + 1] = lines.length;
  });
  const pairs = new Int32Array(lines.length + 1);
  lines.forEach((line, index) => {
    pairs[index + 1] = (pairs[index] ?? 0) + (pairStart[line + 1] ?? 0) - (pairStart[line] ?? 0);
  });
  const columns = {
    ...whole,
    ...pairColumns(whole, lines, pairs),
    need: whole.need / step,
    debtors: picked.length,
    lines: lines.length,
    lineStart: starts,
    pairStart: pairs,
    offers: {
      ...whole.offers,
      room: whole.offers.room.map((room) => room / step),
      fixedInNeed: whole.offers.fixedInNeed.map((fixed) => fixed / step),
    },
    families: whole.families.map((family) => familyOf(family, { picked, lines, step })),
    locals: whole.locals.map((local) => localOf(local, { whole, picked, step })),
  };
  return { columns, debtorOf: picked };
}

/** What a sample found of its debtors' own prices, as a start for the whole. */
export function spread(sample: Sample, found: Locals, into: Locals): void {
  found.forEach((prices, local) => {
    const target = into[local];
    if (!target) return;
    sample.debtorOf.forEach((debtor, index) => {
      target[debtor] = prices[index] ?? 0;
    });
  });
}

function isHot(lines: number, step: number): boolean {
  return lines >= HOT_LINES * step;
}

function pickedDebtors({ debtors, lineStart }: Columns, step: number): Int32Array {
  const keys = new Float64Array(debtors);
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    const count = (lineStart[debtor + 1] ?? 0) - (lineStart[debtor] ?? 0);
    keys[debtor] = count * 2 ** 24 + (debtor % 2 ** 24);
  }
  keys.sort();
  const picked: number[] = [];
  keys.forEach((key, index) => {
    const count = Math.floor(key / 2 ** 24);
    if (isHot(count, step) || index % step === step >> 1) picked.push(key - count * 2 ** 24);
  });
  return Int32Array.from(picked).sort();
}

function pairColumns(whole: Columns, lines: number[], pairs: Int32Array) {
  const count = pairs[lines.length] ?? 0;
  const columns = {
    offerOf: new Uint8Array(count),
    base: new Float64Array(count),
    cash: new Float64Array(count),
    cost: new Float64Array(count),
    fee: new Float64Array(count),
  };
  lines.forEach((line, index) => {
    const from = whole.pairStart[line] ?? 0;
    const to = whole.pairStart[line + 1] ?? 0;
    const at = pairs[index] ?? 0;
    columns.offerOf.set(whole.offerOf.subarray(from, to), at);
    columns.base.set(whole.base.subarray(from, to), at);
    columns.cash.set(whole.cash.subarray(from, to), at);
    columns.cost.set(whole.cost.subarray(from, to), at);
    columns.fee.set(whole.fee.subarray(from, to), at);
  });
  return columns;
}

function familyOf(
  family: FamilyColumns,
  { picked, lines, step }: { picked: Int32Array; lines: number[]; step: number },
): FamilyColumns {
  const { by, nodeOf, free } = family;
  return {
    ...family,
    nodeOf: Int32Array.from(by === 'debtor' ? picked : lines, (at) => nodeOf[at] ?? -1),
    free: free.map((amount) => amount / step),
  };
}

function localOf(
  local: LocalRoom,
  { whole, picked, step }: { whole: Columns; picked: Int32Array; step: number },
): LocalRoom {
  const { lineStart } = whole;
  return {
    ...local,
    free: Float64Array.from(picked, (debtor) => {
      const count = (lineStart[debtor + 1] ?? 0) - (lineStart[debtor] ?? 0);
      const free = local.free[debtor] ?? 0;
      return isHot(count, step) ? free / step : free;
    }),
  };
}
