import { z } from 'zod';
import { seal, unseal } from '../keys.ts';
import { Problem } from '../problem.ts';
import type { Call } from './route.ts';

/** The query of every list: at most 200 rows, and where the page before ended. */
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
});
export type Page = z.infer<typeof Page>;

const Place = z.tuple([z.string(), z.string(), z.array(z.union([z.string(), z.number()]))]);

/** A row's sort key, signed for this tenant and this list: nobody can aim it elsewhere. */
export function cursorAt(
  { deps, principal }: Call,
  list: string,
  key: readonly (string | number)[],
): string {
  return seal(deps.secretKey, 'cursor', JSON.stringify([principal.tenantId, list, key]));
}

/** The key of the last row seen; undefined at the beginning. */
export function readCursor(
  { deps, principal }: Call,
  list: string,
  cursor: string | undefined,
): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const text = unseal(deps.secretKey, 'cursor', cursor);
  if (text === undefined) throw new Problem('invalid_cursor');
  const [tenantId, ofList, key] = Place.parse(JSON.parse(text));
  if (tenantId !== principal.tenantId || ofList !== list) throw new Problem('invalid_cursor');
  return key;
}
