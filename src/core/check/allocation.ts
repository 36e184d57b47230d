import { stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import type { Need } from '../input.ts';
import type { Allocation, AllocationLine, LineExplanation, Plan } from '../plan.ts';
import { costOf, drawCostOf, paidOf } from './cost.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { checkShared } from './joint.ts';

/**
 * The allocation against what the lines of the plan leave to be funded: each receivable free and at
 * most once, placed or explained; amounts, costs and sums to the cent; limits, cover and netting.
 */
export function* checkAllocation(facts: Facts, plan: Plan): Generator<Violation> {
  const { need } = facts.input;
  const { allocation } = plan;
  if (!need || !allocation) {
    if (need || allocation)
      yield violation('need', 'allocation', 'need without plan, or the reverse');
    return;
  }
  const fundable = fundableOf(facts, plan);
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

/** What is left before limits and caps, which only choose among it. */
type Fundable = {
  /** Free receivables of which some facility could fund something. */
  free: Set<string>;
  /** Of what is placed: by facility and receivable. */
  left: Map<string, Map<string, { grossMinor: number; netMinor: number }>>;
};

function fundableOf(facts: Facts, plan: Plan): Fundable {
  const fundable: Fundable = { free: new Set(), left: new Map() };
  const placed = Map.groupBy(plan.allocation?.lines ?? [], ({ facilityId }) => facilityId);
  for (const { facilityId, lines } of plan.facilities) {
    const terms = facts.terms.get(facilityId);
    const named = new Set(placed.get(facilityId)?.map(({ receivableId }) => receivableId));
    const own = new Map<string, { grossMinor: number; netMinor: number }>();
    const isChosen = choosingIn(terms);
    for (const line of terms ? lines : []) {
      const { receivableId, grossMinor } = line;
      const netMinor = netOf(line, isChosen);
      if (netMinor === 0 || facts.positions.has(receivableId)) continue;
      fundable.free.add(receivableId);
      if (named.has(receivableId)) own.set(receivableId, { grossMinor, netMinor });
    }
    fundable.left.set(facilityId, own);
  }
  return fundable;
}

function netOf({ grossMinor, deductions }: LineExplanation, isChosen: ReadonlySet<string>): number {
  let net = grossMinor;
  for (const { rule, amountMinor } of deductions) if (!isChosen.has(rule)) net -= amountMinor;
  return net;
}

/** The rules that an allocation keeps by choosing. */
function choosingIn(terms: Terms | undefined): Set<string> {
  const stated = terms?.rules.map(({ rule }) => rule) ?? [];
  return new Set(stated.filter((rule) => ['limit', 'concentration'].includes(stageOf(rule))));
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
    if (!named.has(receivableId) && !outsidePolicies(facts)) {
      yield violation('place', receivableId, 'is not explained');
    }
  }
}

/** A policy by date may leave nothing of an invoice that every other rule accepts. */
function outsidePolicies({ input }: Facts): boolean {
  return input.facilities.some(({ rules }) =>
    rules.some(
      (rule) =>
        rule.rule === 'insured_limit' &&
        (rule.consumption === 'chronological' ||
          rule.maximumTermDays !== undefined ||
          rule.stopOverdueDays !== undefined),
    ),
  );
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
