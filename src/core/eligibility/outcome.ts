import type { CapInput, CapResult } from '../caps/input.ts';
import type { Rule } from '../facility/rule.ts';
import type { AmountMinor } from '../money.ts';
import type { ConcentrationRule, Nodes } from './capNodes.ts';
import type { Amounts } from './gross.ts';
import type { Scan } from './scan.ts';
import type { FacilityView } from './view.ts';

/**
 * What one facility finances of the ledger, in columns: sums by rule, what rules about debtors took
 * of each, and what is left of it. Single lines are worked out when somebody asks (`debtorLines`).
 */
export type Outcome = {
  scan: Scan;
  facility: number;
  view: FacilityView;
  rules: readonly Rule[];
  /** Open amounts by line in its currency; as a column only where somebody asks; and their sum. */
  amounts: Amounts;
  readonly gross: Float64Array;
  grossMinor: AmountMinor;
  /** By rule. */
  taken: Float64Array;
  /** By rule, where it is about debtors: taken by debtor. */
  takenOf: (Float64Array | undefined)[];
  /** By debtor: what is left after the rules applied so far. */
  eligible: Float64Array;
  /** By rule, for cross-ageing. */
  ageings: (Ageings | undefined)[];
  /** By rule, for a funder's limit: by debtor id. */
  funderLimits: (Map<string, AmountMinor> | undefined)[];
  /** By rule, for an insured limit: by debtor, what others hold under the policy. */
  heldElsewhere: (Map<number, HeldElsewhere> | undefined)[];
  /** Credits that reduced nothing eligible. */
  unabsorbedMinor: AmountMinor;
  caps?: Concentrations;
};

/** Lines that others hold under a policy, and what of them is not left here. */
export type HeldElsewhere = { lines: number[]; minor: AmountMinor };

/** What a debtor or group owes and what of it is old, by node. */
export type Ageings = {
  nodeOf: (debtor: number) => number;
  past: Float64Array;
  total: Float64Array;
  isTainted: Uint8Array;
};

/** The concentration rules together and what their caps leave. */
export type Concentrations = {
  cells: Cells;
  input: CapInput;
  result: CapResult;
  /** By cap, families first, then pairs: its rule, what it counts together, and what that is before it. */
  stated: { rule: ConcentrationRule; index: number; nodes: Nodes; nodeMinor: Float64Array }[];
};

/** Debtors, or each debtor's amounts by currency where a currency has a cap. */
export type Cells = {
  amounts: Float64Array;
  debtorOf: Int32Array;
  /** Index of the ledger's currency; absent where cells are debtors. */
  currencyOf?: Int32Array;
};

export function heldElsewhereMinor(
  { heldElsewhere }: Pick<Outcome, 'heldElsewhere'>,
  { index, debtor }: { index: number; debtor: number },
): AmountMinor {
  return heldElsewhere[index]?.get(debtor)?.minor ?? 0;
}

export function takenFrom(outcome: Outcome, rule: number, debtor: number, amount: number): void {
  if (amount === 0) return;
  const column = outcome.takenOf[rule] ?? new Float64Array(outcome.eligible.length);
  outcome.takenOf[rule] = column;
  column[debtor] = (column[debtor] ?? 0) + amount;
  outcome.taken[rule] = (outcome.taken[rule] ?? 0) + amount;
  outcome.eligible[debtor] = (outcome.eligible[debtor] ?? 0) - amount;
}
