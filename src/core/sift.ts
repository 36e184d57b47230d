import { assert } from './assert.ts';
import { type Availability, availabilityOf } from './eligibility/availability.ts';
import { outcomeOf } from './eligibility/facility.ts';
import { byText, type Ledger, ledgerOf } from './eligibility/ledger.ts';
import type { Outcome } from './eligibility/outcome.ts';
import { refusalsOf } from './eligibility/refusals.ts';
import { withDebtors } from './eligibility/replacedDebtors.ts';
import { type Scan, scanLedger } from './eligibility/scan.ts';
import type { Need, SelectionInput } from './input.ts';
import { problemOf, type Stated } from './placing/problemOf.ts';
import type { Refusal } from './plan.ts';

/** A ledger under every facility's terms, in sums; facilities by id, in all three lists alike. */
export type Sifted = {
  ok: true;
  input: SelectionInput;
  scan: Scan;
  outcomes: Outcome[];
  availabilities: Availability[];
};

export function siftLedger(given: SelectionInput): Sifted | { ok: false; refusals: Refusal[] } {
  const refusals = refusalsOf(given);
  if (refusals.length > 0) return { ok: false, refusals };
  const facilities = given.facilities.toSorted((left, right) =>
    byText(left.facilityId, right.facilityId),
  );
  const input = { ...given, facilities };
  return sifted(input, ledgerOf(input));
}

/**
 * A ledger that was sifted before, of which debtors, terms, rates, cover or the need changed, but no
 * receivable, and no debtor came or went. Its columns serve again unless they hold what changed.
 */
export function siftAgain(
  before: Sifted,
  input: SelectionInput,
): Sifted | { ok: false; refusals: Refusal[] } {
  if (!serveAgain(before.input, input)) return siftLedger(input);
  const refusals = refusalsOf(input, { isLedgerKnown: true });
  if (refusals.length > 0) return { ok: false, refusals };
  const [view] = before.scan.views;
  assert(view, 'a selection has a facility');
  const converted = input.fx === before.input.fx ? before.scan : undefined;
  return sifted(input, withDebtors(view.ledger, input.debtors), converted);
}

/** Columns hold data quality where terms ask for it, and cover where it makes a country good. */
function serveAgain(before: SelectionInput, after: SelectionInput): boolean {
  const rules = [...before.facilities, ...after.facilities].flatMap((terms) => terms.rules);
  return !rules.some(
    (rule) => rule.rule === 'data_quality' || (rule.rule === 'country' && rule.policyId),
  );
}

function sifted(input: SelectionInput, ledger: Ledger, converted?: Scan): Sifted {
  const scan = scanLedger(input, ledger, converted);
  const outcomes = input.facilities.map((_, facility) => outcomeOf(input, scan, facility));
  const availabilities = outcomes.map((outcome) => availabilityOf(outcome, input));
  return { ok: true, input, scan, outcomes, availabilities };
}

/** A need over what was found, as an allocation problem. */
export function stateNeed({ input, outcomes, availabilities }: Sifted, need: Need): Stated {
  const offered = outcomes.map((outcome, index) => ({
    outcome,
    availableMinor: availabilities[index]?.availableMinor ?? 0,
  }));
  return problemOf(input, need, offered);
}
