import type { ExposureFeed } from '../core/exposure/feed.ts';
import type { Id } from '../core/ids.ts';
import { one, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';

/** The intention to send a stored feed to its insurer; the same feed again is the same delivery. */
export async function intendExposure(
  tx: Tx,
  feed: ExposureFeed,
): Promise<{ id: Id; created: boolean }> {
  const connection = one(
    await tx.query<{ id: Id; adapterId: string }>(
      `select c.id, c.adapter_id as "adapterId"
       from cedent.policy p join cedent.connection c
         on c.tenant_id = p.tenant_id and c.id = p.connection_id
       where p.tenant_id = $1 and p.id = $2`,
      [tx.tenantId, feed.policyId],
    ),
    `connection of policy ${feed.policyId}`,
  );
  return createDelivery(tx, {
    connectionId: connection.id,
    queue: connection.adapterId,
    operation: 'sendExposure',
    subject: feed.feedId,
    state: 'ready',
    input: feed,
  });
}
