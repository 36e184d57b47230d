import { debtorLines } from '../eligibility/debtorLines.ts';
import { isPartRule } from '../eligibility/invoiceRules.ts';
import { firstFailing } from '../eligibility/invoiceSums.ts';
import { judgedInvoice } from '../eligibility/judgedInvoice.ts';
import { at, debtorAt } from '../eligibility/ledger.ts';
import {
  applyPolicy,
  eligibleSum,
  insuredRoom,
  isSimplePolicy,
  type Room,
} from '../eligibility/limits.ts';
import { heldElsewhereMinor, type Outcome } from '../eligibility/outcome.ts';
import type { Subject } from '../eligibility/view.ts';
import type { Rule, RuleOf } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import type { Held } from './families.ts';
import { netInNumbers } from './netInNumbers.ts';

/**
 * By line: what a facility could fund of it before limits and concentration, which an allocation
 * keeps to by choosing. Invoices outside a policy (too long a term, after a stop) are out; where a
 * policy covers the oldest invoices first whether they are financed or not, it is what is covered.
 */
export function netLines(outcome: Outcome): Float64Array {
  const { view, gross, rules } = outcome;
  const { ledger } = view;
  const net = new Float64Array(gross.length);
  const debtors = ledger.debtors.length;
  if (rules.some(isByLine)) {
    for (let debtor = 0; debtor < debtors; debtor += 1) lineByLine(outcome, net, debtor);
    return net;
  }
  for (let debtor = 0; debtor < debtors; debtor += 1) plainLines(outcome, net, debtor);
  if (rules.some(isPartRule)) correctParts(outcome, net);
  for (const debtor of new Set([...ledger.credits.keys(), ...ledger.payables.keys()])) {
    if (!netInNumbers(outcome, net, debtor)) lineByLine(outcome, net, debtor);
  }
  return net;
}

/** Rules whose effect on a line depends on the other lines of its debtor, or on its currency. */
function isByLine(rule: Rule): boolean {
  return (
    rule.rule === 'currency_haircut' || (rule.rule === 'insured_limit' && !isSimplePolicy(rule))
  );
}

function plainLines(outcome: Outcome, net: Float64Array, debtor: number): void {
  const { view, gross, ageings } = outcome;
  if (ageings.some((found) => found?.isTainted[found.nodeOf(debtor)] === 1)) return;
  const end = view.ledger.start[debtor + 1] ?? 0;
  for (let line = view.ledger.start[debtor] ?? 0; line < end; line += 1) {
    if (firstFailing(outcome, line) < 0) net[line] = gross[line] ?? 0;
  }
}

function lineByLine(outcome: Outcome, net: Float64Array, debtor: number): void {
  const { view, rules } = outcome;
  const lines = linesBeforeLimits(outcome, debtor);
  for (const [index, rule] of rules.entries()) {
    if (rule.rule !== 'insured_limit' || isSimplePolicy(rule)) continue;
    applyPolicy(view, rule, { lines, room: roomOf(outcome, { debtor, index, rule, lines }) });
  }
  for (const { index, line } of lines) net[index] = line.eligibleMinor;
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
export function heldLines(outcome: Outcome, net: Float64Array): Held {
  const { ledger, terms } = outcome.view;
  if (ledger.positions.size === 0) return [];
  const lines: number[] = [];
  ledger.invoices.forEach(({ id }, line) => {
    if (ledger.positions.get(id)?.facilityId === terms.facilityId) lines.push(line);
  });
  const amounts = outcome.rules.some(isByLine)
    ? amountsBeforeLimits(outcome, lines)
    : lines.map((line) => at(net, line));
  return lines.flatMap((line, index) => {
    const amountMinor = amounts[index] ?? 0;
    return amountMinor > 0 ? [{ line, amountMinor }] : [];
  });
}

function amountsBeforeLimits(outcome: Outcome, lines: readonly number[]): number[] {
  const { debtorOf } = outcome.view.ledger;
  const amounts = new Map<number, number>();
  for (const debtor of new Set(lines.map((line) => at(debtorOf, line)))) {
    for (const { index, line } of linesBeforeLimits(outcome, debtor)) {
      amounts.set(index, line.eligibleMinor);
    }
  }
  return lines.map((line) => amounts.get(line) ?? 0);
}

/** A policy that covers by date allows what it covers; any other is a room that facilities share. */
function roomOf(
  outcome: Outcome,
  of: { debtor: number; index: number; rule: RuleOf<'insured_limit'>; lines: readonly Subject[] },
): Room {
  const { view } = outcome;
  const { debtor, index, rule, lines } = of;
  if (rule.consumption !== 'chronological') {
    return { roomMinor: Number.POSITIVE_INFINITY, params: {} };
  }
  return insuredRoom(view, rule, {
    debtorId: debtorAt(view.ledger, debtor).id,
    heldElsewhereMinor: heldElsewhereMinor(outcome, { index, debtor }),
    eligibleMinor: eligibleSum(lines),
  });
}

/** Lines with a part in dispute or components. */
function correctParts(outcome: Outcome, net: Float64Array): void {
  for (const line of outcome.view.ledger.partial) {
    const whole = net[line] ?? 0;
    if (whole > 0) net[line] = Math.min(whole, judgedInvoice(outcome.view, line).eligibleMinor);
  }
}
