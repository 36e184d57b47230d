import type { FacilityResult, LineExplanation, Plan } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import { type Facts, type Violation, violation } from './checkFacts.ts';

/** A facility's lines beside their invoices, resolved once: a million look-ups, not one per rule. */
export type Rows = Resolved & { result: FacilityResult; lines: LineExplanation[] };

type Resolved = {
  invoices: Invoice[];
  /** The node each row counts to, by scope. */
  debtor: Int32Array;
  group: Int32Array;
};

/** Each invoice exactly once per facility; a facility that lists others or misses some has no rows. */
export function rowsOf(facts: Facts, plan: Plan): { rows: Rows[]; found: Violation[] } {
  const found: Violation[] = [];
  const rows: Rows[] = [];
  let before: Rows | undefined;
  for (const result of plan.facilities) {
    const resolved = before && sameLines(before, result) ? before : resolve(facts, result);
    if (resolved) {
      before = { ...resolved, result, lines: result.lines };
      rows.push(before);
    } else found.push(violation('line', result.facilityId, 'not each invoice exactly once'));
  }
  return { rows, found };
}

export function takenBy({ deductions }: LineExplanation, rule: string): number {
  let total = 0;
  for (const deduction of deductions) if (deduction.rule === rule) total += deduction.amountMinor;
  return total;
}

function sameLines({ lines }: Rows, result: FacilityResult): boolean {
  if (lines.length !== result.lines.length) return false;
  return lines.every(
    ({ receivableId }, index) => result.lines[index]?.receivableId === receivableId,
  );
}

function resolve({ invoices, nodes }: Facts, { lines }: FacilityResult): Resolved | undefined {
  if (lines.length !== invoices.size) return undefined;
  const resolved: Invoice[] = [];
  const seen = new Set<string>();
  for (const { receivableId } of lines) {
    const invoice = invoices.get(receivableId);
    if (!invoice) return undefined;
    resolved.push(invoice);
    seen.add(receivableId);
  }
  if (seen.size !== lines.length) return undefined;
  const debtor = Int32Array.from(resolved, ({ debtorId }) => nodes.debtor.get(debtorId) ?? 0);
  return { invoices: resolved, debtor, group: debtor.map((node) => nodes.group[node] ?? 0) };
}
