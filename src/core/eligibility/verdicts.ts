import { type Cuts, intervalOf } from './cuts.ts';
import { isWholeRule, judgeWhole, type WholeRule } from './invoiceRules.ts';
import { type AmountSteps, amountInterval } from './keyTables.ts';
import { type FacilityView, subjectAt } from './view.ts';

/** A line as the rules can tell it from others: each number stands for one thing a rule looks at. */
export type Sight = { class: number; pastDue: number; age: number; term: number; amount: number };

export type FirstFailing = (line: number, sight: Sight) => number;

export function sightAt(
  { ledger, asOfNumber }: FacilityView,
  line: number,
  { cuts, steps }: { cuts: Cuts; steps: AmountSteps },
): Sight {
  const due = ledger.due[line] ?? 0;
  const issued = ledger.issued[line] ?? 0;
  const currency = ledger.currencyOf[line] ?? 0;
  return {
    class: ledger.classOf[line] ?? 0,
    pastDue: intervalOf(cuts.pastDue, asOfNumber - due),
    age: intervalOf(cuts.age, asOfNumber - issued),
    term: intervalOf(cuts.term, due - issued),
    amount: currency * (steps.count + 1) + amountInterval(steps, ledger.open[line] ?? 0, currency),
  };
}

/** The first rule about whole invoices that a line fails; −1 when it passes all. */
export function firstFailingOf(view: FacilityView): FirstFailing {
  const stated = view.terms.rules.flatMap((rule, index) =>
    isWholeRule(rule) ? [{ index, fails: verdictsOf(view, rule) }] : [],
  );
  return function firstFailing(line, sight) {
    for (const { index, fails } of stated) if (fails(line, sight)) return index;
    return -1;
  };
}

/** Judges one line for all that the rule cannot tell from it. */
function verdictsOf(view: FacilityView, rule: WholeRule): (line: number, sight: Sight) => boolean {
  const aspect = aspectOf(rule);
  const known: (boolean | undefined)[] = [];
  return function fails(line, sight) {
    const seen = aspect && known[sight[aspect]];
    if (seen !== undefined) return seen;
    const isFailing = judgeWhole(view, rule, subjectAt(view, line)) !== undefined;
    if (aspect) known[sight[aspect]] = isFailing;
    return isFailing;
  };
}

/** What a rule looks at, if it is one thing. */
function aspectOf(rule: WholeRule): keyof Sight | undefined {
  switch (rule.rule) {
    case 'past_due_date':
    case 'remaining_term':
      return 'pastDue';
    case 'not_yet_issued':
    case 'past_invoice_date':
      return 'age';
    case 'term_too_long':
      return 'term';
    case 'amount_range':
      return 'amount';
    case 'past_terms':
      return undefined;
    case 'origin':
      return rule.issuedFrom === undefined ? 'class' : undefined;
    default:
      return 'class';
  }
}
