import type { Ratio } from '../eligibility/fx.ts';
import { type AmountMinor, mulDiv, shareBp } from '../money.ts';

/**
 * Who funds what, as numbers alone: lines are free receivables clustered by debtor, a pair is a line
 * with a facility that would take it. Amounts are integer minor units: of the facility's currency for
 * `base`, `fee`, `room` and caps, of the need's for `cash` and `cost`.
 *
 * A plan gives each line to at most one offer and funds `x ≤ base` of it. Of a debtor's lines that an
 * offer's caps do not tell apart at most one is funded in part (`PartGroups`), so rounding stays below a
 * minor unit for each debtor, offer and, where caps are by currency, currency.
 */
export type AllocationProblem = {
  needMinor: AmountMinor;
  debtors: number;
  /** By line, ascending. */
  debtorOf: Int32Array;
  /** The pairs of line i are `pairStart[i]` up to `pairStart[i + 1]`, by ascending offer. */
  pairStart: Int32Array;
  offerOf: Uint8Array;
  /** By pair: the most that may be funded, at least 1. */
  base: Float64Array;
  /** By pair: the fee of placing it, whatever part is funded; it falls due again within the horizon. */
  fee: Float64Array;
  /** By pair: days for which interest runs. */
  days: Int32Array;
  /**
   * By pair: what its funder keeps back when it pays: a fee, and the interest of so many days, which no
   * horizon cuts. 0 where nothing is withheld.
   */
  withheldFee: Float64Array;
  withheldDays: Int32Array;
  /** By pair, funded whole: `cashOf` and `costOf` at `x = base`. */
  cash: Float64Array;
  cost: Float64Array;
  offers: Offer[];
  rooms: SharedRoom[];
};

/** How a facility takes receivables: `design` of the modes in `Terms`. */
export type OfferMode = 'pledge' | 'sale' | 'strict_sale' | 'whole_account';

export type Offer = {
  facilityId: string;
  /**
   * `pledge`: any part counts, cost accrues on the cash drawn, at most the advance of what is pledged.
   * `sale`: placed whole, any part funded. `strict_sale`: funded whole or not placed.
   * `whole_account`: all of a debtor's lines that have a pair with the offer, or none; any part funded.
   */
  mode: OfferMode;
  advanceRateBp: number;
  /** Advances it can still make: limit less use and reserves. */
  room: AmountMinor;
  /** The least it advances if it is used at all. */
  minimumDraw: AmountMinor;
  /** What using it costs by itself, in the need's currency. */
  fixedCost: AmountMinor;
  toNeed: Ratio;
  /** Interest of one minor unit of advance for a day, in the facility's currency. */
  interest: Ratio;
  /** Pledge: days for which the cash drawn costs interest. */
  drawDays: number;
  /** What the funder keeps back of the advance when it pays; how much of it is by pair. */
  withheld: 'nothing' | 'interest' | 'interest_and_fees';
  /** What it has funded before: the pool its shares are taken of starts here. */
  heldPool: AmountMinor;
  caps: CapFamily[];
};

/**
 * Caps that one rule puts on groups of lines. For each node: held + Σ x ≤ its amount, or ≤ its share,
 * rounded down, of the pool of this offer (held pool + Σ x). A node without new lines is not judged.
 */
export type CapFamily = {
  /** Index of the rule in the facility's terms. */
  rule: number;
  by: 'debtor' | 'line';
  /** Node of each debtor or of each line; −1 where the rule does not apply. */
  nodeOf: Int32Array;
  /** By node: funded before. */
  held: Float64Array;
  cap: { kind: 'amount'; minor: Float64Array } | { kind: 'share'; bp: Float64Array };
};

/** An amount per debtor that several offers share: cover under a policy, or what it owes net. */
export type SharedRoom = {
  kind: 'cover' | 'netting';
  /** The offers that use it and the ratio into its currency; each x converts upwards. */
  offers: { offer: number; toRoom: Ratio }[];
  /** By debtor; Infinity where it does not bind. */
  free: Float64Array;
};

/** Where every line goes. */
export type Placement = {
  /** By line: 0 is not placed, otherwise offer + 1. */
  placed: Uint8Array;
  /** Lines funded with less than their base; 0 is placed and not funded. */
  partial: Map<number, AmountMinor>;
  /** Pledge: the cash drawn, by offer, in its currency; elsewhere the sum of the advances. */
  drawn: Float64Array;
};

/** The pair of a line with an offer, or −1. */
export function pairOf(
  { pairStart, offerOf }: AllocationProblem,
  line: number,
  offer: number,
): number {
  const end = pairStart[line + 1] ?? 0;
  for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
    if (offerOf[pair] === offer) return pair;
  }
  return -1;
}

export function advanceOf({ advanceRateBp }: Offer, funded: AmountMinor): AmountMinor {
  return shareBp(funded, advanceRateBp, 'down');
}

/** Interest on an advance, half-even, in the facility's currency. */
export function interestOf({ interest }: Offer, advance: AmountMinor, days: number): AmountMinor {
  const { numerator, denominator } = interest;
  const small = typeof numerator === 'number' && Number.isSafeInteger(numerator * days);
  const running = small ? numerator * days : BigInt(numerator) * BigInt(days);
  return mulDiv(advance, running, denominator, 'halfEven');
}

/** What the cost of a pair depends on, and what its cash does. */
type Priced = Pick<AllocationProblem, 'fee' | 'days'>;
type Withheld = Pick<AllocationProblem, 'withheldFee' | 'withheldDays'>;

/** What placing a pair costs when `funded` of it is funded; a pledge's interest is in `drawCostOf`. */
export function costOf(
  problem: Priced,
  pair: number,
  { offer, funded }: { offer: Offer; funded: AmountMinor },
): AmountMinor {
  const fee = problem.fee[pair] ?? 0;
  const { numerator, denominator } = offer.toNeed;
  const interest =
    offer.mode === 'pledge'
      ? 0
      : interestOf(offer, advanceOf(offer, funded), problem.days[pair] ?? 0);
  return mulDiv(interest + fee, numerator, denominator, 'up');
}

/** The cash a pair raises; for a pledge, what may be drawn against it. */
export function cashOf(
  problem: Withheld,
  pair: number,
  { offer, funded }: { offer: Offer; funded: AmountMinor },
): AmountMinor {
  const advance = advanceOf(offer, funded);
  const { numerator, denominator } = offer.toNeed;
  return mulDiv(
    advance - withheldOf(problem, pair, { offer, advance }),
    numerator,
    denominator,
    'down',
  );
}

/** Interest on the cash a pledge draws, in the need's currency. */
export function drawCostOf(offer: Offer, drawn: AmountMinor): AmountMinor {
  const { numerator, denominator } = offer.toNeed;
  return mulDiv(interestOf(offer, drawn, offer.drawDays), numerator, denominator, 'up');
}

function withheldOf(
  problem: Withheld,
  pair: number,
  { offer, advance }: { offer: Offer; advance: AmountMinor },
): AmountMinor {
  if (offer.withheld === 'nothing' || offer.mode === 'pledge') return 0;
  const interest = interestOf(offer, advance, problem.withheldDays[pair] ?? 0);
  return offer.withheld === 'interest' ? interest : interest + (problem.withheldFee[pair] ?? 0);
}
