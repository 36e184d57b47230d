import { capAt, partsOf } from './share.ts';
import { type Caps, type Family, finestFirst, type Pair, sumsByNode } from './terms.ts';

/** What a unit under each cap is worth, in 4,096ths; any prices ≥ 0 give a bound on the pool. */
export type Prices = { families: Family[]; byNode: Float64Array[]; start: Float64Array };

const unit = 4_096;
const sharpness = [4, 8, 16, 32, 64, 128, 256];
const sweeps = 12;

/**
 * Prices for caps that cross more than two ways, near those of the linear program: an amount counts
 * by e^(sharpness · (1 − its caps' prices)), each cap's price rises until its nodes fit, and the
 * sharpness doubles (Sinkhorn's scaling). `start` is what counts then, close to fitting.
 */
export function pricesAt(caps: Caps, poolMinor: number): Prices {
  const implied = caps.pairs.flatMap((pair) => impliedBy(pair, caps, poolMinor));
  const families = [...finestFirst(caps.families), ...implied];
  const parts = partsOf(poolMinor);
  const priced = families.map(({ nodeOf, nodes, bp, fixed }) => ({
    nodeOf,
    most: bp.map((share, node) => capAt(share, fixed[node] ?? 0, parts)),
    price: new Float64Array(nodes),
  }));
  const cells = {
    amounts: caps.amounts,
    counted: caps.amounts.slice(),
    price: caps.amounts.map(() => 0),
  };
  for (const beta of sharpness) {
    recount(cells, beta);
    for (let sweep = 0; sweep < sweeps; sweep += 1) {
      for (const family of priced) fitNodes(family, cells, beta);
    }
  }
  const byNode = priced.map(({ price }) => price.map((value) => Math.round(value * unit)));
  return { families, byNode, start: cells.counted.map(Math.floor) };
}

type Cells = { amounts: Float64Array; counted: Float64Array; price: Float64Array };
type Priced = { nodeOf: Int32Array; most: Float64Array; price: Float64Array };

function recount({ amounts, counted, price }: Cells, beta: number): void {
  for (let cell = 0; cell < amounts.length; cell += 1) {
    counted[cell] = (amounts[cell] ?? 0) * countedShare(price[cell] ?? 0, beta);
  }
}

function countedShare(price: number, beta: number): number {
  return price <= 1 ? 1 : Math.exp(beta * (1 - price));
}

function fitNodes({ nodeOf, most, price }: Priced, cells: Cells, beta: number): void {
  const moved = sumsByNode({ nodeOf, nodes: price.length }, cells.counted);
  for (let node = 0; node < moved.length; node += 1) {
    const by = moveOf(moved[node] ?? 0, most[node] ?? 0, { beta, price: price[node] ?? 0 });
    moved[node] = by;
    price[node] = (price[node] ?? 0) + by;
  }
  for (let cell = 0; cell < nodeOf.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    const by = node < 0 ? 0 : (moved[node] ?? 0);
    if (by === 0) continue;
    const sum = (cells.price[cell] ?? 0) + by;
    cells.price[cell] = sum;
    cells.counted[cell] = (cells.amounts[cell] ?? 0) * countedShare(sum, beta);
  }
}

function moveOf(
  sum: number,
  most: number,
  { beta, price }: { beta: number; price: number },
): number {
  if (sum === 0 || (price === 0 && sum <= most)) return 0;
  if (most === 0) return price < 2 ? 1 : 0;
  return Math.max(-price, Math.min(1, Math.log(sum / most) / beta));
}

/**
 * Weak duality, exact: Σ kept ≤ Σ price · cap(T) + Σ amount · (1 − its prices, if positive), so that
 * no pool above the root of that line satisfies the caps.
 */
export function boundBy(
  { families, byNode }: Prices,
  amounts: Float64Array,
  below: number,
): number {
  const parts = partsOf(below);
  const left = new Float64Array(amounts.length).fill(unit);
  let [constant, slope] = [0n, 0n];
  families.forEach(({ nodeOf, bp, fixed }, index) => {
    byNode[index]?.forEach((price, node) => {
      if (price === 0) return;
      const most = fixed[node] ?? 0;
      if (capAt(bp[node] ?? 0, most, parts) === most) constant += BigInt(price) * BigInt(most);
      else slope += BigInt(price) * BigInt(bp[node] ?? 0);
    });
    nodeOf.forEach((node, cell) => {
      if (node >= 0) left[cell] = (left[cell] ?? 0) - (byNode[index]?.[node] ?? 0);
    });
  });
  left.forEach((rest, cell) => {
    if (rest > 0) constant += BigInt(rest) * BigInt(amounts[cell] ?? 0);
  });
  const rest = BigInt(unit) * 10_000n - slope;
  if (rest <= 0n) return below;
  const root = (10_000n * constant) / rest;
  return root < BigInt(below) ? Number(root) : below;
}

/** Each node at most the cap of two; and those above half of it, together, half of it each. */
function impliedBy(
  { cap, nodeOf, nodes, stated, gross, bp, fixed }: Pair,
  caps: Caps,
  poolMinor: number,
): Family[] {
  const half = capAt(bp, fixed, partsOf(poolMinor)) / 2;
  const large = gross.map((sum) => (sum > half ? 1 : 0));
  const count = large.reduce((sum, one) => sum + one, 0);
  const one = {
    cap,
    nodeOf,
    nodes,
    stated,
    gross,
    bp: new Float64Array(nodes).fill(bp),
    fixed: new Float64Array(nodes).fill(fixed),
  };
  if (count < 2) return [one];
  const together = nodeOf.map((node) => (node >= 0 && large[node] === 1 ? 0 : -1));
  const all = {
    cap,
    nodeOf: together,
    nodes: 1,
    stated: 1,
    gross: sumsByNode({ nodeOf: together, nodes: 1 }, caps.amounts),
    bp: Float64Array.of(fixed === Number.POSITIVE_INFINITY ? Math.ceil((bp * count) / 2) : 10_000),
    fixed: Float64Array.of(Math.floor((fixed * count) / 2)),
  };
  return [one, all];
}
