import type { Offer } from '../problem.ts';
import { ceilDiv } from './constants.ts';
import type { IntegerPrices } from './scale.ts';

/**
 * How far a line funded in part may lie below both funding it whole and leaving it, in 1 ÷ 2^valueBits.
 *
 * With t to the need's currency, i and w the interest of its days and of those withheld, and A(x) the
 * advance, a line funded with x costs C ≥ t(A·i − ½ + fee), raises K ≤ t(A − A·w + ½ (− fee withheld)),
 * and its x lies between A ÷ rate and (A + 1) ÷ rate: so its value is at least a linear function of A,
 * least at an end. At the end A(base) the value of the whole line, C < t(A·i + ½ + fee) + 1 and
 * K > t(A − A·w − ½ (− fee withheld)) − 1, is at most `whole` above that function; at the end 0 the
 * function is at least −`nothing`. A rate t that is an integer rounds nothing.
 */
export type PartLoss = {
  whole: number;
  nothing: number;
  /** For |price| of a unit of x: what not knowing x within a unit of advance loses. */
  perPrice: number;
};

/** The least that an offer charges for placing a pair, and keeps back of it. */
type Fees = { feeLeast: number; withheldFeeLeast: number };

const none: PartLoss = { whole: 0, nothing: 0, perPrice: 0 };

export function partLoss(
  offer: Offer,
  { prices, feeLeast, withheldFeeLeast }: Fees & { prices: IntegerPrices },
): PartLoss {
  if (offer.mode === 'strict_sale') return none;
  const scale = 2 ** (prices.priceBits - prices.valueBits);
  const perPrice = offer.advanceRateBp > 0 ? 10_000 / offer.advanceRateBp / scale : 0;
  const above = BigInt(offer.toNeed.numerator);
  const below = BigInt(offer.toNeed.denominator);
  const [cost, need] = [BigInt(prices.cost), BigInt(prices.need)];
  const [fee, feeKept] = [BigInt(feeLeast), BigInt(withheldFeeLeast)];
  const inValue = (amount: bigint) => Number(amount) / scale;
  if (offer.mode === 'pledge') {
    return { whole: 0, nothing: 0 - Math.floor(inValue((cost * above * fee) / below)), perPrice };
  }
  const step = above % below === 0n ? 0n : 1n;
  const interestHeld = offer.withheld === 'nothing' ? 0n : 1n;
  const feeHeld = offer.withheld === 'interest_and_fees' ? 1n : 0n;
  const rounding = (cost + need * interestHeld) * above;
  const charged = (cost * fee + need * feeHeld * feeKept) * above;
  const steps = (cost + need) * step;
  const nothing = ceilDiv(rounding, 2n * below) - charged / below;
  const whole = ceilDiv(rounding, below) + steps;
  if (offer.mode === 'whole_account') {
    const forced = nothing + steps;
    return { whole: Math.ceil(inValue(forced > whole ? forced : whole)), nothing: 0, perPrice };
  }
  return { whole: Math.ceil(inValue(whole)), nothing: Math.ceil(inValue(nothing)), perPrice };
}
