import type { DeliveryState } from '../core/delivery.ts';
import type { Detail } from '../core/detail.ts';
import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';

/** A delivery as people see it; the raw answers are with its attempts. */
export type DeliveryView = {
  id: Id;
  queue: string;
  operation: string;
  subject: string;
  state: DeliveryState;
  attempts: number;
  detail: Detail | null;
  createdAt: Date;
  dueAt: Date;
  firstSentAt: Date | null;
  settledAt: Date | null;
};

export async function listDeliveries(
  tx: Tx,
  query: { state?: DeliveryState | undefined; subject?: string; after?: Id; limit: number },
): Promise<DeliveryView[]> {
  return tx.query<DeliveryView>(
    `select ${columns} from cedent.delivery
     where tenant_id = $1 and ($2::text is null or state = $2)
       and ($3::text is null or subject = $3) and ($4::uuid is null or id > $4)
     order by id limit $5`,
    [tx.tenantId, query.state ?? null, query.subject ?? null, query.after ?? null, query.limit],
  );
}

export async function readDeliveryView(tx: Tx, id: Id): Promise<DeliveryView | undefined> {
  const [row] = await tx.query<DeliveryView>(
    `select ${columns} from cedent.delivery where tenant_id = $1 and id = $2`,
    [tx.tenantId, id],
  );
  return row;
}

export type AttemptView = {
  deliveryId: Id;
  step: number;
  purpose: 'send' | 'find';
  outcome: string;
  status: number | null;
  detail: Detail;
  raw: string | null;
  startedAt: Date;
  endedAt: Date;
};

/** Every attempt of these deliveries in the order they were made. */
export async function listAttempts(tx: Tx, deliveryIds: readonly Id[]): Promise<AttemptView[]> {
  return tx.query<AttemptView>(
    `select delivery_id as "deliveryId", step, purpose, outcome, status, detail, raw,
       started_at as "startedAt", ended_at as "endedAt"
     from cedent.delivery_attempt where tenant_id = $1 and delivery_id = any ($2::uuid[])
     order by started_at, delivery_id, step`,
    [tx.tenantId, deliveryIds],
  );
}

const columns = `id, queue, operation, subject, state, attempts, detail, created_at as "createdAt",
  due_at as "dueAt", first_sent_at as "firstSentAt", settled_at as "settledAt"`;
