import type { Ratio } from '../../eligibility/fx.ts';
import type { AllocationProblem, CapFamily, Offer } from '../problem.ts';
import type { Prices } from '../value.ts';

/** The largest amounts of an offer's pairs, and what all of them come to. */
export type Extent = {
  base: number;
  cash: number;
  cost: number;
  feeLeast: number;
  withheldFeeLeast: number;
  bases: number;
  pairs: number;
};

/**
 * Prices as integers of 1 ÷ 2^priceBits. A line's value is an integer of 1 ÷ 2^valueBits: the same
 * where all products stay below 2^53, coarser and rounded down where they are taken in BigInt.
 */
export type IntegerPrices = {
  priceBits: number;
  valueBits: number;
  small: boolean;
  /** Of one minor unit of cost: 1 scaled, or 0 where cash is what is bounded. */
  cost: number;
  need: number;
  room: Float64Array;
  pledge: Float64Array;
  caps: Float64Array[][];
  rooms: Float64Array[];
  /** By offer: what a unit of pool takes off by itself, and with Σ price × share, rounded up. */
  taken: Float64Array;
  pool: Float64Array;
};

export function extentsOf({ offers, offerOf, ...columns }: AllocationProblem): Extent[] {
  const none = () => new Float64Array(offers.length);
  const [base, cash, cost, bases, pairs] = [none(), none(), none(), none(), none()];
  const feeLeast = none().fill(Number.POSITIVE_INFINITY);
  const withheldFeeLeast = none().fill(Number.POSITIVE_INFINITY);
  for (let pair = 0; pair < offerOf.length; pair += 1) {
    const offer = offerOf[pair] ?? 0;
    const amount = columns.base[pair] ?? 0;
    const raised = Math.abs(columns.cash[pair] ?? 0);
    const paid = columns.cost[pair] ?? 0;
    const fee = columns.fee[pair] ?? 0;
    const withheld = columns.withheldFee[pair] ?? 0;
    bases[offer] = (bases[offer] ?? 0) + amount;
    pairs[offer] = (pairs[offer] ?? 0) + 1;
    if (amount > (base[offer] ?? 0)) base[offer] = amount;
    if (raised > (cash[offer] ?? 0)) cash[offer] = raised;
    if (paid > (cost[offer] ?? 0)) cost[offer] = paid;
    if (fee < (feeLeast[offer] ?? 0)) feeLeast[offer] = fee;
    if (withheld < (withheldFeeLeast[offer] ?? 0)) withheldFeeLeast[offer] = withheld;
  }
  return offers.map((_, offer) => ({
    base: base[offer] ?? 0,
    cash: cash[offer] ?? 0,
    cost: cost[offer] ?? 0,
    feeLeast: (base[offer] ?? 0) > 0 ? (feeLeast[offer] ?? 0) : 0,
    withheldFeeLeast: (base[offer] ?? 0) > 0 ? (withheldFeeLeast[offer] ?? 0) : 0,
    bases: bases[offer] ?? 0,
    pairs: pairs[offer] ?? 0,
  }));
}

export type Bounded = 'cost' | 'cash';

/** `pools`: by offer, what a unit of its pool takes off what is bounded. */
type Asked = { extents: readonly Extent[]; bounded: Bounded; pools?: Float64Array | undefined };

/** As fine as the products of the largest line allow. */
export function integerPrices(
  problem: AllocationProblem,
  prices: Prices,
  { extents, bounded, pools }: Asked,
): IntegerPrices {
  const setup = { problem, prices, extents, bounded, pools };
  const fits = problem.offers.every(
    ({ advanceRateBp }, index) => (extents[index]?.base ?? 0) * advanceRateBp <= 2 ** 52,
  );
  let bits = fits ? FINEST - excessOf(reachOf(problem, scaledTo(FINEST, setup), extents)) : 0;
  for (; bits >= COARSEST; bits -= 1) {
    const scaled = scaledTo(bits, setup);
    if (reachOf(problem, scaled, extents) > VALUE_MAX) continue;
    return { ...scaled, priceBits: bits, valueBits: bits, small: true };
  }
  const scaled = scaledTo(BIG_BITS, setup);
  const valueBits = BIG_BITS - excessOf(reachOf(problem, scaled, extents));
  return { ...scaled, priceBits: BIG_BITS, valueBits, small: false };
}

const [FINEST, COARSEST, BIG_BITS] = [40, 20, 32];
/** A value and its accumulator, both below it, add up exactly; a factor of two is for rounding here. */
const VALUE_MAX = 2 ** 51;
/** Several prices of one line add up exactly. Any price bounds, so a larger one is only cut. */
const PRICE_MAX = 2 ** 48;

function excessOf(reach: number): number {
  return Math.ceil(Math.log2(Math.max(1, reach / VALUE_MAX)));
}

type Scaling = Asked & { problem: AllocationProblem; prices: Prices };
type Scaled = Omit<IntegerPrices, 'priceBits' | 'valueBits' | 'small'>;

function scaledTo(bits: number, { problem, prices, extents, bounded, pools }: Scaling): Scaled {
  const one = 2 ** bits;
  const whole = (price: number, most = PRICE_MAX) =>
    Number.isFinite(price) ? Math.max(0, Math.min(most, Math.round(price * one))) : 0;
  const caps = problem.offers.map((offer, index) =>
    offer.caps.map(({ held }, family) => {
      const given = prices.caps[index]?.[family];
      return Float64Array.from(held, (_, node) => whole(given?.[node] ?? 0));
    }),
  );
  const taken = Float64Array.from(problem.offers, (_, index) => whole(pools?.[index] ?? 0));
  return {
    cost: bounded === 'cost' ? one : 0,
    need: bounded === 'cost' ? whole(prices.need) : one,
    room: Float64Array.from(problem.offers, ({ mode }, index) => {
      const price = prices.room[index] ?? 0;
      if (mode === 'pledge') return 0;
      return price < 0 ? 0 - whole(-price) : whole(price);
    }),
    pledge: Float64Array.from(problem.offers, ({ mode }, index) =>
      mode === 'pledge' ? whole(prices.pledge[index] ?? 0) : 0,
    ),
    caps,
    rooms: problem.rooms.map(({ offers, free }, room) => {
      const ratio = Math.max(1, ...offers.map(({ toRoom }) => numberOf(toRoom)));
      const given = prices.rooms[room];
      return free.map((amount, debtor) =>
        amount === Number.POSITIVE_INFINITY
          ? 0
          : whole(given?.[debtor] ?? 0, Math.floor(PRICE_MAX / ratio)),
      );
    }),
    taken,
    pool: Float64Array.from(problem.offers, (offer, index) => {
      const own = poolPrice(offer, { prices: caps[index] ?? [], extent: extents[index] });
      return own + (taken[index] ?? 0);
    }),
  };
}

/** Prices that would make a pool worth more than a Number holds are dropped: 0 is a price too. */
function poolPrice(
  offer: Offer,
  { prices, extent }: { prices: Float64Array[]; extent: Extent | undefined },
): number {
  const most = extent && mostFunded(offer, extent);
  let worth = 0n;
  offer.caps.forEach((family, at) => {
    prices[at]?.forEach((price, node) => {
      if (price > 0) worth += shareWorth(family, { node, price, heldPool: offer.heldPool, most });
    });
  });
  const up = (worth + 9_999n) / 10_000n;
  if (up <= 2n ** 50n) return Number(up);
  for (const family of prices) family.fill(0);
  return 0;
}

type Share = { node: number; price: number; heldPool: number; most: bigint | undefined };

/**
 * Price × share, in 1 ÷ 10,000. A node that holds more than its share of the held pool takes nothing
 * until the pool has grown by enough: what it may take, max(0, share × pool − held), lies below the
 * line from nothing to the most that the pool can grow.
 */
function shareWorth({ cap, held }: CapFamily, { node, price, heldPool, most }: Share): bigint {
  if (cap.kind !== 'share') return 0n;
  const bp = BigInt(cap.bp[node] ?? 0);
  const excess = 10_000n * BigInt(held[node] ?? 0) - bp * BigInt(heldPool);
  if (excess <= 0n || most === undefined) return BigInt(price) * bp;
  const left = bp * most - excess;
  return left <= 0n ? 0n : (BigInt(price) * left + most - 1n) / most;
}

/** No plan funds more: all bases, or what the room advances with each advance rounded down. */
function mostFunded({ mode, advanceRateBp, room }: Offer, extent: Extent): bigint | undefined {
  const bases = Number.isSafeInteger(extent.bases) ? BigInt(extent.bases) : undefined;
  if (mode === 'pledge' || advanceRateBp === 0) return bases;
  const advanced = 10_000n * BigInt(room) + 9_999n * BigInt(extent.pairs);
  const funded = advanced / BigInt(advanceRateBp);
  return bases !== undefined && bases < funded ? bases : funded;
}

function numberOf({ numerator, denominator }: Ratio): number {
  return Number(numerator) / Number(denominator);
}

/** More than the value of any line comes to, summand by summand. */
function reachOf(problem: AllocationProblem, scaled: Scaled, extents: readonly Extent[]): number {
  let most = 1;
  problem.offers.forEach((_offer, index) => {
    const extent = extents[index];
    if (!extent || extent.base === 0) return;
    let perBase = scaled.pool[index] ?? 0;
    for (const prices of scaled.caps[index] ?? []) perBase += largest(prices);
    problem.rooms.forEach(({ offers }, room) => {
      const use = offers.find((one) => one.offer === index);
      if (!use) return;
      perBase += largest(scaled.rooms[room]) * numberOf(use.toRoom) + 1;
    });
    const perAdvance = Math.abs(scaled.room[index] ?? 0) + (scaled.pledge[index] ?? 0);
    const reach =
      scaled.cost * extent.cost + scaled.need * extent.cash + (perAdvance + perBase) * extent.base;
    if (reach > most) most = reach;
  });
  return most;
}

function largest(prices: Float64Array | undefined): number {
  let most = 0;
  for (let index = 0; index < (prices?.length ?? 0); index += 1) {
    if ((prices?.[index] ?? 0) > most) most = prices?.[index] ?? 0;
  }
  return most;
}
