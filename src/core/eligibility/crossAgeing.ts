import type { Rule } from '../facility.ts';
import { sumMinor } from '../money.ts';
import { at } from './ledger.ts';
import { type FacilityView, take } from './view.ts';

type CrossAgeing = Extract<Rule, { rule: 'cross_ageing' }>;

/**
 * Excludes all of a debtor (or group) whose old invoices are too large a share of what it owes:
 * 10,000 · past against shareBp · total, in integers. Both sums are over the whole ledger as it came,
 * before any rule and gross of credits, since netting would hide overdue debt.
 */
export function applyCrossAgeing(view: FacilityView, rule: CrossAgeing): void {
  const { ledger, lines } = view;
  const { pastMinor, totalMinor } = agedBalances(view, rule);
  lines.forEach((line, index) => {
    const node = nodeOf(view, rule.scope, index);
    const past = at(pastMinor, node);
    const total = at(totalMinor, node);
    if (!isTainted({ past, total }, rule)) return;
    take(line, 'cross_ageing', line.eligibleMinor, {
      pastMinor: past,
      totalMinor: total,
      shareBp: Number((10_000n * BigInt(past)) / BigInt(total)),
      thresholdBp: rule.shareBp,
      operator: rule.operator,
      days: rule.days,
      basis: rule.basis,
      scope: rule.scope,
      debtorId: ledger.invoices[index]?.debtorId ?? '',
      currency: view.terms.currency,
    });
  });
}

/** A debtor that owes nothing is not tainted, whatever the operator. */
function isTainted(
  { past, total }: { past: number; total: number },
  { shareBp, operator }: { shareBp: number; operator: '>' | '>=' },
): boolean {
  if (total === 0) return false;
  const share = 10_000n * BigInt(past);
  const threshold = BigInt(shareBp) * BigInt(total);
  return operator === '>' ? share > threshold : share >= threshold;
}

function agedBalances(view: FacilityView, rule: CrossAgeing) {
  const { ledger, lines } = view;
  const counted = rule.basis === 'due_date' ? ledger.due : ledger.issued;
  const pastMinor = new Float64Array(ledger.debtors.length);
  const totalMinor = new Float64Array(ledger.debtors.length);
  lines.forEach(({ grossMinor }, index) => {
    const node = nodeOf(view, rule.scope, index);
    totalMinor[node] = sumMinor([at(totalMinor, node), grossMinor]);
    if (view.asOfNumber - at(counted, index) <= rule.days) return;
    pastMinor[node] = sumMinor([at(pastMinor, node), grossMinor]);
  });
  return { pastMinor, totalMinor };
}

function nodeOf({ ledger }: FacilityView, scope: 'debtor' | 'group', index: number): number {
  const debtor = at(ledger.debtorOf, index);
  return scope === 'debtor' ? debtor : at(ledger.groupOf, debtor);
}
