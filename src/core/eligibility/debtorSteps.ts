import type { RuleOf } from '../facility/rule.ts';
import type { SelectionInput } from '../input.ts';
import { applyCrossAgeing } from './ageing.ts';
import { concentrate, isConcentration } from './concentration.ts';
import { applyCredits, isSimple, payableOf } from './credits.ts';
import { debtorLines } from './debtorLines.ts';
import { heldElsewhere } from './heldElsewhere.ts';
import { eligibleSum, insuredMinor, isSimplePolicy } from './limits.ts';
import { heldElsewhereMinor, type Outcome, takenFrom } from './outcome.ts';

/**
 * The rules about debtors, in the terms' order, on sums. Where the sum alone does not decide (a credit
 * that names its invoice, a policy that covers by date) the debtor's lines are worked out.
 */
export function applyDebtorRules(outcome: Outcome, input: SelectionInput): void {
  const { rules } = outcome;
  for (const [index, rule] of rules.entries()) {
    switch (rule.rule) {
      case 'cross_ageing':
        applyCrossAgeing(outcome, index, rule);
        break;
      case 'credits':
        sumCredits(outcome, index, rule);
        break;
      case 'contra':
        sumContra(outcome, index, rule);
        break;
      case 'funder_limit':
        sumFunderLimit(outcome, index, rule);
        break;
      case 'insured_limit':
        outcome.heldElsewhere[index] = heldElsewhere(outcome, { index, rule }, input.facilities);
        sumInsuredLimit(outcome, index, rule);
        break;
      default:
    }
  }
  if (rules.some(isConcentration)) concentrate(outcome);
}

function sumCredits(outcome: Outcome, index: number, rule: RuleOf<'credits'>): void {
  const { view, eligible, scan } = outcome;
  const sums = scan.creditsIn(scan.currencies.indexOf(view.terms.currency));
  for (const [debtor, credits] of view.ledger.credits) {
    const before = eligible[debtor] ?? 0;
    if (before === 0 || isSimple(rule, view.ledger, debtor)) {
      const creditsMinor = sums[debtor] ?? 0;
      const taken = Math.min(before, creditsMinor);
      takenFrom(outcome, index, debtor, taken);
      outcome.unabsorbedMinor += creditsMinor - taken;
      continue;
    }
    const lines = debtorLines(outcome, debtor, index);
    outcome.unabsorbedMinor += applyCredits(view, rule, { lines, credits });
    takenFrom(outcome, index, debtor, before - eligibleSum(lines));
  }
}

function sumContra(outcome: Outcome, index: number, rule: RuleOf<'contra'>): void {
  const { view, eligible } = outcome;
  for (const debtor of view.ledger.payables.keys()) {
    const taken = Math.min(eligible[debtor] ?? 0, payableOf(view, rule, debtor));
    takenFrom(outcome, index, debtor, taken);
  }
}

function sumFunderLimit(outcome: Outcome, index: number, rule: RuleOf<'funder_limit'>): void {
  const { view, eligible } = outcome;
  const limits = outcome.funderLimits[index];
  const isAnyNamed = rule.limits.length > 0;
  const { debtors } = view.ledger;
  for (let debtor = 0; debtor < debtors.length; debtor += 1) {
    const eligibleMinor = eligible[debtor] ?? 0;
    if (eligibleMinor === 0) continue;
    const own = isAnyNamed ? limits?.get(debtors[debtor]?.id ?? '') : undefined;
    const roomMinor = own ?? rule.otherwiseMinor;
    if (eligibleMinor <= roomMinor) continue;
    takenFrom(outcome, index, debtor, eligibleMinor - Math.min(eligibleMinor, roomMinor));
  }
}

function sumInsuredLimit(outcome: Outcome, index: number, rule: RuleOf<'insured_limit'>): void {
  const { view, eligible } = outcome;
  const { debtors } = view.ledger;
  const isBySum = isSimplePolicy(rule, view.hasTerms);
  for (let debtor = 0; debtor < debtors.length; debtor += 1) {
    const eligibleMinor = eligible[debtor] ?? 0;
    if (eligibleMinor === 0) continue;
    if (!isBySum) {
      const left = eligibleSum(debtorLines(outcome, debtor, index + 1));
      takenFrom(outcome, index, debtor, eligibleMinor - left);
      continue;
    }
    const debtorId = debtors[debtor]?.id ?? '';
    const held = heldElsewhereMinor(outcome, { index, debtor });
    const roomMinor = insuredMinor(view, rule, { debtorId, heldElsewhereMinor: held });
    takenFrom(outcome, index, debtor, eligibleMinor - Math.min(eligibleMinor, roomMinor));
  }
}
