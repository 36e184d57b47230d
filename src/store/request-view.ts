import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';

/** A request in a list: its last fact says where it stands, its lines are read with it alone. */
export type RequestListRow = {
  id: Id;
  number: string;
  facilityId: string;
  createdAt: Date;
  lastFact: string;
  lastRecordedAt: Date;
};

/** The newest first; `before` is the last id of the page before. */
export async function listRequests(
  tx: Tx,
  { before, limit }: { before?: Id; limit: number },
): Promise<RequestListRow[]> {
  return tx.query<RequestListRow>(
    `select r.id, r.number, r.facility_id as "facilityId", r.created_at as "createdAt",
       f.fact->>'kind' as "lastFact", f.recorded_at as "lastRecordedAt"
     from cedent.funding_request r
     cross join lateral (
       select l.fact, l.recorded_at from cedent.request_fact l
       where l.tenant_id = $1 and l.request_id = r.id order by l.seq desc limit 1) f
     where r.tenant_id = $1 and ($2::uuid is null or r.id < $2)
     order by r.id desc limit $3`,
    [tx.tenantId, before ?? null, limit],
  );
}
