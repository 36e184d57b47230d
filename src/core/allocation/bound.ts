import { floorDiv, offerConstant, sharedConstant } from './bound/constants.ts';
import { partLoss } from './bound/parts.ts';
import { type LinesLeast, linesLeastOf, relaxLines } from './bound/relax.ts';
import { type Bounded, extentsOf, type IntegerPrices, integerPrices } from './bound/scale.ts';
import { pairValues } from './bound/values.ts';
import type { AllocationProblem, Offer } from './problem.ts';
import type { Prices } from './value.ts';

/** The plans that are bounded: those that use no offer but these, and all of those; any by default. */
export type OffersUsed = { allowed?: readonly boolean[]; required?: readonly boolean[] };

/**
 * No plan that meets the need costs less, in minor units: weak duality, in integers alone.
 *
 * For a plan that meets the need, every constraint times its price is a number ≤ 0: need − cash,
 * advances − room, Σ x + held − cap, Σ x·rate − free, drawn − advances. So cost ≥ cost + Σ of those,
 * and that is a constant and a sum by line, whose least over all homes of the line is what we add up:
 * - A cap on a share is Σ x + held ≤ share·(held pool + Σ x): its price counts against every x of the
 *   offer with share × price, rounded up. Floors of caps and upward conversions only make plans fewer.
 * - A pledge's cash is one more variable, least at an end of its range.
 * - Lines funded in part, one for each group of a debtor's lines with an offer, may lie below both ends by what rounding gains:
 *   `parts`. Whole accounts: `account`. The prices may be any numbers ≥ 0; only how near they come to
 *   the best ones decides how good the bound is.
 * - Offers with a fixed cost or a minimum draw: each subset of them has its own constant and its own
 *   least of each line; the bound is the least subset. Beyond eight the smallest are taken as free.
 */
export function exactBound(
  problem: AllocationProblem,
  prices: Prices,
  used: OffersUsed = {},
): number {
  const { least, bits } = leastOf(problem, { prices, used, bounded: 'cost' });
  const bound = -floorDiv(-least, 1n << BigInt(bits));
  return bound < 0n ? 0 : asNumber(bound);
}

/**
 * No plan raises more cash: the same relaxation with cash in the place of cost. A price counts by its
 * ratio to the need's, so the prices of a need that could not be met are good ones.
 */
export function greatestCash(
  problem: AllocationProblem,
  prices: Prices,
  used: OffersUsed = {},
): number {
  const relative = prices.need > 0 ? perNeed(prices) : prices;
  const { least, bits } = leastOf(problem, { prices: relative, used, bounded: 'cash' });
  const bound = -least >> BigInt(bits);
  return bound < 0n ? 0 : asNumber(bound);
}

function perNeed({ need, room, pledge, caps, rooms }: Prices): Prices {
  const relative = (column: Float64Array) => column.map((price) => price / need);
  return {
    need: 1,
    room: relative(room),
    pledge: relative(pledge),
    caps: caps.map((families) => families.map(relative)),
    rooms: rooms.map(relative),
  };
}

/** Subsets are looked through one by one. */
const SLOTS_MAX = 8;

type Relaxed = { prices: Prices; used: OffersUsed; bounded: Bounded };

function leastOf(
  problem: AllocationProblem,
  { prices, used, bounded }: Relaxed,
): { least: bigint; bits: number } {
  const extents = extentsOf(problem);
  const integers = integerPrices(problem, prices, { extents, bounded });
  const slotOf = slotsOf(problem, used);
  const slots = slotOf.reduce((most, slot) => Math.max(most, slot + 1), 0);
  const offers = problem.offers.map((offer, index) =>
    asUsed(offer, slotOf[index] ?? -1, used.required?.[index]),
  );
  const allowed = Uint8Array.from(offers, (_, index) => Number(isAllowed(used, index)));
  const constants = offers.map((offer, index) => {
    const extent = extents[index];
    if (!extent || allowed[index] === 0) return 0n;
    return offerConstant(offer, { index, prices: integers, extent });
  });
  const lines = relaxLines({
    values: pairValues(problem, integers, allowed),
    parts: offers.map((offer, index) =>
      partLoss(offer, {
        prices: integers,
        feeLeast: extents[index]?.feeLeast ?? 0,
        withheldFeeLeast: extents[index]?.withheldFeeLeast ?? 0,
      }),
    ),
    slotOf,
    slots,
  });
  const needed = bounded === 'cost' ? BigInt(integers.need) * BigInt(problem.needMinor) : 0n;
  const shared = sharedConstants(problem, integers);
  let least: bigint | undefined;
  for (let subset = 0; subset < 1 << slots; subset += 1) {
    const isIn = (offer: number) => {
      const slot = slotOf[offer] ?? -1;
      return allowed[offer] === 1 && (slot < 0 || ((subset >> slot) & 1) === 1);
    };
    let sum = needed + linesIn(lines, { subset, slotOf, slots, integers });
    constants.forEach((constant, offer) => {
      if (isIn(offer)) sum += constant;
    });
    problem.rooms.forEach((room, index) => {
      if (room.offers.some(({ offer }) => isIn(offer))) sum -= shared[index] ?? 0n;
    });
    if (least === undefined || sum < least) least = sum;
  }
  return { least: least ?? 0n, bits: integers.priceBits };
}

function linesIn(
  lines: LinesLeast,
  at: { subset: number; slotOf: Int8Array; slots: number; integers: IntegerPrices },
): bigint {
  const { priceBits, valueBits } = at.integers;
  return linesLeastOf(lines, at) << BigInt(priceBits - valueBits);
}

function sharedConstants({ rooms }: AllocationProblem, integers: IntegerPrices): bigint[] {
  return rooms.map(({ free }, room) =>
    sharedConstant(free, integers.rooms[room] ?? new Float64Array(0)),
  );
}

function isAllowed({ allowed, required }: OffersUsed, offer: number): boolean {
  return required?.[offer] === true || allowed?.[offer] !== false;
}

/** A slot for each offer that costs or demands something by being used and need not be used. */
function slotsOf({ offers }: AllocationProblem, used: OffersUsed): Int8Array {
  const slotOf = new Int8Array(offers.length).fill(-1);
  offers
    .flatMap((offer, index) => {
      const isFree = offer.fixedCost === 0 && offer.minimumDraw === 0;
      return isFree || used.required?.[index] || !isAllowed(used, index) ? [] : [{ offer, index }];
    })
    .sort(
      (left, right) =>
        right.offer.fixedCost - left.offer.fixedCost ||
        right.offer.minimumDraw - left.offer.minimumDraw ||
        left.index - right.index,
    )
    .slice(0, SLOTS_MAX)
    .forEach(({ index }, slot) => {
      slotOf[index] = slot;
    });
  return slotOf;
}

/** An offer that a plan may leave out, but that has no slot, costs nothing and demands nothing. */
function asUsed(offer: Offer, slot: number, required: boolean | undefined): Offer {
  return slot >= 0 || required ? offer : { ...offer, fixedCost: 0, minimumDraw: 0 };
}

/** A bound may be said lower than it is. */
function asNumber(bound: bigint): number {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(bound < most ? bound : most);
}
