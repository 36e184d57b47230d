import { assert } from '../assert.ts';
import { sumMinor } from '../money.ts';
import type { FacilityResult, LineExplanation, WaterfallStep } from '../plan.ts';
import type { Availability } from './availability.ts';
import { debtorLines } from './debtorLines.ts';
import type { Outcome } from './outcome.ts';

/** An outcome as the plan states it: every line explained, in the ledger's order. */
export function resultOf(outcome: Outcome, availability: Availability | undefined): FacilityResult {
  assert(availability, 'no availability');
  const lines: LineExplanation[] = [];
  for (let debtor = 0; debtor < outcome.eligible.length; debtor += 1) {
    for (const { line } of debtorLines(outcome, debtor)) lines.push(line);
  }
  const { facilityId, currency } = outcome.view.terms;
  const { poolMinor, ...rest } = availability;
  return {
    facilityId,
    currency,
    grossMinor: outcome.grossMinor,
    waterfall: waterfallOf(outcome, lines),
    poolMinor,
    poolUpperMinor: outcome.caps?.result.upperMinor ?? poolMinor,
    ...collapsedOf(outcome),
    ...rest,
    unabsorbedCreditsMinor: outcome.unabsorbedMinor,
    lines,
  };
}

/** The share cap that leaves no pool at all, if there is one. */
export function collapsedOf({ caps }: Outcome): Pick<FacilityResult, 'collapsed'> {
  const collapsed = caps?.result.collapsed;
  const rule = collapsed && caps?.stated[collapsed.cap]?.rule.rule;
  if (!collapsed || !rule) return {};
  const { shareBp, nodes, needed } = collapsed;
  return { collapsed: { rule, shareBp, nodes, needed } };
}

/**
 * One step per rule of the terms, in their order, also where it takes nothing. The lines, worked out
 * one by one, must come to the sums of the columns (EXPLAINED).
 */
function waterfallOf(outcome: Outcome, lines: readonly LineExplanation[]): WaterfallStep[] {
  const { rules, taken, view } = outcome;
  const steps = new Map<string, WaterfallStep>(
    rules.map(({ rule }) => [rule, { rule, amountMinor: 0, count: 0 }]),
  );
  for (const { deductions } of lines) {
    for (const { rule, amountMinor } of deductions) {
      const step = steps.get(rule);
      assert(step, `${rule} is not in the terms of ${view.terms.facilityId}`);
      step.amountMinor = sumMinor([step.amountMinor, amountMinor]);
      step.count += 1;
    }
  }
  rules.forEach(({ rule }, index) => {
    const step = steps.get(rule);
    assert(step?.amountMinor === taken[index], `the lines of ${rule} do not come to its sum`);
  });
  return [...steps.values()];
}
