import { z } from 'zod';
import {
  AgeingBasis,
  CreditsPlace,
  columnsOf,
  defaultLimits,
  type Held,
  heldIn,
} from '../../../core/ageing/column.ts';
import { Day, Instant } from '../../../core/calendar.ts';
import { Currency } from '../../../core/money.ts';
import type { AgeingQuestion } from '../../../store/ageing.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { limitsOf } from '../../ageing.ts';
import type { PageCall } from '../view.ts';

/** What the address says; a day or slabs that cannot be read are told, the rest is as if not there. */
const AgeingQuery = z.object({
  asOf: z.string().trim().max(40).catch('').default(''),
  knownAt: Instant.optional().catch(undefined),
  basis: AgeingBasis.default('due_date').catch('due_date'),
  slabs: z.string().trim().max(80).catch('').default(defaultLimits.join(', ')),
  credits: CreditsPlace.default('apart').catch('apart'),
  currency: Currency.optional().catch(undefined),
  cursor: z.string().max(2000).optional().catch(undefined),
});
export type AgeingQuery = z.infer<typeof AgeingQuery>;

/** `field` is what cannot be read, with what was written there. */
export type Asked = { query: AgeingQuery } & (
  | { status: 'asked'; question: AgeingQuestion }
  | { status: 'unreadable'; field: 'asOf' | 'slabs'; value: string }
);

export async function readAsked({ c, tx, view }: PageCall): Promise<Asked> {
  const query = AgeingQuery.parse(c.req.query());
  const { basis, credits } = query;
  const asOf = query.asOf === '' ? view.today : Day.safeParse(query.asOf).data;
  if (asOf === undefined) return { query, status: 'unreadable', field: 'asOf', value: query.asOf };
  const limits = limitsOf(query.slabs.replaceAll(/[，、;；]/g, ','));
  if (!limits) return { query, status: 'unreadable', field: 'slabs', value: query.slabs };
  const knownAt = query.knownAt ?? (await databaseNow(tx));
  return { query, status: 'asked', question: { asOf, basis, limits, credits, knownAt } };
}

/** A cell: a column or `all` of them, of a currency and a debtor or of all, and whether in dispute. */
export const CellQuery = z.object({
  column: z.string().max(20).catch('all').default('all'),
  currency: Currency.optional().catch(undefined),
  debtor: z.string().min(1).max(200).optional().catch(undefined),
  disputed: z.literal('1').optional().catch(undefined),
});
export type CellQuery = z.infer<typeof CellQuery>;

/** What a cell holds; undefined where the ageing has no such column. */
export function heldOf(column: string, question: AgeingQuestion): Held | undefined {
  // Credits among the invoices and no days are everything.
  if (column === 'all') return heldIn({ id: column }, { ...question, credits: 'aged' });
  const found = columnsOf(question).find(({ id }) => id === column);
  return found && heldIn(found, question);
}

/** The same ageing, as it was known then: what a link opens sums to what it was on. */
export function cellPath(question: AgeingQuestion, cell: Partial<CellQuery>): string {
  const { column, currency, debtor, disputed } = cell;
  return pathOf('/ageing/receivables', question, { column, currency, debtor, disputed });
}

export function ageingPath(
  question: AgeingQuestion,
  more: { currency?: string | undefined; cursor?: string } = {},
): string {
  return pathOf('/ageing', question, more);
}

export function filePath(question: AgeingQuestion): string {
  return pathOf('/api/v1/ageing/file', question, {});
}

function pathOf(
  path: string,
  { asOf, knownAt, basis, limits, credits }: AgeingQuestion,
  more: Record<string, string | undefined>,
): string {
  const search = new URLSearchParams({ asOf, basis, slabs: limits.join(','), credits, knownAt });
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined) search.set(name, value);
  }
  return `${path}?${search}`;
}
