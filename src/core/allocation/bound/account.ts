import { mulDiv } from '../../money.ts';
import { type PartGroups, partGroupOf } from '../groups.ts';
import type { AllocationProblem } from '../problem.ts';
import type { Relaxation } from './relax.ts';
import { addTo, type Sums, sumAt, sumsOf } from './sums.ts';

/** The offers that take whole accounts and are allowed. */
export function accountOffers({ values: { problem, allowed } }: Relaxation): number[] {
  return problem.offers.flatMap(({ mode }, offer) =>
    mode === 'whole_account' && allowed[offer] === 1 ? [offer] : [],
  );
}

type Account = {
  whole: number[];
  stretch: { debtor: number; from: number; to: number };
  /** By pair of the debtor. */
  values: Float64Array;
  /** By offer: what one line in part may gain. */
  losses: Float64Array;
  groups: PartGroups;
};

/**
 * A debtor with lines that an offer would take as a whole account: for every subset of the slots the
 * cheapest choice of the offers that get the account, no two that share a line. All of the debtor's
 * lines with a pair go there, funded or not; the others take their cheapest other home, or none.
 * False when the debtor has no such line.
 */
export function relaxAccount(relaxation: Relaxation, account: Account, into: Sums): boolean {
  const { values, slotOf, slots } = relaxation;
  const { problem } = values;
  const conflicts = conflictsOf(problem, account);
  if (!conflicts) return false;
  const floors = floorsOf(relaxation, account);
  const parts = account.whole.map((offer) => partsMost(problem, { account, offer }));
  for (let subset = 0; subset < 1 << slots; subset += 1) {
    const isIn = (offer: number) => {
      const slot = slotOf[offer] ?? -1;
      return slot < 0 || ((subset >> slot) & 1) === 1;
    };
    const more = enterRest(problem, { account, floors, isIn, into, subset });
    const choices = account.whole.map((offer, at) =>
      isIn(offer)
        ? sumAt(more, at) - BigInt(parts[at] ?? 0) * BigInt(account.losses[offer] ?? 0)
        : 0n,
    );
    into.high[subset] = (into.high[subset] ?? 0n) + cheapest(choices, conflicts);
  }
  return true;
}

/** By offer of `whole`, a bit for each other one that has a line in common; undefined without lines. */
function conflictsOf(
  { pairStart, offerOf }: AllocationProblem,
  { whole, stretch }: Account,
): number[] | undefined {
  const conflicts = whole.map(() => 0);
  let has = false;
  for (let line = stretch.from; line < stretch.to; line += 1) {
    const end = pairStart[line + 1] ?? 0;
    let [mask, first] = [0, -1];
    for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
      const at = whole.indexOf(offerOf[pair] ?? 0);
      if (at < 0) continue;
      has = true;
      if (at >= JUDGED_MAX) continue;
      mask |= 1 << at;
      if (first < 0) first = at;
    }
    if (mask === 1 << first) continue;
    for (let at = 0; at < Math.min(whole.length, JUDGED_MAX); at += 1) {
      if ((mask >> at) & 1) conflicts[at] = (conflicts[at] ?? 0) | (mask & ~(1 << at));
    }
  }
  return has ? conflicts : undefined;
}

/** The groups that the account has with an offer: so many of its lines may be in part. */
function partsMost(
  { pairStart, offerOf }: AllocationProblem,
  { account, offer }: { account: Account; offer: number },
): number {
  const { stretch, groups } = account;
  const found = new Set<number>();
  for (let line = stretch.from; line < stretch.to; line += 1) {
    const end = pairStart[line + 1] ?? 0;
    for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
      if (offerOf[pair] !== offer) continue;
      found.add(partGroupOf(groups, { debtor: stretch.debtor, line, offer }));
    }
  }
  return found.size;
}

/** By pair of the debtor: no more than it comes to placed and not funded; at least 0. */
function floorsOf({ values }: Relaxation, { stretch, values: own }: Account): Float64Array {
  const { problem, prices } = values;
  const start = problem.pairStart[stretch.from] ?? 0;
  const end = problem.pairStart[stretch.to] ?? 0;
  const coarser = BigInt(prices.priceBits - prices.valueBits);
  const floors = new Float64Array(end - start);
  for (let pair = start; pair < end; pair += 1) {
    if ((own[pair - start] ?? 0) <= 0) continue;
    const offer = problem.offers[problem.offerOf[pair] ?? 0];
    const fee = problem.fee[pair] ?? 0;
    if (offer?.mode !== 'whole_account' || fee === 0) continue;
    const { numerator, denominator } = offer.toNeed;
    const charged = BigInt(prices.cost) * BigInt(mulDiv(fee, numerator, denominator, 'up'));
    floors[pair - start] = Number(charged >> coarser);
  }
  return floors;
}

type Rest = {
  account: Account;
  floors: Float64Array;
  isIn: (offer: number) => boolean;
  into: Sums;
  subset: number;
};

/** Enters each line's cheapest home that takes no account; answers how much more each account is. */
function enterRest(
  { pairStart, offerOf, offers }: AllocationProblem,
  { account, floors, isIn, into, subset }: Rest,
): Sums {
  const { whole, stretch, values } = account;
  const start = pairStart[stretch.from] ?? 0;
  const more = sumsOf(whole.length);
  for (let line = stretch.from; line < stretch.to; line += 1) {
    const end = pairStart[line + 1] ?? 0;
    let best = 0;
    for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
      const offer = offerOf[pair] ?? 0;
      if (offers[offer]?.mode === 'whole_account' || !isIn(offer)) continue;
      best = Math.min(best, values[pair - start] ?? 0);
    }
    addTo(into, subset, best);
    for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
      const at = whole.indexOf(offerOf[pair] ?? 0);
      if (at < 0) continue;
      addTo(more, at, Math.min(values[pair - start] ?? 0, floors[pair - start] ?? 0) - best);
    }
  }
  return more;
}

/**
 * The least sum of choices of which no two conflict; 0 is choosing none. Of many offers the conflicts
 * are left out, which only lowers it.
 */
function cheapest(choices: readonly bigint[], conflicts: readonly number[]): bigint {
  if (choices.length > JUDGED_MAX) {
    return choices.reduce((sum, own) => (own < 0n ? sum + own : sum), 0n);
  }
  const from = (at: number, barred: number): bigint => {
    if (at === choices.length) return 0n;
    const without = from(at + 1, barred);
    const own = choices[at] ?? 0n;
    if (own >= 0n || (barred >> at) & 1) return without;
    const taken = own + from(at + 1, barred | (conflicts[at] ?? 0));
    return taken < without ? taken : without;
  };
  return from(0, 0);
}

const JUDGED_MAX = 8;
