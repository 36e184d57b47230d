import { z } from 'zod';
import { AgedCell, type AgedRow, addCells } from './ageing.ts';
import { convertParts, RateRefusal, type Rates, StatedRates } from './rates.ts';

/** All currencies in one; or, where a rate is missing, which ones, and no sum that is short of them. */
export const AgedPortfolio = z.discriminatedUnion('status', [
  StatedRates.extend({
    status: z.literal('converted'),
    cells: z.array(AgedCell).describe('One for each column, in their order.'),
    total: AgedCell,
  }),
  z.object({
    status: z.literal('refused'),
    currency: StatedRates.shape.currency,
    refusals: z.array(RateRefusal).min(1),
  }),
]);
export type AgedPortfolio = z.infer<typeof AgedPortfolio>;

/**
 * Each currency's cells converted so that they add up to its converted total, then added up; a part in
 * dispute likewise. `width` is how many columns there are.
 */
export function portfolioOf(rows: readonly AgedRow[], rates: Rates, width: number): AgedPortfolio {
  const { currency } = rates;
  if (rates.status === 'refused') return { status: 'refused', currency, refusals: rates.refusals };
  const converted = rows.map((row) => {
    const ratio = rates.ratioOf(row.currency);
    const open = convertParts(
      row.cells.map(({ openMinor }) => openMinor),
      ratio,
    );
    const disputed = convertParts(
      row.cells.map(({ disputedMinor }) => disputedMinor),
      ratio,
    );
    return row.cells.map(({ count }, at) => ({
      count,
      openMinor: open[at] ?? 0,
      disputedMinor: disputed[at] ?? 0,
    }));
  });
  const cells = Array.from({ length: width }, (_, at) =>
    addCells(converted.flatMap((own) => own[at] ?? [])),
  );
  return { status: 'converted', currency, rates: rates.rates, cells, total: addCells(cells) };
}
