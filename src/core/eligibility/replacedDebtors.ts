import type { Debtor } from '../debtor.ts';
import { groupsOf, type Ledger } from './ledger.ts';

/**
 * The same lines under debtors that differ from before in some places, by the same ids in any order:
 * lines of such a debtor become classes of their own, the rest stays as it is.
 */
export function withDebtors(ledger: Ledger, given: readonly Debtor[]): Ledger {
  const byId = new Map(given.map((debtor) => [debtor.id, debtor]));
  const debtors = ledger.debtors.map((debtor) => byId.get(debtor.id) ?? debtor);
  const classOf = ledger.classOf.slice();
  const samples = [...ledger.sampleOf];
  debtors.forEach((debtor, index) => {
    if (debtor === ledger.debtors[index]) return;
    const renamed = new Map<number, number>();
    const end = ledger.start[index + 1] ?? 0;
    for (let line = ledger.start[index] ?? 0; line < end; line += 1) {
      const before = classOf[line] ?? 0;
      const next = renamed.get(before) ?? samples.length;
      if (next === samples.length) samples.push(line);
      renamed.set(before, next);
      classOf[line] = next;
    }
  });
  const sampleOf = Int32Array.from(samples);
  return { ...ledger, debtors, groupOf: groupsOf(debtors), classOf, sampleOf };
}
