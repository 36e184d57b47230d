import { z } from 'zod';
import { Day } from '../../../core/calendar.ts';
import { Currency } from '../../../core/money.ts';
import { cashKinds } from '../../../core/outlook/cash.ts';
import { warningCodes } from '../../../core/outlook/warnings.ts';

export const Query = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30).catch(30),
  debtor: z.string().trim().max(200).optional().catch(undefined),
  currency: Currency.optional().catch(undefined),
  limit: z.string().trim().max(40).default('').catch(''),
  payment: z.string().trim().max(40).default('').catch(''),
});
export type Query = z.infer<typeof Query>;

/** A cell of the timeline, or the receivables of a warning. */
export const ItemQuery = z.object({
  days: Query.shape.days,
  day: Day.optional().catch(undefined),
  currency: Query.shape.currency,
  kind: z.enum(cashKinds).optional().catch(undefined),
  warning: z.enum(warningCodes).optional().catch(undefined),
  facility: z.string().max(200).optional().catch(undefined),
  debtor: Query.shape.debtor,
});
export type ItemQuery = z.infer<typeof ItemQuery>;

export function itemsHref(query: Partial<Record<keyof ItemQuery, string | number>>): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) address.set(name, String(value));
  return `/outlook/items?${address}`;
}
