import {
  assignedMinorOf,
  type CanonicalRequest,
  type RequestLine,
} from '../../../src/core/funding/request.ts';
import { type Money, sumMinor } from '../../../src/core/money.ts';
import { amount, group, type Markup, text } from '../wire/write.ts';

/** The lines of one invoice number: its instalments, as far as they are in the request. */
export type Invoice = { head: RequestLine; lines: RequestLine[] };

export function invoicesOf(request: CanonicalRequest): Invoice[] {
  const invoices = new Map<string, Invoice>();
  for (const line of request.lines) {
    const key = JSON.stringify([line.number, line.debtor.id, line.issuedOn, line.currency]);
    const known = invoices.get(key);
    if (known) known.lines.push(line);
    else invoices.set(key, { head: line, lines: [line] });
  }
  return [...invoices.values()];
}

/**
 * What a claim comes to. The schema wants it split into taxable amount and tax, which nobody has
 * told us: the whole stands as taxable amount, the tax as nothing.
 */
export function totals(name: string, total: Money, dueOn: string): string {
  return group(name, [
    amount('TtlTaxblAmt', total),
    amount('TtlTaxAmt', { ...total, amountMinor: 0 }),
    amount('TtlInvcAmt', total),
    text('PmtDueDt', dueOn),
  ]);
}

export function totalsOf(name: string, { head, lines }: Invoice): string {
  const amountMinor = sumMinor(lines.map(({ faceMinor }) => faceMinor));
  const lastDue = lines.map(({ dueOn }) => dueOn).reduce((last, day) => (day > last ? day : last));
  return totals(name, { amountMinor, currency: head.currency }, lastDue);
}

/** One for each line, with what is still open of it; an invoice paid at once has one too. */
export function instalmentsOf({ lines }: Invoice): Markup[] {
  return lines.map((line) =>
    group('InstlmtInf', [
      text('SeqId', sequenceOf(line)),
      text('PmtDueDt', line.dueOn),
      amount('Amt', { amountMinor: line.openMinor, currency: line.currency }),
    ]),
  );
}

/** The line of our request and the instalment of the invoice: an answer names both back. */
export function sequenceOf({ lineNumber, instalment }: RequestLine): string {
  return `${lineNumber}/${instalment}`;
}

export function openOf({ head, lines }: Invoice): Money {
  return {
    amountMinor: sumMinor(lines.map(({ openMinor }) => openMinor)),
    currency: head.currency,
  };
}

/** What the request assigns, in the facility's currency. */
export function assignedOf({ lines, facility }: CanonicalRequest): Money {
  return { amountMinor: sumMinor(lines.map(assignedMinorOf)), currency: facility.currency };
}
