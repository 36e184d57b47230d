import type { Day } from '../calendar.ts';
import type { Change } from '../compare/change.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { FacilityView } from '../eligibility/view.ts';
import type { RuleOf } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';

/** A limit on one debtor that could be higher, with the facilities that rest on it. */
export type Limit = { debtorId: string; currency: string; facilities: number[] } & (
  | { what: 'cover'; policyId: string }
  | { what: 'funder_limit'; facilityId: string }
);

export function limitsOf({ facilities, cover }: SelectionInput, debtorId: string): Limit[] {
  const policies = new Map<string, number[]>();
  const own: Limit[] = [];
  facilities.forEach(({ facilityId, currency, rules }, index) => {
    for (const rule of rules) {
      if (rule.rule === 'insured_limit') {
        policies.set(rule.policyId, [...(policies.get(rule.policyId) ?? []), index]);
      }
      if (rule.rule !== 'funder_limit') continue;
      own.push({ what: 'funder_limit', facilityId, debtorId, currency, facilities: [index] });
    }
  });
  const covers = [...policies].map(([policyId, users]): Limit => {
    const decisions = cover.filter((decision) => decision.policyId === policyId);
    const decision = decisions.findLast((item) => item.debtorId === debtorId) ?? decisions.at(-1);
    const currency = decision?.currency ?? facilities[users[0] ?? 0]?.currency ?? '';
    return { what: 'cover', policyId, debtorId, currency, facilities: users };
  });
  return [...covers, ...own];
}

export function nameOf(limit: Limit): { limit: string; what: Limit['what']; id: string } {
  const id = limit.what === 'cover' ? limit.policyId : limit.facilityId;
  return { limit: `${limit.what}:${id}`, what: limit.what, id };
}

/**
 * The input with so much more limit. More cover is a layer of its own on top of what is in force, in
 * the policy's currency, so that it is converted once, whatever the decisions below it.
 */
export function raiseOf(input: SelectionInput, limit: Limit, byMinor: number): Change {
  const { asOf, cover, facilities } = input;
  if (limit.what === 'funder_limit') {
    const own = facilities.filter(({ facilityId }) => facilityId === limit.facilityId);
    return { facilities: own.map((terms) => raisedTerms(terms, limit, byMinor)) };
  }
  // Longer than every other, so that it replaces none.
  const longest = Math.max(0, ...cover.map(({ coverId }) => coverId.length));
  return {
    cover: [moreCover(limit, { byMinor, on: asOf, length: longest + 1 })],
  };
}

type Of = { policyId: string; debtorId: string; currency: string };

/** So much more, decided on a day; its name is of a length that no other has. */
function moreCover(
  { policyId, debtorId, currency }: Of,
  { byMinor, on, length }: { byMinor: number; on: Day; length: number },
): CoverDecision {
  return {
    policyId,
    debtorId,
    coverId: '+'.repeat(length),
    status: 'agreed',
    rawCode: '',
    currency,
    layers: [{ amountMinor: byMinor, validFrom: on }],
    effectiveOn: on,
    decidedOn: on,
  };
}

function ledgerId({ ledger }: FacilityView, debtor: number): string | undefined {
  return ledger.debtors[debtor]?.id;
}

/** The same on what one facility sees: its view with so much more limit for the debtor. */
export function raisedView(view: FacilityView, limit: Limit, byMinor: number): FacilityView {
  if (byMinor === 0) return view;
  if (limit.what === 'cover') return coveredView(view, limit, byMinor);
  return { ...view, terms: raisedTerms(view.terms, limit, byMinor) };
}

function coveredView(
  view: FacilityView,
  { policyId, debtorId, currency }: Extract<Limit, { what: 'cover' }>,
  byMinor: number,
): FacilityView {
  const raised = moreCover(
    { policyId, debtorId, currency },
    { byMinor, on: view.asOf, length: 99 },
  );
  return {
    ...view,
    coverOf: (policy, debtor) => {
      const answer = view.coverOf(policy, debtor);
      if (policy !== policyId || debtor !== debtorId) return answer;
      const before = answer.status === 'in_force' ? answer.amountMinor : 0;
      const more = view.toFacility(byMinor, currency, 'down');
      return { status: 'in_force', amountMinor: sumMinor([before, more]) };
    },
    judgedOf: ({ redecide, ...of }) => {
      const isMeant = of.policyId === policyId && ledgerId(view, of.debtor) === debtorId;
      if (!isMeant) return view.judgedOf({ ...of, redecide });
      return view.judgedOf({
        ...of,
        redecide: (decisions) => [...(redecide?.(decisions) ?? decisions), raised],
      });
    },
  };
}

function raisedTerms(terms: Terms, { debtorId }: Limit, byMinor: number): Terms {
  const rules = terms.rules.map((rule) =>
    rule.rule === 'funder_limit' ? raisedRule(rule, debtorId, byMinor) : rule,
  );
  return { ...terms, rules };
}

function raisedRule(
  rule: RuleOf<'funder_limit'>,
  debtorId: string,
  byMinor: number,
): RuleOf<'funder_limit'> {
  const before = rule.limits.find((own) => own.debtorId === debtorId)?.amountMinor;
  const amountMinor = (before ?? rule.otherwiseMinor) + byMinor;
  const raised = { debtorId, amountMinor: Math.min(Number.MAX_SAFE_INTEGER, amountMinor) };
  const others = rule.limits.filter((own) => own.debtorId !== debtorId);
  return { ...rule, limits: [...others, raised] };
}
