import { z } from 'zod';
import { AmountMinor, Currency } from '../money.ts';
import { AllocationBound, AllocationLine } from '../plan.ts';

/**
 * One way of meeting a need, to be held against the others. `only` uses one facility and no other;
 * sums are in the need's currency.
 */
export const Alternative = z.strictObject({
  aim: z.enum(['cheapest', 'fewest_facilities', 'least_encumbrance', 'only']),
  facilityIds: z.array(z.string()),
  cashMinor: AmountMinor,
  shortfallMinor: AmountMinor,
  costMinor: AmountMinor,
  fixedCostMinor: AmountMinor,
  /** Open amounts of all receivables it assigns or pledges. */
  encumberedMinor: AmountMinor,
  receivables: z.int().min(0),
  /** Cost a year ÷ cash, millionths: cost ÷ cash × 365 ÷ horizon, rounded up. */
  yearlyPpm: z.int().min(0),
  lines: z.array(AllocationLine),
});
export type Alternative = z.infer<typeof Alternative>;

export const Comparison = z.strictObject({
  version: z.literal(1),
  inputHash: z.string().length(64),
  needMinor: AmountMinor,
  currency: Currency,
  bound: AllocationBound.optional().describe(
    'What no way of meeting the need can cost less than; absent where it cannot be met.',
  ),
  greatestCashMinor: AmountMinor.optional().describe('The most any way could raise, proven.'),
  alternatives: z.array(Alternative),
});
export type Comparison = z.infer<typeof Comparison>;
