import type { AllocationProblem } from '../allocation/problem.ts';
import type { Solution } from '../allocation/value.ts';
import { offerAt } from '../allocation/value.ts';
import { assert, never } from '../assert.ts';
import { amountAt } from '../eligibility/gross.ts';
import { at, debtorAt, invoiceAt } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { NotPlaced } from '../plan.ts';
import { type Loads, loadsOf, verdictOn } from './loads.ts';
import type { Stated } from './problemOf.ts';

type Answer = {
  stated: Stated;
  solution: Solution;
  outcomes: readonly Outcome[];
  /** The price of cash at the margin, millionths. */
  marginalPpm: number;
};

/** A line that some facility would take and that was not placed; amounts in that facility's currency. */
export type LeftOut = {
  /** Of the ledger. */
  line: number;
  offer: number;
  eligibleMinor: number;
} & Why;

type Why =
  | { reason: 'too_small' }
  | { reason: 'facility_full'; roomMinor: number }
  | { reason: 'cap_reached'; cap: string }
  | { reason: 'fixed_cost'; costPpm: number }
  | { reason: 'minimum_draw' }
  | { reason: 'dearer' | 'need_met'; costPpm: number; marginalPpm: number };

/** One reason for each free receivable that some facility would take and that was not placed. */
export function notPlacedOf(answer: Answer & { currency: string }): NotPlaced[] {
  const { outcomes } = answer;
  const ledger = outcomes[0]?.view.ledger;
  if (!ledger) return [];
  return Array.from(leftOutOf(answer), (left) => ({
    receivableId: invoiceAt(ledger, left.line).id,
    reason: left.reason,
    params: paramsOf(left, answer),
  }));
}

/** The same in numbers, in the ledger's order. */
export function* leftOutOf(answer: Answer): Generator<LeftOut> {
  const { stated, solution, outcomes } = answer;
  const { problem, lineOf } = stated;
  const { placed } = solution.placement;
  const loads = loadsOf(problem, solution.placement);
  const dearestPpm = dearestOf(problem, solution);
  const small = Array.from(stated.tooSmall, ([line, offer]) => ({ line, offer }));
  let next = 0;
  for (let line = 0; line < lineOf.length; line += 1) {
    const own = at(lineOf, line);
    for (; (small[next]?.line ?? own) < own; next += 1) yield tooSmall(small[next], outcomes);
    const isSmall = small[next]?.line === own;
    if (placed[line] === 0) {
      if (at(problem.pairStart, line) < at(problem.pairStart, line + 1)) {
        const pair = cheapestPair(problem, line);
        const offer = at(problem.offerOf, pair);
        const why = whyNot(answer, { line, pair, loads, dearestPpm });
        yield { line: own, offer, eligibleMinor: at(problem.base, pair), ...why };
      } else if (isSmall) yield tooSmall(small[next], outcomes);
    }
    if (isSmall) next += 1;
  }
  for (const left of small.slice(next)) yield tooSmall(left, outcomes);
}

function tooSmall(
  left: { line: number; offer: number } | undefined,
  outcomes: readonly Outcome[],
): LeftOut {
  assert(left, 'no line is too small');
  const own = outcomes[left.offer];
  const eligibleMinor = own ? amountAt(own.amounts, left.line) : 0;
  return { ...left, eligibleMinor, reason: 'too_small' };
}

/** What the dearest receivable placed costs, millionths of its cash. */
export function dearestOf(problem: AllocationProblem, { placement }: Solution): number {
  const { placed } = placement;
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

/** Of the pair that costs least: no room, or it would cost more than it is worth. */
function whyNot(
  { stated, outcomes, solution, ...answer }: Answer,
  { line, pair, loads, dearestPpm }: Judged,
): Why {
  const { problem } = stated;
  const index = at(problem.offerOf, pair);
  const verdict = verdictOn(problem, loads, { line, pair, offer: index });
  if (verdict.status === 'full') {
    return { reason: 'facility_full', roomMinor: verdict.roomMinor };
  }
  if (verdict.status !== 'fits') {
    const cap = verdict.status === 'cap' ? ruleOf(outcomes[index], verdict.rule) : verdict.status;
    return { reason: 'cap_reached', cap };
  }
  const costPpm = unitCostPpm(problem, pair);
  const isUnused = solution.value.used[index] === false;
  if (isUnused && solution.value.shortfallMinor > 0 && offerAt(problem, index).minimumDraw > 0) {
    return { reason: 'minimum_draw' };
  }
  if (isUnused && offerAt(problem, index).fixedCost > 0 && costPpm <= dearestPpm) {
    return { reason: 'fixed_cost', costPpm };
  }
  const marginalPpm = Math.max(dearestPpm, answer.marginalPpm);
  return { reason: costPpm > marginalPpm ? 'dearer' : 'need_met', costPpm, marginalPpm };
}

type Judged = { line: number; pair: number; loads: Loads; dearestPpm: number };

function paramsOf(
  left: LeftOut,
  { stated, outcomes, currency: needCurrency }: Answer & { currency: string },
): NotPlaced['params'] {
  const { eligibleMinor } = left;
  const { view } = outcomes[left.offer] ?? {};
  const { facilityId = '', currency = '' } = view?.terms ?? {};
  const offer = offerAt(stated.problem, left.offer);
  switch (left.reason) {
    case 'too_small':
      return { facilityId, eligibleMinor, currency };
    case 'facility_full': {
      const advanceMinor = Math.floor((eligibleMinor * offer.advanceRateBp) / 10_000);
      return { facilityId, advanceMinor, roomMinor: left.roomMinor, currency };
    }
    case 'cap_reached': {
      const debtorId = view ? debtorAt(view.ledger, at(view.ledger.debtorOf, left.line)).id : '';
      return { facilityId, debtorId, cap: left.cap, fundedMinor: eligibleMinor, currency };
    }
    case 'fixed_cost': {
      const { costPpm } = left;
      return { facilityId, costPpm, fixedCostMinor: offer.fixedCost, currency: needCurrency };
    }
    case 'minimum_draw':
      return { facilityId, minimumMinor: offer.minimumDraw, currency };
    case 'dearer':
    case 'need_met':
      return { facilityId, costPpm: left.costPpm, marginalPpm: left.marginalPpm };
    default:
      return never(left, 'paramsOf');
  }
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
