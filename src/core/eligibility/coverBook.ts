import { type CoverAnswer, coverOn } from '../cover/available.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import type { Converter } from './convert.ts';

/** What a policy covers of a debtor in a facility's currency on the selection's day. */
export type CoverOf = (policyId: string, debtorId: string) => CoverAnswer;

/** By currency; decisions are sorted once for all of them, and each debtor's cover worked out once. */
export function coverBookOf({
  cover,
  asOf,
}: SelectionInput): (currency: Currency, convert: Converter) => CoverOf {
  const policies = new Map<string, Map<string, CoverDecision[]>>();
  const decisionsUnder = (policyId: string) =>
    known(policies, policyId, () => decisionsByDebtor(cover, policyId));
  const books = new Map<Currency, Map<string, Map<string, CoverAnswer>>>();
  return function coverIn(currency, convert) {
    const book = known(books, currency, () => new Map<string, Map<string, CoverAnswer>>());
    return function coverOf(policyId, debtorId) {
      const answers = known(book, policyId, () => new Map<string, CoverAnswer>());
      return known(answers, debtorId, () =>
        coverOn(decisionsUnder(policyId).get(debtorId) ?? [], { asOf, convert }),
      );
    };
  };
}

export function decisionsByDebtor(
  decisions: readonly CoverDecision[],
  policyId: string,
): Map<string, CoverDecision[]> {
  const own = decisions.filter((decision) => decision.policyId === policyId);
  return Map.groupBy(own, ({ debtorId }) => debtorId);
}

/** True unless the holder's terms are here and do not name the policy: in doubt the cover is used. */
export function mayRelyOn(
  facilities: readonly Terms[],
  { facilityId, policyId }: { facilityId: string; policyId: string },
): boolean {
  const holder = facilities.find((terms) => terms.facilityId === facilityId);
  return !holder || policyOf(holder) === policyId;
}

/** The policy a facility's insured limit rests on. */
export function policyOf(terms: Terms): string | undefined {
  for (const rule of terms.rules) if (rule.rule === 'insured_limit') return rule.policyId;
  return undefined;
}

function known<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
