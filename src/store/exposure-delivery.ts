import type { DeliveryState } from '../core/delivery.ts';
import type { ExposureFeed } from '../core/exposure/feed.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import { one, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { readFeed } from './exposure.ts';

export type ReleaseAnswer =
  | { ok: true; deliveryId: Id | null }
  | { ok: false; code: 'unknown' | 'same_person' | 'not_now' };

/**
 * A second person lets a stored feed go to its insurer, or keeps it back and says why. Whoever made
 * it may keep it back and not let it go; what the product made by itself anybody may decide on.
 */
export async function decideFeed(
  tx: Tx,
  order: {
    policyId: string;
    sequence: number;
    personId: Id;
    decision: 'released' | { withheld: string };
  },
): Promise<ReleaseAnswer> {
  const { policyId, sequence, personId, decision } = order;
  const stored = await readFeed(tx, { policyId, sequence });
  if (!stored) return { ok: false, code: 'unknown' };
  if (decision === 'released' && stored.recordedBy === personId) {
    return { ok: false, code: 'same_person' };
  }
  const said = decision === 'released' ? { decision, reason: null } : withheld(decision.withheld);
  const rows = await tx.query(
    `insert into cedent.exposure_release
       (tenant_id, policy_id, sequence, decision, reason, decided_by)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1`,
    [tx.tenantId, policyId, sequence, said.decision, said.reason, personId],
  );
  if (rows.length === 0) return { ok: false, code: 'not_now' };
  const deliveryId = decision === 'released' ? (await intendExposure(tx, stored.feed)).id : null;
  const body = { sequence, contentHash: stored.contentHash, ...said };
  const action = `exposure.${said.decision}`;
  await audit(tx, { actor: { personId }, action, subject: policyId, body });
  return { ok: true, deliveryId };
}

function withheld(reason: string) {
  return { decision: 'withheld', reason } as const;
}

/** The intention to send a stored feed to its insurer; the same feed again is the same delivery. */
async function intendExposure(tx: Tx, feed: ExposureFeed): Promise<{ id: Id; created: boolean }> {
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

/** A feed without its lines, what was decided on it, and how far it has come to its insurer. */
export type SentFeed = Pick<
  ExposureFeed,
  'policyId' | 'reference' | 'sequence' | 'asOf' | 'currency' | 'control'
> & {
  contentHash: string;
  recordedBy: Id | null;
  decision: 'released' | 'withheld' | null;
  reason: string | null;
  state: DeliveryState | null;
};

/** The newest feeds of each policy first. */
export async function listSentFeeds(
  tx: Tx,
  { perPolicy }: { perPolicy: number },
): Promise<SentFeed[]> {
  return tx.query<SentFeed>(
    `select p.id as "policyId", f.feed->>'reference' as reference, f.sequence, f.as_of as "asOf",
       f.feed->>'currency' as currency, f.feed->'control' as control,
       f.content_hash as "contentHash", f.recorded_by as "recordedBy", r.decision, r.reason, d.state
     from cedent.policy p
     cross join lateral (
       select e.sequence, e.as_of, e.feed, e.content_hash, e.recorded_by
       from cedent.exposure_feed e
       where e.tenant_id = $1 and e.policy_id = p.id order by e.sequence desc limit $2) f
     left join cedent.exposure_release r
       on r.tenant_id = $1 and r.policy_id = p.id and r.sequence = f.sequence
     left join cedent.delivery d
       on d.tenant_id = $1 and d.operation = $3 and d.subject = f.feed->>'feedId'
     where p.tenant_id = $1 order by p.id, f.sequence desc`,
    [tx.tenantId, perPolicy, OPERATION],
  );
}

const OPERATION = 'sendExposure';
