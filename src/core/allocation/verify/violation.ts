/** What a plan breaks, where, and the two numbers that do not agree. */
export type Violation = {
  constraint: Constraint;
  line?: number;
  debtor?: number;
  offer?: number;
  /** Index of the shared room. */
  room?: number;
  /** Cap family of the offer, and its node. */
  family?: number;
  node?: number;
  actual: number;
  limit: number;
};

type Constraint =
  /** The columns' lengths; lines by ascending debtor. */
  | 'shape'
  | 'order'
  /** A line and its amount. */
  | 'pair'
  | 'part'
  | 'part_not_placed'
  | 'strict'
  /** A debtor's lines with an offer. */
  | 'one_part'
  | 'whole_account'
  | 'shared_room'
  /** An offer. */
  | 'drawn'
  | 'pledge'
  | 'room'
  | 'minimum_draw'
  | 'cap'
  /** What is said of the plan. */
  | 'pair_cash'
  | 'pair_cost'
  | 'cash'
  | 'cost'
  | 'shortfall'
  | 'used'
  | 'advances'
  | 'pool'
  /** A sum that a Number does not hold exactly. */
  | 'beyond_exact';

export type Report = (violation: Violation) => void;
