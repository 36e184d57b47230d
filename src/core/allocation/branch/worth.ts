import { offerConstant, sharedConstant } from '../bound/constants.ts';
import { partLoss } from '../bound/parts.ts';
import {
  type Bounded,
  type Extent,
  extentsOf,
  type IntegerPrices,
  integerPrices,
} from '../bound/scale.ts';
import { fillValues, pairValues } from '../bound/values.ts';
import { partGroupOf, partGroupsOf } from '../groups.ts';
import type { AllocationProblem } from '../problem.ts';
import { offerAt, type Prices } from '../value.ts';
import type { Cut } from './cuts.ts';
import type { Homes } from './homes.ts';

/**
 * A relaxation at one set of prices: every plan of the domain comes to at least `constant` + Σ over lines
 * of the value of its home, in 1 ÷ 2^bits. All are integers and all sums of them are exact. What is
 * bounded is the cost, or the need less the cash, which is above 0 for no plan that meets the need.
 */
export type Worth = {
  bounded: Bounded;
  bits: number;
  constant: number;
  values: Float64Array;
  /** What the constant is lower for lines in part, which no choice of homes takes back. */
  parts: number;
  /** By offer: what a unit of its pool takes off, in 1 ÷ 2^takenBits. */
  taken: Float64Array;
  takenBits: number;
};

/** The offers that a plan may use, and those whose fixed cost it pays. */
export type CaseOf = { allowed: readonly boolean[]; required: readonly boolean[] };

export type Priced = {
  homes: Homes;
  domain: Uint8Array;
  of: CaseOf;
  bounded: Bounded;
  prices: Prices;
  cuts: readonly Cut[];
  cutPrices: readonly number[];
  /** By offer: what a unit of its pool takes off the cost; nothing by default. */
  pools?: Float64Array;
};

/** Undefined where amounts are so large that sums would not be exact. */
export function worthOf(problem: AllocationProblem, priced: Priced): Worth | undefined {
  const { homes, bounded, prices, pools } = priced;
  const extents = extentsOf(problem);
  const integers = integerPrices(problem, prices, { extents, bounded, pools });
  if (!integers.small) return undefined;
  const { exact, rounding } = exactValues(problem, priced, integers);
  const constant = constantOf(problem, { integers, of: priced.of, extents });
  const most =
    Number(constant < 0n ? -constant : constant) +
    mostOf(homes, exact) +
    cutsMost(priced) * 2 ** integers.priceBits;
  const shift = Math.max(0, Math.ceil(Math.log2(most / VALUE_MAX)));
  if (shift > integers.priceBits || !Number.isFinite(most)) return undefined;
  const worth = {
    bounded,
    bits: integers.priceBits - shift,
    constant: Number(constant >> BigInt(shift)),
    values: exact.map((value) => Math.floor(value / 2 ** shift)),
    parts: 0,
    taken: integers.taken,
    takenBits: integers.priceBits,
  };
  addCuts(worth, priced);
  const loss = rounding.map((value) => Math.ceil(value / 2 ** shift));
  allowParts(problem, worth, { ...priced, loss });
  return worth;
}

/** Sums stay exact up to eight times as much. */
const VALUE_MAX = 2 ** 50;

/** More than the sum of any plan's values comes to. */
function mostOf({ start }: Homes, values: Float64Array): number {
  let sum = 0;
  for (let line = 0; line + 1 < start.length; line += 1) {
    let largest = 0;
    for (let home = start[line] ?? 0; home < (start[line + 1] ?? 0); home += 1) {
      const value = Math.abs(values[home] ?? 0);
      if (value > largest && value < Number.POSITIVE_INFINITY) largest = value;
    }
    sum += largest;
  }
  return sum;
}

/** More than the cuts add to the sum of any plan. */
function cutsMost({ cuts, cutPrices }: Priced): number {
  return cuts.reduce((sum, { weights, most }, at) => {
    const all = weights.reduce((total, weight) => total + weight, most);
    return sum + (cutPrices[at] ?? 0) * all;
  }, 0);
}

function addCuts(worth: Worth, { cuts, cutPrices }: Priced): void {
  cuts.forEach(({ homes, weights, most }, at) => {
    const price = Math.round((cutPrices[at] ?? 0) * 2 ** worth.bits);
    if (!(price > 0)) return;
    worth.constant -= price * most;
    homes.forEach((home, index) => {
      worth.values[home] = (worth.values[home] ?? 0) + price * (weights[index] ?? 0);
    });
  });
}

/**
 * A line in part may be worth less than all its other homes by what rounding gains; of each group of
 * lines one may. As much is taken off once for each of them, and given to each line in part.
 */
function allowParts(
  problem: AllocationProblem,
  worth: Worth,
  { homes, domain, loss }: Priced & { loss: Float64Array },
): void {
  const { values } = worth;
  const allowed = new Map<number, number>();
  const groups = partGroupsOf(problem);
  for (let line = 0; line + 1 < homes.start.length; line += 1) {
    const [from, to] = [homes.start[line] ?? 0, homes.start[line + 1] ?? 0];
    let least = Number.POSITIVE_INFINITY;
    for (let home = from; home < to; home += 1) {
      const isWhole = domain[home] === 1 && homes.isPart[home] === 0;
      if (isWhole) least = Math.min(least, values[home] ?? 0);
    }
    for (let home = from; home < to; home += 1) {
      if (homes.isPart[home] === 0 || domain[home] === 0) continue;
      const gain = Math.min(least - (values[home] ?? 0), loss[home] ?? 0);
      if (gain <= 0) continue;
      const [debtor, offer] = [problem.debtorOf[line] ?? 0, homes.offer[home] ?? 0];
      const group = partGroupOf(groups, { debtor, line, offer });
      allowed.set(group, Math.max(gain, allowed.get(group) ?? 0));
      values[home] = (values[home] ?? 0) + gain;
    }
  }
  for (const gain of allowed.values()) worth.parts += gain;
  worth.constant -= worth.parts;
}

/** By home; and of a line in part what rounding may make of it. */
function exactValues(
  problem: AllocationProblem,
  { homes, of }: Priced,
  integers: IntegerPrices,
): { exact: Float64Array; rounding: Float64Array } {
  const { debtorOf, pairStart } = problem;
  const allowed = Uint8Array.from(of.allowed, Number);
  const values = pairValues(problem, integers, allowed);
  const byPair = new Float64Array(problem.base.length);
  const lines = debtorOf.length;
  for (let from = 0; from < lines; ) {
    const debtor = debtorOf[from] ?? 0;
    let to = from + 1;
    while (to < lines && debtorOf[to] === debtor) to += 1;
    const start = pairStart[from] ?? 0;
    fillValues(values, { debtor, from, to }, byPair.subarray(start, pairStart[to] ?? 0));
    from = to;
  }
  const rounding = new Float64Array(homes.pair.length);
  const exact = Float64Array.from(homes.pair, (pair, home) => {
    if (pair < 0) return 0;
    const whole = byPair[pair] ?? 0;
    if (homes.isPart[home] === 0 || whole === Number.POSITIVE_INFINITY) return whole;
    const index = homes.offer[home] ?? 0;
    const offer = offerAt(problem, index);
    const debtor = debtorOf[homes.lineOf[home] ?? 0] ?? 0;
    const asSale = offer.mode === 'whole_account' ? { ...offer, mode: 'sale' as const } : offer;
    const loss = partLoss(asSale, {
      prices: integers,
      feeLeast: problem.fee[pair] ?? 0,
      withheldFeeLeast: problem.withheldFee[pair] ?? 0,
    });
    const price = Math.abs(values.perBase[index]?.[debtor] ?? 0) + (values.onLineMax[index] ?? 0);
    const unknown = price > 0 ? Math.ceil(price * loss.perPrice * (1 + 2 ** -40)) + 1 : 0;
    rounding[home] = Math.max(0, loss.whole, loss.nothing) + unknown;
    return Math.min(whole - loss.whole - unknown, 0 - loss.nothing - unknown);
  });
  return { exact, rounding };
}

function constantOf(
  problem: AllocationProblem,
  { integers, of, extents }: { integers: IntegerPrices; of: CaseOf; extents: Extent[] },
): bigint {
  let sum = BigInt(integers.need) * BigInt(problem.needMinor);
  problem.offers.forEach((offer, index) => {
    const extent = extents[index];
    if (!extent || of.allowed[index] === false) return;
    const asUsed = of.required[index] ? offer : { ...offer, fixedCost: 0, minimumDraw: 0 };
    sum += offerConstant(asUsed, { index, prices: integers, extent });
  });
  problem.rooms.forEach(({ free }, room) => {
    sum -= sharedConstant(free, integers.rooms[room] ?? new Float64Array(0));
  });
  return sum;
}
