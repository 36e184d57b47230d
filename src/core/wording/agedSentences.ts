import { ageingParams } from '../eligibility/ageing.ts';
import { isPartRule } from '../eligibility/invoiceRules.ts';
import { at } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import { stageOf } from '../facility/stage.ts';
import type { Say } from './refusalSentences.ts';

/**
 * By debtor: the sentence of cross-ageing where nothing else takes of what the rules about whole
 * invoices leave, since it comes first and takes all of it. Undefined for other debtors.
 */
export function agedSentences(outcome: Outcome, say: Say): (debtor: number) => string | undefined {
  const { rules, view, takenOf } = outcome;
  const ageing = rules.findIndex(({ rule }) => stageOf(rule) !== 'invoice');
  const rule = rules[ageing];
  const takenBy = takenOf[ageing];
  const isByLine = rules.some((own) => own.rule === 'currency_haircut');
  if (rule?.rule !== 'cross_ageing' || !takenBy || isByLine) return () => undefined;
  const inParts = new Set<number>();
  if (rules.some(isPartRule)) {
    for (const line of view.ledger.partial) inParts.add(at(view.ledger.debtorOf, line));
  }
  return function agedSentence(debtor) {
    if (takenBy[debtor] === 0 || inParts.has(debtor)) return undefined;
    return say(rule.rule, ageingParams(outcome, { index: ageing, rule, debtor }));
  };
}
