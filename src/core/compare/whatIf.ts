import { allocateNeed } from '../allocation/allocateNeed.ts';
import type { SolveLinear } from '../allocation/model.ts';
import type { Prices, Value } from '../allocation/value.ts';
import { assert } from '../assert.ts';
import { availabilityOf } from '../eligibility/availability.ts';
import { outcomeOf } from '../eligibility/facility.ts';
import { refusalsOf } from '../eligibility/refusals.ts';
import { viewsOf } from '../eligibility/view.ts';
import { stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import { canonicalJson } from '../hash.ts';
import type { SelectionInput } from '../input.ts';
import type { Refusal } from '../plan.ts';
import { type Sifted, siftAgain, siftLedger, stateNeed } from '../sift.ts';
import { type Change, changed } from './change.ts';
import type { Effect } from './effect.ts';

/** A selection whose columns are kept, so that questions about it are answered from them. */
export type Considered = { sifted: Sifted; met?: { value: Value; prices: Prices } };

type Refused = { ok: false; refusals: Refusal[] };

export function consider(
  input: SelectionInput,
  solve: SolveLinear,
): { ok: true; considered: Considered } | Refused {
  const sifted = siftLedger(input);
  if (!sifted.ok) return sifted;
  const met = meet(sifted, solve);
  return { ok: true, considered: { sifted, ...(met && { met }) } };
}

/**
 * What would come of a change. The ledger is not scanned again where the change touches neither its
 * lines nor a rule about them: limits, cover, caps, reserves, prices, rates of advance, the need.
 */
export function whatIf(
  { sifted, met }: Considered,
  change: Change,
  solve: SolveLinear,
): { ok: true; effect: Effect } | Refused {
  const next = reconsider(sifted, change);
  if (!next.ok) return next;
  const facilities = next.input.facilities.map(({ facilityId, currency }, index) => ({
    facilityId,
    currency,
    poolMinor: pairOf(sifted, next, index, 'poolMinor'),
    availableMinor: pairOf(sifted, next, index, 'availableMinor'),
  }));
  const after = meet(next, solve, met?.prices);
  const { need } = next.input;
  if (!need || !after || !met) return { ok: true, effect: { facilities } };
  const both = (of: 'cashMinor' | 'costMinor' | 'shortfallMinor') => ({
    before: met.value[of],
    after: after.value[of],
  });
  const allocation = {
    currency: need.currency,
    cashMinor: both('cashMinor'),
    costMinor: both('costMinor'),
    shortfallMinor: both('shortfallMinor'),
  };
  return { ok: true, effect: { facilities, allocation } };
}

/** The ledger under a change, without meeting the need. */
export function reconsider(sifted: Sifted, change: Change): Sifted | Refused {
  const input = changed(sifted.input, change);
  if (input.receivables !== sifted.input.receivables) return siftLedger(input);
  return seesTheSame(sifted.input, input) ? rejudged(sifted, input) : siftAgain(sifted, input);
}

function meet(
  sifted: Sifted,
  solve: SolveLinear,
  start?: Prices,
): { value: Value; prices: Prices } | undefined {
  const { need } = sifted.input;
  if (!need) return undefined;
  const { solution, prices } = allocateNeed(stateNeed(sifted, need).problem, solve, { start });
  return { value: solution.value, prices };
}

function pairOf(
  before: Sifted,
  after: Sifted,
  facility: number,
  what: 'poolMinor' | 'availableMinor',
): { before: number; after: number } {
  return {
    before: before.availabilities[facility]?.[what] ?? 0,
    after: after.availabilities[facility]?.[what] ?? 0,
  };
}

/** The same columns and signatures under other terms and cover; a facility they spare is as it was. */
function rejudged(before: Sifted, input: SelectionInput): Sifted | Refused {
  const { scan } = before;
  const refusals = refusalsOf(input, { isLedgerKnown: true });
  if (refusals.length > 0) return { ok: false, refusals };
  const [view] = scan.views;
  assert(view, 'a selection has a facility');
  const seen = { ...scan, views: viewsOf(input, view.ledger) };
  const outcomes = input.facilities.map((terms, facility) => {
    const known = before.outcomes[facility];
    const isSpared =
      terms === before.input.facilities[facility] && input.cover === before.input.cover;
    return known && isSpared ? known : outcomeOf(input, seen, facility);
  });
  const availabilities = outcomes.map((outcome) => availabilityOf(outcome, input));
  return { ok: true, input, scan: seen, outcomes, availabilities };
}

/** True where every line fares the same under every rule about invoices, and counts the same. */
function seesTheSame(before: SelectionInput, after: SelectionInput): boolean {
  if (before.debtors !== after.debtors || before.fx !== after.fx) return false;
  if (before.need?.valueOn !== after.need?.valueOn) return false;
  return before.facilities.every((terms, index) => {
    const other = after.facilities[index];
    if (!other || sightOf(terms) !== sightOf(other)) return false;
    const asksCover = terms.rules.some((rule) => rule.rule === 'country' && rule.policyId);
    return !asksCover || before.cover === after.cover;
  });
}

/** What of the terms the signatures depend on: the rules' places, and those about lines in full. */
function sightOf({ currency, rules }: Terms): string {
  const places = rules.map((rule) => {
    const stage = stageOf(rule.rule);
    return stage === 'invoice' || stage === 'debtor_ageing' ? rule : rule.rule;
  });
  return canonicalJson([currency, places]);
}
