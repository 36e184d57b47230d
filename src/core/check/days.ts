import type { RuleOf } from '../facility/rule.ts';
import type { Facts } from './facts.ts';
import type { Rows } from './rows.ts';

type DaysRule = RuleOf<
  | 'not_yet_issued'
  | 'past_invoice_date'
  | 'past_due_date'
  | 'past_terms'
  | 'term_too_long'
  | 'remaining_term'
>;

/** The rows that a rule about days excludes. */
export function ofDays(
  { asOf, dayOf, input }: Facts,
  { issued, due }: Rows,
  rule: DaysRule,
): (index: number) => boolean {
  const issuedAt = (index: number) => issued[index] ?? 0;
  const dueAt = (index: number) => due[index] ?? 0;
  switch (rule.rule) {
    case 'not_yet_issued': {
      const last = asOf + (rule.toleranceDays ?? 0);
      return (index) => issuedAt(index) > last;
    }
    case 'past_invoice_date':
      return (index) => isBeyond(asOf - issuedAt(index), rule.days, rule.operator);
    case 'past_due_date':
      return (index) => isBeyond(asOf - dueAt(index), rule.days, rule.operator);
    case 'past_terms':
      return (index) => {
        const most = rule.times * (dueAt(index) - issuedAt(index));
        return isBeyond(asOf - issuedAt(index), most, rule.operator);
      };
    case 'term_too_long':
      return (index) => isBeyond(dueAt(index) - issuedAt(index), rule.days, rule.operator);
    case 'remaining_term': {
      const from = rule.from === 'valueOn' && input.need ? dayOf(input.need.valueOn) : asOf;
      return (index) => dueAt(index) - from < rule.minDays;
    }
    default:
      return rule;
  }
}

export function isBeyond(days: number, most: number, operator: '>' | '>='): boolean {
  return operator === '>' ? days > most : days >= most;
}
