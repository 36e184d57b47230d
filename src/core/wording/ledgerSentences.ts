import { debtorLines } from '../eligibility/debtorLines.ts';
import { at } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { splitsOf } from '../eligibility/splits.ts';
import type { Params } from '../plan.ts';
import { agedSentences } from './agedSentences.ts';
import type { Locale } from './catalogue.ts';
import { refusalSentences, type Say } from './refusalSentences.ts';
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
  const textsOf = refusalSentences(outcome, say);
  const agedOf = agedSentences(outcome, say);
  const splitOf = splitsOf(outcome);
  for (let debtor = 0; debtor < outcome.eligible.length; debtor += 1) {
    const first = at(start, debtor);
    const end = at(start, debtor + 1);
    const aged = agedOf(debtor);
    if (aged !== undefined) {
      yield textsOf(first, end, aged);
      continue;
    }
    const split = splitOf(debtor);
    if (!split) {
      yield debtorLines(outcome, debtor).map(({ line }) =>
        line.deductions.map(({ rule, params }) => say(rule, params)).join(between),
      );
      continue;
    }
    const texts = textsOf(first, end, '');
    for (const { line, rule, params } of split) {
      const before = texts[line - first] ?? '';
      const sentence = say(rule, params);
      texts[line - first] = before === '' ? sentence : before + between + sentence;
    }
    yield texts;
  }
}

/** Lines one after another often share their numbers. */
function sayer(locale: Locale, currency: string): Say {
  let last: { params: Params; sentence: string } | undefined;
  return function say(rule, params) {
    if (last?.params === params) return last.sentence;
    last = { params, sentence: wordDeduction(locale, { rule, params }, currency) };
    return last.sentence;
  };
}
