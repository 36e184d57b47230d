import type { Raw, Wire } from '../core/adapter.ts';
import type { DeliveryState } from '../core/delivery.ts';
import type { Detail } from '../core/detail.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { newId, type Tx } from './database.ts';

/** A delivery as the jobs see it; times are the database's. */
export type Delivery = {
  id: Id;
  connectionId: Id | undefined;
  queue: string;
  operation: string;
  subject: string;
  state: DeliveryState;
  step: number;
  attempts: number;
  notFound: number;
  input: unknown;
  wire: Wire | undefined;
  detail: Detail | undefined;
};

/**
 * Writes an intention beside the fact that decided it. The subject is the fact's own key: the same
 * intention again is the same row, and the earlier one is returned.
 */
export async function createDelivery(
  tx: Tx,
  delivery: {
    connectionId?: Id;
    queue: string;
    operation: string;
    subject: string;
    state: 'held' | 'ready';
    input: unknown;
    dueAt?: Date;
  },
): Promise<{ id: Id; created: boolean }> {
  const { connectionId = null, queue, operation, subject, state, input, dueAt = null } = delivery;
  const id = newId();
  const rows = await tx.query(
    `insert into cedent.delivery
       (tenant_id, id, connection_id, queue, operation, subject, state, input, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, clock_timestamp()))
     on conflict (tenant_id, operation, subject) do nothing returning id`,
    [tx.tenantId, id, connectionId, queue, operation, subject, state, canonicalJson(input), dueAt],
  );
  if (rows.length > 0) return { id, created: true };
  const [existing] = await tx.query<{ id: Id }>(
    'select id from cedent.delivery where tenant_id = $1 and operation = $2 and subject = $3',
    [tx.tenantId, operation, subject],
  );
  if (!existing) throw new Error(`delivery ${operation} ${subject} is neither new nor there`);
  return { id: existing.id, created: false };
}

/**
 * Takes a due delivery for one attempt, committed before the first byte leaves. A lease that ran
 * out means the last attempt's end is not known: the delivery becomes unknown first.
 */
export async function claimDelivery(tx: Tx, id: Id): Promise<Delivery | undefined> {
  const [row] = await tx.query<Row & { due: boolean; expired: boolean }>(
    `select ${columns}, due_at <= clock_timestamp() as due, lease_until < clock_timestamp() as expired
     from cedent.delivery where tenant_id = $1 and id = $2 for update skip locked`,
    [tx.tenantId, id],
  );
  if (!row) return undefined;
  const delivery = fromRow(row);
  const waiting = delivery.state === 'ready' || delivery.state === 'unknown';
  if (waiting && row.due) return delivery;
  const abandoned = delivery.state === 'sending' || delivery.state === 'resolving';
  return abandoned && row.expired ? delivery : undefined;
}

/** Marks the attempt: fence, lease, and the wire bytes that every repetition must equal. */
export async function beginAttempt(
  tx: Tx,
  delivery: Delivery,
  attempt: { state: 'sending' | 'resolving'; leaseSeconds: number; wire?: Wire },
): Promise<Id> {
  const fence = newId();
  const { state, leaseSeconds, wire } = attempt;
  const text = wire ? canonicalJson(wire) : null;
  const rows = await tx.query<{ step: number }>(
    `update cedent.delivery set state = $3, step = step + 1, fence = $4,
       attempts = attempts + case when $3 = 'sending' then 1 else 0 end,
       lease_until = clock_timestamp() + make_interval(secs => $5),
       wire = coalesce(wire, $6::jsonb), wire_sha256 = coalesce(wire_sha256, $7),
       first_sent_at = case when $3 = 'sending' then coalesce(first_sent_at, clock_timestamp())
                       else first_sent_at end
     where tenant_id = $1 and id = $2 returning step`,
    [tx.tenantId, delivery.id, state, fence, leaseSeconds, text, text && sha256(text)],
  );
  delivery.step = rows[0]?.step ?? delivery.step;
  return fence;
}

export type Verdict = {
  state: DeliveryState;
  detail: Detail;
  /** From now, for states a machine moves on. */
  dueInSeconds?: number;
  notFound?: number;
};

/** Writes the outcome if this attempt still holds the fence; false when another took over. */
export async function endAttempt(
  tx: Tx,
  delivery: Delivery,
  end: {
    fence: Id;
    purpose: 'send' | 'find';
    outcome: string;
    raw?: Raw;
    startedAt: Date;
    verdict: Verdict;
  },
): Promise<boolean> {
  const { fence, purpose, outcome, raw, startedAt, verdict } = end;
  const rows = await tx.query(
    `update cedent.delivery set state = $4, step = step + 1, fence = null, lease_until = null,
       detail = $5, due_at = clock_timestamp() + make_interval(secs => $6), not_found = $7,
       settled_at = case when $4 in ('accepted', 'rejected') then clock_timestamp() end
     where tenant_id = $1 and id = $2 and fence = $3 returning step`,
    [
      tx.tenantId,
      delivery.id,
      fence,
      verdict.state,
      JSON.stringify(verdict.detail),
      verdict.dueInSeconds ?? 0,
      verdict.notFound ?? 0,
    ],
  );
  if (rows.length === 0) return false;
  await recordAttempt(tx, { delivery, purpose, outcome, raw, startedAt, detail: verdict.detail });
  return true;
}

/** Moves a delivery outside an attempt: released, resolved by people, asked again. */
export async function moveDelivery(tx: Tx, id: Id, verdict: Verdict): Promise<void> {
  await tx.query(
    `update cedent.delivery set state = $3, step = step + 1, detail = $4, not_found = 0,
       fence = null, lease_until = null, due_at = clock_timestamp() + make_interval(secs => $5),
       settled_at = case when $3 in ('accepted', 'rejected') then clock_timestamp() end
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, id, verdict.state, JSON.stringify(verdict.detail), verdict.dueInSeconds ?? 0],
  );
}

/** Makes a waiting read due now: a partner's notice is a hint to ask. */
export async function hasten(tx: Tx, operation: string, subject: string): Promise<void> {
  await tx.query(
    `update cedent.delivery set due_at = clock_timestamp()
     where tenant_id = $1 and operation = $2 and subject = $3 and state = 'ready'
       and due_at > clock_timestamp()`,
    [tx.tenantId, operation, subject],
  );
}

/** Asks again, now, whatever a partner still owes an answer to. */
export async function hastenReads(tx: Tx): Promise<void> {
  await tx.query(
    `update cedent.delivery set due_at = clock_timestamp()
     where tenant_id = $1 and state = 'ready'
       and operation in ('readSchedule', 'readMovements', 'readAcknowledgement',
         'readInsurerNotice', 'readClaim')
       and due_at > clock_timestamp()`,
    [tx.tenantId],
  );
}

export async function readDelivery(
  tx: Tx,
  id: Id,
  options: { lock: boolean } = { lock: false },
): Promise<Delivery | undefined> {
  const [row] = await tx.query<Row>(
    `select ${columns} from cedent.delivery where tenant_id = $1 and id = $2
     ${options.lock ? 'for update' : ''}`,
    [tx.tenantId, id],
  );
  return row && fromRow(row);
}

async function recordAttempt(
  tx: Tx,
  attempt: {
    delivery: Delivery;
    purpose: 'send' | 'find';
    outcome: string;
    raw: Raw | undefined;
    startedAt: Date;
    detail: Detail;
  },
): Promise<void> {
  const { delivery, purpose, outcome, raw, startedAt, detail } = attempt;
  await tx.query(
    `insert into cedent.delivery_attempt
       (tenant_id, delivery_id, step, purpose, outcome, status, detail, raw, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      tx.tenantId,
      delivery.id,
      delivery.step,
      purpose,
      outcome,
      raw?.status ?? null,
      JSON.stringify(detail),
      raw?.body.slice(0, 65_536) ?? null,
      startedAt,
    ],
  );
}

type Row = {
  id: Id;
  connection_id: Id | null;
  queue: string;
  operation: string;
  subject: string;
  state: DeliveryState;
  step: number;
  attempts: number;
  not_found: number;
  input: unknown;
  wire: Wire | null;
  detail: Detail | null;
};

const columns =
  'id, connection_id, queue, operation, subject, state, step, attempts, not_found, input, wire, detail';

function fromRow(row: Row): Delivery {
  return {
    id: row.id,
    connectionId: row.connection_id ?? undefined,
    queue: row.queue,
    operation: row.operation,
    subject: row.subject,
    state: row.state,
    step: row.step,
    attempts: row.attempts,
    notFound: row.not_found,
    input: row.input,
    wire: row.wire ?? undefined,
    detail: row.detail ?? undefined,
  };
}
