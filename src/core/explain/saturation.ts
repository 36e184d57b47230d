import { assert } from '../assert.ts';
import { capPool } from '../caps/capPool.ts';
import type { CapBase, CapInput } from '../caps/input.ts';
import { isConcentration } from '../eligibility/concentration.ts';
import { debtorLines } from '../eligibility/debtorLines.ts';
import { poolOf } from '../eligibility/facility.ts';
import { heldAgain } from '../eligibility/heldElsewhere.ts';
import { at, linesOfDebtor } from '../eligibility/ledger.ts';
import {
  eligibleSum,
  funderLimits as funderLimitsOf,
  insuredMinor,
  isSimplePolicy,
} from '../eligibility/limits.ts';
import { heldElsewhereMinor, type Outcome } from '../eligibility/outcome.ts';
import type { Subject } from '../eligibility/view.ts';
import { stageOf } from '../facility/stage.ts';
import { sumMinor } from '../money.ts';
import { type Limit, raisedView } from './limit.ts';

/**
 * A limit so much higher that nothing of the debtor is above it. Doubling ends: limits are below 2^53
 * in every currency they are converted to, and so is what a debtor owes.
 */
export function plentyOf(outcome: Outcome, debtor: number, limit: Limit): number {
  const { gross, view } = outcome;
  const owedMinor = sumMinor(linesOfDebtor(view.ledger, debtor).map((line) => at(gross, line)));
  if (limit.what === 'funder_limit') return Math.max(1, owedMinor);
  const { rules } = outcome;
  const { debtorId } = limit;
  let byMinor = 1;
  rules.forEach((rule, index) => {
    if (rule.rule !== 'insured_limit' || rule.policyId !== limit.policyId) return;
    const of = { debtorId, heldElsewhereMinor: heldElsewhereMinor(outcome, { index, debtor }) };
    const room = () => insuredMinor(raisedView(view, limit, byMinor), rule, of);
    while (room() < owedMinor && byMinor < 2 ** 51) byMinor *= 2;
  });
  return byMinor;
}

/**
 * The least more limit with which a facility's pool is what it is with plenty; `plenty` is the outcome
 * with that much more. Found by halving: the pool grows with the limit, save where shares cross in
 * several ways and more of one thing may leave less room for another; there it is a limit with which
 * the pool is that of plenty and with a unit less is another.
 */
export function saturationOf(
  { today, plenty }: { today: Outcome; plenty: Outcome },
  { debtor, limit, plentyMinor }: { debtor: number; limit: Limit; plentyMinor: number },
): number {
  const mostMinor = poolOf(plenty);
  if (poolOf(today) === mostMinor) return 0;
  const poolWith = poolsBy({ today, plenty }, debtor, limit);
  assert(poolWith(plentyMinor) === mostMinor, 'a debtor alone does not come to the same pool');
  let below = 0;
  let enough = plentyMinor;
  while (enough - below > 1) {
    const middle = below + Math.floor((enough - below) / 2);
    if (poolWith(middle) === mostMinor) enough = middle;
    else below = middle;
  }
  return enough;
}

/**
 * The pool with so much more limit, at least one unit of it: only this debtor's amount is reckoned
 * again, and with it the caps. What rules about invoices say is as with plenty.
 */
function poolsBy(
  { today, plenty }: { today: Outcome; plenty: Outcome },
  debtor: number,
  limit: Limit,
): (byMinor: number) => number {
  // The limits as they are today, the lines as they fare with plenty.
  const { view, rules, funderLimits } = today;
  const amountsWith = amountsBy({ ...plenty, view, rules, funderLimits }, debtor, limit);
  const { caps } = plenty;
  if (!caps) {
    const others = poolOf(plenty) - (plenty.eligible[debtor] ?? 0);
    return (byMinor) => sumMinor([others, ...amountsWith(byMinor).values()]);
  }
  const cells = [...caps.cells.debtorOf.keys()].filter(
    (cell) => caps.cells.debtorOf[cell] === debtor,
  );
  const bases = caps.stated.map(({ rule }) => rule.base);
  return function poolWith(byMinor) {
    const amounts = caps.cells.amounts.slice();
    const found = amountsWith(byMinor);
    for (const cell of cells) amounts[cell] = found.get(caps.cells.currencyOf?.[cell] ?? -1) ?? 0;
    return capPool(withAmounts(caps.input, amounts, bases)).poolMinor;
  };
}

/** What a debtor has before caps, by the currency's index where caps tell currencies apart, else by −1. */
function amountsBy(
  outcome: Outcome,
  debtor: number,
  limit: Limit,
): (byMinor: number) => Map<number, number> {
  const { rules, caps, view, heldElsewhere } = outcome;
  const firstCap = rules.findIndex(isConcentration);
  const upTo = firstCap < 0 ? rules.length : firstCap;
  const isBySum =
    !caps?.cells.currencyOf &&
    rules.every((rule) => {
      if (rule.rule === 'country') return rule.policyId === undefined;
      return rule.rule !== 'insured_limit' || isSimplePolicy(rule, view.hasTerms);
    }) &&
    // What a funder's limit leaves of what others hold decides what they use of the cover besides.
    (limit.what !== 'funder_limit' || heldElsewhere.every((held) => !held?.has(debtor)));
  if (!isBySum) {
    return function byLines(byMinor) {
      const raised = raisedOutcome(outcome, limit, byMinor);
      const again = { ...raised, heldElsewhere: heldAgain(raised, debtor) };
      const lines = debtorLines(again, debtor, upTo);
      if (!caps?.cells.currencyOf) return new Map([[-1, eligibleSum(lines)]]);
      return sumsByCurrency(view.ledger.currencyOf, lines);
    };
  }
  const unlimited = beforeLimits(outcome, debtor);
  return function bySum(byMinor) {
    return new Map([[-1, withinLimits(outcome, { debtor, limit, byMinor, unlimited })]]);
  };
}

function raisedOutcome(outcome: Outcome, limit: Limit, byMinor: number): Outcome {
  const view = raisedView(outcome.view, limit, byMinor);
  const { rules } = view.terms;
  const funderLimits = rules.map((rule) =>
    rule.rule === 'funder_limit' ? funderLimitsOf(rule) : undefined,
  );
  return { ...outcome, view, rules, funderLimits };
}

/** What is left of a debtor, with all that limits and caps took of it. */
function beforeLimits({ rules, eligible, takenOf }: Outcome, debtor: number): number {
  const later = rules.flatMap(({ rule }, index) => {
    const stage = stageOf(rule);
    return stage === 'limit' || stage === 'concentration' ? [takenOf[index]?.[debtor] ?? 0] : [];
  });
  return sumMinor([eligible[debtor] ?? 0, ...later]);
}

type Within = { debtor: number; limit: Limit; byMinor: number; unlimited: number };

function withinLimits(outcome: Outcome, { debtor, limit, byMinor, unlimited }: Within): number {
  const { rules, view, funderLimits } = outcome;
  const { debtorId } = limit;
  const covered = limit.what === 'cover' ? raisedView(view, limit, byMinor) : view;
  let left = unlimited;
  rules.forEach((rule, index) => {
    if (rule.rule === 'funder_limit') {
      const more = limit.what === 'funder_limit' ? byMinor : 0;
      left = Math.min(left, (funderLimits[index]?.get(debtorId) ?? rule.otherwiseMinor) + more);
    }
    if (rule.rule !== 'insured_limit') return;
    const held = heldElsewhereMinor(outcome, { index, debtor });
    left = Math.min(left, insuredMinor(covered, rule, { debtorId, heldElsewhereMinor: held }));
  });
  return left;
}

function sumsByCurrency(currencyOf: Uint8Array, lines: readonly Subject[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { line, index } of lines) {
    const currency = at(currencyOf, index);
    sums.set(currency, (sums.get(currency) ?? 0) + line.eligibleMinor);
  }
  return sums;
}

/** Of what shares are taken, only the sum before caps moves with a debtor's amount. */
function withAmounts(input: CapInput, amounts: Float64Array, bases: readonly string[]): CapInput {
  const minor = sumMinor(amounts);
  const moved = (base: CapBase, place: number): CapBase =>
    bases[place] === 'grossEligible' ? { kind: 'amount', minor } : base;
  const { families, pairs } = input;
  return {
    amounts,
    families: families.map((family, place) => ({ ...family, base: moved(family.base, place) })),
    pairs: pairs.map((pair, place) => ({
      ...pair,
      base: moved(pair.base, families.length + place),
    })),
  };
}
