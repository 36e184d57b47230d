import { z } from 'zod';
import { Day, Instant } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';

/** Pieces that several routes answer or take. */
export const IdParams = z.object({ id: Id });

export const Total = z
  .object({
    currency: Currency,
    count: z.int(),
    faceMinor: AmountMinor,
    openMinor: AmountMinor,
  })
  .meta({ id: 'CurrencyTotal' });

export const Need = z
  .strictObject({
    amountMinor: AmountMinor.min(1),
    currency: Currency,
    valueOn: Day,
    horizonDays: z.int().min(1).max(3650),
  })
  .meta({ id: 'Need' });

/** The day and the instant a question is asked for; absent: today, and what is known now. */
export const AsOfQuery = z.object({ asOf: Day.optional(), knownAt: Instant.optional() });

export const At = z.union([Instant, z.date()]);

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
