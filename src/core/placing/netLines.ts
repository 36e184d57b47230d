import { debtorLines } from '../eligibility/debtorLines.ts';
import { isPartRule } from '../eligibility/invoiceRules.ts';
import { judgedInvoice } from '../eligibility/judgedInvoice.ts';
import { at, debtorAt, holderAt } from '../eligibility/ledger.ts';
import {
  applyPolicy,
  applyPolicyTerms,
  eligibleSum,
  insuredRoom,
  isSimplePolicy,
  type Room,
} from '../eligibility/limits.ts';
import { heldElsewhereMinor, type Outcome } from '../eligibility/outcome.ts';
import type { Subject } from '../eligibility/view.ts';
import type { RuleOf } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import type { Held } from './families.ts';
import { netInNumbers } from './netInNumbers.ts';
import { plainLines, plainOf } from './plainLines.ts';

/** Fills in what a facility could fund of a debtor's lines, from its first line on. */
export type NetOf = (debtor: number, net: Float64Array) => void;

/**
 * By line: what a facility could fund of it before limits and concentration, which an allocation
 * keeps to by choosing. Invoices outside a policy (too long a term, after a stop) are out; where a
 * policy covers the oldest invoices first whether they are financed or not, it is what is covered.
 */
export function netOf(outcome: Outcome): NetOf {
  const { ledger } = outcome.view;
  if (isAnyByLine(outcome)) {
    return (debtor, net) => lineByLine(outcome, net, debtor);
  }
  const plain = plainOf(outcome);
  const isInParts = outcome.rules.some(isPartRule);
  return function netOfDebtor(debtor, net) {
    plainLines(plain, debtor, net);
    if (isInParts) correctParts(outcome, net, debtor);
    if (!ledger.credits.has(debtor) && !ledger.payables.has(debtor)) return;
    if (!netInNumbers(outcome, net, debtor)) lineByLine(outcome, net, debtor);
  };
}

/** Rules whose effect on a line depends on the other lines of its debtor, or on its currency. */
export function isAnyByLine({ rules, view }: Outcome): boolean {
  return rules.some(
    (rule) =>
      rule.rule === 'currency_haircut' ||
      (rule.rule === 'insured_limit' && !isSimplePolicy(rule, view.hasTerms)),
  );
}

function lineByLine(outcome: Outcome, net: Float64Array, debtor: number): void {
  const { view, rules } = outcome;
  const first = at(view.ledger.start, debtor);
  const lines = linesBeforeLimits(outcome, debtor);
  for (const [index, rule] of rules.entries()) {
    if (rule.rule !== 'insured_limit' || isSimplePolicy(rule, view.hasTerms)) continue;
    if (view.hasTerms(rule.policyId)) {
      // The same of each invoice, whoever funds it: so much of it is insured, all open ones together.
      const byDate = { ...rule, consumption: 'chronological' } as const;
      applyPolicyTerms(view, byDate, { lines, room: withoutNumbers, heldMinor: 0 });
      continue;
    }
    applyPolicy(view, rule, { lines, room: roomOf(outcome, { debtor, index, rule, lines }) });
  }
  for (const { index, line } of lines) net[index - first] = line.eligibleMinor;
}

/** A debtor's lines after every rule that stands before limits and concentration. */
function linesBeforeLimits(outcome: Outcome, debtor: number): Subject[] {
  const firstLimit = outcome.rules.findIndex(({ rule }) => {
    const stage = stageOf(rule);
    return stage === 'limit' || stage === 'concentration';
  });
  return debtorLines(outcome, debtor, firstLimit < 0 ? outcome.rules.length : firstLimit);
}

/**
 * What the lines count for that the facility holds already: cover does not matter any more, so where a
 * policy decides line by line they are worked out without it.
 */
export function heldLines(outcome: Outcome, net: NetOf): Held {
  const { ledger, terms } = outcome.view;
  const lines = [...ledger.heldLines].filter((line) => holderAt(ledger, line) === terms.facilityId);
  const amountsOf = isAnyByLine(outcome)
    ? (debtor: number) => amountsBeforeLimits(outcome, debtor)
    : (debtor: number) => amountsBy(net, { debtor, start: ledger.start });
  const byDebtor = Map.groupBy(lines, (line) => at(ledger.debtorOf, line));
  return [...byDebtor].flatMap(([debtor, own]) => {
    const amounts = amountsOf(debtor);
    const first = at(ledger.start, debtor);
    return own.flatMap((line) => {
      const amountMinor = amounts[line - first] ?? 0;
      return amountMinor > 0 ? [{ line, amountMinor }] : [];
    });
  });
}

function amountsBy(
  net: NetOf,
  { debtor, start }: { debtor: number; start: Int32Array },
): Float64Array {
  const amounts = new Float64Array(at(start, debtor + 1) - at(start, debtor));
  net(debtor, amounts);
  return amounts;
}

function amountsBeforeLimits(outcome: Outcome, debtor: number): number[] {
  return linesBeforeLimits(outcome, debtor).map(({ line }) => line.eligibleMinor);
}

const withoutNumbers: Room = { roomMinor: Number.POSITIVE_INFINITY, params: {} };

/** A policy that covers by date allows what it covers; any other is a room that facilities share. */
function roomOf(
  outcome: Outcome,
  of: { debtor: number; index: number; rule: RuleOf<'insured_limit'>; lines: readonly Subject[] },
): Room {
  const { view } = outcome;
  const { debtor, index, rule, lines } = of;
  if (rule.consumption !== 'chronological') return withoutNumbers;
  return insuredRoom(view, rule, {
    debtorId: debtorAt(view.ledger, debtor).id,
    heldElsewhereMinor: heldElsewhereMinor(outcome, { index, debtor }),
    eligibleMinor: eligibleSum(lines),
  });
}

/** Lines with a part in dispute or components. */
function correctParts({ view }: Outcome, net: Float64Array, debtor: number): void {
  const { partial, start } = view.ledger;
  const first = at(start, debtor);
  const end = at(start, debtor + 1);
  for (let index = firstFrom(partial, first); index < partial.length; index += 1) {
    const line = at(partial, index);
    if (line >= end) return;
    const whole = at(net, line - first);
    if (whole > 0) net[line - first] = Math.min(whole, judgedInvoice(view, line).eligibleMinor);
  }
}

/** The first place of an ascending column that is not below a number. */
function firstFrom(column: Int32Array, least: number): number {
  let [from, to] = [0, column.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (at(column, middle) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
