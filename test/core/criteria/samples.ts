import type { Debtor } from '../../../src/core/debtor.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import type { FxRate, SelectionInput } from '../../../src/core/input.ts';
import type { Invoice, Particulars } from '../../../src/core/receivable.ts';
import { eligible, invoice } from '../selection-samples.ts';

/** What one rule leaves of one invoice of 100.00 of a German debtor, with these changes. */
export function leftOf(
  rule: Rule,
  changes: {
    invoice?: Partial<Invoice>;
    particulars?: Particulars;
    debtor?: Partial<Debtor>;
    input?: Partial<SelectionInput>;
  } = {},
): number {
  const { particulars } = changes;
  const receivable = invoice(1, { ...changes.invoice, ...(particulars ? { particulars } : {}) });
  const debtors = [debtor('D1', changes.debtor)];
  return eligible([rule], { receivables: [receivable], debtors, ...changes.input })[0] ?? -1;
}

export function debtor(id: string, given: Partial<Debtor> = {}): Debtor {
  return { id, name: id, country: 'DE', identifiers: {}, ...given };
}

/** 1 EUR = 160 JPY; 1 KWD = 3 EUR; both ways as stated, never one from the other. */
export const rates: FxRate[] = [
  rate('EUR', 'JPY', 160, 1),
  rate('JPY', 'EUR', 1, 160),
  rate('KWD', 'EUR', 3, 1),
  rate('EUR', 'KWD', 1, 3),
  rate('JPY', 'KWD', 1, 480),
  rate('KWD', 'JPY', 480, 1),
];

function rate(from: string, to: string, numerator: number, denominator: number): FxRate {
  return { from, to, numerator, denominator, on: '2026-11-20', source: 'table' };
}
