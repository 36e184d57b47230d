import type { Day } from '../calendar.ts';
import { sumMinor } from '../money.ts';
import type { OfDebtor } from './about.ts';
import { agreedDue } from './due-day.ts';
import type { ClockInput } from './input.ts';

/**
 * What of a debtor will be overdue by a day if nothing more is paid, in the policy's currency. An
 * invoice in another currency is never taken to be small: it counts as more than any minimum.
 */
export function overdueSums(
  { versions, invoices }: Pick<ClockInput, 'versions' | 'invoices'>,
  about: (debtorId: string) => OfDebtor,
): (debtorId: string, by: Day) => number {
  const [terms] = versions;
  const open = Map.groupBy(
    invoices.filter(({ openMinor }) => openMinor > 0),
    ({ debtorId }) => debtorId,
  );
  const known = new Map<string, { dueOn: Day; amountMinor: number }[]>();
  return function overdueBy(debtorId, by) {
    const items =
      known.get(debtorId) ??
      (open.get(debtorId) ?? []).map((invoice) => ({
        dueOn: agreedDue(invoice, about(debtorId).circumstances, terms?.policyId ?? '').dueOn,
        amountMinor: invoice.currency === terms?.currency ? invoice.openMinor : Infinity,
      }));
    known.set(debtorId, items);
    const overdue = items.filter(({ dueOn }) => dueOn <= by);
    if (overdue.some(({ amountMinor }) => amountMinor === Infinity)) return Infinity;
    return sumMinor(overdue.map(({ amountMinor }) => amountMinor));
  };
}
