import type { Columns } from './columns.ts';
import type { Evaluation, Point } from './point.ts';

/**
 * The global prices as one vector: need, each offer, then the nodes whose caps could ever bind. Each
 * has a unit, about what it costs to miss it, so that steps in different directions compare.
 */
export type Space = {
  size: number;
  nodes: { family: number; node: number }[];
  unit: Float64Array;
  /** A usual cost of one minor unit of cash. */
  usual: number;
  needMax: number;
};

const NODES_MAX = 64;
/** Cash dearer than this many times the usual is no longer priced: the need is then out of reach. */
const DEAREST = 60;

export function spaceOf(columns: Columns, usual = usualCost(columns), dearest = DEAREST): Space {
  const { offers, families } = columns;
  const nodes = families.flatMap((_, family) =>
    likelyNodes(columns, family).map((node) => ({ family, node })),
  );
  const size = 1 + offers.count + nodes.length;
  const unit = new Float64Array(size);
  unit[0] = usual;
  for (let offer = 0; offer < offers.count; offer += 1) {
    unit[1 + offer] = usual * (offers.toNeed[offer] ?? 0);
  }
  nodes.forEach(({ family }, index) => {
    const offer = families[family]?.offer ?? 0;
    unit[1 + offers.count + index] =
      usual * (offers.toNeed[offer] ?? 0) * (offers.rate[offer] ?? 0);
  });
  return { size, nodes, unit, usual, needMax: usual * dearest };
}

export function pointAt({ families, offers }: Columns, space: Space, vector: Float64Array): Point {
  const point: Point = {
    need: vector[0] ?? 0,
    offer: vector.slice(1, 1 + offers.count),
    caps: families.map(({ nodes }) => new Float64Array(nodes)),
  };
  space.nodes.forEach(({ family, node }, index) => {
    const prices = point.caps[family];
    if (prices) prices[node] = vector[1 + offers.count + index] ?? 0;
  });
  return point;
}

export function vectorAt({ offers }: Columns, space: Space, point: Point): Float64Array {
  const vector = new Float64Array(space.size);
  vector[0] = Math.min(point.need, space.needMax);
  vector.set(point.offer, 1);
  space.nodes.forEach(({ family, node }, index) => {
    vector[1 + offers.count + index] = point.caps[family]?.[node] ?? 0;
  });
  return vector;
}

/** The slope of the bound at a point: what each constraint is missed by, in its own unit. */
export function slopeOf(columns: Columns, space: Space, found: Evaluation): Float64Array {
  const { offers, families } = columns;
  const slope = new Float64Array(space.size);
  let missing = columns.need - found.cash;
  for (let offer = 0; offer < offers.count; offer += 1) {
    const advances = (offers.rate[offer] ?? 0) * (found.x[offer] ?? 0);
    const drawn = found.drawn[offer] ?? 0;
    if (offers.pledge[offer] === 1) {
      missing -= (offers.toNeed[offer] ?? 0) * drawn;
      slope[1 + offer] = drawn - advances;
    } else {
      slope[1 + offer] = advances - (found.open[offer] === 1 ? (offers.room[offer] ?? 0) : 0);
    }
  }
  slope[0] = missing;
  space.nodes.forEach(({ family, node }, index) => {
    const of = families[family];
    if (!of) return;
    slope[1 + offers.count + index] =
      (found.nodes[family]?.[node] ?? 0) -
      (of.share[node] ?? 0) * (found.x[of.offer] ?? 0) -
      (of.free[node] ?? 0);
  });
  return slope;
}

function usualCost(columns: Columns): number {
  const { offers, offerOf, cash, cost } = columns;
  let [raised, paid] = [0, 0];
  for (let pair = 0; pair < cash.length; pair += 1) {
    const offer = offerOf[pair] ?? 0;
    const drawn = cash[pair] ?? 0;
    raised += drawn;
    paid += cost[pair] ?? 0;
    if (offers.pledge[offer] === 1) {
      paid += (drawn * (offers.drawCostInNeed[offer] ?? 0)) / (offers.toNeed[offer] ?? 1);
    }
  }
  return raised > 0 && paid > 0 ? paid / raised : 1e-6;
}

/** The nodes of a family that have most to place for what their cap allows. */
function likelyNodes(columns: Columns, family: number): number[] {
  const { families, debtors, lineStart, pairStart, offerOf, base } = columns;
  const of = families[family];
  if (!of) return [];
  const most = new Float64Array(of.nodes);
  let all = 0;
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    for (let line = lineStart[debtor] ?? 0; line < (lineStart[debtor + 1] ?? 0); line += 1) {
      const node = of.nodeOf[of.by === 'debtor' ? debtor : line] ?? -1;
      for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
        if (offerOf[pair] !== of.offer) continue;
        all += base[pair] ?? 0;
        if (node >= 0) most[node] = (most[node] ?? 0) + (base[pair] ?? 0);
      }
    }
  }
  const load = most.map((sum, node) => {
    const allowed = (of.free[node] ?? 0) + (of.share[node] ?? 0) * all;
    return sum / Math.max(allowed, 1);
  });
  return Array.from(load.keys())
    .filter((node) => (most[node] ?? 0) > (of.free[node] ?? 0))
    .sort((a, b) => (load[b] ?? 0) - (load[a] ?? 0) || a - b)
    .slice(0, NODES_MAX);
}
