/** Sums of integers below 2^52 each, exact at any length. */
export type Sums = { low: Float64Array; high: bigint[] };

export function sumsOf(length: number): Sums {
  return { low: new Float64Array(length), high: new Array<bigint>(length).fill(0n) };
}

export function addTo({ low, high }: Sums, at: number, value: number): void {
  const sum = (low[at] ?? 0) + value;
  if (sum < SPILL && sum > -SPILL) {
    low[at] = sum;
    return;
  }
  high[at] = (high[at] ?? 0n) + BigInt(sum);
  low[at] = 0;
}

export function sumAt({ low, high }: Sums, at: number): bigint {
  return (high[at] ?? 0n) + BigInt(low[at] ?? 0);
}

const SPILL = 2 ** 52;
