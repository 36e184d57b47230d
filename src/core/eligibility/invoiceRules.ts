import type { Rule, RuleOf } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import type { AmountMinor } from '../money.ts';
import type { Params } from '../plan.ts';
import { aboutDebtor, type DebtorRule } from './debtorRules.ts';
import { aboutDocument, type DocumentRule } from './documentRules.ts';
import type { FacilityView, Subject } from './view.ts';

/** Rules that look at one invoice and take all of it or nothing. */
export type WholeRule = DaysRule | DocumentRule | DebtorRule;

type DaysRule = RuleOf<
  | 'not_yet_issued'
  | 'past_invoice_date'
  | 'past_due_date'
  | 'past_terms'
  | 'term_too_long'
  | 'remaining_term'
  | 'amount_range'
>;

/** Rules that may take a part of one invoice. */
export type PartRule = RuleOf<
  'disputed' | 'retention' | 'finance_charges' | 'accrued_deductions' | 'currency_haircut'
>;

export function isPartRule(rule: Rule): rule is PartRule {
  switch (rule.rule) {
    case 'disputed':
    case 'retention':
    case 'finance_charges':
    case 'accrued_deductions':
    case 'currency_haircut':
      return true;
    default:
      return false;
  }
}

export function isWholeRule(rule: Rule): rule is WholeRule {
  return stageOf(rule.rule) === 'invoice' && !isPartRule(rule);
}

/** The numbers by which a rule refuses the invoice; undefined when it passes. */
export function judgeWhole(
  view: FacilityView,
  rule: WholeRule,
  subject: Subject,
): Params | undefined {
  switch (rule.rule) {
    case 'not_yet_issued': {
      if (subject.issued <= view.asOfNumber + (rule.toleranceDays ?? 0)) return undefined;
      return { issuedOn: subject.invoice.issuedOn, asOf: view.asOf };
    }
    case 'past_invoice_date':
      return tooManyDays(subject, rule, view.asOfNumber - subject.issued);
    case 'past_due_date':
      return tooManyDays(subject, rule, view.asOfNumber - subject.due);
    case 'past_terms':
      return pastTerms(view, rule, subject);
    case 'term_too_long':
      return tooManyDays(subject, rule, subject.due - subject.issued);
    case 'remaining_term': {
      const days = subject.due - (rule.from === 'asOf' ? view.asOfNumber : view.valueOnNumber);
      if (days >= rule.minDays) return undefined;
      return { days, minDays: rule.minDays, from: rule.from, dueOn: subject.invoice.dueOn };
    }
    case 'amount_range':
      return amountRange(view, rule, subject.line.grossMinor);
    case 'listed_debtors':
    case 'debtor_status':
    case 'debtor_kind':
    case 'government':
    case 'related_party':
    case 'sanctions':
    case 'country':
      return aboutDebtor(view, rule, subject);
    default:
      return aboutDocument(view, rule, subject);
  }
}

/** "More than 90 days" or "90 days or more", as the terms say. */
function tooManyDays(
  subject: Subject,
  { days: thresholdDays, operator }: { days: number; operator: '>' | '>=' },
  days: number,
): Params | undefined {
  const fails = operator === '>' ? days > thresholdDays : days >= thresholdDays;
  if (!fails) return undefined;
  const { issuedOn, dueOn } = subject.invoice;
  return { days, thresholdDays, operator, issuedOn, dueOn };
}

function pastTerms(
  view: FacilityView,
  { times, operator }: RuleOf<'past_terms'>,
  subject: Subject,
): Params | undefined {
  const termDays = subject.due - subject.issued;
  const thresholdDays = times * termDays;
  const params = tooManyDays(
    subject,
    { days: thresholdDays, operator },
    view.asOfNumber - subject.issued,
  );
  return params && { ...params, times, termDays };
}

/** The bounds are in the facility's currency and themselves allowed. */
export function amountRange(
  { terms: { currency } }: FacilityView,
  { minMinor, maxMinor }: RuleOf<'amount_range'>,
  openMinor: AmountMinor,
): Params | undefined {
  if (minMinor !== undefined && openMinor < minMinor) {
    return { openMinor, thresholdMinor: minMinor, bound: 'min', currency };
  }
  if (maxMinor !== undefined && openMinor > maxMinor) {
    return { openMinor, thresholdMinor: maxMinor, bound: 'max', currency };
  }
  return undefined;
}
