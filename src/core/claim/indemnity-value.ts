import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';

export const ExcludedPart = z.enum(['tax', 'interest', 'retention', 'finance_charge']);
export type ExcludedPart = z.infer<typeof ExcludedPart>;

/** What is left of an invoice on the day of loss: face = credited + paid + excluded + remaining. */
export const OwedLine = z.strictObject({
  receivableId: Id,
  number: z.string(),
  issuedOn: Day,
  dueOn: Day,
  faceMinor: AmountMinor,
  creditedMinor: AmountMinor,
  paidMinor: AmountMinor,
  excluded: z.array(z.strictObject({ part: ExcludedPart, amountMinor: AmountMinor })),
  remainingMinor: AmountMinor,
});
export type OwedLine = z.infer<typeof OwedLine>;

const proven = {
  /** What of it is insured, at the percentage of the cover that insures it. */
  insured: z.array(z.strictObject({ minor: AmountMinor, shareBp: z.int() })),
  overLimitMinor: AmountMinor,
  uninsured: z.array(
    z.strictObject({
      minor: AmountMinor,
      because: z.string(),
      /** What the sentence of the reason needs. */
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      clause: z.string().optional(),
    }),
  ),
};

/** What cover says of an invoice of the debt; the three parts make what remains of it. */
export const ProvenLine = z.strictObject({ receivableId: Id, ...proven });
export type ProvenLine = z.infer<typeof ProvenLine>;

export const IndemnityLine = z.strictObject({ ...OwedLine.shape, ...proven });
export type IndemnityLine = z.infer<typeof IndemnityLine>;

export const StepCode = z.enum([
  'ledger',
  'credits',
  'payments',
  'excluded_part',
  'uninsured',
  'over_limit',
  'threshold',
  'own_share',
  'deductible',
  'first_loss',
  'maximum_liability',
  'advance',
]);
export type StepCode = z.infer<typeof StepCode>;

/** One line of the reckoning: what it takes off, and what is left after it. */
export const IndemnityStep = z.strictObject({
  step: StepCode,
  amountMinor: AmountMinor.describe('Zero or below, but for the first.'),
  leftMinor: AmountMinor,
  clause: z.string().optional().describe('The policy’s own clause.'),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type IndemnityStep = z.infer<typeof IndemnityStep>;

export const Indemnity = z.strictObject({
  currency: Currency,
  lines: z.array(IndemnityLine),
  steps: z.array(IndemnityStep),
  owedMinor: AmountMinor.describe('On the day of loss, without what the policy leaves out.'),
  insurableMinor: AmountMinor,
  insuredLossMinor: AmountMinor,
  indemnityMinor: AmountMinor.describe('By share and deductible, before what the period has left.'),
  firstLossMinor: AmountMinor.describe('What of it the insured bears as first loss of the period.'),
  payableMinor: AmountMinor,
  payees: z.array(
    z.strictObject({
      name: z.string(),
      account: z.string().optional(),
      amountMinor: AmountMinor,
    }),
  ),
});
export type Indemnity = z.infer<typeof Indemnity>;
