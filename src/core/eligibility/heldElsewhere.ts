import type { RuleOf } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { mayRelyOn } from './coverBook.ts';
import { debtorLines } from './debtorLines.ts';
import { amountAt } from './gross.ts';
import { firstFailing } from './invoiceSums.ts';
import { judgedInvoice } from './judgedInvoice.ts';
import { append, at, holderAt } from './ledger.ts';
import type { HeldElsewhere, Outcome } from './outcome.ts';

/**
 * By debtor: what another facility holds and that uses the policy's cover already, with its whole open
 * amount there; less what the rules before this one left of it here, which is in this facility's own sum.
 * Where the oldest invoices use it anyway, held ones do so in their turn.
 */
export function heldElsewhere(
  outcome: Outcome,
  { index, rule }: { index: number; rule: RuleOf<'insured_limit'> },
  facilities: readonly Terms[],
): Map<number, HeldElsewhere> {
  const held = new Map<number, HeldElsewhere>();
  if (rule.consumption === 'chronological') return held;
  for (const [debtor, lines] of linesElsewhere(outcome, rule, facilities)) {
    const left = leftOf(outcome, { debtor, index });
    held.set(debtor, { lines, minor: onlyThere(outcome, { lines, left }) });
  }
  return held;
}

/** The same of one debtor, for an outcome whose limits or cover are others than those it was made with. */
export function heldAgain(outcome: Outcome, debtor: number): Outcome['heldElsewhere'] {
  return outcome.heldElsewhere.map((held, index) => {
    const own = held?.get(debtor);
    if (!own) return undefined;
    const left = leftByLine(outcome, { debtor, index });
    return new Map([[debtor, { ...own, minor: onlyThere(outcome, { lines: own.lines, left }) }]]);
  });
}

type Left = (line: number) => AmountMinor;

function onlyThere({ amounts }: Outcome, { lines, left }: { lines: number[]; left: Left }): number {
  return sumMinor(lines.map((line) => amountAt(amounts, line) - left(line)));
}

/** By debtor: the lines held by another facility that may rely on the policy. */
function linesElsewhere(
  { view: { ledger, terms } }: Outcome,
  { policyId }: RuleOf<'insured_limit'>,
  facilities: readonly Terms[],
): Map<number, number[]> {
  const lines = new Map<number, number[]>();
  for (const line of ledger.heldLines) {
    const facilityId = holderAt(ledger, line);
    if (facilityId === undefined || facilityId === terms.facilityId) continue;
    if (mayRelyOn(facilities, { facilityId, policyId })) {
      append(lines, at(ledger.debtorOf, line), line);
    }
  }
  return lines;
}

type Of = { debtor: number; index: number };

/** What the rules before one left of a debtor's lines; by invoice alone where none took from its sum. */
function leftOf(outcome: Outcome, { debtor, index }: Of): Left {
  const { view, eligible, takenOf } = outcome;
  if (at(eligible, debtor) === 0) return () => 0;
  const isAsJudged = takenOf.every((taken, rule) => rule >= index || !taken?.[debtor]);
  if (!isAsJudged) return leftByLine(outcome, { debtor, index });
  return (line) => (firstFailing(outcome, line) < 0 ? judgedInvoice(view, line).eligibleMinor : 0);
}

function leftByLine(outcome: Outcome, { debtor, index }: Of): Left {
  const lines = debtorLines(outcome, debtor, index);
  const amounts = new Map(lines.map((own) => [own.index, own.line.eligibleMinor]));
  return (line) => amounts.get(line) ?? 0;
}
