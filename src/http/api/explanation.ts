import { z } from 'zod';
import { AmountMinor, Currency } from '../../core/money.ts';
import { AllocationLine, LineExplanation, NotPlaced } from '../../core/plan.ts';

const WordedDeduction = z.strictObject({
  rule: z.string(),
  name: z.string(),
  amountMinor: AmountMinor,
  sentence: z.string(),
  cure: z.string().describe('What would change it; empty where nothing would.'),
});

/** What `core/wording` says of one receivable; `placing` is absent where no facility would take it. */
export const Explanation = z
  .strictObject({
    receivableId: LineExplanation.shape.receivableId,
    facilities: z.array(
      z.strictObject({
        facilityId: z.string(),
        currency: Currency,
        grossMinor: AmountMinor,
        deductions: z.array(WordedDeduction),
        eligibleMinor: AmountMinor,
      }),
    ),
    placing: z
      .discriminatedUnion('status', [
        AllocationLine.omit({ receivableId: true }).extend({
          status: z.literal('placed'),
          costPpm: z
            .int()
            .optional()
            .describe('What it costs over the horizon, millionths of its cash.'),
          other: z
            .strictObject({
              facilityId: z.string().describe('The cheapest other facility that could take it.'),
              costPpm: z.int().describe('What it would cost there, millionths of its cash.'),
              savedMinor: AmountMinor.describe(
                'What the same cash would cost there, less what it costs here; in the need’s currency.',
              ),
              full: z
                .strictObject({
                  advanceMinor: AmountMinor.describe('What it would have to advance.'),
                  roomMinor: AmountMinor.describe('What it has left beside the plan.'),
                  currency: Currency.describe('Its own, of both.'),
                })
                .optional()
                .describe('Absent where it has room.'),
            })
            .optional()
            .describe('Absent where no other facility would take it.'),
          sentence: z.string().optional().describe('The same in words.'),
        }),
        z.strictObject({
          status: z.literal('not_placed'),
          reason: NotPlaced.shape.reason,
          sentence: z.string(),
        }),
      ])
      .optional(),
  })
  .meta({ id: 'ReceivableExplanation' });
