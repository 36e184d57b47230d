import { assert } from '../assert.ts';
import { dayNumber } from '../calendar.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import { converterTo } from '../eligibility/view.ts';
import type { Terms } from '../facility.ts';
import type { Need, SelectionInput } from '../input.ts';
import { type AmountMinor, type Currency, type Rounding, shareBp } from '../money.ts';
import type { FacilityResult } from '../plan.ts';
import { costOverHorizon } from './price.ts';

/** A facility with what eligibility found; in the plan's order. */
export type Offer = { terms: Terms; result: FacilityResult };

/** What an allocation works on. */
export type CapacitySetup = {
  input: SelectionInput;
  ledger: Ledger;
  offers: readonly Offer[];
};

/**
 * Every receivable with every facility that would pay cash for it, as columns: a million lines with
 * five facilities are five million pairs. Free receivables only; amounts in the facility's currency,
 * `cash` in the need's.
 */
export type Pairs = {
  count: number;
  line: Int32Array;
  offer: Uint16Array;
  advance: Float64Array;
  cost: Float64Array;
  cash: Float64Array;
  /** Pairs by cost per unit of cash, then by the ledger's order, then by facility. */
  ranked: Int32Array;
  /** Eligible, but the advance rounds to nothing: line index to the last such offer. */
  tooSmall: Map<number, number>;
};

export function pairsOf(
  input: SelectionInput,
  { need, ledger, offers }: { need: Need; ledger: Ledger; offers: readonly Offer[] },
): Pairs {
  const pairs = emptyPairs(ledger.invoices.length * offers.length);
  const value = dayNumber(need.valueOn);
  const toNeed = converterTo(input.fx, need.currency, input.asOf);
  for (let line = 0; line < ledger.invoices.length; line += 1) {
    if (isHeld(ledger, line)) continue;
    offers.forEach((offer, index) => {
      const daysToDue = at(ledger.due, line) - value;
      const { horizonDays } = need;
      const price = priceLine(offer, { line, daysToDue, horizonDays, toNeed });
      if (!price) return;
      if (price.cash > 0) push(pairs, { line, offer: index, ...price });
      else pairs.tooSmall.set(line, index);
    });
  }
  pairs.ranked = rank(pairs);
  return pairs;
}

/** The cost of a pair in ten-millionths of its cash, for ranking and for reasons. */
export function unitCost(pairs: Pairs, pair: number): number {
  const perCash = Math.floor((at(pairs.cost, pair) / at(pairs.advance, pair)) * 1e7);
  return Math.min(perCash, unitCostMax);
}

const unitCostMax = 2 ** 24 - 1;
const pairsMax = 2 ** 29;

function isHeld({ positions, invoices }: Ledger, line: number): boolean {
  return positions.size > 0 && positions.has(invoices[line]?.id ?? '');
}

type Priced = { advance: AmountMinor; cost: AmountMinor; cash: AmountMinor };

function priceLine(
  { terms, result }: Offer,
  of: {
    line: number;
    daysToDue: number;
    horizonDays: number;
    toNeed: (amount: AmountMinor, from: Currency, rounding: Rounding) => AmountMinor;
  },
): Priced | undefined {
  const explained = result.lines[of.line];
  if (!explained || explained.eligibleMinor === 0) return undefined;
  const advance = shareBp(explained.eligibleMinor, terms.advanceRateBp, 'down');
  const cash = of.toNeed(advance, terms.currency, 'down');
  const { daysToDue, horizonDays } = of;
  const faceMinor = explained.grossMinor;
  const priced = { faceMinor, advanceMinor: advance, daysToDue, horizonDays };
  return { advance, cash, cost: costOverHorizon(terms.price, priced) };
}

function emptyPairs(capacity: number): Pairs {
  assert(capacity < pairsMax, 'too many receivables and facilities for one selection');
  return {
    count: 0,
    line: new Int32Array(capacity),
    offer: new Uint16Array(capacity),
    advance: new Float64Array(capacity),
    cost: new Float64Array(capacity),
    cash: new Float64Array(capacity),
    ranked: new Int32Array(0),
    tooSmall: new Map(),
  };
}

function push(pairs: Pairs, pair: Priced & { line: number; offer: number }): void {
  const { count } = pairs;
  pairs.line[count] = pair.line;
  pairs.offer[count] = pair.offer;
  pairs.advance[count] = pair.advance;
  pairs.cost[count] = pair.cost;
  pairs.cash[count] = pair.cash;
  pairs.count += 1;
}

/** Unit cost and position packed into one exact number: a native sort instead of a comparator. */
function rank(pairs: Pairs): Int32Array {
  const packed = new Float64Array(pairs.count);
  for (let pair = 0; pair < pairs.count; pair += 1) {
    packed[pair] = unitCost(pairs, pair) * pairsMax + pair;
  }
  return Int32Array.from(packed.sort(), (value) => value % pairsMax);
}
