import { type CoverAnswer, coverOn } from '../cover/available.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { Terms } from '../facility.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { append, at, byText } from './ledger.ts';
import { type FacilityView, lineAt, linesOfDebtor, take } from './view.ts';

/**
 * Insured limit: a debtor's cover is used up by its oldest invoices first, by issue day, due day and
 * number, as policies that insure a whole turnover do. What is financed elsewhere under the same
 * policy has used its cover before. What is beyond the cover is taken away with the reason.
 */
export function applyInsuredLimit(
  view: FacilityView,
  { policyId, decisions, facilities }: PolicyBook,
): void {
  const { ledger, terms } = view;
  const byDebtor = decisionsByDebtor(decisions, policyId);
  ledger.debtors.forEach((debtor, index) => {
    const indexes = chronological(view, index);
    if (indexes.every((line) => lineAt(view, line).eligibleMinor === 0)) return;
    const answer = coverOn(byDebtor.get(debtor.id) ?? [], {
      asOf: view.asOf,
      convert: view.toFacility,
    });
    const heldMinor = heldElsewhere(view, { indexes, policyId, facilities });
    const coverMinor = answer.status === 'in_force' ? answer.amountMinor : 0;
    let rest = Math.max(0, coverMinor - heldMinor);
    const params = {
      policyId,
      reason: reasonOf(answer),
      coverMinor,
      heldElsewhereMinor: heldMinor,
      eligibleMinor: sumMinor(indexes.map((line) => lineAt(view, line).eligibleMinor)),
      currency: terms.currency,
    };
    for (const lineIndex of indexes) {
      const line = lineAt(view, lineIndex);
      const covered = Math.min(rest, line.eligibleMinor);
      take(line, 'insured_limit', line.eligibleMinor - covered, params);
      rest -= covered;
    }
  });
}

type PolicyBook = {
  policyId: string;
  decisions: readonly CoverDecision[];
  facilities: readonly Terms[];
};

export function decisionsByDebtor(
  decisions: readonly CoverDecision[],
  policyId: string,
): Map<string, CoverDecision[]> {
  const byDebtor = new Map<string, CoverDecision[]>();
  for (const decision of decisions) {
    if (decision.policyId === policyId) append(byDebtor, decision.debtorId, decision);
  }
  return byDebtor;
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

function heldElsewhere(
  view: FacilityView,
  { indexes, policyId, facilities }: Omit<PolicyBook, 'decisions'> & { indexes: number[] },
): AmountMinor {
  const held = indexes.filter((index) => {
    const line = lineAt(view, index);
    const position = view.ledger.positions.get(line.receivableId);
    if (!position || line.eligibleMinor > 0) return false;
    const { facilityId } = position;
    return facilityId !== view.terms.facilityId && mayRelyOn(facilities, { facilityId, policyId });
  });
  return sumMinor(held.map((index) => lineAt(view, index).grossMinor));
}

function reasonOf(answer: CoverAnswer): string {
  return answer.status === 'in_force' ? 'over_limit' : answer.reason;
}

function chronological({ ledger }: FacilityView, debtor: number): number[] {
  return linesOfDebtor(ledger, debtor).sort((left, right) => {
    const byIssue = at(ledger.issued, left) - at(ledger.issued, right);
    const byDue = at(ledger.due, left) - at(ledger.due, right);
    const [first, second] = [ledger.invoices[left], ledger.invoices[right]];
    if (byIssue !== 0 || byDue !== 0 || !first || !second) return byIssue || byDue;
    return byText(first.key.number, second.key.number) || byText(first.id, second.id);
  });
}
