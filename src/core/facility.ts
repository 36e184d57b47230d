import { z } from 'zod';
import { contradictions } from './facility/contradictions.ts';
import { Bp } from './facility/parameter.ts';
import { Reserve } from './facility/reserve.ts';
import { Rule } from './facility/rule.ts';
import { AmountMinor, Currency } from './money.ts';

const text = z.string().min(1);

export const Price = z.strictObject({
  rateBp: z
    .int()
    .min(0)
    .max(100_000)
    .describe(
      'Interest on the advance, basis points a year, from the day the cash is wanted to the expected payment (the due day and the debtor’s usual delay; overdue, a day) or the end of the horizon, whichever comes first; on what a pledge draws, to the end of the horizon. Rounded half-even, per receivable or draw.',
    ),
  dayCount: z
    .enum(['ACT/360', 'ACT/365F', '30E/360'])
    .describe(
      'How the days of interest are counted: calendar days of a year of 360 or 365, or months of 30 days in a year of 360.',
    ),
  serviceFeeBp: Bp.describe(
    'Service fee on the open amount of what is assigned, whatever part of it is funded, basis points, rounded half up. Over a horizon longer than it runs it falls due again in proportion, × horizon ÷ days, rounded up.',
  ),
  minimumFeeMinor: AmountMinor.min(0).describe('The least service fee of a receivable.'),
  fixedFeeMinor: AmountMinor.min(0)
    .optional()
    .describe('What using it costs by itself, once over the horizon; absent: nothing.'),
  withheld: z
    .enum(['interest', 'interest_and_fees'])
    .optional()
    .describe(
      'What the funder keeps back of the advance when it pays for a sale: interest from the day the cash is wanted to the expected payment, counted as rateBp counts it (minimumDays included) but not cut by the horizon; with interest_and_fees the service fee besides, once, however often it falls due within the horizon. The fixed fee is never kept back. The cash of a plan is net of it; its cost stays over the horizon. A pledge pays what is drawn. Absent: nothing, costs are charged apart.',
    ),
  minimumDays: z
    .int()
    .min(1)
    .max(365)
    .optional()
    .describe('Interest runs for at least so many days, even beyond the horizon; absent: one.'),
});
export type Price = z.infer<typeof Price>;

/** What a funder takes over besides paying the advance. */
export const Services = z.strictObject({
  ledgerAdministration: z
    .boolean()
    .describe('True where it books, reminds and collects what it takes.'),
  creditProtection: z
    .strictObject({
      shareBp: Bp.min(1).describe('The share it bears, basis points.'),
      of: z
        .enum(['funded', 'face'])
        .describe('Of what is funded, or of the open amount of what is assigned.'),
    })
    .optional()
    .describe('What it bears of a receivable whose debtor becomes insolvent; absent: nothing.'),
});
export type Services = z.infer<typeof Services>;

/** What a facility's contract says, versioned. */
export const Terms = z
  .strictObject({
    version: z.literal(1).describe('The version of this format.'),
    facilityId: text.describe('Names the facility in plans, positions and requests.'),
    name: text.describe('What people call it.'),
    funder: text.describe('Who pays the advance.'),
    mode: z.enum(['sale', 'pledge']).describe('How receivables go to the funder.'),
    placing: z
      .enum(['excess_unfunded', 'whole_only', 'whole_account'])
      .optional()
      .describe(
        'How a sale takes receivables: whole with what is above a cap unfunded, only what fits whole, or all of a debtor’s account that it could pay for, funded in any part, or none; absent: excess_unfunded. A pledge takes any part and does not state it.',
      ),
    currency: Currency.describe('The currency of all its amounts; invoices are converted into it.'),
    limitMinor: AmountMinor.min(0).describe('The most it advances, minor units of its currency.'),
    advanceRateBp: Bp.min(1).describe(
      'What is advanced of the pool, basis points; the advance for each receivable is rounded down.',
    ),
    minimumDrawMinor: AmountMinor.min(1)
      .optional()
      .describe('The least it advances when it is used; absent: any amount.'),
    price: Price.describe('What it costs; amounts are minor units of the facility’s currency.'),
    services: Services.optional().describe(
      'What the funder takes over, for comparing offers as a whole; absent: nothing. It changes no plan.',
    ),
    rules: z
      .array(Rule)
      .min(1)
      .describe(
        'Each rule at most once; what is not listed is not applied. Their order is the precedence: each excluded cent goes to the first rule that takes it. Rules about the invoice come first, then cross_ageing, credits and contra in any order, then limits, then concentration; another order is refused.',
      ),
    reserves: z
      .array(Reserve)
      .optional()
      .describe('What is held back besides; absent: nothing. In the facility’s currency.'),
    reservesReduce: z
      .enum(['base', 'limit'])
      .optional()
      .describe(
        'Whether reserves reduce the borrowing base before the limit cuts it, or the limit itself; asked where there are reserves.',
      ),
  })
  .superRefine((terms, context) => {
    for (const { code, path, message, params } of contradictions(terms)) {
      context.addIssue({ code: 'custom', path, message, params: { code, ...params } });
    }
  });
export type Terms = z.infer<typeof Terms>;
