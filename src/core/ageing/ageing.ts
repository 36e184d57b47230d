import { z } from 'zod';
import type { Day } from '../calendar.ts';
import { AmountMinor, Currency, sumMinor } from '../money.ts';
import type { Receivable } from '../receivable.ts';
import { type AgeingBasis, type AgeingTerms, agesFrom, columnAt, columnsOf } from './column.ts';

export const AgedCell = z.object({
  count: z.int().describe('How many open items.'),
  openMinor: AmountMinor.describe('What is open of them, credits below zero.'),
  disputedMinor: AmountMinor.describe('The part of it in dispute.'),
});
export type AgedCell = z.infer<typeof AgedCell>;

export const AgedRow = z.object({
  currency: Currency,
  cells: z.array(AgedCell).describe('One for each column, in their order.'),
  total: AgedCell,
});
export type AgedRow = z.infer<typeof AgedRow>;

/** Open items of one debtor, currency and kind that age from the same day. */
export type AgedSum = {
  debtorId: string;
  currency: Currency;
  kind: Receivable['kind'];
  day: Day;
} & AgedCell;

/** One open item as a sum of one. */
export function agedSum(item: Receivable, basis: AgeingBasis): AgedSum {
  const { debtorId, currency, kind, openMinor } = item;
  return {
    debtorId,
    currency,
    kind,
    day: agesFrom(item, basis),
    count: 1,
    openMinor,
    disputedMinor: item.kind === 'invoice' ? item.disputedMinor : 0,
  };
}

/**
 * Folds sums into a row for each debtor and currency, in the order of currency and debtor, in one
 * pass; what it keeps grows with the debtors and not with the items.
 */
export function ageingOf(
  sums: Iterable<AgedSum>,
  terms: AgeingTerms,
): (AgedRow & { debtorId: string })[] {
  const width = columnsOf(terms).length;
  const byCurrency = new Map<Currency, Map<string, AgedCell[]>>();
  for (const sum of sums) {
    const debtors = byCurrency.get(sum.currency) ?? new Map<string, AgedCell[]>();
    byCurrency.set(sum.currency, debtors);
    const cells = debtors.get(sum.debtorId) ?? Array.from({ length: width }, nothing);
    debtors.set(sum.debtorId, cells);
    const at = columnAt(sum, terms);
    cells[at] = addCells([cells[at] ?? nothing(), sum]);
  }
  return [...byCurrency].toSorted(byKey).flatMap(([currency, debtors]) =>
    [...debtors].toSorted(byKey).map(([debtorId, cells]) => ({
      debtorId,
      currency,
      cells,
      total: addCells(cells),
    })),
  );
}

/** The rows of all debtors added up, one for each currency. */
export function perCurrency(rows: Iterable<AgedRow>): AgedRow[] {
  const sums = new Map<Currency, AgedCell[]>();
  for (const { currency, cells } of rows) {
    const before = sums.get(currency);
    const added = cells.map((cell, at) => addCells([before?.[at] ?? nothing(), cell]));
    sums.set(currency, added);
  }
  return [...sums]
    .toSorted(byKey)
    .map(([currency, cells]) => ({ currency, cells, total: addCells(cells) }));
}

export function addCells(cells: readonly AgedCell[]): AgedCell {
  return {
    count: sumMinor(cells.map(({ count }) => count)),
    openMinor: sumMinor(cells.map(({ openMinor }) => openMinor)),
    disputedMinor: sumMinor(cells.map(({ disputedMinor }) => disputedMinor)),
  };
}

function nothing(): AgedCell {
  return { count: 0, openMinor: 0, disputedMinor: 0 };
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
