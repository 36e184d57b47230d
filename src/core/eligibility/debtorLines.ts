import type { Rule } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import { ageingParams } from './ageing.ts';
import { isConcentration, takeConcentration } from './concentration.ts';
import { applyContra, applyCredits, payableOf } from './credits.ts';
import { judgedInvoice } from './judgedInvoice.ts';
import { linesOfDebtor } from './ledger.ts';
import {
  applyPolicy,
  applyPolicyTerms,
  applyRoom,
  eligibleSum,
  funderRoom,
  insuredRoom,
} from './limits.ts';
import { heldElsewhereMinor, type Outcome } from './outcome.ts';
import { type Subject, subjectAt, take } from './view.ts';

/**
 * A debtor's invoices one by one under the rules before `upTo` (all of them when absent): the lines
 * behind the sums of `outcome`, which must already hold what the rules about several debtors found.
 */
export function debtorLines(
  outcome: Outcome,
  debtor: number,
  upTo: number = outcome.rules.length,
): Subject[] {
  const { view, rules } = outcome;
  const lines = linesOfDebtor(view.ledger, debtor).map((index) => ({
    ...subjectAt(view, index),
    line: judgedInvoice(view, index),
  }));
  for (const [index, rule] of rules.entries()) {
    if (index >= upTo) break;
    if (stageOf(rule.rule) !== 'invoice') applyTo(outcome, lines, { debtor, index, rule });
  }
  return lines;
}

type Applied = { debtor: number; index: number; rule: Rule };

/** Applies one rule about debtors to the lines of one. */
function applyTo(outcome: Outcome, lines: Subject[], of: Applied): void {
  const { view } = outcome;
  const { debtor, index, rule } = of;
  switch (rule.rule) {
    case 'cross_ageing': {
      const ageings = outcome.ageings[index];
      if (ageings?.isTainted[ageings.nodeOf(debtor)] !== 1) return;
      const params = ageingParams(outcome, { index, rule, debtor });
      for (const { line } of lines) take(line, rule.rule, line.eligibleMinor, params);
      return;
    }
    case 'credits': {
      const credits = view.ledger.credits.get(debtor);
      if (credits) applyCredits(view, rule, { lines, credits });
      return;
    }
    case 'contra':
      applyContra(view, { lines, payableMinor: payableOf(view, rule, debtor) });
      return;
    case 'funder_limit':
    case 'insured_limit':
      applyLimit(outcome, lines, { debtor, index, rule });
      return;
    default:
      if (isConcentration(rule)) takeConcentration(outcome, lines, { debtor, rule });
  }
}

type LimitRule = Extract<Rule, { rule: 'funder_limit' | 'insured_limit' }>;

function applyLimit(
  outcome: Outcome,
  lines: Subject[],
  { debtor, index, rule }: { debtor: number; index: number; rule: LimitRule },
): void {
  const eligibleMinor = eligibleSum(lines);
  if (eligibleMinor === 0) return;
  const debtorId = outcome.view.ledger.debtors[debtor]?.id ?? '';
  if (rule.rule === 'funder_limit') {
    const limitMinor = outcome.funderLimits[index]?.get(debtorId) ?? rule.otherwiseMinor;
    applyRoom(rule.rule, lines, funderRoom(outcome.view, limitMinor, eligibleMinor));
    return;
  }
  const held = heldElsewhereMinor(outcome, { index, debtor });
  const of = { debtorId, heldElsewhereMinor: held, eligibleMinor };
  const room = insuredRoom(outcome.view, rule, of);
  if (outcome.view.hasTerms(rule.policyId)) {
    applyPolicyTerms(outcome.view, rule, { lines, room, heldMinor: held });
  } else applyPolicy(outcome.view, rule, { lines, room });
}
