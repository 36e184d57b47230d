import type { Debtor } from '../debtor.ts';
import type { RuleOf } from '../facility/rule.ts';
import type { Currency } from '../money.ts';
import type { Facts } from './facts.ts';
import type { Rows } from './rows.ts';

type DebtorRule = RuleOf<
  | 'listed_debtors'
  | 'debtor_status'
  | 'debtor_kind'
  | 'government'
  | 'related_party'
  | 'sanctions'
  | 'country'
>;

/** The rows that a rule about who owes excludes; each debtor is judged once. */
export function ofDebtors(
  facts: Facts,
  { rows, rule, currency }: { rows: Rows; rule: DebtorRule; currency: Currency },
): (index: number) => boolean {
  const isOut = facts.input.debtors.map((debtor) => isExcluded(facts, { debtor, rule, currency }));
  const { debtor, invoices } = rows;
  const isSecured = rule.rule === 'country' && (rule.unless ?? []).includes('letter_of_credit');
  return (index) => {
    if (isOut[debtor[index] ?? 0] !== true) return false;
    return !isSecured || invoices[index]?.particulars?.hasLetterOfCredit !== true;
  };
}

function isExcluded(
  { coverOf }: Facts,
  { debtor, rule, currency }: { debtor: Debtor; rule: DebtorRule; currency: Currency },
): boolean {
  const { id: debtorId, status, kind, relation, sanctions, country } = debtor;
  switch (rule.rule) {
    case 'listed_debtors':
      return !rule.debtors.some((listed) => listed === debtorId);
    case 'debtor_status':
      return rule.excluded.some((excluded) => excluded === status);
    case 'debtor_kind':
      return rule.excluded.some((excluded) => excluded === kind);
    case 'related_party':
      return rule.excluded.some((excluded) => excluded === relation);
    case 'government': {
      const isHelped = rule.unlessFormalitiesDone && debtor.isFormalityDone === true;
      return kind === 'government' && !isHelped;
    }
    case 'sanctions':
      if (sanctions === undefined) return rule.unscreened === 'excluded';
      return sanctions === 'listed';
    case 'country': {
      const { allowed, unless = [], policyId } = rule;
      if (country !== undefined && allowed.includes(country)) return false;
      if (!unless.includes('insured') || policyId === undefined) return true;
      return coverOf({ policyId, debtorId, to: currency }) === 0;
    }
    default:
      return rule;
  }
}
