import { wordDeduction } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';
import type { Offer } from './book.ts';
import type { Row } from './model.ts';
import { ruleLabel } from './rule.ts';

export type Verdict = { tone: 'good' | 'cut' | 'part' | ''; label: string; why: string };

/** What a facility says of one open item: a chip, and the sentence with its numbers. */
export function verdictOf(view: View, { facility, result }: Offer, row: Row): Verdict {
  const { text, locale } = view;
  const { line, isHeld, receivable } = row;
  if (receivable.kind !== 'invoice') {
    return { tone: '', label: text.debtor.kinds[receivable.kind], why: text.desk.creditHint };
  }
  const { plannedMinor } = row;
  if (line && !isHeld && plannedMinor !== undefined && plannedMinor !== line.eligibleMinor) {
    return { tone: 'good', label: text.desk.isPlanned, why: text.desk.plannedHint };
  }
  const [first] = line?.deductions ?? [];
  if (isHeld && first?.rule !== 'already_financed') {
    return { tone: '', label: text.desk.financed, why: text.desk.financedHere };
  }
  if (!line || !first) return { tone: 'good', label: text.desk.isEligible, why: '' };
  const label = ruleLabel(locale, facility.terms, first.rule);
  const why = wordDeduction(locale, first, result.currency);
  return line.eligibleMinor > 0
    ? { tone: 'part', label: text.desk.isPartly, why: `${label}: ${why}` }
    : { tone: 'cut', label, why };
}
