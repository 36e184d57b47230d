import { assert } from '../assert.ts';
import { at } from '../eligibility/ledger.ts';
import type { AmountMinor } from '../money.ts';
import { type Capacity, place, placementOf, reset, type Verdict, verdictOn } from './capacity.ts';
import type { CapacitySetup, Pairs } from './pairs.ts';

export type Filled = {
  /** Chosen pairs. */
  chosen: number[];
  cashMinor: AmountMinor;
  /** Why the cheapest pair tried of a line did not fit. */
  failed: Map<number, { pair: number; verdict: Verdict }>;
  /** Place in the ranking at which the need was met; everything from there on was not needed. */
  reached: number;
};

const roundsMax = 24;

/**
 * Fills the cheapest pairs first up to the need, whole receivables only. The last one is the candidate
 * that still fits with the smallest overshoot, so the cash exceeds the need by less than one line.
 * A facility that did not reach the pool it declared declares the pool it reached and all is filled
 * again; declared pools only fall, and a facility that never settles takes nothing new.
 */
export function fillNeed(
  setup: CapacitySetup,
  { pairs, capacity, needMinor }: { pairs: Pairs; capacity: Capacity; needMinor: AmountMinor },
): Filled {
  for (let round = 0; round < roundsMax + setup.offers.length + 1; round += 1) {
    reset(capacity, setup.offers);
    const filled = fillOnce(setup, { pairs, capacity, needMinor });
    const short = capacity.caps.filter(
      (cap) => cap && cap.poolMinor > cap.heldMinor && cap.poolMinor < cap.declaredMinor,
    );
    if (short.length === 0) return filled;
    for (const cap of short) {
      if (cap) cap.declaredMinor = round < roundsMax ? cap.poolMinor : 0;
    }
  }
  assert(false, 'the declared pools did not settle');
}

type Filling = { pairs: Pairs; capacity: Capacity; needMinor: AmountMinor };

function fillOnce(setup: CapacitySetup, { pairs, capacity, needMinor }: Filling): Filled {
  const placed = new Uint8Array(setup.ledger.invoices.length);
  const filled: Filled = { chosen: [], cashMinor: 0, failed: new Map(), reached: pairs.count };
  const choose = (pair: number) => {
    place(capacity, placementOf(setup, pairs, pair));
    placed[at(pairs.line, pair)] = 1;
    filled.chosen.push(pair);
    filled.cashMinor += at(pairs.cash, pair);
  };
  for (let rank = 0; rank < pairs.count; rank += 1) {
    const pair = at(pairs.ranked, rank);
    const line = at(pairs.line, pair);
    if (placed[line] === 1) continue;
    const verdict = verdictOn(capacity, placementOf(setup, pairs, pair));
    if (verdict !== 'fits') {
      if (!filled.failed.has(line)) filled.failed.set(line, { pair, verdict });
      continue;
    }
    const missing = needMinor - filled.cashMinor;
    if (at(pairs.cash, pair) < missing) {
      choose(pair);
      continue;
    }
    choose(smallestOvershoot(setup, { pairs, capacity, from: rank, missing, placed }));
    filled.reached = rank;
    break;
  }
  return filled;
}

/** Among the pairs from a rank on that fit and cover what is missing; the cheaper one of equals. */
function smallestOvershoot(
  setup: CapacitySetup,
  of: { pairs: Pairs; capacity: Capacity; from: number; missing: number; placed: Uint8Array },
): number {
  const { pairs, capacity, from, missing, placed } = of;
  let best = at(pairs.ranked, from);
  for (let rank = from + 1; rank < pairs.count; rank += 1) {
    const pair = at(pairs.ranked, rank);
    const cash = at(pairs.cash, pair);
    if (cash < missing || cash >= at(pairs.cash, best)) continue;
    if (placed[at(pairs.line, pair)] === 1) continue;
    if (verdictOn(capacity, placementOf(setup, pairs, pair)) === 'fits') best = pair;
  }
  return best;
}
