import { type PartGroups, partGroupsOf } from '../groups.ts';
import type { AllocationProblem } from '../problem.ts';
import { accountOffers, relaxAccount } from './account.ts';
import type { PartLoss } from './parts.ts';
import { addTo, type Sums, sumAt, sumsOf } from './sums.ts';
import { fillValues, type PairValues } from './values.ts';

export type Relaxation = {
  values: PairValues;
  /** By offer. */
  parts: PartLoss[];
  /** By offer: its bit among the offers that a plan may or may not use; −1 for all others. */
  slotOf: Int8Array;
  slots: number;
};

/**
 * The least that lines come to, for every subset of the slots at once. A line takes the cheapest of
 * its pairs with an offer in use: its slots in ascending value, then the best of the others. It is
 * entered under (the cheaper slots, which must all be out; this slot, which must be in).
 */
export type LinesLeast = {
  /** The slots that are out, the slot that is in or none of them (their number); 1 ÷ 2^valueBits. */
  entries: { out: number; slot: number; sum: bigint }[];
  /** By subset: debtors that an offer takes as a whole account. */
  accounts: Sums;
  /** By offer: what lines funded in part may gain. */
  parts: Sums;
};

export function relaxLines(relaxation: Relaxation): LinesLeast {
  const { values, slots } = relaxation;
  const { problem } = values;
  const lines = problem.debtorOf.length;
  const offers = problem.offers.length;
  const least = {
    table: { sums: sumsOf((slots + 1) << slots), width: slots + 1 },
    accounts: sumsOf(1 << slots),
    parts: sumsOf(offers),
  };
  const groups = partGroupsOf(problem);
  const debtor: DebtorWork = {
    values: new Float64Array(mostPairs(problem)),
    losses: new Float64Array(offers),
    nothings: new Float64Array(offers),
    groups,
    gains: new Float64Array(groups.width),
    order: new Int32Array(slots),
    worth: new Float64Array(slots),
  };
  const whole = accountOffers(relaxation);
  for (let from = 0; from < lines; ) {
    const at = problem.debtorOf[from] ?? 0;
    let to = from + 1;
    while (to < lines && problem.debtorOf[to] === at) to += 1;
    const stretch = { debtor: at, from, to };
    fillValues(values, stretch, debtor.values);
    startParts(relaxation, debtor, at);
    const { losses } = debtor;
    const account = { whole, stretch, values: debtor.values, losses, groups };
    if (whole.length === 0 || !relaxAccount(relaxation, account, least.accounts)) {
      enterLines(relaxation, { debtor, stretch, table: least.table });
    }
    gainParts(relaxation, debtor, stretch);
    for (let offer = 0; offer < offers; offer += 1) {
      const end = groups.first[offer + 1] ?? groups.width;
      for (let group = groups.first[offer] ?? 0; group < end; group += 1) {
        const gain = debtor.gains[group] ?? 0;
        if (gain > 0) addTo(least.parts, offer, gain);
      }
    }
    from = to;
  }
  return { entries: entriesOf(least.table), accounts: least.accounts, parts: least.parts };
}

/** What lines and lines in part come to when exactly these slots are in, in 1 ÷ 2^valueBits. */
export function linesLeastOf(
  { entries, accounts, parts }: LinesLeast,
  { subset, slotOf, slots }: { subset: number; slotOf: Int8Array; slots: number },
): bigint {
  let total = sumAt(accounts, subset);
  for (const { out, slot, sum } of entries) {
    if ((out & subset) === 0 && (slot === slots || (subset >> slot) & 1)) total += sum;
  }
  slotOf.forEach((slot, offer) => {
    if (slot < 0 || (subset >> slot) & 1) total -= sumAt(parts, offer);
  });
  return total;
}

type Table = { sums: Sums; width: number };

function entriesOf({ sums, width }: Table): LinesLeast['entries'] {
  return Array.from(sums.low, (_, at) => ({
    out: Math.floor(at / width),
    slot: at % width,
    sum: sumAt(sums, at),
  })).filter(({ sum }) => sum !== 0n);
}

type DebtorWork = {
  /** By pair of the debtor. */
  values: Float64Array;
  /** By offer: `PartLoss` with the debtor's prices of x; by group the largest gain of a line in part. */
  losses: Float64Array;
  nothings: Float64Array;
  groups: PartGroups;
  gains: Float64Array;
  /** A line's slots, cheapest first, and their values. */
  order: Int32Array;
  worth: Float64Array;
};

function mostPairs({ debtorOf, pairStart }: AllocationProblem): number {
  let [most, start] = [0, 0];
  for (let line = 0; line < debtorOf.length; line += 1) {
    if (line > 0 && debtorOf[line] !== debtorOf[line - 1]) start = pairStart[line] ?? 0;
    most = Math.max(most, (pairStart[line + 1] ?? 0) - start);
  }
  return most;
}

function startParts({ values, parts }: Relaxation, debtor: DebtorWork, at: number): void {
  for (let offer = 0; offer < parts.length; offer += 1) {
    const { whole, nothing, perPrice } = parts[offer] ?? { whole: 0, nothing: 0, perPrice: 0 };
    const price = Math.abs(values.perBase[offer]?.[at] ?? 0) + (values.onLineMax[offer] ?? 0);
    // Rounded up with room for the float's own error.
    const unknown = price * perPrice > 0 ? Math.ceil(price * perPrice * (1 + 2 ** -40)) + 1 : 0;
    debtor.losses[offer] = whole + unknown;
    debtor.nothings[offer] = Math.max(0, nothing + unknown);
  }
  debtor.gains.fill(0);
}

type Entering = {
  debtor: DebtorWork;
  stretch: { debtor: number; from: number; to: number };
  table: Table;
};

function enterLines(
  { values: { problem }, slotOf, slots }: Relaxation,
  { debtor, stretch, table: { sums, width } }: Entering,
): void {
  const { pairStart, offerOf } = problem;
  const { values, order, worth } = debtor;
  const start = pairStart[stretch.from] ?? 0;
  for (let line = stretch.from; line < stretch.to; line += 1) {
    let [best, count] = [0, 0];
    const end = pairStart[line + 1] ?? 0;
    for (let pair = pairStart[line] ?? 0; pair < end; pair += 1) {
      const value = values[pair - start] ?? 0;
      if (value >= 0) continue;
      const slot = slotOf[offerOf[pair] ?? 0] ?? -1;
      if (slot < 0) {
        if (value < best) best = value;
        continue;
      }
      let at = count;
      for (; at > 0 && (worth[at - 1] ?? 0) > value; at -= 1) {
        worth[at] = worth[at - 1] ?? 0;
        order[at] = order[at - 1] ?? 0;
      }
      worth[at] = value;
      order[at] = slot;
      count += 1;
    }
    let out = 0;
    for (let at = 0; at < count && (worth[at] ?? 0) < best; at += 1) {
      const slot = order[at] ?? 0;
      addTo(sums, out * width + slot, worth[at] ?? 0);
      out |= 1 << slot;
    }
    if (best < 0) addTo(sums, out * width + slots, best);
  }
}

/**
 * By group the most that one line in part lies below what the line was entered with; that is at most
 * the best of its offers that are always in, so the gain holds for every subset. Whole accounts have
 * their own in `relaxAccount`.
 */
function gainParts(
  { values: { problem, allowed }, slotOf }: Relaxation,
  { values, losses, nothings, groups: { first, beyond }, gains }: DebtorWork,
  { from, to }: { from: number; to: number },
): void {
  const { pairStart, offerOf, offers } = problem;
  const start = pairStart[from] ?? 0;
  for (let line = from; line < to; line += 1) {
    const begin = pairStart[line] ?? 0;
    const end = pairStart[line + 1] ?? 0;
    let best = 0;
    for (let pair = begin; pair < end; pair += 1) {
      const value = values[pair - start] ?? 0;
      const offer = offerOf[pair] ?? 0;
      if (value < best && slotOf[offer] === -1 && !isAccount(offers[offer]?.mode)) best = value;
    }
    for (let pair = begin; pair < end; pair += 1) {
      const offer = offerOf[pair] ?? 0;
      if (allowed[offer] === 0 || isAccount(offers[offer]?.mode)) continue;
      const above = Math.max(0, (values[pair - start] ?? 0) - best);
      const gain = Math.max((losses[offer] ?? 0) - above, nothings[offer] ?? 0);
      const group = (first[offer] ?? 0) + (beyond[offer]?.[line] ?? 0);
      if (gain > (gains[group] ?? 0)) gains[group] = gain;
    }
  }
}

function isAccount(mode: string | undefined): boolean {
  return mode === 'whole_account';
}
