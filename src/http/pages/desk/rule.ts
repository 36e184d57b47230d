import type { Terms } from '../../../core/facility.ts';
import { type Locale, wordRule } from '../../../core/wording/word.ts';

/** A rule's short name, with its days where the facility's terms state them. */
export function ruleLabel(locale: Locale, { rules }: Terms, code: string): string {
  return wordRule(
    locale,
    code,
    rules.find(({ rule }) => rule === code),
  );
}
