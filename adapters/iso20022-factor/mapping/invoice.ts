import type { AssignmentNotice, NoticeLine } from '../../../src/core/funding/assignment-notice.ts';
import {
  assignedMinorOf,
  type CanonicalRequest,
  type RequestLine,
} from '../../../src/core/funding/request.ts';
import { type Money, sumMinor, toDecimal } from '../../../src/core/money.ts';
import { amount, group, type Markup, text } from '../wire/write.ts';

/** What a line says of its receivable, to the funder and to the debtor alike. */
type Part = Omit<NoticeLine, 'receivableId'>;
/** The lines of one invoice number: its instalments, as far as they are in the message. */
export type Invoice<Line extends Part = RequestLine> = { head: Line; lines: Line[] };

export function invoicesOf(request: CanonicalRequest): Invoice[] {
  return grouped(request.lines, ({ debtor }) => debtor.id);
}

/** Of one debtor. */
export function invoicesTold({ lines }: AssignmentNotice): Invoice<NoticeLine>[] {
  return grouped(lines, () => '');
}

function grouped<Line extends Part>(
  lines: readonly Line[],
  debtorOf: (line: Line) => string,
): Invoice<Line>[] {
  const invoices = new Map<string, Invoice<Line>>();
  for (const line of lines) {
    const key = JSON.stringify([line.number, debtorOf(line), line.issuedOn, line.currency]);
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

export function totalsOf(name: string, { head, lines }: Invoice<Part>): string {
  const amountMinor = sumMinor(lines.map(({ faceMinor }) => faceMinor));
  const lastDue = lines.map(({ dueOn }) => dueOn).reduce((last, day) => (day > last ? day : last));
  return totals(name, { amountMinor, currency: head.currency }, lastDue);
}

/** One for each line, with what is still open of it; an invoice paid at once has one too. */
export function instalmentsOf({ lines }: Invoice<Part>): Markup[] {
  return lines.map((line) =>
    group('InstlmtInf', [
      text('SeqId', sequenceOf(line)),
      text('PmtDueDt', line.dueOn),
      amount('Amt', { amountMinor: line.openMinor, currency: line.currency }),
    ]),
  );
}

/** The line of our request and the instalment of the invoice: an answer names both back. */
export function sequenceOf({ lineNumber, instalment }: Part): string {
  return `${lineNumber}/${instalment}`;
}

export function openOf({ head, lines }: Invoice<Part>): Money {
  return {
    amountMinor: sumMinor(lines.map(({ openMinor }) => openMinor)),
    currency: head.currency,
  };
}

/** What the request assigns, in the facility's currency. */
export function assignedOf({ lines, facility }: CanonicalRequest): Money {
  return { amountMinor: sumMinor(lines.map(assignedMinorOf)), currency: facility.currency };
}

/** The sum of all items whatever their currency and sign, exact: it proves that none was lost. */
export function controlSum(amounts: readonly Money[]): string {
  const decimals = 4;
  const sum = amounts.reduce((total, money) => {
    const [whole = '0', fraction = ''] = toDecimal(money).split('.');
    return total + BigInt(whole + fraction.padEnd(decimals, '0'));
  }, 0n);
  const digits = String(sum).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '');
}
