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
        AllocationLine.omit({ receivableId: true }).extend({ status: z.literal('placed') }),
        z.strictObject({
          status: z.literal('not_placed'),
          reason: NotPlaced.shape.reason,
          sentence: z.string(),
        }),
      ])
      .optional(),
  })
  .meta({ id: 'ReceivableExplanation' });
