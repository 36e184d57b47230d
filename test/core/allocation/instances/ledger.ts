import type { InstanceOptions } from '../instances.ts';

export type Ledger = {
  debtorOf: Int32Array;
  amount: Float64Array;
  term: Int32Array;
  currency: Uint8Array;
  insured: Uint8Array;
};

export function ledgerOf(
  { lines, debtors, medianMinor = 180_000, termDays = [10, 120] }: InstanceOptions,
  draw: () => number,
): Ledger {
  const upTo = new Float64Array(debtors);
  let sum = 0;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    sum += (debtor + 4) ** -1.05;
    upTo[debtor] = sum;
  }
  const counts = new Int32Array(debtors);
  for (let line = 0; line < lines; line += 1) {
    const debtor = firstAbove(upTo, draw() * sum);
    counts[debtor] = (counts[debtor] ?? 0) + 1;
  }
  const ledger = {
    debtorOf: new Int32Array(lines),
    amount: new Float64Array(lines),
    term: new Int32Array(lines),
    currency: new Uint8Array(lines),
    insured: Uint8Array.from({ length: debtors }, () => (draw() < 0.8 ? 1 : 0)),
  };
  const [least, most] = termDays;
  let line = 0;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    const mainly = currencyAt(draw());
    for (let left = counts[debtor] ?? 0; left > 0; left -= 1, line += 1) {
      ledger.debtorOf[line] = debtor;
      ledger.amount[line] = Math.max(1, Math.round(medianMinor * Math.exp(1.1 * normal(draw))));
      ledger.term[line] = least + Math.floor(draw() * (most + 1 - least));
      ledger.currency[line] = draw() < 0.9 ? mainly : currencyAt(draw());
    }
  }
  return ledger;
}

const [EUR, USD, PLN, OTHER] = [0, 1, 2, 3];

function currencyAt(chance: number): number {
  if (chance < 0.62) return EUR;
  if (chance < 0.8) return USD;
  return chance < 0.92 ? PLN : OTHER;
}

function normal(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

function firstAbove(upTo: Float64Array, value: number): number {
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Numbers of [0, 1) from a seed; the same on every machine. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
