import { assert, never } from '../assert.ts';
import type { Rule, Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import { shareBp, sumMinor } from '../money.ts';
import type { FacilityResult, LineExplanation, WaterfallStep } from '../plan.ts';
import { applyConcentration } from './concentration.ts';
import { applyCrossAgeing } from './crossAgeing.ts';
import { applyInsuredLimit } from './insured.ts';
import { applyInvoiceRules, type InvoiceRule } from './invoiceRules.ts';
import type { Ledger } from './ledger.ts';
import { applyContra, applyCredits } from './netting.ts';
import { type FacilityView, viewOf } from './view.ts';

/**
 * What one facility finances of the ledger and why not the rest, in the order its terms state.
 * gross − Σ waterfall = pool, per line and in total; pool − holdback − over limit − used = available.
 */
export function facilityResult(
  input: SelectionInput,
  ledger: Ledger,
  terms: Terms,
): FacilityResult {
  const view = viewOf(input, ledger, terms);
  applyInvoiceRules(view, terms.rules.filter(isInvoiceRule));
  let unabsorbedCreditsMinor = 0;
  for (const rule of terms.rules) {
    if (!isInvoiceRule(rule)) unabsorbedCreditsMinor += applyRule(view, rule, input);
  }
  const result = { ...amounts(view, input), unabsorbedCreditsMinor };
  assertReconciles(result);
  return result;
}

/** Applies a rule that looks at more than one invoice; returns credits that reduced nothing. */
function applyRule(
  view: FacilityView,
  rule: Exclude<Rule, InvoiceRule>,
  { cover: decisions, facilities }: SelectionInput,
): number {
  switch (rule.rule) {
    case 'cross_ageing':
      applyCrossAgeing(view, rule);
      return 0;
    case 'credits':
      return applyCredits(view, rule.unreferenced);
    case 'contra':
      applyContra(view);
      return 0;
    case 'insured_limit':
      applyInsuredLimit(view, { policyId: rule.policyId, decisions, facilities });
      return 0;
    case 'debtor_concentration':
      applyConcentration(view, rule);
      return 0;
    default:
      return never(rule, 'applyRule');
  }
}

function isInvoiceRule(rule: Rule): rule is InvoiceRule {
  switch (rule.rule) {
    case 'cross_ageing':
    case 'credits':
    case 'contra':
    case 'insured_limit':
    case 'debtor_concentration':
      return false;
    default:
      return true;
  }
}

function amounts({ terms, lines }: FacilityView, { positions }: SelectionInput) {
  const grossMinor = sumOf(lines, ({ grossMinor }) => grossMinor);
  const poolMinor = sumOf(lines, ({ eligibleMinor }) => eligibleMinor);
  const borrowingBaseMinor = shareBp(poolMinor, terms.advanceRateBp, 'down');
  const overLimitMinor = Math.max(0, borrowingBaseMinor - terms.limitMinor);
  const usedMinor = sumMinor(
    positions
      .filter(({ facilityId }) => facilityId === terms.facilityId)
      .map(({ advancedMinor }) => advancedMinor),
  );
  return {
    facilityId: terms.facilityId,
    currency: terms.currency,
    grossMinor,
    waterfall: waterfallOf(terms, lines),
    poolMinor,
    holdbackMinor: poolMinor - borrowingBaseMinor,
    overLimitMinor,
    usedMinor,
    availableMinor: borrowingBaseMinor - overLimitMinor - usedMinor,
    lines,
  };
}

/** One step per rule of the terms, in their order, also where it takes nothing. */
function waterfallOf(terms: Terms, lines: readonly LineExplanation[]): WaterfallStep[] {
  const steps = new Map(
    terms.rules.map(({ rule }) => [rule as string, { rule, amountMinor: 0, count: 0 }]),
  );
  for (const { deductions } of lines) {
    for (const { rule, amountMinor } of deductions) {
      const step = steps.get(rule);
      assert(step, `${rule} is not in the terms of ${terms.facilityId}`);
      step.amountMinor = sumMinor([step.amountMinor, amountMinor]);
      step.count += 1;
    }
  }
  return [...steps.values()];
}

function assertReconciles(result: FacilityResult): void {
  const { facilityId, grossMinor, waterfall, poolMinor, lines } = result;
  const taken = sumMinor(waterfall.map(({ amountMinor }) => amountMinor));
  assert(grossMinor - taken === poolMinor, `the waterfall of ${facilityId} does not reconcile`);
  for (const line of lines) {
    let rest = line.grossMinor;
    for (const { amountMinor } of line.deductions) rest -= amountMinor;
    assert(rest === line.eligibleMinor, `line ${line.receivableId} does not reconcile`);
  }
}

function sumOf(
  lines: readonly LineExplanation[],
  amount: (line: LineExplanation) => number,
): number {
  let total = 0;
  for (const line of lines) total += amount(line);
  assert(Number.isSafeInteger(total), 'a sum is beyond 2^53 minor units');
  return total;
}
