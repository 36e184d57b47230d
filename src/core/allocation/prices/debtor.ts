import { type Choices, chooseLines } from './choose.ts';
import type { Columns } from './columns.ts';
import type { PassWork } from './pass.ts';
import type { Point } from './point.ts';

export type DebtorWork = {
  /** By pair of the debtor: gain at global prices. */
  gain: Float64Array;
  /** By offer: what its own rooms take of one minor unit of x. */
  taken: Float64Array;
  /** The offer that takes all of the debtor, or −1. */
  account: number;
  /** Price of the room being settled that `taken` holds. */
  at: number;
  now: Choices;
  over: Choices;
  within: Choices;
};

export type DebtorTask = {
  debtor: number;
  point: Point;
  worth: Float64Array;
  coefficients: Float64Array;
};

export type Sums = { own: Float64Array; cashOf: Float64Array; nodes: Float64Array[] };

/** Answers of `priceRoom` beside a share: the choices in `now` are as before, or new and unmixed. */
const [UNMOVED, UNMIXED] = [-1, -2];
const STEPS_MAX = 40;
const TOLERANCE = 1e-5;

export function debtorWorkOf(columns: Columns): DebtorWork {
  const { debtors, lineStart, pairStart, offers } = columns;
  let pairs = 0;
  let lines = 0;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    const [start, end] = [lineStart[debtor] ?? 0, lineStart[debtor + 1] ?? 0];
    lines = Math.max(lines, end - start);
    pairs = Math.max(pairs, (pairStart[end] ?? 0) - (pairStart[start] ?? 0));
  }
  const choices = (): Choices => ({
    gained: 0,
    price: 0,
    use: 0,
    pair: new Int32Array(lines),
    x: new Float64Array(offers.count),
    cash: new Float64Array(offers.count),
  });
  return {
    gain: new Float64Array(pairs),
    taken: new Float64Array(offers.count),
    account: -1,
    at: 0,
    now: choices(),
    over: choices(),
    within: choices(),
  };
}

/** The debtor's best choices under its own rooms, added to the sums; returns their gain, prices included. */
export function settleDebtor(work: PassWork, task: DebtorTask, sums: Sums): number {
  const { columns, locals } = work;
  const { debtor } = task;
  gainsOf(work, task);
  addChoices(work, { debtor, mix: priceRooms(work, debtor) }, sums);
  let gained = work.debtor.now.gained;
  for (let local = 0; local < columns.locals.length; local += 1) {
    const price = locals[local]?.[debtor] ?? 0;
    if (price > 0) gained += price * (columns.locals[local]?.free[debtor] ?? 0);
  }
  return gained;
}

/**
 * Prices the debtor's own rooms for the gains at hand. The choices are in `now`, or, when the answer is
 * a share, in `over` and `within`: so much of `within` and the rest of `over` fill the last room.
 */
export function priceRooms(work: PassWork, debtor: number): number {
  const bits = work.binding[debtor] ?? 0;
  const several = (bits & (bits - 1)) !== 0;
  pricesTaken(work, debtor);
  chooseLines(work, debtor);
  let mix = UNMOVED;
  for (let round = 0; round < (several ? 2 : 1); round += 1) {
    for (let local = 0; local < work.columns.locals.length; local += 1) {
      if ((bits & (1 << local)) === 0) continue;
      const found = priceRoom(work, { debtor, local });
      if (found !== UNMOVED) mix = found;
    }
  }
  return mix;
}

/** Gain of each pair of the debtor at the global prices. */
export function gainsOf(
  { columns, debtor: { gain } }: Pick<PassWork, 'columns' | 'debtor'>,
  { debtor, point, worth, coefficients }: DebtorTask,
): void {
  const { lineStart, pairStart, offerOf, base, cash, cost, families } = columns;
  const lineEnd = lineStart[debtor + 1] ?? 0;
  const start = pairStart[lineStart[debtor] ?? 0] ?? 0;
  const end = pairStart[lineEnd] ?? 0;
  for (let pair = start; pair < end; pair += 1) {
    const offer = offerOf[pair] ?? 0;
    gain[pair - start] =
      (worth[offer] ?? 0) * (cash[pair] ?? 0) -
      (cost[pair] ?? 0) -
      (coefficients[offer] ?? 0) * (base[pair] ?? 0);
  }
  families.forEach(({ by, nodeOf, offer }, index) => {
    const prices = point.caps[index];
    if (by !== 'line' || !prices) return;
    for (let line = lineStart[debtor] ?? 0; line < lineEnd; line += 1) {
      const price = prices[nodeOf[line] ?? -1] ?? 0;
      if (price === 0) continue;
      for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
        if (offerOf[pair] !== offer) continue;
        gain[pair - start] = (gain[pair - start] ?? 0) - price * (base[pair] ?? 0);
      }
    }
  });
}

function pricesTaken({ columns, locals, debtor: { taken } }: PassWork, debtor: number): void {
  taken.fill(0);
  columns.locals.forEach(({ weight }, local) => {
    const price = locals[local]?.[debtor] ?? 0;
    if (price === 0) return;
    for (let offer = 0; offer < taken.length; offer += 1) {
      taken[offer] = (taken[offer] ?? 0) + price * (weight[offer] ?? 0);
    }
  });
}

/**
 * The price at which one room is just full: gain + price × free is convex in it, so two tangents close
 * in on the least from both sides. Leaves the choices in `now`, or in `over` and `within` and answers
 * with the share of `within` in the mixture that fills the room exactly.
 */
function priceRoom(work: PassWork, { debtor, local }: { debtor: number; local: number }): number {
  const { debtor: own, locals, columns } = work;
  const prices = locals[local] ?? new Float64Array(0);
  const free = columns.locals[local]?.free[debtor] ?? 0;
  const weight = columns.locals[local]?.weight ?? new Float64Array(0);
  own.at = prices[debtor] ?? 0;
  measure(own, weight);
  if (own.now.use <= free && own.at === 0) return UNMOVED;
  let [hasOver, hasWithin] = [false, false];
  let reach = own.at > 0 ? own.at * 0.02 : (0.05 * own.now.gained) / own.now.use;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (own.now.use > free) {
      hasOver = true;
      [own.now, own.over] = [own.over, own.now];
    } else {
      hasWithin = true;
      [own.now, own.within] = [own.within, own.now];
      if (own.at === 0) break;
    }
    const next = nextPrice(own, { hasOver, hasWithin, reach });
    reach *= 4;
    moveTo(work, { debtor, next, weight });
    if (!hasOver || !hasWithin) continue;
    const least = own.over.gained - own.over.use * (next - own.over.price);
    if (own.now.gained <= least + TOLERANCE * (Math.abs(least) + next * free)) break;
  }
  prices[debtor] = own.at;
  if (hasOver && hasWithin) return (own.over.use - free) / (own.over.use - own.within.use);
  if (own.at === 0) [own.now, own.within] = [own.within, own.now];
  return UNMIXED;
}

function nextPrice(
  { over, within }: DebtorWork,
  { hasOver, hasWithin, reach }: { hasOver: boolean; hasWithin: boolean; reach: number },
): number {
  if (!hasOver) return Math.max(0, within.price - reach);
  if (!hasWithin) return over.price + reach;
  const [left, right] = [
    over.gained + over.use * over.price,
    within.gained + within.use * within.price,
  ];
  return (left - right) / (over.use - within.use);
}

function moveTo(
  work: PassWork,
  { debtor, next, weight }: { debtor: number; next: number; weight: Float64Array },
): void {
  const { debtor: own } = work;
  for (let offer = 0; offer < own.taken.length; offer += 1) {
    own.taken[offer] = (own.taken[offer] ?? 0) + (next - own.at) * (weight[offer] ?? 0);
  }
  own.at = next;
  chooseLines(work, debtor);
  measure(own, weight);
}

function measure({ now, at }: DebtorWork, weight: Float64Array): void {
  now.price = at;
  now.use = 0;
  for (let offer = 0; offer < weight.length; offer += 1) {
    now.use += (weight[offer] ?? 0) * (now.x[offer] ?? 0);
  }
}

function addChoices(
  { columns, debtor: own }: PassWork,
  { debtor, mix }: { debtor: number; mix: number },
  sums: Sums,
): void {
  if (mix < 0) addPart(columns, { debtor, share: 1, choices: own.now }, sums);
  else {
    addPart(columns, { debtor, share: mix, choices: own.within }, sums);
    addPart(columns, { debtor, share: 1 - mix, choices: own.over }, sums);
  }
}

function addPart(
  { families, lineStart, offerOf, base }: Columns,
  { debtor, share, choices }: { debtor: number; share: number; choices: Choices },
  { own, cashOf, nodes }: Sums,
): void {
  for (let offer = 0; offer < own.length; offer += 1) {
    own[offer] = (own[offer] ?? 0) + share * (choices.x[offer] ?? 0);
    cashOf[offer] = (cashOf[offer] ?? 0) + share * (choices.cash[offer] ?? 0);
  }
  families.forEach(({ by, nodeOf, offer }, index) => {
    const sums = nodes[index];
    if (by !== 'line' || !sums) return;
    const first = lineStart[debtor] ?? 0;
    for (let line = first; line < (lineStart[debtor + 1] ?? 0); line += 1) {
      const pair = choices.pair[line - first] ?? -1;
      const node = nodeOf[line] ?? -1;
      if (pair < 0 || node < 0 || offerOf[pair] !== offer) continue;
      sums[node] = (sums[node] ?? 0) + share * (base[pair] ?? 0);
    }
  });
}
