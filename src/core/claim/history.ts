import type { Day } from '../calendar.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Reduction } from './owed.ts';

/** An item of the debtor's ledger with what was open of it day by day, oldest first. */
export type LedgerItem = {
  id: Id;
  kind: 'invoice' | 'credit_note' | 'unapplied_cash';
  number: string;
  /** Of a credit note: the invoice it is of. */
  references?: string;
  issuedOn: Day;
  /** Of an invoice: the original due day. */
  dueOn?: Day;
  /** Below zero of credits. */
  faceMinor: AmountMinor;
  open: readonly { on: Day; openMinor: AmountMinor; disputedMinor: AmountMinor }[];
};

/**
 * What took the debt down, by the ledger: credit notes with the invoice they are of, and payments on the
 * day the ledger shows them. What a credit note has taken off its invoice is no payment of it; a credit
 * note whose invoice is not here counts as far as it is still open.
 */
export function reductionsOf(items: readonly LedgerItem[]): {
  credits: Reduction[];
  payments: Reduction[];
} {
  const invoices = new Map(
    items.filter(({ kind }) => kind === 'invoice').map((item) => [item.number, item]),
  );
  const applied = new Map<Id, AmountMinor>();
  const credits: Reduction[] = [];
  const payments: Reduction[] = [];
  for (const { kind, references, issuedOn, faceMinor, open } of items) {
    if (kind === 'invoice') continue;
    const openMinor = -(open.at(-1)?.openMinor ?? 0);
    const invoice = references === undefined ? undefined : invoices.get(references);
    if (kind === 'credit_note' && invoice) {
      const appliedMinor = sumMinor([-faceMinor, -openMinor]);
      applied.set(invoice.id, sumMinor([applied.get(invoice.id) ?? 0, appliedMinor]));
      credits.push({ on: issuedOn, amountMinor: -faceMinor, receivableId: invoice.id });
    } else if (openMinor > 0) {
      const list = kind === 'credit_note' ? credits : payments;
      list.push({ on: issuedOn, amountMinor: openMinor });
    }
  }
  for (const invoice of invoices.values()) {
    payments.push(...paymentsOf(invoice, applied.get(invoice.id) ?? 0));
  }
  return { credits, payments };
}

/** Each fall of what is open, less what credit notes account for; what rose again is taken back. */
function paymentsOf(
  { id, issuedOn, faceMinor, open }: LedgerItem,
  appliedMinor: AmountMinor,
): Reduction[] {
  let creditMinor = appliedMinor;
  let beforeMinor = faceMinor;
  const payments: Reduction[] = [];
  for (const { on, openMinor } of open) {
    const fallMinor = sumMinor([beforeMinor, -openMinor]);
    beforeMinor = openMinor;
    const byCreditMinor = Math.min(creditMinor, Math.max(0, fallMinor));
    creditMinor = sumMinor([creditMinor, -byCreditMinor]);
    const paidMinor = sumMinor([fallMinor, -byCreditMinor]);
    if (paidMinor === 0) continue;
    payments.push({ on: on < issuedOn ? issuedOn : on, amountMinor: paidMinor, receivableId: id });
  }
  return netted(payments);
}

/** A rise takes back of the falls before it, the latest first. */
function netted(payments: readonly Reduction[]): Reduction[] {
  const kept: Reduction[] = [];
  for (const payment of payments) {
    let riseMinor = Math.max(0, -payment.amountMinor);
    if (payment.amountMinor > 0) kept.push(payment);
    for (let last = kept.at(-1); riseMinor > 0 && last; last = kept.at(-1)) {
      const backMinor = Math.min(riseMinor, last.amountMinor);
      riseMinor = sumMinor([riseMinor, -backMinor]);
      kept.pop();
      const leftMinor = sumMinor([last.amountMinor, -backMinor]);
      if (leftMinor > 0) kept.push({ ...last, amountMinor: leftMinor });
    }
  }
  return kept;
}
