import type { Day } from '../calendar.ts';
import type { LateSettlement } from '../input.ts';
import type { Invoice } from '../receivable.ts';
import type { CoveredInvoice, CoveredPart, CoverQuestion } from './question.ts';

/**
 * An invoice as it stands on the day of its ledger, in the question's currency; what was open before
 * does not matter while it is open.
 */
export function coveredInvoice(
  invoice: Invoice,
  { asOf, convert }: { asOf: Day; convert: CoverQuestion['convert'] },
): CoveredInvoice {
  const { id, key, issuedOn, dueOn, currency, particulars } = invoice;
  const openMinor = convert(invoice.openMinor, currency, 'down');
  const disputedMinor = Math.min(openMinor, convert(invoice.disputedMinor, currency, 'up'));
  const deliveredOn = particulars?.deliveredOn;
  const parts = (particulars?.components ?? []).flatMap(({ kind, amountMinor }): CoveredPart[] =>
    kind === 'retention' || kind === 'finance_charge'
      ? [{ part: kind, amountMinor: convert(amountMinor, currency, 'up') }]
      : [],
  );
  return {
    receivableId: id,
    number: key.number,
    sellerId: key.sellerId,
    issuedOn,
    dueOn,
    ...(deliveredOn !== undefined && { deliveredOn }),
    ...(parts.length > 0 && { parts }),
    history: [{ on: asOf, openMinor, disputedMinor }],
  };
}

/** What was paid late, of which nothing is open: only that it was unpaid until then matters. */
export function settledInvoice(late: LateSettlement): CoveredInvoice {
  const { receivableId, number, sellerId, issuedOn, dueOn, settledOn } = late;
  const history = [
    { on: issuedOn, openMinor: 1, disputedMinor: 0 },
    { on: settledOn, openMinor: 0, disputedMinor: 0 },
  ];
  return { receivableId, number, sellerId, issuedOn, dueOn, history };
}
