import { z } from 'zod';
import { Alternative } from '../../../core/compare/alternative.ts';
import { Typed, typedOf, type Wanted } from './need.ts';
import type { WayName } from './ways.ts';

const Aim = Alternative.shape.aim;

/** What the address says; anything unreadable is as if it were not there. */
export const Address = Typed.extend({
  aim: Aim.catch('cheapest').default('cheapest'),
  facility: z.string().max(100).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1),
  /** Of a link for those without scripts: stay until the answer is there. */
  wait: z.literal('1').optional().catch(undefined),
});
export type Address = z.infer<typeof Address>;

/** What the form that fills the baskets sends: what is wanted, the way, and what was seen. */
export const Choice = z.object({
  ...Typed.shape,
  aim: Aim,
  facility: z.string().max(100).optional(),
  inputHash: z.string().length(64),
  mark: z.string().length(64),
  confirmed: z.literal('1').optional(),
});
export type Choice = z.infer<typeof Choice>;

export function raisePath(
  wanted: Wanted,
  { way, page, wait = false }: { way?: WayName; page?: number; wait?: boolean } = {},
): string {
  const stated = Object.entries(typedOf(wanted)).filter(([, value]) => value !== '');
  const search = new URLSearchParams(stated);
  if (way && way.aim !== 'cheapest') search.set('aim', way.aim);
  if (way?.aim === 'only' && way.facilityId) search.set('facility', way.facilityId);
  if (page !== undefined && page > 1) search.set('page', String(page));
  if (wait) search.set('wait', '1');
  return `/raise?${search}`;
}
