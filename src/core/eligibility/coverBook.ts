import type { Day } from '../calendar.ts';
import { type CoverAnswer, coverOn } from '../cover/available.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import type { Converter } from './convert.ts';

/** What a policy covers of a debtor in a facility's currency on the selection's day. */
export type CoverOf = (policyId: string, debtorId: string) => CoverAnswer;

type CoverIn = (currency: Currency, convert: Converter) => CoverOf;

const books = new WeakMap<readonly CoverDecision[], { asOf: Day; fx: object; coverIn: CoverIn }>();

/**
 * By currency; decisions are sorted once for all of them, and each debtor's cover worked out once, also
 * for later selections with the same decisions, rates and day.
 */
export function coverBookOf({ cover, asOf, fx }: SelectionInput): CoverIn {
  const before = books.get(cover);
  if (before && before.asOf === asOf && before.fx === fx) return before.coverIn;
  const coverIn = newBook(cover, asOf);
  books.set(cover, { asOf, fx, coverIn });
  return coverIn;
}

function newBook(cover: readonly CoverDecision[], asOf: Day): CoverIn {
  const policies = new Map<string, Map<string, CoverDecision[]>>();
  const decisionsUnder = (policyId: string) =>
    known(policies, policyId, () => decisionsByDebtor(cover, policyId));
  const currencies = new Map<Currency, Map<string, Map<string, CoverAnswer>>>();
  return function coverIn(currency, convert) {
    const book = known(currencies, currency, () => new Map<string, Map<string, CoverAnswer>>());
    let last: { policyId: string; answers: Map<string, CoverAnswer> } | undefined;
    return function coverOf(policyId, debtorId) {
      if (last?.policyId !== policyId) {
        last = { policyId, answers: known(book, policyId, () => new Map<string, CoverAnswer>()) };
      }
      const { answers } = last;
      const before = answers.get(debtorId);
      if (before) return before;
      const decisions = decisionsUnder(policyId).get(debtorId) ?? [];
      const answer = coverOn(decisions, { asOf, convert });
      answers.set(debtorId, answer);
      return answer;
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
