import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';

/**
 * A sale or a collection, told one by one, or a period's turnover or balances in sums. Amounts are
 * minor units of `currency`; one declaration for each currency, and for each sale or collection.
 */
export const InsurerDeclaration = z.strictObject({
  declarationId: Id,
  reference: z.string().min(1),
  policyId: z.string().min(1),
  policyNumber: z.string().min(1),
  kind: z.enum(['turnover', 'balances', 'sales', 'collections', 'aged_debtors', 'overdue']),
  from: Day,
  to: Day,
  currency: Currency,
  lines: z.array(
    z.strictObject({
      debtorId: z.string().min(1),
      insurerBuyerId: z.string().optional(),
      receivableId: Id.optional(),
      number: z.string().optional(),
      kind: z.enum(['sale', 'credit_note', 'collection', 'extension', 'sum']),
      on: Day,
      dueOn: Day.optional(),
      amountMinor: AmountMinor,
    }),
  ),
  totalMinor: AmountMinor,
});
export type InsurerDeclaration = z.infer<typeof InsurerDeclaration>;
