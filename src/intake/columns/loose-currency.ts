import type { Row } from '../csv/split.ts';
import { readCurrency } from './currency.ts';
import { type Columns, normaliseHeader } from './header.ts';

/**
 * An unmapped column whose cells are currencies, at least one of them not the stated currency: the
 * ledger would be read in the wrong money. Columns the mapping ignores by name are left alone.
 */
export function looseCurrencyColumn(ledger: {
  sample: Row[];
  columns: Columns;
  ignored: string[];
  currency: string;
}): { column: string; stated: string; found: string } | undefined {
  const ignored = new Set(ledger.ignored.map(normaliseHeader));
  for (const { index, header } of ledger.columns.unmapped) {
    if (ignored.has(normaliseHeader(header))) continue;
    const cells = ledger.sample
      .flatMap((row) => (row.status === 'read' ? [row.cells[index]?.trim() ?? ''] : []))
      .filter((cell) => cell !== '');
    const currencies = cells.map(readCurrency);
    if (cells.length === 0 || currencies.includes(undefined)) continue;
    const others = new Set(currencies.filter((found) => found !== ledger.currency));
    if (others.size === 0) continue;
    return { column: header, stated: ledger.currency, found: [...others].sort().join(', ') };
  }
  return undefined;
}
