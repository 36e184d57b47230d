import type { Currency } from '../../core/money.ts';
import type { Row } from '../csv/split.ts';
import { problem, type Refusal, type RowProblem, refuse } from '../problem.ts';
import { readCurrency } from './currency.ts';
import { type Columns, normaliseHeader } from './header.ts';

type ColumnAt = Columns['unmapped'][number];

/**
 * Unmapped columns whose cells, as far as they were looked at, are currencies: without a mapped
 * currency column the ledger could be read in the wrong money. Those ignored by name are left alone.
 */
export function looseCurrencyColumns(ledger: {
  sample: Row[];
  unmapped: ColumnAt[];
  ignored: string[];
}): (ColumnAt & { found: Currency[] })[] {
  const ignored = new Set(ledger.ignored.map(normaliseHeader));
  return ledger.unmapped.flatMap((column) => {
    if (ignored.has(normaliseHeader(column.header))) return [];
    const cells = ledger.sample.flatMap((row) =>
      row.status === 'read' ? [row.cells[column.index] ?? ''] : [],
    );
    const found = currenciesOf(cells);
    return found ? [{ ...column, found }] : [];
  });
}

/** The currencies of a column that holds nothing else, each once; undefined for any other column. */
export function currenciesOf(cells: readonly string[]): Currency[] | undefined {
  const found = new Set<Currency>();
  for (const cell of cells) {
    if (cell.trim() === '') continue;
    const currency = readCurrency(cell);
    if (!currency) return undefined;
    found.add(currency);
  }
  return found.size > 0 ? [...found].sort() : undefined;
}

/** Why a ledger cannot be read in the stated currency, if a column of currencies is not mapped. */
export function refuseLoose(
  loose: ReturnType<typeof looseCurrencyColumns>,
  stated: Currency | undefined,
): Refusal | undefined {
  for (const { index, header, found } of loose) {
    const others = found.filter((currency) => currency !== stated);
    if (others.length === 0) continue;
    if (header === '') {
      return refuse('currency_column_unnamed', { place: index + 1, found: found.join(', ') });
    }
    if (stated === undefined) continue;
    const params = { column: header, stated, found: others.join(', ') };
    return refuse('currency_column_unmapped', params);
  }
  return undefined;
}

/** A row beyond the ones looked at first that names another currency than the stated one. */
export function otherCurrency(
  row: readonly string[],
  { loose, stated }: { loose: readonly ColumnAt[]; stated: Currency | undefined },
): RowProblem | undefined {
  for (const { index, header } of loose) {
    const found = readCurrency(row[index] ?? '');
    if (!found || !stated || found === stated) continue;
    return problem('currency_mixed', { stated, found }, header || undefined);
  }
  return undefined;
}
