import { cutNodes, excessOver, excessOverPair, raise } from './cut.ts';
import type { CapResult } from './input.ts';
import { greatestPool } from './line.ts';
import { boundBy, pricesAt } from './prices.ts';
import { type Relaxed, relaxedOf } from './relaxed.ts';
import { partsOf } from './share.ts';
import { type Caps, finestFirst } from './terms.ts';

/**
 * Caps that do not nest: no pool is above the least of their exact parts, and a pool that satisfies
 * all of them is found by cutting and giving back; the two meet where the families are two forests.
 */
export function poolBounded(caps: Caps): Pick<CapResult, 'poolMinor' | 'upperMinor' | 'kept'> {
  const relaxed = relaxedOf(caps);
  let upperMinor = caps.totalMinor;
  for (const { read, coarser } of relaxed) {
    for (const one of [...coarser, read]) upperMinor = greatestPool(one, upperMinor);
  }
  const first = build(caps, relaxed, upperMinor);
  if (first.totalMinor >= upperMinor)
    return { upperMinor, poolMinor: upperMinor, kept: first.kept };
  let found: Built = { kept: new Float64Array(caps.amounts.length), totalMinor: 0 };
  for (let round = 0; round < roundsMax && found.totalMinor < upperMinor; round += 1) {
    const prices = pricesAt(caps, upperMinor);
    upperMinor = boundBy(prices, caps.amounts, upperMinor);
    const priced = descend(caps, [{ kept: () => prices.start }], upperMinor);
    if (priced.totalMinor > found.totalMinor) found = priced;
  }
  return { upperMinor, poolMinor: found.totalMinor, kept: found.kept };
}

type Built = { kept: Float64Array; totalMinor: number };

/** Amounts that some of the caps allow at a pool, to start from. */
type Start = Pick<Relaxed, 'kept'>;

const roundsMax = 3;
const stepsMax = 8;
const halvingsMax = 24;

/** From above, each time to what could be kept; then between what holds and what did not. */
function descend(caps: Caps, starts: readonly Start[], upperMinor: number): Built {
  let best: Built = { kept: new Float64Array(caps.amounts.length), totalMinor: 0 };
  let [pool, above] = [upperMinor, upperMinor + 1];
  for (let step = 0; step < stepsMax && pool > 0; step += 1) {
    const built = build(caps, starts, pool);
    if (built.totalMinor >= pool) {
      best = built;
      break;
    }
    [pool, above] = [built.totalMinor, pool];
  }
  for (let halving = 0; halving < halvingsMax; halving += 1) {
    const middle = Math.floor((best.totalMinor + above) / 2);
    if (middle <= best.totalMinor) break;
    const built = build(caps, starts, middle);
    if (built.totalMinor >= middle) best = built;
    else above = middle;
  }
  return best;
}

/** Amounts that every cap at a pool allows: from all of them, or from those an exact part allows. */
function build(caps: Caps, starts: readonly Start[], pool: number): Built {
  let best = settled(caps, caps.amounts, pool);
  for (const { kept } of starts) {
    if (best.totalMinor >= pool) break;
    const built = kept && settled(caps, kept(pool), pool);
    if (built && built.totalMinor > best.totalMinor) best = built;
  }
  return best;
}

function settled({ amounts, families, pairs }: Caps, from: Float64Array, pool: number): Built {
  const parts = partsOf(pool);
  const kept = from.slice();
  for (const family of finestFirst(families)) {
    cutNodes(family, excessOver(family, kept, parts), kept);
  }
  for (const pair of pairs) cutNodes(pair, excessOverPair(pair, kept, parts), kept);
  const raised = raise(kept, amounts, { families, pairs, parts });
  return { kept: raised, totalMinor: raised.reduce((total, amount) => total + amount, 0) };
}
