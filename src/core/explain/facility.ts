import { assert } from '../assert.ts';
import type { Availability } from '../eligibility/availability.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { collapsedOf } from '../eligibility/result.ts';
import type { RuleCode } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import { sumMinor } from '../money.ts';
import type { Sifted } from '../sift.ts';
import type { FacilityExplanation, FacilityStep, Freed, Looser } from './explanation.ts';
import { type LooserTerms, looserTerms } from './looser.ts';
import { underTerms } from './underTerms.ts';

/**
 * What each rule of a facility keeps out: dropped alone or a step looser, everything else as it is.
 * Reckoned by judging the ledger again under those terms, so that what the next rules then take is
 * taken into account. Undefined where the selection has no such facility.
 */
export function explainFacility(
  sifted: Sifted,
  facilityId: string,
): FacilityExplanation | undefined {
  const { input, outcomes, availabilities } = sifted;
  const facility = input.facilities.findIndex((terms) => terms.facilityId === facilityId);
  const outcome = outcomes[facility];
  const today = availabilities[facility];
  if (!outcome || !today) return undefined;
  const { terms } = outcome.view;
  const dropped = terms.rules.map((_, index) => ({
    terms: { ...terms, rules: terms.rules.toSpliced(index, 1) },
  }));
  const loosened = looserTerms(terms);
  const judged = underTerms(sifted, facility, [...dropped, ...loosened]);
  const frees = judged.map((availability) => freedBetween(today, availability));
  const steps = loosened.map((step, place) => ({
    rule: step.rule,
    looser: looserOf(step, frees[dropped.length + place]),
  }));
  return {
    facilityId,
    currency: terms.currency,
    asOf: input.asOf,
    grossMinor: outcome.grossMinor,
    poolMinor: today.poolMinor,
    availableMinor: today.availableMinor,
    steps: ruleSteps(outcome, frees, steps).sort((left, right) => byFreed(left.frees, right.frees)),
    limits: steps
      .filter(({ rule }) => rule === undefined)
      .map(({ looser }) => ({ ...looser, takesMinor: takenBy(looser, today) })),
    ...bestOf(steps, terms),
    ...collapsedOf(outcome),
  };
}

export function freedBetween(before: Availability, after: Availability | undefined): Freed {
  assert(after, 'nothing to compare with');
  return {
    poolMinor: sumMinor([after.poolMinor, -before.poolMinor]),
    availableMinor: sumMinor([after.availableMinor, -before.availableMinor]),
  };
}

type Step = { rule: string | undefined; looser: Looser };

function ruleSteps(
  { rules, taken }: Outcome,
  frees: readonly Freed[],
  steps: readonly Step[],
): FacilityStep[] {
  return rules.map(({ rule }, index) => {
    const dropped = frees[index];
    assert(dropped, `${rule} was not dropped`);
    return {
      rule,
      amountMinor: taken[index] ?? 0,
      isNegotiable: isNegotiable(rule),
      frees: dropped,
      looser: steps.flatMap((step) => (step.rule === rule ? [step.looser] : [])),
    };
  });
}

/** What no funder gives up is no advice. */
function isNegotiable(rule: RuleCode): boolean {
  return rule !== 'data_quality' && rule !== 'already_financed' && rule !== 'sanctions';
}

function looserOf({ parameter, from, to }: LooserTerms, frees: Freed | undefined): Looser {
  assert(frees, `${parameter} was not judged`);
  return { parameter, from, to, frees };
}

function takenBy({ parameter }: Looser, { overLimitMinor, holdbackMinor }: Availability): number {
  return parameter === 'limitMinor' ? overLimitMinor : holdbackMinor;
}

function bestOf(steps: readonly Step[], { rules }: Terms): Pick<FacilityExplanation, 'best'> {
  const negotiable = new Set<string>(
    rules.flatMap(({ rule }) => (isNegotiable(rule) ? [rule] : [])),
  );
  const [best] = steps
    .filter(({ rule }) => rule === undefined || negotiable.has(rule))
    .toSorted((left, right) => byFreed(left.looser.frees, right.looser.frees));
  if (!best || Math.max(best.looser.frees.availableMinor, best.looser.frees.poolMinor) <= 0) {
    return {};
  }
  return { best: { ...(best.rule !== undefined && { rule: best.rule }), ...best.looser } };
}

function byFreed(left: Freed, right: Freed): number {
  return right.availableMinor - left.availableMinor || right.poolMinor - left.poolMinor;
}
