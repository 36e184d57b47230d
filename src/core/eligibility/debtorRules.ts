import { never } from '../assert.ts';
import type { RuleOf } from '../facility/rule.ts';
import type { Params } from '../plan.ts';
import { listText } from './listText.ts';
import type { FacilityView, Subject } from './view.ts';

/** Rules about who owes: they take the whole invoice. */
export type DebtorRule = RuleOf<
  | 'listed_debtors'
  | 'debtor_status'
  | 'debtor_kind'
  | 'government'
  | 'related_party'
  | 'sanctions'
  | 'country'
>;

export function aboutDebtor(
  view: FacilityView,
  rule: DebtorRule,
  subject: Subject,
): Params | undefined {
  const { id, status, kind, relation, sanctions, isFormalityDone } = subject.debtor;
  switch (rule.rule) {
    case 'listed_debtors':
      return rule.debtors.includes(id) ? undefined : { listed: rule.debtors.length };
    case 'debtor_status':
      return status !== undefined && rule.excluded.includes(status) ? { status } : undefined;
    case 'debtor_kind':
      return kind !== undefined && rule.excluded.includes(kind) ? { kind } : undefined;
    case 'government':
      if (kind !== 'government') return undefined;
      if (rule.unlessFormalitiesDone && isFormalityDone === true) return undefined;
      return { formalities: rule.unlessFormalitiesDone ? 'missing' : 'no_help' };
    case 'related_party': {
      const isExcluded = relation !== undefined && rule.excluded.includes(relation);
      return isExcluded ? { relation } : undefined;
    }
    case 'sanctions': {
      const state = sanctions ?? 'unscreened';
      if (state === 'clear') return undefined;
      return state === 'unscreened' && rule.unscreened === 'allowed' ? undefined : { state };
    }
    case 'country':
      return country(view, rule, subject);
    default:
      return never(rule, 'aboutDebtor');
  }
}

/** Another country is good where the terms say so: with a letter of credit, or with cover in force. */
function country(
  view: FacilityView,
  { allowed, unless = [], policyId }: RuleOf<'country'>,
  { invoice, debtor }: Subject,
): Params | undefined {
  const code = debtor.country ?? '';
  if (allowed.includes(code)) return undefined;
  if (unless.includes('letter_of_credit') && invoice.particulars?.hasLetterOfCredit === true) {
    return undefined;
  }
  if (unless.includes('insured') && policyId !== undefined) {
    const cover = view.coverOf(policyId, debtor.id);
    if (cover.status === 'in_force' && cover.amountMinor > 0) return undefined;
  }
  return { country: code, allowed: listText(allowed) };
}
