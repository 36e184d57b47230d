import { z } from 'zod';
import { addDays, type Day, daysBetween } from '../calendar.ts';
import type { Receivable } from '../receivable.ts';

const LIMIT_MAX = 3650;

/** An age is in the first slab whose limit it does not exceed, else in the last, which has none. */
export const SlabLimits = z
  .array(z.int().min(0).max(LIMIT_MAX))
  .min(1)
  .max(12)
  .refine((limits) => limits.every((limit, at) => limit > (limits[at - 1] ?? -1)), {
    error: 'each limit must be above the one before it',
  });
export type SlabLimits = z.infer<typeof SlabLimits>;

/** Not due, 1–30, 31–60, 61–90 and over 90 days. */
export const defaultLimits: SlabLimits = [0, 30, 60, 90];

export const AgeingBasis = z.enum(['due_date', 'invoice_date']);
export type AgeingBasis = z.infer<typeof AgeingBasis>;

/** Credit notes and unapplied cash in columns of their own, or among the invoices by their age. */
export const CreditsPlace = z.enum(['apart', 'aged']);
export type CreditsPlace = z.infer<typeof CreditsPlace>;

export type AgeingTerms = {
  asOf: Day;
  basis: AgeingBasis;
  limits: SlabLimits;
  credits: CreditsPlace;
};

/** `id` is the slab's place, or the kind of credit; a bound that is not there is open. */
export const AgeingColumn = z.object({
  id: z.string().describe('The place of a slab, or credit_note, or unapplied_cash.'),
  fromDays: z.int().optional().describe('The least age in it; absent: no least.'),
  toDays: z.int().optional().describe('The greatest age in it; absent: no greatest.'),
});
export type AgeingColumn = z.infer<typeof AgeingColumn>;

const creditColumns = ['credit_note', 'unapplied_cash'] as const;

export function columnsOf({ limits, credits }: AgeingTerms): AgeingColumn[] {
  const slabs = Array.from({ length: limits.length + 1 }, (_, at): AgeingColumn => {
    const [below, toDays] = [limits[at - 1], limits[at]];
    return {
      id: String(at),
      ...(below !== undefined && { fromDays: below + 1 }),
      ...(toDays !== undefined && { toDays }),
    };
  });
  return credits === 'aged' ? slabs : [...slabs, ...creditColumns.map((id) => ({ id }))];
}

/** Where among the columns what ages from `day` stands. */
export function columnAt(
  { kind, day }: { kind: Receivable['kind']; day: Day },
  { asOf, limits, credits }: AgeingTerms,
): number {
  if (kind !== 'invoice' && credits === 'apart') {
    return limits.length + 1 + creditColumns.indexOf(kind);
  }
  return slabOf(daysBetween(day, asOf), limits);
}

export function slabOf(ageDays: number, limits: SlabLimits): number {
  const at = limits.findIndex((limit) => ageDays <= limit);
  return at < 0 ? limits.length : at;
}

/** The day an item ages from. A credit has no due day: it is due from the day it was issued. */
export function agesFrom(item: Receivable, basis: AgeingBasis): Day {
  return basis === 'due_date' && item.kind === 'invoice' ? item.dueOn : item.issuedOn;
}

/** What a column holds: kinds, and the first and last day its items age from. */
export type Held = {
  kinds: readonly Receivable['kind'][];
  from?: Day;
  to?: Day;
};

export function heldIn({ id, fromDays, toDays }: AgeingColumn, terms: AgeingTerms): Held {
  const credit = creditColumns.find((kind) => kind === id);
  if (credit) return { kinds: [credit] };
  const { asOf, credits } = terms;
  return {
    kinds: credits === 'aged' ? ['invoice', ...creditColumns] : ['invoice'],
    ...(toDays !== undefined && { from: addDays(asOf, -toDays) }),
    ...(fromDays !== undefined && { to: addDays(asOf, -fromDays) }),
  };
}
