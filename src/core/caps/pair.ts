/** What nodes keep when their largest two count for at most `capMinor` together. */
export type Paired = {
  kept: Float64Array;
  /** The nodes that the cap holds: the largest two, and all above half. None while it does not bind. */
  held: number[];
};

/**
 * The most that can count: the larger of the two gives first; above half the cap, the second and all
 * others stop at the half, and the largest has what is left. Exactly
 * min(first + second, cap) + Σ others min(amount, ⌊cap ÷ 2⌋), since at most one may be above the half.
 */
export function pairedOf(amounts: Float64Array, capMinor: number): Paired {
  const kept = amounts.slice();
  const [first, second] = largestTwo(amounts);
  const secondMinor = amounts[second] ?? 0;
  if ((amounts[first] ?? 0) + secondMinor <= capMinor) return { kept, held: [] };
  const half = Math.floor(capMinor / 2);
  const level = Math.min(secondMinor, half);
  const held: number[] = [];
  for (let node = 0; node < amounts.length; node += 1) {
    const amount = amounts[node] ?? 0;
    if (node === first) kept[node] = capMinor - level;
    else if (amount > half) kept[node] = half;
    if (node === first || node === second || amount > half) held.push(node);
  }
  return { kept, held };
}

/** The places of the largest amount and of the next, −1 where there is none; the first of equals. */
export function largestTwo(amounts: Float64Array): [number, number] {
  let [first, second] = [-1, -1];
  for (let node = 0; node < amounts.length; node += 1) {
    const amount = amounts[node] ?? 0;
    if (first < 0 || amount > (amounts[first] ?? 0)) [first, second] = [node, first];
    else if (second < 0 || amount > (amounts[second] ?? 0)) second = node;
  }
  return [first, second];
}
