import { sha256 } from '../core/hash.ts';
import type { Tx } from './database.ts';

/** A key belongs to one person of one tenant and to one route. */
export type IdempotencyKey = { personId: string; route: string; key: string };

export type StoredAnswer = { requestHash: string; status: number; response: string };

/**
 * Holds the key until the transaction ends; false while another transaction holds it. Whoever gets
 * it sees the answer of everyone before: the lock is released after the commit is visible.
 */
export async function holdKey(tx: Tx, { personId, route, key }: IdempotencyKey): Promise<boolean> {
  const digest = sha256([tx.tenantId, personId, route, key].join('\n'));
  const rows = await tx.query<{ held: boolean }>(
    `select pg_try_advisory_xact_lock(('x' || $1)::bit(64)::bigint) as held`,
    [digest.slice(0, 16)],
  );
  return rows[0]?.held === true;
}

export async function readAnswer(
  tx: Tx,
  { personId, route, key }: IdempotencyKey,
): Promise<StoredAnswer | undefined> {
  const rows = await tx.query<StoredAnswer>(
    `select request_hash as "requestHash", status, response from cedent.api_idempotency
     where tenant_id = $1 and person_id = $2 and route = $3 and key = $4`,
    [tx.tenantId, personId, route, key],
  );
  return rows[0];
}

/** In the transaction of the change it answers for. */
export async function storeAnswer(
  tx: Tx,
  { personId, route, key }: IdempotencyKey,
  { requestHash, status, response }: StoredAnswer,
): Promise<void> {
  await tx.query(
    `insert into cedent.api_idempotency
       (tenant_id, person_id, route, key, request_hash, status, response)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, personId, route, key, requestHash, status, response],
  );
}
