/** A pool as 10,000·q + r: its share is bp·q + ⌊bp·r ÷ 10,000⌋, exact in Numbers for bp ≤ 10,000. */
export type PoolParts = { q: number; r: number };

export function partsOf(poolMinor: number): PoolParts {
  const r = poolMinor % 10_000;
  return { q: (poolMinor - r) / 10_000, r };
}

/** The lower of a fixed amount and ⌊bp · pool ÷ 10,000⌋; a whole share of the pool never binds. */
export function capAt(bp: number, fixedMinor: number, { q, r }: PoolParts): number {
  if (bp >= 10_000) return fixedMinor;
  const share = bp * q + Math.floor((bp * r) / 10_000);
  return share < fixedMinor ? share : fixedMinor;
}

/** ⌊bp · base ÷ 10,000⌋ for any whole bp; what is beyond 2^53 caps nothing. */
export function shareDown(baseMinor: number, bp: number): number {
  if (bp === Number.POSITIVE_INFINITY) return bp;
  const { q, r } = partsOf(baseMinor);
  const share = bp * q + Math.floor((bp * r) / 10_000);
  return share > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : share;
}

/**
 * ⌊amount · part ÷ whole⌋ for part ≤ whole, all below 2^53, exact. Beyond 2^53 the product and the
 * estimate's are taken in two halves (Dekker 1971), so that their difference is exact: BigInt would
 * cost twenty times as much, once for every cell of a capped country.
 */
export function partDown(amount: number, part: number, whole: number): number {
  const product = amount * part;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / whole);
  const near = product / whole;
  let quotient = Math.floor(near);
  // Both roundings together are less than this: most quotients lie no nearer to a whole number.
  const error = near * 2 ** -51;
  if (near - quotient > error && quotient + 1 - near > error) return quotient;
  const estimate = quotient * whole;
  let rest =
    product - estimate + (lowHalf(amount, part, product) - lowHalf(quotient, whole, estimate));
  while (rest < 0) {
    quotient -= 1;
    rest += whole;
  }
  while (rest >= whole) {
    quotient += 1;
    rest -= whole;
  }
  return quotient;
}

const splitter = 2 ** 27 + 1;

/** left · right − the rounded product, exactly. */
function lowHalf(left: number, right: number, product: number): number {
  const a = splitter * left;
  const leftHigh = a - (a - left);
  const leftLow = left - leftHigh;
  const b = splitter * right;
  const rightHigh = b - (b - right);
  const rightLow = right - rightHigh;
  const high = leftHigh * rightHigh - product;
  return high + leftHigh * rightLow + leftLow * rightHigh + leftLow * rightLow;
}
