import { contradictions } from '../facility/contradictions.ts';
import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import type { Refusal } from '../plan.ts';
import { policyContradictions, versionContradictions } from '../policy/contradictions.ts';
import { monthsOf } from '../reserve/months.ts';

/** So many facilities fit the bits of one number, by which lines are told apart. */
const facilitiesMax = 30;

/** What terms ask for and the input does not give, and where they contradict themselves. */
export function* termsRefusals(input: SelectionInput): Generator<Refusal> {
  const { facilities } = input;
  if (facilities.length > facilitiesMax) {
    const params = { count: facilities.length, max: facilitiesMax };
    yield { code: 'facilities_too_many', path: 'facilities', params };
  }
  yield* contradictoryTerms(facilities);
  yield* contradictoryPolicies(input);
  yield* unknownPolicies(input);
  yield* unknownRatings(input);
  yield* missingHistory(input);
}

/** Every policy that terms name, with its place. */
export function policiesOf({ rules }: Terms): { policyId: string; rule: number }[] {
  return rules.flatMap((rule, index) => {
    const policyId = 'policyId' in rule ? rule.policyId : undefined;
    return policyId === undefined ? [] : [{ policyId, rule: index }];
  });
}

/** Terms that came in without the schema's own check. */
function* contradictoryTerms(facilities: readonly Terms[]): Generator<Refusal> {
  for (const [index, terms] of facilities.entries()) {
    for (const { code, path, params } of contradictions(terms)) {
      yield { code, path: ['facilities', index, ...path].join('.'), params };
    }
  }
}

/** Policies that came in without the schema's own check, and versions that contradict each other. */
function* contradictoryPolicies({ policies = [] }: SelectionInput): Generator<Refusal> {
  for (const [index, terms] of policies.entries()) {
    for (const { code, path, params } of policyContradictions(terms)) {
      yield { code, path: ['policies', index, ...path].join('.'), params };
    }
  }
  for (const { code, path, params } of versionContradictions(policies)) {
    yield { code, path: ['policies', ...path].join('.'), params };
  }
}

/** Neither terms nor one decision: a cover book that was not handed in, not a portfolio without cover. */
function* unknownPolicies({
  facilities,
  cover,
  policies = [],
}: SelectionInput): Generator<Refusal> {
  const known = new Set([...cover, ...policies].map(({ policyId }) => policyId));
  for (const [facility, terms] of facilities.entries()) {
    for (const { policyId, rule } of policiesOf(terms)) {
      if (known.has(policyId)) continue;
      const path = `facilities.${facility}.rules.${rule}.policyId`;
      yield { code: 'policy_unknown', path, params: { facilityId: terms.facilityId, policyId } };
    }
  }
}

/** A rating that a facility's scale does not hold has no share: neither the best nor none is meant. */
function* unknownRatings({ facilities, debtors }: SelectionInput): Generator<Refusal> {
  for (const terms of facilities) {
    const scales = scalesOf(terms);
    if (scales.length === 0) continue;
    for (const [index, { id: debtorId, rating }] of debtors.entries()) {
      if (rating === undefined || scales.every((scale) => scale.includes(rating))) continue;
      const params = { debtorId, rating, facilityId: terms.facilityId };
      yield { code: 'rating_unknown', path: `debtors.${index}.rating`, params };
    }
  }
}

function scalesOf({ rules, reserves = [] }: Terms): string[][] {
  const ofRules = rules.flatMap((rule) =>
    rule.rule === 'debtor_concentration' && rule.rated ? [rule.rated.scale] : [],
  );
  return [
    ...ofRules,
    ...reserves.flatMap((item) => (item.reserve === 'concentration' ? [item.scale] : [])),
  ];
}

function* missingHistory({ facilities, history, asOf }: SelectionInput): Generator<Refusal> {
  const known = new Set(history.map(({ month }) => month));
  for (const [facility, { facilityId, reserves = [] }] of facilities.entries()) {
    for (const [index, item] of reserves.entries()) {
      for (const month of monthsOf(item, asOf)) {
        if (known.has(month)) continue;
        const path = `facilities.${facility}.reserves.${index}`;
        const params = { facilityId, reserve: item.reserve, month };
        yield { code: 'history_missing', path, params };
      }
    }
  }
}
