import type { Forest } from './forest.ts';
import { addShare, type Line, type Reading, remembered } from './line.ts';
import { type Paired, pairedOf } from './pair.ts';
import { capAt, type PoolParts, partsOf } from './share.ts';
import type { Pair } from './terms.ts';

/** A pair cap stands over the forest's last family, whose nodes hold every node they touch. */
export type Nested = { forest: Forest; pair?: Pair | undefined };

export type NestedReading = Reading & { excess: () => Excess[][] };

/** What a node loses to its own cap, after those inside it. */
export type Excess = { node: number; excessMinor: number; amountMinor: number };

/**
 * Reads what counts at a pool, caps from the inside out: exactly the maximum, since nested upper
 * bounds are all met when each node gives the lower of its cap and what lies within it.
 */
export function readNested({ forest, pair }: Nested): (poolMinor: number) => NestedReading {
  return remembered((poolMinor) => {
    const parts = partsOf(poolMinor);
    const counted = countInside(forest, parts);
    const paired = pair && pairAt(forest, counted, { pair, parts });
    return {
      countedMinor: sumAtTop(forest, counted, paired),
      line: () => lineOf(forest, counted, paired),
      excess: () => excessOf(forest, counted),
    };
  });
}

type Counted = { total: Float64Array; cap: Float64Array };

function countInside({ own, parent, bp, fixed }: Forest, parts: PoolParts): Counted {
  const total = own.slice();
  const cap = new Float64Array(own.length);
  for (let id = 0; id < total.length; id += 1) {
    const most = capAt(bp[id] ?? 0, fixed[id] ?? 0, parts);
    cap[id] = most;
    const around = parent[id] ?? -1;
    if (around >= 0) total[around] = (total[around] ?? 0) + Math.min(total[id] ?? 0, most);
  }
  return { total, cap };
}

/** What the pair cap leaves of the last family's nodes, whose ids start at `first`. */
type PairAt = { pair: Pair; capMinor: number; first: number; paired: Paired };

function pairAt(
  { own }: Forest,
  { total }: Counted,
  { pair, parts }: { pair: Pair; parts: PoolParts },
): PairAt {
  const first = own.length - pair.nodes;
  const capMinor = capAt(pair.bp, pair.fixed, parts);
  return { pair, capMinor, first, paired: pairedOf(total.subarray(first), capMinor) };
}

function sumAtTop({ parent, outsideMinor }: Forest, { total, cap }: Counted, at?: PairAt): number {
  let countedMinor = outsideMinor;
  for (let id = 0; id < total.length; id += 1) {
    if (at && id >= at.first) countedMinor += at.paired.kept[id - at.first] ?? 0;
    else if ((parent[id] ?? -1) < 0) countedMinor += Math.min(total[id] ?? 0, cap[id] ?? 0);
  }
  return countedMinor;
}

/** From the outside in: what lies within a node that binds is no longer looked at. */
function lineOf(forest: Forest, { total, cap }: Counted, at?: PairAt): Line {
  const line: Line = { constantMinor: forest.outsideMinor, shares: [] };
  const covered = new Uint8Array(total.length);
  if (at) coverPair(line, covered, at);
  for (let id = covered.length - 1; id >= 0; id -= 1) {
    const around = forest.parent[id] ?? -1;
    if (covered[id] === 1) continue;
    const capMinor = cap[id] ?? 0;
    if (around >= 0 && covered[around] === 1) covered[id] = 1;
    else if ((total[id] ?? 0) <= capMinor) line.constantMinor += forest.own[id] ?? 0;
    else {
      covered[id] = 1;
      const family = forest.families[forest.level[id] ?? 0]?.cap ?? 0;
      if (capMinor === forest.fixed[id]) line.constantMinor += capMinor;
      else addShare(line, { cap: family, bp: forest.bp[id] ?? 0, count: 1, halved: false });
    }
  }
  return line;
}

function coverPair(
  line: Line,
  covered: Uint8Array,
  { pair: { cap, bp, fixed }, capMinor, first, paired: { held } }: PairAt,
): void {
  if (held.length === 0) return;
  for (const node of held) covered[first + node] = 1;
  const others = Math.max(0, held.length - 2);
  if (capMinor === fixed) {
    line.constantMinor += capMinor + others * Math.floor(capMinor / 2);
    return;
  }
  addShare(line, { cap, bp, count: 1, halved: false });
  if (others > 0) addShare(line, { cap, bp, count: others, halved: true });
}

function excessOf({ families, level, node }: Forest, { total, cap }: Counted): Excess[][] {
  const excess: Excess[][] = families.map(() => []);
  for (let id = 0; id < level.length; id += 1) {
    const amountMinor = total[id] ?? 0;
    const excessMinor = amountMinor - (cap[id] ?? 0);
    if (excessMinor <= 0) continue;
    excess[level[id] ?? 0]?.push({ node: node[id] ?? 0, excessMinor, amountMinor });
  }
  return excess;
}
