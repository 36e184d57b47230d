import { debtorLines } from '../eligibility/debtorLines.ts';
import { isPartRule } from '../eligibility/invoiceRules.ts';
import { firstFailing } from '../eligibility/invoiceSums.ts';
import { judgedInvoice } from '../eligibility/judgedInvoice.ts';
import { debtorAt } from '../eligibility/ledger.ts';
import {
  applyPolicy,
  eligibleSum,
  insuredRoom,
  isSimplePolicy,
  type Room,
} from '../eligibility/limits.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Subject } from '../eligibility/view.ts';
import type { RuleOf } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';

/**
 * By line: what a facility could fund of it before limits and concentration, which an allocation
 * keeps to by choosing. Invoices outside a policy (too long a term, after a stop) are out; where a
 * policy covers the oldest invoices first whether they are financed or not, it is what is covered.
 */
export function netLines(outcome: Outcome): Float64Array {
  const { view, gross, rules } = outcome;
  const { ledger } = view;
  const net = new Float64Array(gross.length);
  const firstLimit = rules.findIndex(({ rule }) => {
    const stage = stageOf(rule);
    return stage === 'limit' || stage === 'concentration';
  });
  const upTo = firstLimit < 0 ? rules.length : firstLimit;
  for (let debtor = 0; debtor < ledger.debtors.length; debtor += 1) {
    if (needsLines(outcome, debtor)) lineByLine(outcome, net, { debtor, upTo });
    else plainLines(outcome, net, debtor);
  }
  if (!rules.some(isPartRule)) return net;
  correctParts(outcome, net);
  return net;
}

/** Debtors whose lines are not simply whole or out. */
function needsLines(outcome: Outcome, debtor: number): boolean {
  const { view, rules } = outcome;
  return rules.some((rule) => {
    switch (rule.rule) {
      case 'credits':
        return view.ledger.credits.has(debtor);
      case 'contra':
        return view.ledger.payables.has(debtor);
      case 'insured_limit':
        return !isSimplePolicy(rule);
      case 'currency_haircut':
        return true;
      default:
        return false;
    }
  });
}

function plainLines(outcome: Outcome, net: Float64Array, debtor: number): void {
  const { view, gross, ageings } = outcome;
  if (ageings.some((found) => found?.isTainted[found.nodeOf(debtor)] === 1)) return;
  const end = view.ledger.start[debtor + 1] ?? 0;
  for (let line = view.ledger.start[debtor] ?? 0; line < end; line += 1) {
    if (firstFailing(outcome, line) < 0) net[line] = gross[line] ?? 0;
  }
}

function lineByLine(
  outcome: Outcome,
  net: Float64Array,
  { debtor, upTo }: { debtor: number; upTo: number },
): void {
  const { view, rules } = outcome;
  const lines = debtorLines(outcome, debtor, upTo);
  for (const [index, rule] of rules.entries()) {
    if (rule.rule !== 'insured_limit' || isSimplePolicy(rule)) continue;
    applyPolicy(view, rule, { lines, room: roomOf(outcome, { debtor, index, rule, lines }) });
  }
  for (const { index, line } of lines) net[index] = line.eligibleMinor;
}

/** A policy that covers by date allows what it covers; any other is a room that facilities share. */
function roomOf(
  { view, heldElsewhere }: Outcome,
  of: { debtor: number; index: number; rule: RuleOf<'insured_limit'>; lines: readonly Subject[] },
): Room {
  const { debtor, index, rule, lines } = of;
  if (rule.consumption !== 'chronological') {
    return { roomMinor: Number.POSITIVE_INFINITY, params: {} };
  }
  return insuredRoom(view, rule, {
    debtorId: debtorAt(view.ledger, debtor).id,
    heldElsewhereMinor: heldElsewhere[index]?.[debtor] ?? 0,
    eligibleMinor: eligibleSum(lines),
  });
}

/** Lines with a part in dispute or components, of debtors that were not worked out line by line. */
function correctParts(outcome: Outcome, net: Float64Array): void {
  for (const line of outcome.view.ledger.partial) {
    const whole = net[line] ?? 0;
    if (whole > 0) net[line] = Math.min(whole, judgedInvoice(outcome.view, line).eligibleMinor);
  }
}
