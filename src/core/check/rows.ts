import type { RuleCode } from '../facility/rule.ts';
import type { FacilityResult, LineExplanation, Plan } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import { type Facts, type Violation, violation } from './facts.ts';

/**
 * A facility's lines beside their invoices, in columns: what is left of each line, and how many of its
 * deductions have been looked at, while the rules are walked in the terms' order.
 */
export type Rows = Resolved & {
  result: FacilityResult;
  lines: LineExplanation[];
  left: Float64Array;
  seen: Uint8Array;
};

type Resolved = {
  invoices: Invoice[];
  /** The node each row counts to, by scope. */
  debtor: Int32Array;
  group: Int32Array;
  issued: Int32Array;
  due: Int32Array;
};

/** Each invoice exactly once per facility; a facility that lists others or misses some has no rows. */
export function rowsOf(facts: Facts, plan: Plan): { rows: Rows[]; found: Violation[] } {
  const found: Violation[] = [];
  const rows: Rows[] = [];
  let before: Rows | undefined;
  for (const result of plan.facilities) {
    const resolved = before && sameLines(before, result) ? before : resolve(facts, result);
    if (resolved) {
      const { lines } = result;
      const left = Float64Array.from(lines, ({ grossMinor }) => grossMinor);
      before = { ...resolved, result, lines, left, seen: new Uint8Array(lines.length) };
      rows.push(before);
    } else found.push(violation('line', result.facilityId, 'not each invoice exactly once'));
  }
  return { rows, found };
}

/** What the plan lets a rule take of a row, when all rules before it have been looked at. */
export function takenAt({ lines, left, seen }: Rows, index: number, rule: RuleCode): number {
  const next = lines[index]?.deductions[seen[index] ?? 0];
  if (next?.rule !== rule) return 0;
  seen[index] = (seen[index] ?? 0) + 1;
  left[index] = (left[index] ?? 0) - next.amountMinor;
  return next.amountMinor;
}

/** The same for all rows. */
export function takenBy(rows: Rows, rule: RuleCode): Float64Array {
  return Float64Array.from(rows.lines, (_, index) => takenAt(rows, index, rule));
}

/** Sums by node of the rows' debtors or groups. */
export function sumsBy(nodeOf: Int32Array, nodes: number, amounts: Float64Array): Float64Array {
  const sums = new Float64Array(nodes);
  for (let index = 0; index < amounts.length; index += 1) {
    const node = nodeOf[index] ?? 0;
    sums[node] = (sums[node] ?? 0) + (amounts[index] ?? 0);
  }
  return sums;
}

function sameLines({ lines }: Rows, result: FacilityResult): boolean {
  if (lines.length !== result.lines.length) return false;
  return lines.every(
    ({ receivableId }, index) => result.lines[index]?.receivableId === receivableId,
  );
}

function resolve(facts: Facts, { lines }: FacilityResult): Resolved | undefined {
  const { invoices, nodes, dayOf } = facts;
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
  return {
    invoices: resolved,
    debtor,
    group: debtor.map((node) => nodes.group[node] ?? 0),
    issued: Int32Array.from(resolved, ({ issuedOn }) => dayOf(issuedOn)),
    due: Int32Array.from(resolved, ({ dueOn }) => dayOf(dueOn)),
  };
}
