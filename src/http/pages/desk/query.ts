import { z } from 'zod';
import { Id } from '../../../core/ids.ts';

/** What the desk's address says; anything unreadable is as if it were not there. */
export const DeskQuery = z.object({
  facility: z.string().max(100).optional().catch(undefined),
  rule: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional()
    .catch(undefined),
  show: z.enum(['all', 'eligible', 'basket']).catch('all').default('all'),
  q: z.string().trim().max(100).catch('').default(''),
  after: Id.optional().catch(undefined),
});
export type DeskQuery = z.infer<typeof DeskQuery>;

/** `filter` is the select's one value for what links say with `rule` and `show`. */
export function readQuery(given: Record<string, string>): DeskQuery {
  const { filter, ...rest } = given;
  if (filter === undefined) return DeskQuery.parse(rest);
  const [kind, value] = filter.split(':');
  return DeskQuery.parse(kind === 'rule' ? { ...rest, rule: value } : { ...rest, show: filter });
}

/** The address of the same desk with some of it changed; a change of filter begins at the first row. */
export function deskPath(query: DeskQuery, changes: Partial<DeskQuery> = {}): string {
  const { facility, rule, show, q, after } = { ...query, after: undefined, ...changes };
  const search = new URLSearchParams();
  if (facility !== undefined) search.set('facility', facility);
  if (rule !== undefined) search.set('rule', rule);
  else if (show !== 'all') search.set('show', show);
  if (q !== '') search.set('q', q);
  if (after !== undefined) search.set('after', after);
  const text = search.toString();
  return text === '' ? '/' : `/?${text}`;
}

export function filterOf({ rule, show }: DeskQuery): string {
  return rule === undefined ? show : `rule:${rule}`;
}
