import type { DeliveryState } from '../core/delivery.ts';
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
    operation: OPERATION,
    subject: feed.feedId,
    state: 'ready',
    input: feed,
  });
}

/** A feed without its lines, and how far it has come to its insurer. */
export type SentFeed = Pick<
  ExposureFeed,
  'policyId' | 'reference' | 'asOf' | 'currency' | 'control'
> & {
  contentHash: string;
  state: DeliveryState | null;
};

/** The newest feeds of each policy first. */
export async function listSentFeeds(
  tx: Tx,
  { perPolicy }: { perPolicy: number },
): Promise<SentFeed[]> {
  return tx.query<SentFeed>(
    `select p.id as "policyId", f.feed->>'reference' as reference, f.as_of as "asOf",
       f.feed->>'currency' as currency, f.feed->'control' as control,
       f.content_hash as "contentHash", d.state
     from cedent.policy p
     cross join lateral (
       select e.sequence, e.as_of, e.feed, e.content_hash from cedent.exposure_feed e
       where e.tenant_id = $1 and e.policy_id = p.id order by e.sequence desc limit $2) f
     left join cedent.delivery d
       on d.tenant_id = $1 and d.operation = $3 and d.subject = f.feed->>'feedId'
     where p.tenant_id = $1 order by p.id, f.sequence desc`,
    [tx.tenantId, perPolicy, OPERATION],
  );
}

const OPERATION = 'sendExposure';
