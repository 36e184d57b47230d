import { isSimple, payableOf } from '../eligibility/credits.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { RuleOf } from '../facility/rule.ts';

type NettingOrder = RuleOf<'credits'>['unreferenced'];

/**
 * Takes a debtor's credits and contra off its lines by their sums, in the same order as the lines worked
 * out one by one; `net` begins with its first line. False, and nothing done, where a credit names its
 * invoice or an old one comes first.
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
  for (const place of placesInOrder(ledger, net, { debtor, order })) {
    const taken = Math.min(rest, at(net, place));
    net[place] = at(net, place) - taken;
    rest -= taken;
    if (rest === 0) return;
  }
}

/** Lines that have something left, by due day and issue day, then as the ledger has them. */
function placesInOrder(
  { start, due, issued }: Ledger,
  net: Float64Array,
  { debtor, order }: { debtor: number; order: NettingOrder },
): number[] {
  const places: number[] = [];
  const first = at(start, debtor);
  const lines = at(start, debtor + 1) - first;
  for (let place = 0; place < lines; place += 1) if (at(net, place) > 0) places.push(place);
  const sign = order === 'latest_due_first' ? -1 : 1;
  const byDay = (column: Int32Array, left: number, right: number) =>
    at(column, first + left) - at(column, first + right);
  return places.sort(
    (left, right) => sign * (byDay(due, left, right) || byDay(issued, left, right)) || left - right,
  );
}
