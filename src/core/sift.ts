import { type Availability, availabilityOf } from './eligibility/availability.ts';
import { outcomeOf } from './eligibility/facility.ts';
import { byText, ledgerOf } from './eligibility/ledger.ts';
import type { Outcome } from './eligibility/outcome.ts';
import { refusalsOf } from './eligibility/refusals.ts';
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
  const ledger = ledgerOf(input);
  const scan = scanLedger(input, ledger);
  const outcomes = facilities.map((_, facility) => outcomeOf(input, scan, facility));
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
