import type { CapFamily, Offer } from '../problem.ts';
import type { Extent, IntegerPrices } from './scale.ts';

/**
 * What using an offer puts into the relaxation apart from its lines, in 1 ÷ 2^priceBits: its fixed
 * cost, its rooms at their prices and, of a pledge, the least that drawing comes to. Rounded down.
 */
export function offerConstant(
  offer: Offer,
  { index, prices, extent }: { index: number; prices: IntegerPrices; extent: Extent },
): bigint {
  const fixed = BigInt(prices.cost) * BigInt(offer.fixedCost);
  const capped = capsConstant(offer, prices.caps[index] ?? []);
  return fixed + roomConstant(offer, { index, prices, extent }) - capped;
}

/** Σ price × what each debtor may still use. */
export function sharedConstant(free: Float64Array, prices: Float64Array): bigint {
  let sum = 0n;
  for (let debtor = 0; debtor < prices.length; debtor += 1) {
    const price = prices[debtor] ?? 0;
    if (price > 0) sum += BigInt(price) * BigInt(free[debtor] ?? 0);
  }
  return sum;
}

export function ceilDiv(above: bigint, below: bigint): bigint {
  return -floorDiv(-above, below);
}

export function floorDiv(above: bigint, below: bigint): bigint {
  const quotient = above / below;
  return above < 0n && quotient * below !== above ? quotient - 1n : quotient;
}

function roomConstant(
  offer: Offer,
  { index, prices, extent }: { index: number; prices: IntegerPrices; extent: Extent },
): bigint {
  const most = BigInt(reachable(offer, extent));
  if (offer.mode === 'pledge') return drawConstant(offer, { most, prices, index });
  const price = BigInt(prices.room[index] ?? 0);
  return price < 0n ? -price * BigInt(offer.minimumDraw) : -price * most;
}

/** No plan advances more: the room, or all that its pairs come to. */
function reachable({ room, advanceRateBp }: Offer, { bases }: Extent): number {
  const all = Number.isSafeInteger(bases) ? BigInt(bases) : undefined;
  if (all === undefined) return room;
  const advances = (all * BigInt(advanceRateBp)) / 10_000n;
  return advances < BigInt(room) ? Number(advances) : room;
}

/**
 * The least of cost − need price × cash + pledge price × drawn between the minimum draw and the most:
 * cost ≥ to need × (drawn × interest − ½) and cash ≤ to need × drawn leave a line, least at an end.
 */
function drawConstant(
  { minimumDraw, toNeed, interest, drawDays }: Offer,
  { most, prices, index }: { most: bigint; prices: IntegerPrices; index: number },
): bigint {
  const [toAbove, toBelow] = [BigInt(toNeed.numerator), BigInt(toNeed.denominator)];
  const below = BigInt(interest.denominator);
  const cost = BigInt(prices.cost);
  const perDrawn =
    toAbove * (cost * BigInt(interest.numerator) * BigInt(drawDays) - BigInt(prices.need) * below) +
    BigInt(prices.pledge[index] ?? 0) * toBelow * below;
  const half = ceilDiv(cost * toAbove, 2n * toBelow);
  const at = (drawn: bigint) => floorDiv(perDrawn * drawn, toBelow * below) - half;
  const least = BigInt(minimumDraw);
  const ends = [at(least > 0n ? least : 1n), at(most)];
  if (least === 0n) ends.push(0n);
  return ends.reduce((low, value) => (value < low ? value : low));
}

/** Σ price × what is left of a cap: of its amount, or of its share of the held pool. */
function capsConstant({ caps, heldPool }: Offer, prices: Float64Array[]): bigint {
  let sum = 0n;
  caps.forEach((family, at) => {
    prices[at]?.forEach((price, node) => {
      if (price > 0) sum += leftOf(family, { node, price, heldPool });
    });
  });
  return sum;
}

function leftOf(
  { cap, held }: CapFamily,
  { node, price, heldPool }: { node: number; price: number; heldPool: number },
): bigint {
  const before = BigInt(held[node] ?? 0);
  if (cap.kind === 'amount') {
    const left = BigInt(cap.minor[node] ?? 0) - before;
    return left > 0n ? BigInt(price) * left : 0n;
  }
  const left = BigInt(cap.bp[node] ?? 0) * BigInt(heldPool) - 10_000n * before;
  return left > 0n ? ceilDiv(BigInt(price) * left, 10_000n) : 0n;
}
