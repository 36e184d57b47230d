import { z } from 'zod';
import type { Day } from '../calendar.ts';
import { convert, type Ratio } from '../eligibility/fx.ts';
import { AmountMinor, type Currency, mulDiv, sumMinor } from '../money.ts';
import { monthsUpTo, Span } from './months.ts';
import { type SalesDay, salesIn } from './sales.ts';

/** Invoices open at the end of a day, and what of them was in dispute. */
export type DisputedDay = {
  currency: Currency;
  day: Day;
  openMinor: AmountMinor;
  disputedMinor: AmountMinor;
  count: number;
  /** Since when the one that has been longest in dispute is so. */
  oldestSince: Day | null;
};

export const QualityMonth = Span.extend({
  salesMinor: AmountMinor.describe('Invoiced in it.'),
  creditNotesMinor: AmountMinor.describe('Credited in it, as a positive amount.'),
  dilutionPpm: z
    .int()
    .optional()
    .describe('Credit notes over the sales they are held against; absent: nothing was sold.'),
  openMinor: AmountMinor.describe('Invoices open at its end.'),
  disputedMinor: AmountMinor.describe('Of them in dispute.'),
  disputedCount: z.int(),
  disputedPpm: z.int().optional().describe('Its share; absent: nothing was open.'),
  oldestSince: z.iso.date().optional().describe('Since when the oldest dispute has lasted.'),
});
export type QualityMonth = z.infer<typeof QualityMonth>;

/** What dilution and disputes are asked for: the months, newest first, and the lag. */
export type QualityTerms = {
  asOf: Day;
  months: number;
  /** Credit notes of a month are held against the sales of so many months before. */
  lagMonths: number;
};

/**
 * By month, the newest first: credit notes over the sales of the same month, or of `lagMonths`
 * before; and what was in dispute when the month ended. All in one currency.
 */
export function qualityOf(
  days: readonly SalesDay[],
  disputes: readonly DisputedDay[],
  { asOf, months, lagMonths }: QualityTerms,
): QualityMonth[] {
  const spans = monthsUpTo(asOf, months + lagMonths);
  return spans.slice(0, months).map((span, back) => {
    const held = spans[back + lagMonths];
    const heldMinor = held ? salesIn(days, held) : 0;
    const own = days.filter(({ day }) => day >= span.from && day <= span.to);
    const creditNotesMinor = sumMinor(own.map((day) => day.creditNotesMinor));
    const stood = disputes.filter(({ day }) => day === span.to);
    const openMinor = sumMinor(stood.map((day) => day.openMinor));
    const disputedMinor = sumMinor(stood.map((day) => day.disputedMinor));
    const oldest = stood.flatMap(({ oldestSince }) => oldestSince ?? []).toSorted()[0];
    return {
      ...span,
      salesMinor: salesIn(days, span),
      creditNotesMinor,
      ...(heldMinor > 0 && { dilutionPpm: ppm(creditNotesMinor, heldMinor) }),
      openMinor,
      disputedMinor,
      disputedCount: sumMinor(stood.map(({ count }) => count)),
      ...(openMinor > 0 && { disputedPpm: ppm(disputedMinor, openMinor) }),
      ...(oldest !== undefined && { oldestSince: oldest }),
    };
  });
}

export function convertDisputes(
  disputes: readonly DisputedDay[],
  rates: { currency: Currency; ratioOf: (from: Currency) => Ratio },
): DisputedDay[] {
  return disputes.map((one) => {
    const ratio = rates.ratioOf(one.currency);
    return {
      ...one,
      currency: rates.currency,
      openMinor: convert(one.openMinor, ratio, 'halfEven'),
      disputedMinor: convert(one.disputedMinor, ratio, 'halfEven'),
    };
  });
}

function ppm(part: AmountMinor, whole: AmountMinor): number {
  return mulDiv(part, 1_000_000, whole, 'halfEven');
}
