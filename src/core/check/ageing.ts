import type { RuleOf } from '../facility/rule.ts';
import type { Currency } from '../money.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { type Rows, sumsBy, takenAt } from './rows.ts';

/** All of a tainted debtor or group is out, and nothing of any other. */
export function* checkAgeing(
  facts: Facts,
  of: { rows: Rows; rule: RuleOf<'cross_ageing'>; currency: Currency },
): Generator<Violation> {
  const { rows, rule } = of;
  const node = rows[rule.scope];
  const tainted = taintedNodes(facts, of);
  for (let index = 0; index < rows.lines.length; index += 1) {
    const left = rows.left[index] ?? 0;
    const wanted = tainted[node[index] ?? 0] === true ? left : 0;
    if (takenAt(rows, index, 'cross_ageing') === wanted) continue;
    const at = `${rows.result.facilityId} ${rows.lines[index]?.receivableId}`;
    yield violation('cross_ageing', at, wanted > 0 ? 'is tainted' : 'is not tainted');
  }
}

/** Old ÷ owed against the threshold, both over the whole ledger. */
function taintedNodes(
  facts: Facts,
  { rows, rule, currency }: { rows: Rows; rule: RuleOf<'cross_ageing'>; currency: Currency },
): boolean[] {
  const node = rows[rule.scope];
  const { count } = facts.nodes;
  const gross = Float64Array.from(rows.lines, ({ grossMinor }) => grossMinor);
  const since = rule.basis === 'due_date' ? rows.due : rows.issued;
  const old = gross.map((amount, index) => {
    if (rule.numerator === 'otherwise_ineligible') return amount - (rows.left[index] ?? 0);
    return facts.asOf - (since[index] ?? 0) > rule.days ? amount : 0;
  });
  const past = sumsBy(node, count, old);
  const owed = sumsBy(node, count, gross);
  if (rule.denominator === 'net_of_credits') {
    for (const { debtorId, openMinor, currency: from } of facts.credits) {
      const debtor = facts.nodes.debtor.get(debtorId) ?? 0;
      const own = rule.scope === 'group' ? (facts.nodes.group[debtor] ?? 0) : debtor;
      owed[own] = (owed[own] ?? 0) - facts.up(-openMinor, from, currency);
    }
  }
  return Array.from(owed, (all, index) => {
    const excess = BigInt(past[index] ?? 0) * 10_000n - BigInt(rule.shareBp) * BigInt(all);
    return all > 0 && (rule.operator === '>' ? excess > 0n : excess >= 0n);
  });
}
