import { z } from 'zod';
import type { Day } from '../calendar.ts';
import { convert } from '../eligibility/fx.ts';
import { AmountMinor, type Currency, mulDiv, sumMinor } from '../money.ts';
import { monthsUpTo, Span } from './months.ts';
import type { Rates } from './rates.ts';

/** What was invoiced and credited on a day, both as positive amounts. */
export type SalesDay = {
  currency: Currency;
  day: Day;
  salesMinor: AmountMinor;
  creditNotesMinor: AmountMinor;
};

/** What is owed on a day: credits deducted; `notDueMinor` is of invoices alone. */
export type Owed = { openMinor: AmountMinor; notDueMinor: AmountMinor };

const tenthDays = z.int().describe('Tenths of a day, rounded half up.');

const CountedMonth = Span.extend({
  salesMinor: AmountMinor,
  takenMinor: AmountMinor.describe('What of the open amount these sales account for.'),
  tenthDays,
});

/** Days sales outstanding and what explains them; days are absent where nothing was sold. */
export const SalesOutstanding = z.object({
  openMinor: AmountMinor.describe('Open, credits and unapplied cash deducted.'),
  notDueMinor: AmountMinor.describe('Open invoices not yet due, at most openMinor.'),
  period: z.object({ from: z.iso.date(), to: z.iso.date(), days: z.int() }),
  salesMinor: AmountMinor.describe('Invoiced in the period, tax included as the ledger has it.'),
  simpleTenthDays: tenthDays.optional(),
  bestTenthDays: tenthDays.optional(),
  delinquentTenthDays: tenthDays.optional(),
  countBack: z.object({
    tenthDays,
    restMinor: AmountMinor.describe('Above zero: more is open than all these months sold.'),
    months: z.array(CountedMonth).describe('The newest first, each used up before the next.'),
  }),
  isPartlyKnown: z
    .boolean()
    .describe('The days reach back before the first ledger, and may be too many.'),
});
export type SalesOutstanding = z.infer<typeof SalesOutstanding>;

export type SalesTerms = {
  asOf: Day;
  /** Of the simple figure. */
  period: { from: Day; to: Day; days: number };
  /** At most so many months are counted back. */
  monthsMax: number;
  /** The day of the first ledger; undefined: not known. */
  knownSince: Day | undefined;
};

/**
 * Simple: open ÷ sales × days. Best possible: the same of what is not due. Average days delinquent:
 * what lies between. Count-back: whole months of sales are used up backwards, the last in part.
 */
export function salesOutstanding(
  owed: Owed,
  days: readonly SalesDay[],
  { asOf, period, monthsMax, knownSince }: SalesTerms,
): SalesOutstanding {
  const openMinor = Math.max(0, owed.openMinor);
  const notDueMinor = Math.min(Math.max(0, owed.notDueMinor), openMinor);
  const salesMinor = salesIn(days, period);
  const of = (amountMinor: number) =>
    salesMinor > 0 ? mulDiv(amountMinor, period.days * 10, salesMinor, 'halfUp') : undefined;
  const [simple, best] = [of(openMinor), of(notDueMinor)];
  const countBack = countedBack(openMinor, days, { asOf, monthsMax });
  const oldest = countBack.months.at(-1)?.from ?? asOf;
  return {
    openMinor,
    notDueMinor,
    period,
    salesMinor,
    ...(simple !== undefined && { simpleTenthDays: simple }),
    ...(best !== undefined && { bestTenthDays: best }),
    ...(simple !== undefined && best !== undefined && { delinquentTenthDays: simple - best }),
    countBack,
    isPartlyKnown: knownSince !== undefined && (period.from < knownSince || oldest < knownSince),
  };
}

/** Each day's sums converted by themselves, half-even. */
export function convertSales(
  days: readonly SalesDay[],
  rates: Extract<Rates, { status: 'found' }>,
): SalesDay[] {
  return days.map(({ currency, day, salesMinor, creditNotesMinor }) => {
    const ratio = rates.ratioOf(currency);
    return {
      currency: rates.currency,
      day,
      salesMinor: convert(salesMinor, ratio, 'halfEven'),
      creditNotesMinor: convert(creditNotesMinor, ratio, 'halfEven'),
    };
  });
}

export function salesIn(days: readonly SalesDay[], { from, to }: { from: Day; to: Day }): number {
  return sumMinor(days.filter(({ day }) => day >= from && day <= to).map((own) => own.salesMinor));
}

function countedBack(
  openMinor: number,
  days: readonly SalesDay[],
  { asOf, monthsMax }: { asOf: Day; monthsMax: number },
): SalesOutstanding['countBack'] {
  const months: z.infer<typeof CountedMonth>[] = [];
  let restMinor = openMinor;
  for (const span of monthsUpTo(asOf, monthsMax)) {
    if (restMinor === 0) break;
    const salesMinor = salesIn(days, span);
    const takenMinor = Math.min(restMinor, salesMinor);
    const isWhole = takenMinor === salesMinor;
    const tenths = isWhole
      ? span.days * 10
      : mulDiv(takenMinor, span.days * 10, salesMinor, 'halfUp');
    months.push({ ...span, salesMinor, takenMinor, tenthDays: tenths });
    restMinor -= takenMinor;
  }
  return { tenthDays: sumMinor(months.map((own) => own.tenthDays)), restMinor, months };
}
