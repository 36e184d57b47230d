import { z } from 'zod';
import { AmountMinor, Currency } from '../money.ts';
import { AllocationBound, AllocationLine, NotPlaced, Worth } from '../plan.ts';
import { Valuation } from './valuation.ts';

/** What of a kind was left out of an alternative. */
export const LeftSum = z.strictObject({
  reason: NotPlaced.shape.reason.describe('Why it was left out.'),
  receivables: z.int().min(1).describe('How many for this reason.'),
  eligibleMinor: AmountMinor.describe(
    'What the facilities that would cost least could finance of them, in the need’s currency: each converted and rounded down.',
  ),
});
export type LeftSum = z.infer<typeof LeftSum>;

/**
 * One way of meeting a need, to be held against the others; sums are in the need's currency.
 * Interest + fees + fixed cost = cost, to the cent.
 */
export const Alternative = z.strictObject({
  aim: z
    .enum(['cheapest', 'fewest_facilities', 'least_encumbrance', 'best_value', 'standing', 'only'])
    .describe(
      'What it is best at: the least cost, the fewest facilities, the least assigned and paid together, the least net cost of those here; standing: an earlier choice kept as far as it is allowed; only: one facility alone.',
    ),
  facilityIds: z.array(z.string()).describe('The facilities it uses.'),
  cashMinor: AmountMinor.describe('The cash it raises.'),
  shortfallMinor: AmountMinor.describe('What it lacks of the need.'),
  costMinor: AmountMinor.describe('What it costs over the horizon.'),
  interestMinor: AmountMinor.describe(
    'Of that, interest: what fees and fixed cost leave of it, so that the three come to the cost.',
  ),
  feesMinor: AmountMinor.describe(
    'Of that, service fees: those of each receivable converted and rounded up.',
  ),
  fixedCostMinor: AmountMinor.describe('Of that, what using its facilities costs at all.'),
  marginalPpm: z
    .int()
    .min(0)
    .describe(
      'What its dearest cash costs, millionths of it over the horizon: by the prices it was found with where it is the cheapest of its facilities and meets the need, else its dearest receivable.',
    ),
  encumberedMinor: AmountMinor.describe(
    'Open amounts of all receivables it assigns or pledges, each converted and rounded up.',
  ),
  receivables: z.int().min(0).describe('How many it assigns or pledges.'),
  yearlyPpm: z
    .int()
    .min(0)
    .describe('Cost a year ÷ cash, millionths: cost ÷ cash × 365 ÷ horizon, rounded up.'),
  left: z
    .array(LeftSum)
    .describe('What its facilities would take and it leaves out, by reason, most money first.'),
  worth: z
    .array(Worth)
    .describe(
      'What ran out and what a unit more of it would save, dearest first; where the need is not met, the cash it would raise. Empty where it was not sought by cost.',
    ),
  administrationSavedMinor: AmountMinor.optional().describe(
    'What the company’s own administration of what funders administer would have cost, and of what replaces it within the horizon: each rounded down. Absent without a valuation.',
  ),
  protectionMinor: AmountMinor.optional().describe(
    'The loss that funders are expected to bear on it, for the days until it is paid within the horizon, of 365: each rounded down. Absent without a valuation.',
  ),
  netCostMinor: AmountMinor.optional().describe(
    'Cost − administration saved − protection; below nothing where they are worth more than it costs. Absent without a valuation.',
  ),
  moved: z
    .int()
    .min(0)
    .optional()
    .describe(
      'How many receivables go elsewhere, come or go against the standing alternative. Absent without one.',
    ),
  lines: z.array(AllocationLine).describe('What it places, each receivable at most once.'),
});
export type Alternative = z.infer<typeof Alternative>;

/** The ways of meeting a need side by side. */
export const Comparison = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  inputHash: z.string().length(64).describe('SHA-256 of the canonical input.'),
  needMinor: AmountMinor.describe('The cash wanted.'),
  currency: Currency.describe('The need’s, of all sums here.'),
  bound: AllocationBound.optional().describe(
    'What no way of meeting the need can cost less than; absent where it cannot be met.',
  ),
  greatestCashMinor: AmountMinor.optional().describe(
    'The most any way could raise, proven; stated where the need cannot be met.',
  ),
  valuation: Valuation.optional().describe('What services were valued at; absent: they were not.'),
  bestValueAbsent: z
    .enum(['net_cost_below_zero', 'cost_withheld'])
    .optional()
    .describe(
      'Why no way was sought by its net cost although services were valued: some receivable would earn more than it costs, so that taking more than is needed would always look better; or a funder keeps its cost back from the cash, which then depends on the cost.',
    ),
  alternatives: z.array(Alternative).describe('The ways, cheapest first, then by their aims.'),
});
export type Comparison = z.infer<typeof Comparison>;
