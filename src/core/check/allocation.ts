import type { Need } from '../input.ts';
import type { Allocation, AllocationLine, Plan } from '../plan.ts';
import { costOf, drawCostOf, paidOf } from './cost.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { type Fundable, fundableOf } from './fundable.ts';
import { checkShared } from './joint.ts';
import type { Rows } from './rows.ts';

/**
 * The allocation against what the lines of the plan leave to be funded: each receivable free and at
 * most once, placed or explained; amounts, costs and sums to the cent; limits, cover and netting.
 */
export function* checkAllocation(
  facts: Facts,
  plan: Plan,
  rows: readonly Rows[],
): Generator<Violation> {
  const { need } = facts.input;
  const { allocation } = plan;
  if (!need || !allocation) {
    if (need || allocation)
      yield violation('need', 'allocation', 'need without plan, or the reverse');
    return;
  }
  const fundable = fundableOf(facts, rows, allocation);
  yield* checkPlaces(facts, { fundable, allocation });
  for (const line of allocation.lines) yield* checkLine(facts, { need, line, fundable });
  let cash = 0;
  for (const { facilityId, availableMinor } of plan.facilities) {
    yield* checkFacility(facts, { need, allocation, facilityId, availableMinor });
    cash += cashOf(facts, { need, allocation, facilityId, fundable });
  }
  yield* checkShared(facts, plan, allocation);
  yield* checkTotals({ need, allocation, cash });
}

function* checkPlaces(
  facts: Facts,
  { fundable, allocation }: { fundable: Fundable; allocation: Allocation },
): Generator<Violation> {
  const named = new Set<string>();
  for (const { receivableId } of [...allocation.lines, ...allocation.notPlaced]) {
    if (named.has(receivableId)) yield violation('place', receivableId, 'named twice');
    if (facts.positions.has(receivableId)) yield violation('place', receivableId, 'is not free');
    named.add(receivableId);
  }
  for (const receivableId of fundable.free) {
    if (!named.has(receivableId)) yield violation('place', receivableId, 'is not explained');
  }
}

function* checkLine(
  facts: Facts,
  of: { need: Need; line: AllocationLine; fundable: Fundable },
): Generator<Violation> {
  const { need, line, fundable } = of;
  const at = `${line.facilityId} ${line.receivableId}`;
  const terms = facts.terms.get(line.facilityId);
  const invoice = facts.invoices.get(line.receivableId);
  const left = fundable.left.get(line.facilityId)?.get(line.receivableId);
  if (!terms || !invoice || !left) {
    yield violation('allocation_line', at, 'no such receivable or facility');
    return;
  }
  if (line.fundedMinor < 0 || line.fundedMinor > left.netMinor) {
    yield violation('funded', at, `at most ${left.netMinor} may be funded`);
  }
  if (terms.placing === 'whole_only' && line.fundedMinor !== left.netMinor) {
    yield violation('funded', at, `placed whole, ${left.netMinor} is funded`);
  }
  const advance = (BigInt(line.fundedMinor) * BigInt(terms.advanceRateBp)) / 10_000n;
  const isRight =
    terms.mode === 'pledge'
      ? BigInt(line.advanceMinor) <= advance + 1n
      : BigInt(line.advanceMinor) === advance;
  if (!isRight) yield violation('advance', at, `the advance should be ${advance}`);
  const cost = costOf(facts, { terms, need, invoice, line, faceMinor: left.grossMinor });
  if (BigInt(line.costMinor) !== cost) yield violation('cost', at, `the cost should be ${cost}`);
}

function* checkFacility(
  facts: Facts,
  of: { need: Need; allocation: Allocation; facilityId: string; availableMinor: number },
): Generator<Violation> {
  const { need, allocation, facilityId, availableMinor } = of;
  const stated = allocation.facilities.find((item) => item.facilityId === facilityId);
  const terms = facts.terms.get(facilityId);
  const own = allocation.lines.filter((line) => line.facilityId === facilityId);
  if (!stated || !terms) {
    yield violation('allocation_facility', facilityId, 'is not stated');
    return;
  }
  const sum = (of: (line: AllocationLine) => number) =>
    own.reduce((total, line) => total + of(line), 0);
  const fixed = own.length > 0 ? (terms.price.fixedFeeMinor ?? 0) : 0;
  const drawn = terms.mode === 'pledge' ? drawCostOf(facts, terms, need, stated.advanceMinor) : 0;
  const inNeed = (amount: number) => facts.up(amount, terms.currency, need.currency);
  const cost = sum((line) => inNeed(line.costMinor)) + inNeed(fixed) + inNeed(drawn);
  const expected: [string, number, number][] = [
    ['costMinor', stated.costMinor, cost],
    ['receivables', stated.receivables, own.length],
    ['fundedMinor', stated.fundedMinor, sum((line) => line.fundedMinor)],
    ['advanceMinor', stated.advanceMinor, sum((line) => line.advanceMinor)],
    ['fixedCostMinor', stated.fixedCostMinor, inNeed(fixed)],
  ];
  for (const [name, actual, wanted] of expected) {
    if (actual !== wanted) yield violation('total', `${facilityId} ${name}`, `should be ${wanted}`);
  }
  if (stated.advanceMinor > Math.max(0, availableMinor)) {
    yield violation('room', facilityId, `only ${availableMinor} is available`);
  }
  if (own.length > 0 && stated.advanceMinor < (terms.minimumDrawMinor ?? 0)) {
    yield violation('minimum_draw', facilityId, `draws less than ${terms.minimumDrawMinor}`);
  }
}

/** In the need's currency: what sold lines pay, each rounded down, or what a pledge draws. */
function cashOf(
  facts: Facts,
  of: { need: Need; allocation: Allocation; facilityId: string; fundable: Fundable },
): number {
  const { need, allocation, facilityId, fundable } = of;
  const terms = facts.terms.get(facilityId);
  if (!terms) return 0;
  const own = allocation.lines.filter((line) => line.facilityId === facilityId);
  const down = (amount: number) => facts.down(amount, terms.currency, need.currency);
  if (terms.mode === 'pledge') {
    return down(own.reduce((total, { advanceMinor }) => total + advanceMinor, 0));
  }
  return own.reduce((total, line) => {
    const invoice = facts.invoices.get(line.receivableId);
    const left = fundable.left.get(facilityId)?.get(line.receivableId);
    if (!invoice || !left) return total;
    return total + down(paidOf(facts, { terms, need, invoice, line, faceMinor: left.grossMinor }));
  }, 0);
}

/** Cost, shortfall and bound follow from the facilities' sums. */
function* checkTotals(of: {
  need: Need;
  allocation: Allocation;
  cash: number;
}): Generator<Violation> {
  const { need, allocation, cash } = of;
  const cost = allocation.facilities.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const expected: [string, number, number][] = [
    ['needMinor', allocation.needMinor, need.amountMinor],
    ['costMinor', allocation.costMinor, cost],
    ['cashMinor', allocation.cashMinor, cash],
    ['shortfallMinor', allocation.shortfallMinor, Math.max(0, need.amountMinor - cash)],
  ];
  for (const [name, actual, wanted] of expected) {
    if (actual !== wanted) yield violation('total', name, `should be ${wanted}`);
  }
  if (allocation.bound && allocation.bound.exactMinor > allocation.costMinor) {
    yield violation('bound', 'bound', 'the bound is above the cost');
  }
}
