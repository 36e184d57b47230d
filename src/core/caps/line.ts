import { assert } from '../assert.ts';
import { capAt, partsOf } from './share.ts';

/**
 * A bound on what counts, read where some caps bind: constant + Σ count · ⌊bp · T ÷ 10,000⌋, halved
 * and rounded down where the share is of two. It holds for every pool T, since what counts is a
 * minimum over such lines.
 */
export type Line = { constantMinor: number; shares: LineShare[] };
export type LineShare = { cap: number; bp: number; count: number; halved: boolean };

/** What counts under the caps at a given pool, and the line it was read on. */
export type Reading = { countedMinor: number; line: () => Line };

/**
 * The greatest whole T with counted(T) ≥ T, where counted grows with T. From above: Newton on the
 * line at T, then the line's own whole numbers; no pool above either satisfies the caps, so the
 * first T that satisfies them is the greatest.
 */
export function greatestPool(read: (poolMinor: number) => Reading, fromMinor: number): number {
  let pool = fromMinor;
  for (let round = 0; round < roundsMax; round += 1) {
    const { countedMinor, line } = read(pool);
    if (countedMinor >= pool) return pool;
    pool = greatestOn(line(), countedMinor);
  }
  assert(false, 'the pool did not settle');
}

const roundsMax = 1_000_000;

/** The greatest whole T ≤ `below` with line(T) ≥ T. */
function greatestOn(line: Line, below: number): number {
  let pool = Math.min(below, rootOf(line));
  for (let round = 0; round < 100 * roundsMax; round += 1) {
    const next = heightAt(line, pool);
    if (next >= pool) return pool;
    pool = next;
  }
  assert(false, 'the pool did not settle');
}

function heightAt({ constantMinor, shares }: Line, pool: number): number {
  const parts = partsOf(pool);
  let value = constantMinor;
  for (const { bp, count, halved } of shares) {
    const share = capAt(bp, Number.POSITIVE_INFINITY, parts);
    value += count * (halved ? Math.floor(share / 2) : share);
  }
  return value;
}

/** ⌊20,000·A ÷ (20,000 − B)⌋ for the slope B in half basis points; Infinity where B leaves no root. */
function rootOf({ constantMinor, shares }: Line): number {
  let slope = 0;
  for (const { bp, count, halved } of shares) slope += count * bp * (halved ? 1 : 2);
  const rest = 20_000 - slope;
  if (rest <= 0) return Number.POSITIVE_INFINITY;
  const remainder = constantMinor % rest;
  return 20_000 * ((constantMinor - remainder) / rest) + Math.floor((20_000 * remainder) / rest);
}

/** The pool that was read last is often asked about again: what is kept at it, and what is cut. */
export function remembered<Of>(read: (poolMinor: number) => Of): (poolMinor: number) => Of {
  let last: { poolMinor: number; reading: Of } | undefined;
  return (poolMinor) => {
    if (last?.poolMinor !== poolMinor) last = { poolMinor, reading: read(poolMinor) };
    return last.reading;
  };
}

export function addShare({ shares }: Line, added: LineShare): void {
  const { cap, bp, halved } = added;
  for (const share of shares) {
    if (share.cap !== cap || share.bp !== bp || share.halved !== halved) continue;
    share.count += added.count;
    return;
  }
  shares.push(added);
}
