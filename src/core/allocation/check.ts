import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import type { FacilityResult, Plan } from '../plan.ts';
import { checkAllocation } from './checkAllocation.ts';
import { type Facts, factsOf, type Violation, violation } from './checkFacts.ts';
import { type Rows, rowsOf } from './checkRows.ts';
import { checkRules } from './checkRules.ts';

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
  if (found.length === 0) collect(found, checkAllocation(facts, plan));
  return found;
}

const violationsMax = 100;

function collect(found: Violation[], next: Iterable<Violation>): void {
  for (const violation of next) {
    if (found.length >= violationsMax) return;
    found.push(violation);
  }
}

/** Gross from the input; gross − Σ deductions = eligible; rules in the terms' order, each once. */
function* checkLines(facts: Facts, terms: Terms, rows: Rows): Generator<Violation> {
  const places = new Map<string, number>(terms.rules.map(({ rule }, index) => [rule, index]));
  for (const [index, invoice] of rows.invoices.entries()) {
    const line = rows.lines[index];
    if (!line) continue;
    const at = `${terms.facilityId} ${invoice.id}`;
    if (facts.down(invoice.openMinor, invoice.currency, terms.currency) !== line.grossMinor) {
      yield violation('gross', at, 'gross is not the open amount converted');
    }
    let [rest, before] = [line.grossMinor, -1];
    for (const { rule, amountMinor } of line.deductions) {
      const place = places.get(rule) ?? -1;
      if (place <= before)
        yield violation('rule_order', at, `${rule} is out of order or not in terms`);
      if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) {
        yield violation('deduction', at, `${rule} takes ${amountMinor}`);
      }
      before = place;
      rest -= amountMinor;
    }
    if (rest !== line.eligibleMinor || line.eligibleMinor < 0) {
      yield violation('line_sum', at, 'gross less deductions is not the eligible amount');
    }
  }
}

/** The waterfall is the sum of the lines; pool, holdback, limit, use and availability follow from it. */
function* checkSums(facts: Facts, terms: Terms, result: FacilityResult): Generator<Violation> {
  const { facilityId } = result;
  const steps = new Map(terms.rules.map(({ rule }) => [rule as string, { amount: 0, count: 0 }]));
  let [gross, pool, used] = [0, 0, 0];
  for (const { grossMinor, eligibleMinor, deductions } of result.lines) {
    gross += grossMinor;
    pool += eligibleMinor;
    for (const { rule, amountMinor } of deductions) {
      const step = steps.get(rule);
      if (!step) continue;
      step.amount += amountMinor;
      step.count += 1;
    }
  }
  for (const position of facts.input.positions) {
    if (position.facilityId === facilityId) used += position.advancedMinor;
  }
  const derived = [...steps].map(([rule, { amount, count }]) => `${rule} ${amount} ${count}`);
  const stated = result.waterfall.map((step) => `${step.rule} ${step.amountMinor} ${step.count}`);
  if (derived.join() !== stated.join()) {
    yield violation('waterfall', facilityId, 'the steps are not the sums of their lines');
  }
  const borrowing = (BigInt(pool) * BigInt(terms.advanceRateBp)) / 10_000n;
  const limit = BigInt(terms.limitMinor);
  const overLimit = borrowing > limit ? borrowing - limit : 0n;
  const expected: [string, number, bigint][] = [
    ['grossMinor', result.grossMinor, BigInt(gross)],
    ['poolMinor', result.poolMinor, BigInt(pool)],
    ['holdbackMinor', result.holdbackMinor, BigInt(pool) - borrowing],
    ['overLimitMinor', result.overLimitMinor, overLimit],
    ['usedMinor', result.usedMinor, BigInt(used)],
    ['availableMinor', result.availableMinor, borrowing - overLimit - BigInt(used)],
  ];
  for (const [name, actual, wanted] of expected) {
    if (BigInt(actual) === wanted && Number.isSafeInteger(actual)) continue;
    yield violation('facility_sum', `${facilityId} ${name}`, `should be ${wanted}`);
  }
}
