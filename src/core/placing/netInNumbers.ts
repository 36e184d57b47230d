import { isSimple, payableOf } from '../eligibility/credits.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { RuleOf } from '../facility/rule.ts';

type NettingOrder = RuleOf<'credits'>['unreferenced'];

/**
 * Takes a debtor's credits and contra off its lines by their sums, in the same order as the lines worked
 * out one by one. False, and nothing done, where a credit names its invoice or an old one comes first.
 */
export function netInNumbers(outcome: Outcome, net: Float64Array, debtor: number): boolean {
  const { rules, view, scan } = outcome;
  const { ledger } = view;
  const isKnown = rules.every((rule) => rule.rule !== 'credits' || isSimple(rule, ledger, debtor));
  if (!isKnown) return false;
  const credits = scan.creditsIn(scan.currencies.indexOf(view.terms.currency));
  for (const rule of rules) {
    if (rule.rule === 'credits') {
      reduce(ledger, net, { debtor, amount: at(credits, debtor), order: rule.unreferenced });
    }
    if (rule.rule === 'contra') {
      const amount = payableOf(view, rule, debtor);
      reduce(ledger, net, { debtor, amount, order: 'latest_due_first' });
    }
  }
  return true;
}

function reduce(
  ledger: Ledger,
  net: Float64Array,
  { debtor, amount, order }: { debtor: number; amount: number; order: NettingOrder },
): void {
  if (amount === 0) return;
  let rest = amount;
  for (const line of linesInOrder(ledger, net, { debtor, order })) {
    const taken = Math.min(rest, at(net, line));
    net[line] = at(net, line) - taken;
    rest -= taken;
    if (rest === 0) return;
  }
}

/** Lines that have something left, by due day and issue day, then as the ledger has them. */
function linesInOrder(
  { start, due, issued }: Ledger,
  net: Float64Array,
  { debtor, order }: { debtor: number; order: NettingOrder },
): number[] {
  const lines: number[] = [];
  const end = at(start, debtor + 1);
  for (let line = at(start, debtor); line < end; line += 1) {
    if ((net[line] ?? 0) > 0) lines.push(line);
  }
  const sign = order === 'latest_due_first' ? -1 : 1;
  return lines.sort(
    (left, right) =>
      sign * (at(due, left) - at(due, right) || at(issued, left) - at(issued, right)) ||
      left - right,
  );
}
