import type { Prices, Solution } from '../allocation/value.ts';
import type { Stated } from '../placing/problemOf.ts';

/** A plan that meets a need in some way, over the facilities it was allowed. */
export type Way = {
  /** Without the pairs it was not allowed. */
  stated: Stated;
  solution: Solution;
  /** Of a plan that was sought by its cost. */
  prices?: Prices;
};
