import type { Columns } from './columns.ts';
import {
  type DebtorTask,
  type DebtorWork,
  debtorWorkOf,
  type Sums,
  settleDebtor,
} from './debtor.ts';
import {
  cashPricesOf,
  coefficientsOf,
  constantOf,
  type Evaluation,
  hasPrice,
  type Locals,
  type Point,
} from './point.ts';

/** What every pass over the same columns needs again. */
export type PassWork = {
  columns: Columns;
  locals: Locals;
  /** By debtor: bits of the local rooms that its best pairs could overfill. */
  binding: Uint32Array;
  /** By debtor: 1 where a whole account may be placed. */
  accounts: Uint8Array;
  debtor: DebtorWork;
};

export function passWorkOf(columns: Columns, locals: Locals): PassWork {
  const binding = new Uint32Array(columns.debtors);
  columns.locals.forEach((_, local) => {
    markBinding(columns, local, binding);
  });
  return {
    columns,
    locals,
    binding,
    accounts: accountsOf(columns),
    debtor: debtorWorkOf(columns),
  };
}

/**
 * The bound at a point, exact up to floating arithmetic: no plan is cheaper. One pass over the pairs;
 * a debtor whose own rooms bind is settled by prices of its own.
 */
export function evaluate(work: PassWork, point: Point): Evaluation {
  const { columns, binding, accounts } = work;
  const { offers, families, debtors } = columns;
  const x = new Float64Array(offers.count);
  const cashOf = new Float64Array(offers.count);
  const nodes = families.map((family) => new Float64Array(family.nodes));
  const drawn = new Float64Array(offers.count);
  const open = new Uint8Array(offers.count);
  const priced = families.map((_, index) => hasPrice(point.caps[index]));
  const global = coefficientsOf(columns, point);
  const worth = cashPricesOf(columns, point);
  const coefficients = global.slice();
  const own = new Float64Array(offers.count);
  let gains = 0;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    coefficients.set(global);
    own.fill(0);
    families.forEach(({ by, nodeOf, offer }, index) => {
      if (by === 'line' || !priced[index]) return;
      const node = nodeOf[debtor] ?? -1;
      if (node < 0) return;
      coefficients[offer] = (coefficients[offer] ?? 0) + (point.caps[index]?.[node] ?? 0);
    });
    const task = { debtor, point, worth, coefficients };
    gains +=
      binding[debtor] !== 0 || accounts[debtor] === 1
        ? settleDebtor(work, task, { own, cashOf, nodes })
        : bestOfLines(columns, task, { own, cashOf, nodes });
    for (let offer = 0; offer < own.length; offer += 1)
      x[offer] = (x[offer] ?? 0) + (own[offer] ?? 0);
    families.forEach(({ by, nodeOf, offer }, index) => {
      if (by === 'line') return;
      const node = nodeOf[debtor] ?? -1;
      const sums = nodes[index];
      if (node >= 0 && sums) sums[node] = (sums[node] ?? 0) + (own[offer] ?? 0);
    });
  }
  const bound = constantOf(columns, point, { drawn, open }) - gains;
  let raised = 0;
  for (let offer = 0; offer < cashOf.length; offer += 1) {
    if (offers.pledge[offer] === 0) raised += cashOf[offer] ?? 0;
  }
  return { bound, x, cash: raised, drawn, open, nodes };
}

/** The best pair of each line of a debtor whose own rooms never bind; returns their gain. */
function bestOfLines(
  columns: Columns,
  { debtor, point, worth, coefficients }: DebtorTask,
  { own, cashOf, nodes }: Sums,
): number {
  const { lineStart, pairStart, offerOf, base, cash, cost, cappedByLine } = columns;
  const end = lineStart[debtor + 1] ?? 0;
  let gains = 0;
  for (let line = lineStart[debtor] ?? 0; line < end; line += 1) {
    const pairEnd = pairStart[line + 1] ?? 0;
    let best = 0;
    let chosen = -1;
    for (let pair = pairStart[line] ?? 0; pair < pairEnd; pair += 1) {
      const offer = offerOf[pair] ?? 0;
      let gain =
        (worth[offer] ?? 0) * (cash[pair] ?? 0) -
        (cost[pair] ?? 0) -
        (coefficients[offer] ?? 0) * (base[pair] ?? 0);
      if (cappedByLine[offer] === 1) {
        gain -= linePriceOf(columns, point, { offer, line }) * (base[pair] ?? 0);
      }
      if (gain > best) {
        best = gain;
        chosen = pair;
      }
    }
    if (chosen < 0) continue;
    const offer = offerOf[chosen] ?? 0;
    const x = base[chosen] ?? 0;
    gains += best;
    own[offer] = (own[offer] ?? 0) + x;
    cashOf[offer] = (cashOf[offer] ?? 0) + (cash[chosen] ?? 0);
    if (cappedByLine[offer] === 1) addLineNodes(columns, { offer, line, x }, nodes);
  }
  return gains;
}

type LineAt = { offer: number; line: number };

function linePriceOf({ families }: Columns, { caps }: Point, { offer, line }: LineAt): number {
  let price = 0;
  for (let index = 0; index < families.length; index += 1) {
    const family = families[index];
    if (family?.by !== 'line' || family.offer !== offer) continue;
    price += caps[index]?.[family.nodeOf[line] ?? -1] ?? 0;
  }
  return price;
}

function addLineNodes(
  { families }: Columns,
  { offer, line, x }: LineAt & { x: number },
  nodes: Float64Array[],
): void {
  for (let index = 0; index < families.length; index += 1) {
    const family = families[index];
    const sums = nodes[index];
    if (family?.by !== 'line' || family.offer !== offer || !sums) continue;
    const node = family.nodeOf[line] ?? -1;
    if (node >= 0) sums[node] = (sums[node] ?? 0) + x;
  }
}

function markBinding(columns: Columns, local: number, binding: Uint32Array): void {
  const { debtors, lineStart, pairStart, offerOf, base, locals } = columns;
  const room = locals[local];
  if (!room) return;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    const free = room.free[debtor] ?? 0;
    if (free === Number.POSITIVE_INFINITY) continue;
    let most = 0;
    const end = lineStart[debtor + 1] ?? 0;
    for (let line = lineStart[debtor] ?? 0; line < end && most <= free; line += 1) {
      let heaviest = 0;
      const pairEnd = pairStart[line + 1] ?? 0;
      for (let pair = pairStart[line] ?? 0; pair < pairEnd; pair += 1) {
        const use = (room.weight[offerOf[pair] ?? 0] ?? 0) * (base[pair] ?? 0);
        if (use > heaviest) heaviest = use;
      }
      most += Math.ceil(heaviest);
    }
    if (most > free) binding[debtor] = (binding[debtor] ?? 0) | (1 << local);
  }
}

function accountsOf({ offers, debtors, lineStart, pairStart, offerOf }: Columns): Uint8Array {
  const accounts = new Uint8Array(debtors);
  if (!offers.whole.includes(1)) return accounts;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    const start = pairStart[lineStart[debtor] ?? 0] ?? 0;
    const end = pairStart[lineStart[debtor + 1] ?? 0] ?? 0;
    for (let pair = start; pair < end && accounts[debtor] === 0; pair += 1) {
      accounts[debtor] = offers.whole[offerOf[pair] ?? 0] ?? 0;
    }
  }
  return accounts;
}
