import { assert } from '../assert.ts';
import { debtorLines } from '../eligibility/debtorLines.ts';
import {
  amountRange,
  isWholeRule,
  judgeWhole,
  type WholeRule,
} from '../eligibility/invoiceRules.ts';
import { firstFailing } from '../eligibility/invoiceSums.ts';
import { at } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { splitsOf } from '../eligibility/splits.ts';
import { subjectAt } from '../eligibility/view.ts';
import type { Params } from '../plan.ts';
import type { Locale } from './catalogue.ts';
import { wordDeduction } from './word.ts';

/**
 * Why a facility does not finance receivables, debtor by debtor in the ledger's order: by line the
 * sentences of its deductions, an empty text where all of it is financed. It is what `wordDeduction`
 * says of what `debtorLines` finds; a sentence that many lines share is worded once.
 */
export function* ledgerSentences(locale: Locale, outcome: Outcome): Generator<string[]> {
  const { start } = outcome.view.ledger;
  const say = sayer(locale, outcome.view.terms.currency);
  const between = locale === 'zh-CN' ? '' : ' ';
  const refusal = refusals(outcome, say);
  const splitOf = splitsOf(outcome);
  for (let debtor = 0; debtor < outcome.eligible.length; debtor += 1) {
    const split = splitOf(debtor);
    if (!split) {
      yield debtorLines(outcome, debtor).map(({ line }) =>
        line.deductions.map(({ rule, params }) => say(rule, params)).join(between),
      );
      continue;
    }
    const first = at(start, debtor);
    const end = at(start, debtor + 1);
    const texts: string[] = [];
    for (let line = first; line < end; line += 1) texts.push(refusal(line));
    for (const { line, rule, params } of split) {
      const before = texts[line - first] ?? '';
      const sentence = say(rule, params);
      texts[line - first] = before === '' ? sentence : before + between + sentence;
    }
    yield texts;
  }
}

type Say = (rule: string, params: Params) => string;

/** Lines one after another often share their numbers. */
function sayer(locale: Locale, currency: string): Say {
  let last: { params: Params; sentence: string } | undefined;
  return function say(rule, params) {
    if (last?.params === params) return last.sentence;
    last = { params, sentence: wordDeduction(locale, { rule, params }, currency) };
    return last.sentence;
  };
}

/** The sentence of the first rule about whole invoices that a line fails; empty when it passes. */
function refusals(outcome: Outcome, say: Say): (line: number) => string {
  const { rules, view, gross } = outcome;
  const { classOf, issued, issuedRange, due, dueRange } = view.ledger;
  const known = rules.map(() => new Map<number, string>());
  const shared = rules.map((rule) => (isWholeRule(rule) ? sharedBy(rule) : undefined));
  const width = dueRange.to - dueRange.from + 1;
  const sentenceOf = (rule: number, line: number) => {
    const own = rules[rule];
    assert(own && isWholeRule(own), 'only a rule about whole invoices refuses one');
    const params =
      own.rule === 'amount_range'
        ? amountRange(view, own, at(gross, line))
        : judgeWhole(view, own, subjectAt(view, line));
    assert(params, `${own.rule} does not refuse line ${line}`);
    return say(own.rule, params);
  };
  return function refusal(line) {
    const rule = firstFailing(outcome, line);
    if (rule < 0 || at(gross, line) === 0) return '';
    const by = shared[rule];
    if (!by) return sentenceOf(rule, line);
    const key =
      by === 'class'
        ? at(classOf, line)
        : (at(issued, line) - issuedRange.from) * width + at(due, line) - dueRange.from;
    const before = known[rule]?.get(key);
    if (before !== undefined) return before;
    const sentence = sentenceOf(rule, line);
    known[rule]?.set(key, sentence);
    return sentence;
  };
}

/** What lines have in common for which a rule has the same sentence. */
function sharedBy({ rule }: WholeRule): 'class' | 'days' | undefined {
  switch (rule) {
    case 'not_yet_issued':
    case 'past_invoice_date':
    case 'past_due_date':
    case 'past_terms':
    case 'term_too_long':
    case 'remaining_term':
      return 'days';
    // It names a day, the state of a position, an amount.
    case 'origin':
    case 'already_financed':
    case 'amount_range':
      return undefined;
    default:
      return 'class';
  }
}
