import { daysBetween } from '../calendar.ts';
import type { Price, Rule, Terms } from '../facility.ts';
import type { Need } from '../input.ts';
import type { Allocation, AllocationLine, FacilityResult, LineExplanation, Plan } from '../plan.ts';
import { type Facts, type Violation, violation } from './checkFacts.ts';
import { checkNetting } from './checkNetting.ts';

/** The allocation against what eligibility found: amounts, limits, shared cover, caps and the need. */
export function* checkAllocation(facts: Facts, plan: Plan): Generator<Violation> {
  const { need } = facts.input;
  const { allocation } = plan;
  if (!need || !allocation) {
    if (need || allocation)
      yield violation('need', 'allocation', 'need and allocation do not match');
    return;
  }
  const placed = new Map(allocation.lines.map((line) => [line.receivableId, line]));
  const explained = new Map<AllocationLine, LineExplanation>();
  for (const { facilityId, lines } of plan.facilities) {
    for (const line of lines) {
      if (line.eligibleMinor === 0) continue;
      const found = placed.get(line.receivableId);
      if (found?.facilityId === facilityId) explained.set(found, line);
    }
  }
  for (const line of allocation.lines) {
    yield* checkLine(facts, { need, placed: line, line: explained.get(line) });
  }
  yield* checkPlaces(facts, { plan, allocation });
  for (const result of plan.facilities) yield* checkFacilityUse(facts, { result, allocation });
  yield* checkCover(facts, allocation);
  yield* checkNetting(facts, { plan, allocation });
  yield* checkTotals(facts, { need, allocation });
}

function* checkLine(
  facts: Facts,
  of: { need: Need; placed: AllocationLine; line: LineExplanation | undefined },
): Generator<Violation> {
  const { need, placed, line } = of;
  const at = `${placed.facilityId} ${placed.receivableId}`;
  const invoice = facts.invoices.get(placed.receivableId);
  const terms = facts.terms.get(placed.facilityId);
  if (!line || !invoice || !terms) {
    yield violation('allocation_line', at, 'no such receivable or facility');
    return;
  }
  if (placed.fundedMinor !== line.eligibleMinor || placed.fundedMinor <= 0) {
    yield violation('funded', at, `funded is not the eligible ${line.eligibleMinor}`);
  }
  const advance = (BigInt(placed.fundedMinor) * BigInt(terms.advanceRateBp)) / 10_000n;
  if (BigInt(placed.advanceMinor) !== advance) {
    yield violation('advance', at, `the advance should be ${advance}`);
  }
  const cost = costOf(terms.price, {
    face: BigInt(line.grossMinor),
    advance,
    days: BigInt(Math.max(1, daysBetween(need.valueOn, invoice.dueOn))),
    horizon: BigInt(need.horizonDays),
  });
  if (BigInt(placed.costMinor) !== cost) yield violation('cost', at, `the cost should be ${cost}`);
}

function costOf(
  price: Price,
  of: { face: bigint; advance: bigint; days: bigint; horizon: bigint },
): bigint {
  const running = of.days < of.horizon ? of.days : of.horizon;
  const year = 10_000n * (price.dayCount === 'ACT/360' ? 360n : 365n);
  const interest = of.advance * BigInt(price.rateBp) * running;
  const [whole, rest] = [interest / year, (interest % year) * 2n];
  const roundUp = rest > year || (rest === year && whole % 2n === 1n);
  const share = (of.face * BigInt(price.serviceFeeBp) * 2n + 10_000n) / 20_000n;
  const minimum = BigInt(price.minimumFeeMinor);
  const fee = share > minimum ? share : minimum;
  const rolled = of.days < of.horizon ? (fee * of.horizon + of.days - 1n) / of.days : fee;
  return whole + (roundUp ? 1n : 0n) + rolled;
}

/** Each free receivable at most once, placed or explained, and every one that could be is either. */
function* checkPlaces(
  facts: Facts,
  { plan, allocation }: { plan: Plan; allocation: Allocation },
): Generator<Violation> {
  const named = new Set<string>();
  for (const { receivableId } of [...allocation.lines, ...allocation.notPlaced]) {
    if (named.has(receivableId)) yield violation('place', receivableId, 'named twice');
    if (facts.positions.has(receivableId)) yield violation('place', receivableId, 'is not free');
    named.add(receivableId);
  }
  for (const { lines } of plan.facilities) {
    for (const { receivableId, eligibleMinor } of lines) {
      if (eligibleMinor === 0 || facts.positions.has(receivableId)) continue;
      if (!named.has(receivableId)) yield violation('place', receivableId, 'is not explained');
    }
  }
}

/** What a facility takes fits what it has available, and caps on its pool hold on what it then holds. */
function* checkFacilityUse(
  facts: Facts,
  { result, allocation }: { result: FacilityResult; allocation: Allocation },
): Generator<Violation> {
  const { facilityId } = result;
  const terms = facts.terms.get(facilityId);
  const placed = allocation.lines.filter((line) => line.facilityId === facilityId);
  if (!terms || placed.length === 0) return;
  let advance = 0n;
  for (const { advanceMinor } of placed) advance += BigInt(advanceMinor);
  if (advance > BigInt(result.availableMinor)) {
    yield violation('available', facilityId, `advances ${advance} of ${result.availableMinor}`);
  }
  for (const rule of terms.rules) {
    if (rule.rule === 'debtor_concentration') {
      yield* checkFundedCaps(facts, { terms, result, rule, placed });
    }
  }
}

function* checkFundedCaps(
  facts: Facts,
  of: {
    terms: Terms;
    result: FacilityResult;
    rule: Extract<Rule, { rule: 'debtor_concentration' }>;
    placed: AllocationLine[];
  },
): Generator<Violation> {
  const { terms, result, rule, placed } = of;
  const funded = new Float64Array(facts.nodes.count);
  const chosen = new Set<number>();
  let [pool, everything] = [0, 0];
  const count = (receivableId: string, amount: number) => {
    const debtorId = facts.invoices.get(receivableId)?.debtorId ?? '';
    const debtor = facts.nodes.debtor.get(debtorId) ?? 0;
    const node = rule.scope === 'group' ? (facts.nodes.group[debtor] ?? 0) : debtor;
    funded[node] = (funded[node] ?? 0) + amount;
    pool += amount;
    return node;
  };
  for (const line of placed) chosen.add(count(line.receivableId, line.fundedMinor));
  for (const { receivableId, eligibleMinor, deductions } of result.lines) {
    everything += eligibleMinor;
    for (const { rule: code, amountMinor } of deductions) {
      if (code === 'debtor_concentration') everything += amountMinor;
    }
    if (facts.positions.size === 0) continue;
    const holder = facts.positions.get(receivableId)?.facilityId;
    if (holder === result.facilityId) count(receivableId, eligibleMinor);
  }
  const limit = terms.limitMinor;
  const bases = { poolAfterCaps: pool, grossEligible: everything, facilityLimit: limit };
  const cap = (BigInt(bases[rule.base]) * BigInt(rule.shareBp)) / 10_000n;
  for (const node of chosen) {
    if (BigInt(funded[node] ?? 0) <= cap) continue;
    yield violation('funded_cap', `${result.facilityId} node ${node}`, `the cap is ${cap}`);
  }
}

/** Cover counts once for all facilities under a policy: the fractions used sum to at most one. */
function* checkCover(facts: Facts, allocation: Allocation): Generator<Violation> {
  const used = new Map<string, Map<string, bigint>>();
  for (const { receivableId, facilityId, fundedMinor } of allocation.lines) {
    const policyId = policyOf(facts.terms.get(facilityId));
    const debtorId = facts.invoices.get(receivableId)?.debtorId;
    if (policyId === undefined || debtorId === undefined) continue;
    const key = JSON.stringify([policyId, debtorId]);
    const byFacility = used.get(key) ?? new Map<string, bigint>();
    used.set(key, byFacility);
    byFacility.set(facilityId, (byFacility.get(facilityId) ?? 0n) + BigInt(fundedMinor));
  }
  const held = heldByDebtor(facts);
  for (const [key, byFacility] of used) {
    const [policyId = '', debtorId = ''] = JSON.parse(key);
    let [above, below] = [0n, 1n];
    for (const [facilityId, amount] of byFacility) {
      const to = facts.terms.get(facilityId)?.currency ?? '';
      let free = BigInt(facts.coverOf({ policyId, debtorId, to }));
      for (const receivableId of held.get(debtorId) ?? []) {
        free -= BigInt(heldUnder(facts, { receivableId, policyId, to }));
      }
      if (free < 0n) free = 0n;
      above = above * free + amount * below;
      below *= free;
    }
    if (below === 0n || above > below) {
      yield violation('cover_shared', `${policyId} ${debtorId}`, 'more is funded than covered');
    }
  }
}

function policyOf(terms: Terms | undefined): string | undefined {
  const rule = terms?.rules.find((item) => item.rule === 'insured_limit');
  return rule?.rule === 'insured_limit' ? rule.policyId : undefined;
}

function heldByDebtor({ positions, invoices }: Facts): Map<string, string[]> {
  const held = new Map<string, string[]>();
  for (const receivableId of positions.keys()) {
    const debtorId = invoices.get(receivableId)?.debtorId;
    if (debtorId === undefined) continue;
    held.set(debtorId, [...(held.get(debtorId) ?? []), receivableId]);
  }
  return held;
}

/** The cover a position uses up, if whoever holds it may rely on the policy. */
function heldUnder(
  facts: Facts,
  { receivableId, policyId, to }: { receivableId: string; policyId: string; to: string },
): number {
  const invoice = facts.invoices.get(receivableId);
  const holder = facts.terms.get(facts.positions.get(receivableId)?.facilityId ?? '');
  if (!invoice || (holder && policyOf(holder) !== policyId)) return 0;
  return facts.down(invoice.openMinor, invoice.currency, to);
}

/** Cash, cost and shortfall add up; the need is exceeded by less than one line. */
function* checkTotals(
  facts: Facts,
  { need, allocation }: { need: Need; allocation: Allocation },
): Generator<Violation> {
  let [cash, cost, largest] = [0, 0, 0];
  for (const { facilityId, advanceMinor, costMinor } of allocation.lines) {
    const from = facts.terms.get(facilityId)?.currency;
    if (from === undefined) continue;
    const line = facts.down(advanceMinor, from, need.currency);
    cash += line;
    largest = Math.max(largest, line);
    cost += facts.up(costMinor, from, need.currency);
  }
  const shortfall = Math.max(0, need.amountMinor - cash);
  const expected: [string, number, number][] = [
    ['needMinor', allocation.needMinor, need.amountMinor],
    ['cashMinor', allocation.cashMinor, cash],
    ['costMinor', allocation.costMinor, cost],
    ['shortfallMinor', allocation.shortfallMinor, shortfall],
  ];
  for (const [name, actual, wanted] of expected) {
    if (actual !== wanted) yield violation('total', name, `should be ${wanted}`);
  }
  if (cash - need.amountMinor >= largest && largest > 0) {
    yield violation('overshoot', 'cashMinor', 'a whole line more than the need');
  }
}
