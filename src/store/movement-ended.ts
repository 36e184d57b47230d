import type { Id } from '../core/ids.ts';
import { normaliseNumber } from '../core/receivable.ts';
import type { Tx } from './database.ts';

/**
 * Receivables of these numbers that the facility has held and holds no longer, by normalised number:
 * what a funder books after the end is still about them.
 */
export async function readEnded(
  tx: Tx,
  { facilityId, numbers }: { facilityId: string; numbers: readonly string[] },
): Promise<Map<string, Id[]>> {
  const ended = new Map<string, Id[]>();
  if (numbers.length === 0) return ended;
  const rows = await tx.query<{ id: Id; number: string }>(
    `select r.id, r.number from cedent.receivable r
     where r.tenant_id = $1
       and split_part(substr(r.fingerprint, length(r.seller_id) + 2), '|', 1) = any ($2::text[])
       and exists (
         select from cedent.position_fact f
         join cedent.funding_request q on q.tenant_id = $1 and q.facility_id = $3
           and q.id = (f.fact->>'requestId')::uuid
         where f.tenant_id = $1 and f.receivable_id = r.id and f.fact->>'kind' = 'closed')
       and not exists (
         select from cedent.open_position p
         where p.tenant_id = $1 and p.receivable_id = r.id and p.facility_id = $3)
     order by r.id`,
    [tx.tenantId, [...new Set(numbers.map(normaliseNumber))], facilityId],
  );
  for (const { id, number } of rows) {
    const name = normaliseNumber(number);
    ended.set(name, [...(ended.get(name) ?? []), id]);
  }
  return ended;
}

/** The one receivable of this number that the facility of a movement has held and holds no longer. */
export async function findEnded(
  tx: Tx,
  { movementId, number }: { movementId: Id; number: string },
): Promise<Id | undefined> {
  const [movement] = await tx.query<{ facilityId: string }>(
    'select facility_id as "facilityId" from cedent.funder_movement where tenant_id = $1 and id = $2',
    [tx.tenantId, movementId],
  );
  if (!movement) return undefined;
  const { facilityId } = movement;
  const [ids] = (await readEnded(tx, { facilityId, numbers: [number] })).values();
  return ids?.length === 1 ? ids[0] : undefined;
}
