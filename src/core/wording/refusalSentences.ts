import { assert } from '../assert.ts';
import { amountAt } from '../eligibility/gross.ts';
import {
  amountRange,
  isWholeRule,
  judgeWhole,
  type WholeRule,
} from '../eligibility/invoiceRules.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { subjectAt } from '../eligibility/view.ts';
import type { Params } from '../plan.ts';

/** Words a deduction. */
export type Say = (rule: string, params: Params) => string;

/**
 * By the lines from one up to another: the sentence of the first rule about whole invoices that
 * each fails, `passed` where it fails none, an empty text where nothing is open.
 */
export function refusalSentences(
  outcome: Outcome,
  say: Say,
): (first: number, end: number, passed: string) => string[] {
  const { amounts, rules, scan, facility, view } = outcome;
  const { issued } = view.ledger;
  const { signatureOf } = scan;
  const { failing, facilities, count } = scan.signatures;
  const kept = rules.map((rule) => (isWholeRule(rule) ? keptOf(outcome, rule) : undefined));
  // One more than the rule, so that zero passes.
  const failed = new Int32Array(count);
  for (let signature = 0; signature < count; signature += 1) {
    failed[signature] = (failing[signature * facilities + facility] ?? -1) + 1;
  }
  return function textsOf(first, end, passed) {
    const texts = new Array<string>(end - first);
    for (let line = first; line < end; line += 1) {
      const failedRule = failed[signatureOf[line] ?? 0] ?? 0;
      const text = failedRule === 0 ? passed : refusal(failedRule - 1, line);
      texts[line - first] = amountAt(amounts, line) === 0 ? '' : text;
    }
    return texts;
  };

  function refusal(rule: number, line: number): string {
    const own = kept[rule];
    if (!own) return worded(rule, line);
    const key = keyOf(own, line);
    const known = own.texts[key];
    if (known !== undefined && known !== '') return known;
    const far = own.far.get(key);
    if (far !== undefined) return far;
    const sentence = worded(rule, line);
    if (key < own.texts.length) own.texts[key] = sentence;
    else if (key < beyond) own.far.set(key, sentence);
    return sentence;
  }

  function keyOf({ column, factor, from, issuedFrom }: Kept, line: number): number {
    if (column) {
      const key = (column[line] ?? 0) - from;
      return factor === 0 ? key : key + factor * ((issued[line] ?? 0) - issuedFrom);
    }
    const amount = amountAt(amounts, line);
    return amount < keptMax ? amount | 0 : beyond;
  }

  function worded(rule: number, line: number): string {
    const own = rules[rule];
    assert(own && isWholeRule(own), 'only a rule about whole invoices refuses one');
    const params =
      own.rule === 'amount_range'
        ? amountRange(view, own, amountAt(amounts, line))
        : judgeWhole(view, own, subjectAt(view, line));
    assert(params, `${own.rule} does not refuse line ${line}`);
    return say(own.rule, params);
  }
}

/** A rule's sentences by what of a line tells them apart, as one number from zero. */
type Kept = {
  /** The amount where absent; else a column from its least and, times the factor, the issue day. */
  column: Int32Array | undefined;
  from: number;
  factor: number;
  issuedFrom: number;
  /** Empty where it is not yet worded. */
  texts: string[];
  /** By the numbers that `texts` has no room for. */
  far: Map<number, string>;
};

const keptMax = 2 ** 16;
/** From this number on each is worded anew. */
const beyond = 2 ** 30;

/** What a line's sentence for a rule depends on; undefined where each line has its own. */
function keptOf({ view }: Outcome, rule: WholeRule): Kept | undefined {
  const { classOf, sampleOf, issued, issuedRange, due, dueRange } = view.ledger;
  const days = issuedRange.to - issuedRange.from + 1;
  const dueDays = dueRange.to - dueRange.from + 1;
  switch (rule.rule) {
    case 'not_yet_issued':
    case 'past_invoice_date':
      return keptBy(issued, days, { from: issuedRange.from });
    case 'past_due_date':
    case 'remaining_term':
      return keptBy(due, dueDays, { from: dueRange.from });
    case 'term_too_long':
      return keptBy(due, days + dueDays, {
        from: dueRange.from,
        factor: -1,
        issuedFrom: issuedRange.to,
      });
    case 'past_terms':
      return keptBy(due, days * dueDays, {
        from: dueRange.from,
        factor: dueDays,
        issuedFrom: issuedRange.from,
      });
    // Amounts below a bound are many and small; those above one are few.
    case 'amount_range':
      return keptBy(undefined, rule.minMinor ?? 0);
    // A day, the state of a position.
    case 'origin':
    case 'already_financed':
      return undefined;
    default:
      return keptBy(classOf, sampleOf.length);
  }
}

function keptBy(
  column: Kept['column'],
  values: number,
  { from = 0, factor = 0, issuedFrom = 0 } = {},
): Kept {
  const texts = new Array<string>(Math.min(Math.max(0, values), keptMax)).fill('');
  return { column, from, factor, issuedFrom, texts, far: new Map() };
}
