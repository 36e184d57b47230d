import { assert } from '../assert.ts';
import { reconsider } from '../compare/whatIf.ts';
import { availabilityOf } from '../eligibility/availability.ts';
import { outcomeOf } from '../eligibility/facility.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Sifted } from '../sift.ts';
import type { Raised } from './explanation.ts';
import { freedBetween } from './facility.ts';
import { type Limit, raisedView, raiseOf } from './limit.ts';

/**
 * The facilities that rest on a limit, judged with so much more of it. The ledger is gone through again
 * only where cover also decides which countries are good.
 */
export function outcomesWith(sifted: Sifted, limit: Limit, byMinor: number): Outcome[] {
  const { input, scan, outcomes } = sifted;
  if (byMinor === 0) return limit.facilities.map((facility) => outcomeAt(outcomes, facility));
  if (decidesCountries(sifted, limit)) {
    const after = reconsider(sifted, raiseOf(input, limit, byMinor));
    assert(after.ok, 'no more limit than a debtor can use is refused');
    return limit.facilities.map((facility) => outcomeAt(after.outcomes, facility));
  }
  return limit.facilities.map((facility) => {
    const view = raisedView(outcomeAt(outcomes, facility).view, limit, byMinor);
    return outcomeOf(input, { ...scan, views: scan.views.with(facility, view) }, facility);
  });
}

/** What so much more of a limit frees under each facility that rests on it. */
export function raisedBy(sifted: Sifted, limit: Limit, byMinor: number): Raised {
  const { input, availabilities } = sifted;
  const after = outcomesWith(sifted, limit, byMinor);
  const facilities = limit.facilities.map((facility, place) => {
    const outcome = outcomeAt(after, place);
    const before = availabilities[facility];
    assert(before, `no availability of ${facility}`);
    const { facilityId, currency } = outcome.view.terms;
    const frees = freedBetween(before, availabilityOf(outcome, input));
    return { facilityId, currency, frees };
  });
  return { byMinor, facilities };
}

export function outcomeAt(outcomes: readonly Outcome[], place: number): Outcome {
  const outcome = outcomes[place];
  assert(outcome, `no outcome ${place}`);
  return outcome;
}

function decidesCountries({ input }: Sifted, limit: Limit): boolean {
  return limit.facilities.some((facility) =>
    input.facilities[facility]?.rules.some(
      (rule) =>
        rule.rule === 'country' && limit.what === 'cover' && rule.policyId === limit.policyId,
    ),
  );
}
