import type { Context } from 'hono';
import { z } from 'zod';
import { Day, endOfDay, Instant } from '../../../core/calendar.ts';
import type { HttpEnv } from '../../env.ts';
import { Problem } from '../../problem.ts';

/** A field of the form that was left empty is not there. */
const empty = z.literal('').transform(() => undefined);

/** A day of `knownAt` is its evening: what was known when it ended. */
const CertificateQuery = z.object({
  asOf: z.union([empty, Day]).optional(),
  knownAt: z.union([empty, Day, Instant]).optional(),
  since: z.union([empty, Day]).optional(),
  page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1),
});
export type CertificateQuery = z.infer<typeof CertificateQuery>;

/** A day that cannot be read is refused: another day's certificate must not stand in for it. */
export function readQuery(c: Context<HttpEnv>): CertificateQuery {
  const parsed = CertificateQuery.safeParse(c.req.query());
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, code, message }) => ({
    pointer: `#/${path.join('/')}`,
    code,
    detail: message,
  }));
  throw new Problem('invalid_request', { errors });
}

export function instantOf({ knownAt }: CertificateQuery, timeZone: string): Instant | undefined {
  if (knownAt === undefined || !Day.safeParse(knownAt).success) return knownAt;
  return endOfDay(knownAt, timeZone);
}

export function certificatePath(facilityId: string, query: CertificateQuery): string {
  return withQuery(`/certificates/${encodeURIComponent(facilityId)}`, query);
}

export function stepPath(
  { facilityId, rule }: { facilityId: string; rule: string },
  query: CertificateQuery,
  page = 1,
): string {
  const path = `/certificates/${encodeURIComponent(facilityId)}/steps/${encodeURIComponent(rule)}`;
  return withQuery(path, query, page > 1 ? { page: String(page) } : {});
}

export function rowsPath(
  { facilityId, rule }: { facilityId: string; rule: string },
  query: CertificateQuery,
): string {
  return withQuery(
    `/certificates/${encodeURIComponent(facilityId)}/steps/${encodeURIComponent(rule)}/receivables.csv`,
    query,
  );
}

/** The same certificate by the API, named so that it stays the same. */
export function apiPath(
  facilityId: string,
  exact: { asOf: Day; knownAt: Instant; since: Day | undefined },
): string {
  return withQuery('/api/v1/certificates', exact, { facilityId });
}

function withQuery(
  path: string,
  { asOf, knownAt, since }: Omit<CertificateQuery, 'page'>,
  more: Record<string, string> = {},
): string {
  const search = new URLSearchParams(more);
  for (const [name, value] of Object.entries({ asOf, knownAt, since })) {
    if (value !== undefined) search.set(name, value);
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
