import { z } from 'zod';
import { AmountMinor } from '../money.ts';
import { Bp } from './parameter.ts';

const reserve = <Code extends string, Shape extends z.ZodRawShape>(
  code: Code,
  says: string,
  shape: Shape,
) => z.strictObject({ reserve: z.literal(code), ...shape }).describe(says);

const Months = z.int().min(1).max(36).describe('The newest so many months.');
const Minor = AmountMinor.min(0).describe('Minor units of the facility’s currency.');
const Multiple = z
  .int()
  .min(1)
  .max(100_000)
  .describe('The stress factor in basis points: 22,500 is 2.25 times.');

const RatioRounding = z
  .enum(['none', 'nearest_bp', 'up_half_bp'])
  .describe(
    'How a ratio of credit notes or defaults over sales is rounded before it is used, averages of such ratios not again; where nothing was sold it is zero. The roundings: not, to the nearest 0.01 % with halves up, or up to the next 0.005 %.',
  );

const dynamic = {
  stress: Multiple,
  averageMonths: Months.describe('The months over which ratios are averaged.'),
  spikeMonths: Months.describe(
    'The months in a row whose average is a peak; at most averageMonths.',
  ),
  horizonMonths: Months.describe('The newest months whose sales are the horizon.'),
  floorBp: Bp.describe('The least it is, basis points of the pool.'),
  rounding: RatioRounding,
};

/**
 * What is held back from the borrowing base, in the facility's currency. Ratios come from the input's
 * `history`, whose newest month is the last one that ended by the as-of day.
 */
export const Reserve = z.discriminatedUnion('reserve', [
  reserve('fixed', 'An amount.', {
    name: z.string().min(1).describe('What it is called on the certificate.'),
    amountMinor: Minor,
  }),
  reserve('rent', 'The rent of some months.', {
    monthlyMinor: Minor,
    months: Months.describe('How many months of rent.'),
  }),
  reserve('priority_payables', 'What is paid before the funder in an insolvency.', {
    amountMinor: Minor,
  }),
  reserve(
    'dilution_excess',
    'Pool × what dilution (credit notes over sales, of the months together) has above the allowance.',
    {
      allowanceBp: Bp.describe('The dilution that needs no reserve, basis points.'),
      months: Months,
      rounding: RatioRounding,
    },
  ),
  reserve(
    'dilution_dynamic',
    'Pool × ((stress × ADR) + (HDR − ADR) × (HDR ÷ ADR)) × sales of the horizon ÷ pool: ADR is the average dilution ratio, HDR the highest average of spikeMonths in a row within averageMonths. A month’s ratio is its credit notes over the sales of lagMonths before.',
    { ...dynamic, lagMonths: z.int().min(0).max(12).describe('From a sale to its credit note.') },
  ),
  reserve(
    'loss_dynamic',
    'Pool × stress × the highest average default ratio of spikeMonths in a row within averageMonths × (sales of horizonMonths and of partBp of the month before) ÷ pool. A month’s ratio is what became defaulted over the sales of lagMonths before.',
    {
      ...dynamic,
      lagMonths: z.int().min(0).max(24).describe('From a sale to its default.'),
      partBp: Bp.describe('The part of the month before the horizon, basis points.'),
    },
  ),
  reserve('concentration', 'The greatest of the sums of the largest debtors of a rating band.', {
    scale: z.array(z.string().min(1)).min(1).describe('All ratings, from best to worst.'),
    bands: z
      .array(
        z.strictObject({
          from: z.string().describe('The best rating of the band.'),
          to: z.string().describe('The worst rating of the band.'),
          count: z.int().min(1).max(100).describe('How many of its largest debtors.'),
        }),
      )
      .min(1)
      .describe('In the order of the scale, without gap or overlap.'),
    unratedCount: z.int().min(1).max(100).describe('How many of the largest without a rating.'),
  }),
  reserve('credit_lag', 'Credit notes not issued yet: the average per day × the days they take.', {
    months: Months.describe('The newest months the average is of.'),
    lagDays: z.int().min(1).max(365).describe('The days until a credit note is issued.'),
    capDays: z.int().min(1).describe('The most days that are counted.'),
  }),
]);
export type Reserve = z.infer<typeof Reserve>;
export type ReserveCode = Reserve['reserve'];
