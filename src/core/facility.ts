import { z } from 'zod';
import { contradictions } from './facility/contradictions.ts';
import { Bp } from './facility/parameter.ts';
import { Reserve } from './facility/reserve.ts';
import { Rule } from './facility/rule.ts';
import { AmountMinor, Currency } from './money.ts';

const text = z.string().min(1);

export const Price = z.strictObject({
  rateBp: z.int().min(0).max(100_000).describe('Interest on the advance, basis points a year.'),
  dayCount: z
    .enum(['ACT/360', 'ACT/365F', '30E/360'])
    .describe('How the days of interest are counted.'),
  serviceFeeBp: Bp.describe('Service fee on the assigned face, basis points.'),
  minimumFeeMinor: AmountMinor.min(0).describe('The least service fee of a receivable.'),
  fixedFeeMinor: AmountMinor.min(0)
    .optional()
    .describe('What a schedule costs by itself; absent: nothing.'),
  withheld: z
    .enum(['interest', 'interest_and_fees'])
    .optional()
    .describe('What the funder keeps back when it pays; absent: nothing, costs are charged apart.'),
  minimumDays: z
    .int()
    .min(1)
    .max(365)
    .optional()
    .describe('Interest runs for at least so many days; absent: one.'),
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
        'How a sale takes receivables: whole with what is above a cap unfunded, only what fits whole, or all of a debtor’s account or none; absent: excess_unfunded. A pledge takes any part and does not state it.',
      ),
    currency: Currency.describe('The currency of all its amounts; invoices are converted into it.'),
    limitMinor: AmountMinor.min(0).describe('The most it advances, minor units of its currency.'),
    advanceRateBp: Bp.min(1).describe(
      'What is advanced of the pool, basis points; advances are rounded down.',
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
        'Each rule at most once; what is not listed is not applied. Their order is the precedence: each excluded cent goes to the first rule that takes it. Rules about the invoice come first, then cross_ageing, credits and contra in either order, then limits, then concentration; another order is refused.',
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
