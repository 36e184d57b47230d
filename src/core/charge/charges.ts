import { z } from 'zod';
import { Bp } from '../facility/parameter.ts';
import { AmountMinor, Currency } from '../money.ts';
import { contradict } from '../settlement/contradiction.ts';
import { Convention } from '../settlement/convention.ts';
import { DayCount } from './dayCount.ts';
import { RateRule } from './indexRate.ts';

const Minor = AmountMinor.min(0);
const Days = z.int().min(0).max(3650);

export const RoundingRule = z
  .enum(['down', 'up', 'halfEven', 'halfUp'])
  .describe('How it is rounded to a minor unit, once: down, up, half to even, or half up.');

/** What a funder charges for, as its accounts name it. */
export const ChargeName = z.enum([
  'discount',
  'interest',
  'service_fee',
  'minimum_fee',
  'misdirected_fee',
]);
export type ChargeName = z.infer<typeof ChargeName>;

export const Advance = z.strictObject({
  shareBp: Bp.min(1).describe(
    'What is advanced of a receivable less its credit notes and what is retained, basis points. The rest is the holdback.',
  ),
  rounding: RoundingRule,
  retentionBp: Bp.optional().describe(
    'What is retained of the face less credit notes before the advance, where the receivable does not state what its debtor retains; rounded up. Absent: nothing.',
  ),
});
export type Advance = z.infer<typeof Advance>;

export const Discount = z.strictObject({
  method: z
    .enum(['simple', 'true_discount'])
    .describe(
      'Simple: nominal × rate × days ÷ year. True discount: nominal − nominal ÷ (1 + rate × days ÷ year).',
    ),
  rate: RateRule.describe('Of an index: as it stands on the day of funding, until the end.'),
  dayCount: DayCount,
  bufferDays: Days.describe('Calendar days added to the due day.'),
  convention: Convention,
  minimumDays: Days.optional().describe('It runs for at least so many days; absent: none.'),
  rounding: RoundingRule,
});
export type Discount = z.infer<typeof Discount>;

export const Interest = z.strictObject({
  rate: RateRule,
  dayCount: DayCount,
  charged: z
    .enum(['monthly', 'at_close'])
    .describe('At the end of each calendar month and at the close, or only at the close.'),
  lastDay: z
    .enum(['counted', 'next_month'])
    .optional()
    .describe(
      'Whether what is charged on a month’s last day counts that day too, or leaves it to the next month; absent: counted.',
    ),
  valueDays: Days.optional().describe(
    'What a debtor pays bears interest for so many calendar days more; absent: none.',
  ),
  rounding: RoundingRule,
});
export type Interest = z.infer<typeof Interest>;

const Tier = z.strictObject({
  fromDay: Days.describe('The days after assignment from which it runs, until the next tier.'),
  everyDays: z.int().min(1).max(365).describe('The days of one period.'),
  bp: Bp.describe('The fee for each period, basis points of the same amount.'),
});

export const ServiceFee = z
  .strictObject({
    of: z
      .enum(['assigned', 'advanced'])
      .optional()
      .describe(
        'What it is a share of: the gross amount assigned, or what is advanced or drawn; absent: assigned.',
      ),
    initialBp: Bp.describe('Charged once, basis points of it.'),
    tiers: z
      .array(Tier)
      .describe('Charged besides while it is unpaid, by the days run; none: nothing more.'),
    portion: z
      .enum(['whole', 'dropped'])
      .describe('Whether a portion of a period counts as a whole one or not at all.'),
    minimumMinor: Minor.describe('The least for a receivable, minor units.'),
    rounding: RoundingRule,
  })
  .superRefine(({ tiers }, context) => {
    for (const [index, { fromDay }] of tiers.entries()) {
      const before = tiers[index - 1];
      if (!before || before.fromDay < fromDay) continue;
      const params = { fromDay, before: before.fromDay };
      contradict(context, ['tiers', index, 'fromDay'], 'tiers_order', params);
    }
  });
export type ServiceFee = z.infer<typeof ServiceFee>;

export const FeeTax = z.strictObject({
  bp: Bp.describe('Tax, basis points of the charges.'),
  on: z.array(ChargeName).min(1).describe('The charges that are taxed.'),
  rounding: RoundingRule,
});
export type FeeTax = z.infer<typeof FeeTax>;

export const PoolMinimum = z.strictObject({
  amountMinor: Minor.describe('The least for one period, minor units.'),
  every: z.enum(['month', 'quarter', 'year']).describe('The length of a period.'),
  from: z
    .enum(['calendar', 'agreement'])
    .describe('Whether periods start as the calendar’s do or as the agreement did.'),
  counts: z.array(ChargeName).min(1).describe('The charges that count towards it.'),
  partOfPeriod: z
    .enum(['whole', 'in_proportion'])
    .describe(
      'What is asked for a period in which the agreement starts or ends: all, or by calendar days.',
    ),
  rounding: RoundingRule,
});
export type PoolMinimum = z.infer<typeof PoolMinimum>;

export const MisdirectedFee = z.strictObject({
  bp: Bp.describe('Basis points of what the debtor paid to the seller.'),
  graceDays: Days.describe('Nothing is charged of what is passed on within so many calendar days.'),
  rounding: RoundingRule,
});
export type MisdirectedFee = z.infer<typeof MisdirectedFee>;

export const Maturity = z.strictObject({
  businessDays: z
    .int()
    .min(0)
    .max(60)
    .describe('Business days from the average due day, weighted by amount, to payment.'),
  rounding: RoundingRule.describe('How the average is rounded to a day.'),
});
export type Maturity = z.infer<typeof Maturity>;

/** What a funder charges by an agreement; what is absent is not charged. Every amount in `currency`. */
export const Charges = z
  .strictObject({
    version: z.literal(1).describe('The version of this format.'),
    currency: Currency.describe('The currency of all its amounts.'),
    calendars: z
      .array(z.string().min(1))
      .describe(
        'The settlement calendars on which money moves, together; none: it moves on every day.',
      ),
    advance: Advance.optional().describe('What is paid before the debtor pays; absent: nothing.'),
    limitHoldback: z
      .boolean()
      .describe('True where what is above the limit of a debtor is held back besides.'),
    discount: Discount.optional().describe('Charged in advance.'),
    interest: Interest.optional().describe('Charged in arrears on the funds in use, day by day.'),
    serviceFee: ServiceFee.optional().describe('Charged on what is assigned.'),
    feeTax: FeeTax.optional().describe('Tax on charges.'),
    minimums: z.array(PoolMinimum).describe('What all receivables together bring at least.'),
    misdirectedFee: MisdirectedFee.optional().describe(
      'Charged where a debtor pays the seller and not the funder.',
    ),
    maturity: Maturity.optional().describe('Payment at maturity in place of an advance.'),
  })
  .superRefine((charges, context) => {
    const { discount, interest, maturity } = charges;
    if (discount && interest) contradict(context, ['interest'], 'charged_twice');
    if (discount && maturity) contradict(context, ['discount'], 'discount_at_maturity');
  });
export type Charges = z.infer<typeof Charges>;
