import { never } from '../assert.ts';
import type { RuleCode } from './rule.ts';

export type Stage = 'invoice' | 'debtor_ageing' | 'netting' | 'limit' | 'concentration';

/** The order of operations: stages in one list may stand in either order, as the contract states. */
export const stages: readonly (readonly Stage[])[] = [
  ['invoice'],
  ['debtor_ageing', 'netting'],
  ['limit'],
  ['concentration'],
];

/** Where a rule stands in the order of operations. */
export function stageOf(code: RuleCode): Stage {
  switch (code) {
    case 'data_quality':
    case 'origin':
    case 'already_financed':
    case 'not_yet_issued':
    case 'past_invoice_date':
    case 'past_due_date':
    case 'past_terms':
    case 'term_too_long':
    case 'remaining_term':
    case 'disputed':
    case 'country':
    case 'delivery_country':
    case 'governing_law':
    case 'currency':
    case 'amount_range':
    case 'delivery_evidence':
    case 'sale_conditions':
    case 'progress_billing':
    case 'instruments':
    case 'assignment_ban':
    case 'listed_debtors':
    case 'debtor_status':
    case 'debtor_kind':
    case 'government':
    case 'related_party':
    case 'sanctions':
    case 'retention':
    case 'finance_charges':
    case 'accrued_deductions':
    case 'currency_haircut':
      return 'invoice';
    case 'cross_ageing':
      return 'debtor_ageing';
    case 'credits':
    case 'contra':
      return 'netting';
    case 'funder_limit':
    case 'insured_limit':
      return 'limit';
    case 'debtor_concentration':
    case 'group_concentration':
    case 'industry_concentration':
    case 'country_concentration':
    case 'currency_concentration':
    case 'government_concentration':
    case 'pair_concentration':
      return 'concentration';
    default:
      return never(code, 'stageOf');
  }
}
