import { mulDiv } from '../../money.ts';
import type { AllocationProblem } from '../problem.ts';
import type { IntegerPrices } from './scale.ts';

/** What a pair is worth at the prices; the coefficients are integers of 1 ÷ 2^priceBits. */
export type PairValues = {
  problem: AllocationProblem;
  prices: IntegerPrices;
  /** By offer. */
  allowed: Uint8Array;
  perCash: Float64Array;
  perAdvance: Float64Array;
  /** By offer, by debtor: caps, shared rooms (rounded down) and the pool's worth of a unit of x. */
  perBase: Float64Array[];
  /** By offer: caps on lines, and the largest they put on one line. */
  onLines: { nodeOf: Int32Array; prices: Float64Array }[][];
  onLineMax: Float64Array;
};

export function pairValues(
  problem: AllocationProblem,
  prices: IntegerPrices,
  allowed: Uint8Array,
): PairValues {
  const { offers } = problem;
  const onLines = offers.map(({ caps }, offer) =>
    caps.flatMap(({ by, nodeOf }, family) => {
      const own = prices.caps[offer]?.[family] ?? new Float64Array(0);
      return by === 'line' && own.some((price) => price > 0) ? [{ nodeOf, prices: own }] : [];
    }),
  );
  return {
    problem,
    prices,
    allowed,
    perCash: Float64Array.from(offers, ({ mode }) => (mode === 'pledge' ? 0 : prices.need)),
    perAdvance: Float64Array.from(offers, ({ mode }, offer) =>
      mode === 'pledge' ? 0 - (prices.pledge[offer] ?? 0) : (prices.room[offer] ?? 0),
    ),
    perBase: offers.map((_, offer) => perBaseOf(problem, prices, offer)),
    onLines,
    onLineMax: Float64Array.from(onLines, (families) =>
      families.reduce((sum, family) => sum + family.prices.reduce((a, b) => Math.max(a, b), 0), 0),
    ),
  };
}

type Stretch = { debtor: number; from: number; to: number };

/** The values of the pairs of lines `from` up to `to`, one debtor's; integers of 1 ÷ 2^valueBits. */
export function fillValues(values: PairValues, stretch: Stretch, into: Float64Array): void {
  if (values.prices.small) fillSmall(values, stretch, into);
  else fillBig(values, stretch, into);
  if (values.onLines.some((families) => families.length > 0)) addOnLines(values, stretch, into);
  const { offerOf, pairStart } = values.problem;
  if (!values.allowed.includes(0)) return;
  const start = pairStart[stretch.from] ?? 0;
  const count = (pairStart[stretch.to] ?? 0) - start;
  for (let at = 0; at < count; at += 1) {
    if (values.allowed[offerOf[start + at] ?? 0] === 0) into[at] = Number.POSITIVE_INFINITY;
  }
}

function fillSmall(values: PairValues, { debtor, from, to }: Stretch, into: Float64Array): void {
  const { problem, prices, perCash, perAdvance } = values;
  const { offerOf, base, cash, cost, pairStart } = problem;
  const offers = problem.offers.length;
  const [rates, perBase] = [new Float64Array(offers), new Float64Array(offers)];
  for (let offer = 0; offer < offers; offer += 1) {
    rates[offer] = problem.offers[offer]?.advanceRateBp ?? 0;
    perBase[offer] = values.perBase[offer]?.[debtor] ?? 0;
  }
  const perCost = prices.cost;
  const start = pairStart[from] ?? 0;
  const end = pairStart[to] ?? 0;
  for (let pair = start; pair < end; pair += 1) {
    const offer = offerOf[pair] ?? 0;
    const amount = base[pair] ?? 0;
    // Below 2^52 a float quotient never rounds up onto the next integer.
    const advance = Math.floor((amount * (rates[offer] ?? 0)) / 10_000);
    into[pair - start] =
      perCost * (cost[pair] ?? 0) -
      (perCash[offer] ?? 0) * (cash[pair] ?? 0) +
      (perAdvance[offer] ?? 0) * advance +
      (perBase[offer] ?? 0) * amount;
  }
}

/** The same in BigInt, rounded down to 1 ÷ 2^valueBits. */
function fillBig(values: PairValues, { debtor, from, to }: Stretch, into: Float64Array): void {
  const { problem, prices, perCash, perAdvance, perBase } = values;
  const { offerOf, base, cash, cost, pairStart } = problem;
  const coarser = BigInt(prices.priceBits - prices.valueBits);
  const start = pairStart[from] ?? 0;
  const end = pairStart[to] ?? 0;
  for (let pair = start; pair < end; pair += 1) {
    const offer = offerOf[pair] ?? 0;
    const amount = BigInt(base[pair] ?? 0);
    const advance = (amount * BigInt(problem.offers[offer]?.advanceRateBp ?? 0)) / 10_000n;
    const value =
      BigInt(prices.cost) * BigInt(cost[pair] ?? 0) -
      BigInt(perCash[offer] ?? 0) * BigInt(cash[pair] ?? 0) +
      BigInt(perAdvance[offer] ?? 0) * advance +
      BigInt(perBase[offer]?.[debtor] ?? 0) * amount;
    into[pair - start] = Number(value >> coarser);
  }
}

function addOnLines(values: PairValues, { from, to }: Stretch, into: Float64Array): void {
  const { problem, prices, onLines } = values;
  const { offerOf, base, pairStart } = problem;
  const coarser = BigInt(prices.priceBits - prices.valueBits);
  const start = pairStart[from] ?? 0;
  for (let line = from; line < to; line += 1) {
    const end = pairStart[line + 1] ?? 0;
    for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
      for (const { nodeOf, prices: own } of onLines[offerOf[pair] ?? 0] ?? []) {
        const node = nodeOf[line] ?? -1;
        const price = node < 0 ? 0 : (own[node] ?? 0);
        const amount = base[pair] ?? 0;
        const more = prices.small
          ? price * amount
          : Number((BigInt(price) * BigInt(amount)) >> coarser);
        into[pair - start] = (into[pair - start] ?? 0) + more;
      }
    }
  }
}

function perBaseOf(problem: AllocationProblem, prices: IntegerPrices, offer: number): Float64Array {
  const sums = new Float64Array(problem.debtors).fill(0 - (prices.pool[offer] ?? 0));
  problem.offers[offer]?.caps.forEach(({ by, nodeOf }, family) => {
    const own = prices.caps[offer]?.[family];
    if (by !== 'debtor' || !own) return;
    for (let debtor = 0; debtor < sums.length; debtor += 1) {
      const node = nodeOf[debtor] ?? -1;
      if (node >= 0) sums[debtor] = (sums[debtor] ?? 0) + (own[node] ?? 0);
    }
  });
  problem.rooms.forEach(({ offers }, room) => {
    const use = offers.find((one) => one.offer === offer);
    const own = prices.rooms[room];
    if (!use || !own) return;
    const { numerator, denominator } = use.toRoom;
    for (let debtor = 0; debtor < sums.length; debtor += 1) {
      const price = own[debtor] ?? 0;
      if (price > 0)
        sums[debtor] = (sums[debtor] ?? 0) + mulDiv(price, numerator, denominator, 'down');
    }
  });
  return sums;
}
