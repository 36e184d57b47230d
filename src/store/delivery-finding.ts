import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';
import type { Finding } from './delivery-resolution.ts';

/** What one person said of a delivery that still waits, with their name. */
export type FindingView = {
  deliveryId: Id;
  personId: Id;
  personName: string | null;
  verdict: Finding['verdict'];
  reason: string;
  partnerReference: string | null;
  recordedAt: Date;
};

/**
 * The oldest first; what was found before a delivery moved again no longer counts and is left out,
 * unless the whole history is asked for.
 */
export async function listFindings(
  tx: Tx,
  deliveryIds: readonly Id[],
  options: { ever: boolean } = { ever: false },
): Promise<FindingView[]> {
  return tx.query<FindingView>(
    `select f.delivery_id as "deliveryId", f.person_id as "personId", p.name as "personName",
       f.verdict, f.reason, f.partner_reference as "partnerReference",
       f.recorded_at as "recordedAt"
     from cedent.delivery_resolution f
     join cedent.delivery d
       on d.tenant_id = f.tenant_id and d.id = f.delivery_id
       and (d.step = f.step or $3)
     left join cedent.person p on p.tenant_id = f.tenant_id and p.id = f.person_id
     where f.tenant_id = $1 and f.delivery_id = any ($2::uuid[])
     order by f.delivery_id, f.seq`,
    [tx.tenantId, deliveryIds, options.ever],
  );
}
