import type { AmountMinor } from '../money.ts';
import type { Prices, Solution } from './value.ts';

/** A verified plan with what is known about better ones. */
export type Allocated = {
  solution: Solution;
  prices: Prices;
  /** No plan that meets the need costs less: exact arithmetic, from the prices. */
  boundExactMinor: AmountMinor;
  /** What a solver claims of the same. */
  boundSolverMinor?: AmountMinor | undefined;
  /** No plan raises more cash: exact arithmetic. */
  greatestCashMinor: AmountMinor;
  regime: 'exact' | 'kernel' | 'prices';
  isReproducible: boolean;
};
