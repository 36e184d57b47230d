import type { Allocated } from '../allocation/allocated.ts';
import type { AllocationProblem } from '../allocation/problem.ts';
import { at, debtorAt, invoiceAt } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { NotPlaced } from '../plan.ts';
import { type Loads, loadsOf, offerAt, verdictOn } from './loads.ts';
import type { Stated } from './problemOf.ts';

type Answer = {
  stated: Stated;
  allocated: Allocated;
  outcomes: readonly Outcome[];
  /** The price of cash at the margin, millionths. */
  marginalPpm: number;
  /** The need's. */
  currency: string;
};

/** One reason for each free receivable that some facility would take and that was not placed. */
export function notPlacedOf(answer: Answer): NotPlaced[] {
  const { stated, allocated, outcomes } = answer;
  const { problem, lineOf, tooSmall } = stated;
  const { placement } = allocated.solution;
  const ledger = outcomes[0]?.view.ledger;
  if (!ledger) return [];
  const loads = loadsOf(problem, placement);
  const dearestPpm = dearestOf(problem, allocated);
  const reasons = new Map<number, NotPlaced>();
  for (const [line, offer] of tooSmall) {
    const receivableId = invoiceAt(ledger, line).id;
    reasons.set(line, tooSmallFor(answer, { receivableId, line, offer }));
  }
  for (let line = 0; line < lineOf.length; line += 1) {
    const own = at(lineOf, line);
    if (placement.placed[line] !== 0) {
      reasons.delete(own);
      continue;
    }
    const receivableId = invoiceAt(ledger, own).id;
    reasons.set(own, reasonFor(answer, { receivableId, line, loads, dearestPpm }));
  }
  return [...reasons.keys()]
    .sort((left, right) => left - right)
    .flatMap((line) => reasons.get(line) ?? []);
}

function tooSmallFor(
  { outcomes }: Answer,
  { receivableId, line, offer }: { receivableId: string; line: number; offer: number },
): NotPlaced {
  const outcome = outcomes[offer];
  const { facilityId = '', currency = '' } = outcome?.view.terms ?? {};
  const params = { facilityId, eligibleMinor: outcome?.gross[line] ?? 0, currency };
  return { receivableId, reason: 'too_small', params };
}

/** Of the pair that costs least: no room, or it would cost more than it is worth. */
function reasonFor(
  answer: Answer,
  of: { receivableId: string; line: number; loads: Loads; dearestPpm: number },
): NotPlaced {
  const { stated, outcomes, allocated } = answer;
  const { problem } = stated;
  const { receivableId, line, loads, dearestPpm } = of;
  const pair = cheapestPair(problem, line);
  const index = at(problem.offerOf, pair);
  const offer = offerAt(problem, index);
  const { facilityId } = offer;
  const currency = outcomes[index]?.view.terms.currency ?? '';
  const verdict = verdictOn(problem, loads, { line, pair, offer: index });
  const fundedMinor = at(problem.base, pair);
  if (verdict.status === 'full') {
    const advanceMinor = Math.floor((fundedMinor * offer.advanceRateBp) / 10_000);
    const params = { facilityId, advanceMinor, roomMinor: verdict.roomMinor, currency };
    return { receivableId, reason: 'facility_full', params };
  }
  const costPpm = unitCostPpm(problem, pair);
  if (verdict.status !== 'fits') {
    const ledger = outcomes[index]?.view.ledger;
    const debtorId = ledger ? debtorAt(ledger, at(problem.debtorOf, line)).id : '';
    const cap = verdict.status === 'cap' ? ruleOf(outcomes[index], verdict.rule) : verdict.status;
    const params = { facilityId, debtorId, cap, fundedMinor, currency };
    return { receivableId, reason: 'cap_reached', params };
  }
  const isUnused = allocated.solution.value.used[index] === false;
  if (isUnused && offer.fixedCost > 0 && costPpm <= dearestPpm) {
    const fixedCostMinor = offer.fixedCost;
    const params = { facilityId, costPpm, fixedCostMinor, currency: answer.currency };
    return { receivableId, reason: 'fixed_cost', params };
  }
  const marginalPpm = Math.max(dearestPpm, answer.marginalPpm);
  const reason = costPpm > marginalPpm ? 'dearer' : 'need_met';
  return { receivableId, reason, params: { facilityId, costPpm, marginalPpm } };
}

function ruleOf(outcome: Outcome | undefined, rule: number): string {
  return outcome?.rules[rule]?.rule ?? 'concentration';
}

function cheapestPair(problem: AllocationProblem, line: number): number {
  const end = at(problem.pairStart, line + 1);
  let best = at(problem.pairStart, line);
  for (let pair = best + 1; pair < end; pair += 1) {
    if (unitCostPpm(problem, pair) < unitCostPpm(problem, best)) best = pair;
  }
  return best;
}

/** Millionths of the cash a pair raises; for a pledge with the interest on what it lets draw. */
function unitCostPpm(problem: AllocationProblem, pair: number): number {
  const offer = offerAt(problem, at(problem.offerOf, pair));
  const { numerator, denominator } = offer.interest;
  const interest =
    offer.mode === 'pledge' ? (Number(numerator) * offer.drawDays) / Number(denominator) : 0;
  return Math.floor((at(problem.cost, pair) / at(problem.cash, pair) + interest) * 1_000_000);
}

function dearestOf(problem: AllocationProblem, { solution }: Allocated): number {
  const { placed } = solution.placement;
  let dearest = 0;
  for (let line = 0; line < placed.length; line += 1) {
    const offer = (placed[line] ?? 0) - 1;
    if (offer < 0) continue;
    const end = at(problem.pairStart, line + 1);
    for (let pair = at(problem.pairStart, line); pair < end; pair += 1) {
      if (problem.offerOf[pair] === offer) dearest = Math.max(dearest, unitCostPpm(problem, pair));
    }
  }
  return dearest;
}
