import { z } from 'zod';
import { Day } from '../../../core/calendar.ts';

export const Query = z.object({
  facility: z.string().max(200).optional().catch(undefined),
  asOf: Day.optional().catch(undefined),
  since: Day.optional().catch(undefined),
  only: z.enum(['different', 'all']).default('different').catch('different'),
  page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1),
});
export type Query = z.infer<typeof Query>;

/** This page with another page or choice of rows. */
export function hrefOf(query: Query, change: Partial<Query> = {}): string {
  const { facility, asOf, since, only, page } = { ...query, ...change };
  const address = new URLSearchParams();
  if (facility !== undefined) address.set('facility', facility);
  if (asOf !== undefined) address.set('asOf', asOf);
  if (since !== undefined) address.set('since', since);
  if (only !== 'different') address.set('only', only);
  if (page !== 1) address.set('page', String(page));
  return `/reconciliation?${address}`;
}
