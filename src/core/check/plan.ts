import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import type { Plan } from '../plan.ts';
import { checkAllocation } from './allocation.ts';
import { type Facts, factsOf, type Violation, violation } from './facts.ts';
import { checkFunded } from './funded.ts';
import { type Rows, rowsOf } from './rows.ts';
import { checkRules } from './rules.ts';
import { checkSums } from './sums.ts';

/**
 * Judges a plan against its input by deriving every constraint again, in integers and by other code
 * than the engine's: sums to the cent, rules, cover, caps, limits, the need. Empty when it holds.
 */
export function checkPlan(input: SelectionInput, plan: Plan): Violation[] {
  const facts = factsOf(input);
  const named = plan.facilities.map(({ facilityId }) => facilityId).toSorted();
  if (named.join('\n') !== [...facts.terms.keys()].toSorted().join('\n')) {
    return [violation('facilities', 'facilities', 'not one result per facility')];
  }
  const { rows, found } = rowsOf(facts, plan);
  for (const facility of rows) {
    const { facilityId } = facility.result;
    const terms = facts.terms.get(facilityId);
    if (!terms) continue;
    collect(found, checkLines(facts, terms, facility));
    collect(found, checkSums(facts, terms, facility.result));
    collect(found, checkRules(facts, terms, facility));
  }
  if (found.length > 0) return found;
  collect(found, checkAllocation(facts, plan, rows));
  const { allocation } = plan;
  for (const facility of allocation ? rows : []) {
    const terms = facts.terms.get(facility.result.facilityId);
    if (terms && allocation)
      collect(found, checkFunded(facts, { terms, rows: facility, allocation }));
  }
  return found;
}

const violationsMax = 100;

function collect(found: Violation[], next: Iterable<Violation>): void {
  for (const violation of next) {
    if (found.length >= violationsMax) return;
    found.push(violation);
  }
}

/** Gross from the input; gross − Σ deductions = eligible. */
function* checkLines(
  facts: Facts,
  { facilityId, currency }: Terms,
  rows: Rows,
): Generator<Violation> {
  for (let index = 0; index < rows.lines.length; index += 1) {
    const [line, invoice] = [rows.lines[index], rows.invoices[index]];
    if (!line || !invoice) continue;
    const { grossMinor, deductions, eligibleMinor } = line;
    let [rest, isSound] = [grossMinor, true];
    for (const { amountMinor } of deductions) {
      isSound &&= Number.isSafeInteger(amountMinor) && amountMinor > 0;
      rest -= amountMinor;
    }
    const isGross = facts.down(invoice.openMinor, invoice.currency, currency) === grossMinor;
    if (isGross && isSound && rest === eligibleMinor && eligibleMinor >= 0) continue;
    const at = `${facilityId} ${invoice.id}`;
    if (!isGross) yield violation('gross', at, 'gross is not the open amount converted');
    if (!isSound) yield violation('deduction', at, 'a deduction is not a number of cents');
    if (rest === eligibleMinor && eligibleMinor >= 0) continue;
    yield violation('line_sum', at, 'gross less deductions is not the eligible amount');
  }
}
