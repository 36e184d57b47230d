/** What one facility's caps see. A cell is the smallest amount: a debtor, or one currency of it. */
export type CapInput = {
  /** By cell: integer minor units ≥ 0, after all earlier deductions; together below 2^53. */
  amounts: Float64Array;
  /** In the order of the terms. */
  families: CapFamily[];
  pairs: PairCap[];
};

/** Each node of a family counts for at most its share of the base, and at most its ceiling. */
export type CapFamily = {
  /** Cell → node; −1 for a cell in no node. */
  nodeOf: Int32Array;
  nodes: number;
  /** Whole basis points by node; Infinity where no share is stated. */
  bp: Float64Array;
  base: CapBase;
  /** Named amounts by node, Infinity where none is named. */
  ceiling?: Float64Array;
};

/**
 * The largest two nodes count together for at most a share of the base; one that is alone is held to
 * it too. The position says only who is named for a cent, the pool is the same either way.
 */
export type PairCap = {
  nodeOf: Int32Array;
  nodes: number;
  bp: number;
  base: CapBase;
  position: 'before' | 'after';
};

/** 'pool' is the pool after all caps, this one included; an amount is known beforehand. */
export type CapBase = { kind: 'pool' } | { kind: 'amount'; minor: number };

/** Families count first, then pairs, in `taken` and in `collapsed`. */
export type CapResult = {
  poolMinor: number;
  /** No pool above this satisfies the caps; equal to the pool whenever the caps nest. */
  upperMinor: number;
  kept: Float64Array;
  /** By cap, by cell: each cut belongs to one cap. Σ = amounts − kept. */
  taken: Float64Array[];
  /** By family, by node, at the pool; Infinity where nothing is capped. */
  capMinor: Float64Array[];
  /** By pair cap, at the pool. */
  pairMinor: Float64Array;
  collapsed?: Collapse;
};

/** No pool but zero: `nodes` count at `shareBp` at most, which takes at least `needed` of them. */
export type Collapse = { cap: number; shareBp: number; nodes: number; needed: number };
