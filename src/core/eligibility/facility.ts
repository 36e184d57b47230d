import { assert } from '../assert.ts';
import type { SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';
import { applyDebtorRules } from './debtorSteps.ts';
import { sumInvoiceRules } from './invoiceSums.ts';
import { funderLimits } from './limits.ts';
import type { Outcome } from './outcome.ts';
import type { Scan } from './scan.ts';

/** What one facility finances of the ledger: gross − Σ taken by rule = Σ eligible by debtor, to the cent. */
export function outcomeOf(input: SelectionInput, scan: Scan, facility: number): Outcome {
  const view = scan.views[facility];
  assert(view, `no facility ${facility}`);
  const currency = scan.currencies.indexOf(view.terms.currency);
  const passed = scan.sums[currency]?.passed[facility];
  const amounts = scan.amounts[currency];
  assert(passed && amounts, `no sums for facility ${facility}`);
  const { rules } = view.terms;
  const outcome: Outcome = {
    scan,
    facility,
    view,
    rules,
    amounts,
    get gross() {
      return scan.grossIn(currency);
    },
    grossMinor: 0,
    taken: new Float64Array(rules.length),
    takenOf: [],
    eligible: passed.slice(),
    ageings: [],
    funderLimits: rules.map((rule) =>
      rule.rule === 'funder_limit' ? funderLimits(rule) : undefined,
    ),
    heldElsewhere: [],
    unabsorbedMinor: 0,
  };
  sumInvoiceRules(outcome);
  applyDebtorRules(outcome, input);
  assertReconciles(outcome);
  return outcome;
}

export function poolOf({ eligible }: Outcome): number {
  let pool = 0;
  for (let debtor = 0; debtor < eligible.length; debtor += 1) pool += eligible[debtor] ?? 0;
  // None is negative: a sum that was ever beyond 2^53 still is.
  assert(Number.isSafeInteger(pool), 'a pool is beyond 2^53 minor units');
  return pool;
}

function assertReconciles(outcome: Outcome): void {
  const { view, grossMinor, taken } = outcome;
  const left = grossMinor - sumMinor(taken);
  assert(left === poolOf(outcome), `the waterfall of ${view.terms.facilityId} does not reconcile`);
}
