import type { RuleOf } from '../facility/rule.ts';
import type { Params } from '../plan.ts';
import { ageingIndex } from './cuts.ts';
import { type Ageings, type Outcome, takenFrom } from './outcome.ts';

type CrossAgeing = RuleOf<'cross_ageing'>;

/**
 * Excludes all of a debtor (or group) whose old invoices are too large a share of what it owes:
 * 10,000 · past against shareBp · total, in integers. Both sums are over the whole ledger as it came,
 * gross of credits, since netting would hide overdue debt; unless the terms state another numerator
 * (what the rules before this one took) or denominator (less the debtor's credits).
 */
export function applyCrossAgeing(outcome: Outcome, index: number, rule: CrossAgeing): void {
  const ageings = balancesOf(outcome, rule);
  outcome.ageings[index] = ageings;
  const { isTainted, total } = ageings;
  let isAny = false;
  for (let node = 0; node < total.length; node += 1) {
    if (!isTooOld(ageings, node, rule)) continue;
    isTainted[node] = 1;
    isAny = true;
  }
  if (!isAny) return;
  const { groupOf } = outcome.view.ledger;
  for (let debtor = 0; debtor < outcome.eligible.length; debtor += 1) {
    const node = rule.scope === 'group' ? (groupOf[debtor] ?? 0) : debtor;
    if (isTainted[node] === 1) takenFrom(outcome, index, debtor, outcome.eligible[debtor] ?? 0);
  }
}

export function ageingParams(
  { view, ageings }: Outcome,
  of: { index: number; rule: CrossAgeing; debtor: number },
): Params {
  const { rule, debtor } = of;
  const found = ageings[of.index];
  const node = found?.nodeOf(debtor) ?? 0;
  const past = found?.past[node] ?? 0;
  const total = found?.total[node] ?? 0;
  return {
    pastMinor: past,
    totalMinor: total,
    shareBp: total === 0 ? 0 : Number((10_000n * BigInt(past)) / BigInt(total)),
    thresholdBp: rule.shareBp,
    operator: rule.operator,
    days: rule.days,
    basis: rule.basis,
    scope: rule.scope,
    numerator: rule.numerator ?? 'aged',
    denominator: rule.denominator ?? 'invoices',
    debtorId: view.ledger.debtors[debtor]?.id ?? '',
    currency: view.terms.currency,
  };
}

/** A debtor that owes nothing is not tainted, whatever the operator. */
function isTooOld(
  { past, total }: Ageings,
  node: number,
  { shareBp, operator }: CrossAgeing,
): boolean {
  const owed = total[node] ?? 0;
  const old = past[node] ?? 0;
  if (owed <= 0) return false;
  if (owed < 2 ** 39) {
    const difference = 10_000 * old - shareBp * owed;
    return operator === '>' ? difference > 0 : difference >= 0;
  }
  const difference = 10_000n * BigInt(old) - BigInt(shareBp) * BigInt(owed);
  return operator === '>' ? difference > 0n : difference >= 0n;
}

function balancesOf(outcome: Outcome, rule: CrossAgeing): Ageings {
  const { scan, view, eligible } = outcome;
  const { ledger } = view;
  const sums = scan.sums[scan.currencies.indexOf(view.terms.currency)];
  const old = sums?.aged[ageingIndex(scan.cuts, rule)];
  const nodeOf =
    rule.scope === 'group'
      ? (debtor: number) => ledger.groupOf[debtor] ?? 0
      : (debtor: number) => debtor;
  const past = new Float64Array(eligible.length);
  const total = new Float64Array(eligible.length);
  const isOther = rule.numerator === 'otherwise_ineligible';
  for (let debtor = 0; debtor < eligible.length; debtor += 1) {
    const node = rule.scope === 'group' ? (ledger.groupOf[debtor] ?? 0) : debtor;
    const owed = sums?.owed[debtor] ?? 0;
    const counted = isOther ? owed - (eligible[debtor] ?? 0) : (old?.[debtor] ?? 0);
    past[node] = (past[node] ?? 0) + counted;
    total[node] = (total[node] ?? 0) + owed;
  }
  if (rule.denominator === 'net_of_credits') {
    for (const [debtor, credits] of ledger.credits) {
      const node = nodeOf(debtor);
      for (const { openMinor, currency } of credits) {
        total[node] = (total[node] ?? 0) - view.toFacility(-openMinor, currency, 'up');
      }
    }
  }
  return { nodeOf, past, total, isTainted: new Uint8Array(eligible.length) };
}
