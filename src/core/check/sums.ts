import type { Terms } from '../facility.ts';
import type { FacilityResult } from '../plan.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { reserveDue } from './reserves.ts';

/** The waterfall is the sum of the lines; pool, holdback, reserves, limit, use and availability follow. */
export function* checkSums(
  facts: Facts,
  terms: Terms,
  result: FacilityResult,
): Generator<Violation> {
  const { facilityId } = result;
  const steps = new Map(terms.rules.map(({ rule }) => [rule as string, { amount: 0, count: 0 }]));
  let [gross, pool] = [0, 0];
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
  const derived = [...steps].map(([rule, { amount, count }]) => `${rule} ${amount} ${count}`);
  const stated = result.waterfall.map((step) => `${step.rule} ${step.amountMinor} ${step.count}`);
  if (derived.join() !== stated.join()) {
    yield violation('waterfall', facilityId, 'the steps are not the sums of their lines');
  }
  yield* checkReserves(facts, terms, result);
  const expected = expectedOf(facts, terms, { gross, pool, result });
  for (const [name, actual, wanted] of expected) {
    if (BigInt(actual) === wanted && Number.isSafeInteger(actual)) continue;
    yield violation('facility_sum', `${facilityId} ${name}`, `should be ${wanted}`);
  }
}

/** Each reserve of the terms, in their order, at what its formula gives. */
function* checkReserves(facts: Facts, terms: Terms, result: FacilityResult): Generator<Violation> {
  const { facilityId, reserves } = result;
  const { reserves: own = [] } = terms;
  if (own.length !== reserves.length) yield violation('reserves', facilityId, 'not each once');
  for (const [index, reserve] of own.entries()) {
    const due = reserveDue(facts, { terms, reserve, result });
    const stated = reserves[index];
    if (stated?.reserve === reserve.reserve && BigInt(stated.amountMinor) === due) continue;
    yield violation('reserves', `${facilityId} ${reserve.reserve}`, `should be ${due}`);
  }
}

/**
 * Base = ⌊rate × pool⌋. Reserves off the base leave what the limit then cuts; reserves off the limit
 * take what the limit by itself does not cut.
 */
function expectedOf(
  { input }: Facts,
  terms: Terms,
  { gross, pool, result }: { gross: number; pool: number; result: FacilityResult },
): [string, number, bigint][] {
  let [used, reserved] = [0n, 0n];
  for (const { facilityId, advancedMinor } of input.positions) {
    if (facilityId === terms.facilityId) used += BigInt(advancedMinor);
  }
  for (const { amountMinor } of result.reserves) reserved += BigInt(amountMinor);
  const base = (BigInt(pool) * BigInt(terms.advanceRateBp)) / 10_000n;
  const limit = BigInt(terms.limitMinor);
  const isOffLimit = terms.reservesReduce === 'limit';
  const drawable = isOffLimit ? lower(base, limit - reserved) : lower(base - reserved, limit);
  const overLimit = isOffLimit ? base - lower(base, limit) : base - reserved - drawable;
  return [
    ['grossMinor', result.grossMinor, BigInt(gross)],
    ['poolMinor', result.poolMinor, BigInt(pool)],
    ['holdbackMinor', result.holdbackMinor, BigInt(pool) - base],
    ['reservesTakenMinor', result.reservesTakenMinor, base - overLimit - drawable],
    ['overLimitMinor', result.overLimitMinor, overLimit],
    ['usedMinor', result.usedMinor, used],
    ['availableMinor', result.availableMinor, drawable - used],
  ];
}

function lower(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
