import { z } from 'zod';
import { AmountMinor, Currency } from '../money.ts';

const Both = z.strictObject({
  before: AmountMinor.describe('As the books are.'),
  after: AmountMinor.describe('With the change.'),
});

/** What would come of a change, in sums. */
export const Effect = z.strictObject({
  facilities: z
    .array(
      z.strictObject({
        facilityId: z.string().describe('The facility.'),
        currency: Currency.describe('The currency of its amounts.'),
        poolMinor: Both.describe('What is eligible after every rule.'),
        availableMinor: Both.describe('What may still be drawn.'),
      }),
    )
    .describe('Each facility, by its id.'),
  allocation: z
    .strictObject({
      currency: Currency.describe('The need’s.'),
      cashMinor: Both.describe('The cash raised.'),
      costMinor: Both.describe('What it costs over the horizon.'),
      shortfallMinor: Both.describe('What it lacks of the need.'),
    })
    .optional()
    .describe('How the need is met; absent where none was stated before or is after.'),
});
export type Effect = z.infer<typeof Effect>;
