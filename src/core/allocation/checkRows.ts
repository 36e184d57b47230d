import type { FacilityResult, LineExplanation, Plan } from '../plan.ts'
import type { Invoice } from '../receivable.ts'
import { type Facts, type Violation, violation } from './checkFacts.ts'

/** A facility's lines beside their invoices, resolved once: a million look-ups, not one per rule. */
export type Rows = { result: FacilityResult; lines: LineExplanation[]; invoices: Invoice[] }

/** Each invoice exactly once per facility; a facility that lists others or misses some has no rows. */
export function rowsOf(facts: Facts, plan: Plan): { rows: Rows[]; found: Violation[] } {
  const found: Violation[] = []
  const rows: Rows[] = []
  let before: Rows | undefined
  for (const result of plan.facilities) {
    const invoices = before && sameLines(before, result) ? before.invoices : resolve(facts, result)
    if (invoices) {
      before = { result, lines: result.lines, invoices }
      rows.push(before)
    } else found.push(violation('line', result.facilityId, 'not each invoice exactly once'))
  }
  return { rows, found }
}

/** The node each row counts to. */
export function nodeColumn(
  { nodes }: Facts,
  { invoices }: Rows,
  scope: 'debtor' | 'group',
): Int32Array {
  return Int32Array.from(invoices, ({ debtorId }) => nodes[scope].get(debtorId) ?? 0)
}

export function takenBy({ deductions }: LineExplanation, rule: string): number {
  let total = 0
  for (const deduction of deductions) if (deduction.rule === rule) total += deduction.amountMinor
  return total
}

function sameLines({ lines }: Rows, result: FacilityResult): boolean {
  if (lines.length !== result.lines.length) return false
  return lines.every(({ receivableId }, index) => result.lines[index]?.receivableId === receivableId)
}

function resolve({ invoices }: Facts, { lines }: FacilityResult): Invoice[] | undefined {
  const resolved: Invoice[] = []
  const seen = new Set<Invoice>()
  for (const { receivableId } of lines) {
    const invoice = invoices.get(receivableId)
    if (!invoice) return undefined
    resolved.push(invoice)
    seen.add(invoice)
  }
  return seen.size === lines.length && seen.size === invoices.size ? resolved : undefined
}
