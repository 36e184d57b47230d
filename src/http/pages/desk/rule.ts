import type { Terms } from '../../../core/facility.ts';
import type { Text } from '../text/text.ts';

/** A rule's short name, with its days where the facility's terms state them. */
export function ruleLabel(text: Text, { rules }: Terms, code: string): string {
  const stated = rules.find(({ rule }) => rule === code);
  switch (stated?.rule) {
    case 'past_due_date':
    case 'past_invoice_date':
    case 'term_too_long':
      return text.daysRule(code, stated.days);
    default:
      return text.rules[code] ?? code;
  }
}
