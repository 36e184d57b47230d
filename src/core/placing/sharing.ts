import type { HasTerms } from '../eligibility/judgedCover.ts';
import { byText } from '../eligibility/ledger.ts';
import type { RuleCode, RuleOf } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';

/** Facilities that fund from one amount per debtor; the first by id gives its currency. */
export type Sharing =
  | { kind: 'cover'; policyId: string; under: Terms[] }
  | { kind: 'netting'; codes: readonly RuleCode[]; under: Terms[] };

/** Cover under a policy, and each set of deductions that at least two facilities make. */
export function sharings(facilities: readonly Terms[], hasTerms: HasTerms): Sharing[] {
  const sorted = facilities.toSorted((left, right) => byText(left.facilityId, right.facilityId));
  const policies = new Set(sorted.flatMap((terms) => policyRule(terms, hasTerms)?.policyId ?? []));
  const covers = [...policies].sort().map(
    (policyId): Sharing => ({
      kind: 'cover',
      policyId,
      under: sorted.filter((terms) => policyRule(terms, hasTerms)?.policyId === policyId),
    }),
  );
  const sets: RuleCode[][] = [['credits'], ['contra'], ['credits', 'contra']];
  const nets = sets.map(
    (codes): Sharing => ({
      kind: 'netting',
      codes,
      under: sorted.filter((terms) => codes.every((code) => netsOnce(terms, code))),
    }),
  );
  return [...covers, ...nets.filter(({ under }) => under.length > 1)];
}

/**
 * The rule by which cover is an amount to share; a policy that covers by date, or whose terms say what
 * is covered of each invoice, leaves none.
 */
export function policyRule(
  { rules }: Terms,
  hasTerms: HasTerms,
): RuleOf<'insured_limit'> | undefined {
  for (const rule of rules) {
    if (rule.rule !== 'insured_limit' || hasTerms(rule.policyId)) continue;
    if (rule.consumption !== 'chronological') return rule;
  }
  return undefined;
}

function netsOnce({ rules }: Terms, code: RuleCode): boolean {
  return rules.some(
    (rule) =>
      rule.rule === code && !(rule.rule === 'credits' && rule.counted === 'by_each_facility'),
  );
}
