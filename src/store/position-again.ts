import { assert } from '../core/assert.ts';
import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';

/** Drafts of a tenant look one after the other: two people with a lookalike each see each other's. */
export async function lockDrafts(tx: Tx): Promise<void> {
  const lock = `select pg_advisory_xact_lock(hashtextextended('draft ' || $1::text, 0))`;
  await tx.query(lock, [tx.tenantId]);
}

/**
 * Of receivables that are closed, those that may not be opened again: the same invoice, known as another
 * receivable, is with a funder now. Until the transaction ends nobody drafts, so that it stays so.
 */
export async function readTakenSince(tx: Tx, closed: readonly Id[]): Promise<Set<Id>> {
  if (closed.length === 0) return new Set();
  await lockDrafts(tx);
  const rows = await tx.query<{ id: Id }>(
    `select c.id from unnest($2::uuid[]) as c (id)
     join cedent.receivable r on r.tenant_id = $1 and r.id = c.id
     cross join lateral (
       select f.fact->>'fingerprint' as fingerprint from cedent.position_fact f
       where f.tenant_id = $1 and f.receivable_id = c.id and f.fact->>'kind' = 'reserved'
       order by f.seq desc limit 1) held
     join cedent.open_position p on p.tenant_id = $1 and p.fingerprint = held.fingerprint
       and p.receivable_id <> c.id`,
    [tx.tenantId, closed],
  );
  return new Set(rows.map(({ id }) => id));
}

/** ONE_POSITION of what is open again, under the fingerprint that it was reserved with. */
export async function holdAgain(
  tx: Tx,
  opened: readonly { receivableId: Id; requestId: Id; facilityId: string }[],
): Promise<void> {
  if (opened.length === 0) return;
  await tx.query(
    `insert into cedent.open_position (tenant_id, fingerprint, receivable_id, request_id, facility_id)
     select $1, held.fingerprint, o.* from unnest($2::uuid[], $3::uuid[], $4::text[])
       as o (receivable_id, request_id, facility_id)
     cross join lateral (
       select f.fact->>'fingerprint' as fingerprint from cedent.position_fact f
       where f.tenant_id = $1 and f.receivable_id = o.receivable_id
         and f.fact->>'kind' = 'reserved' and f.fact->>'requestId' = o.request_id::text
       order by f.seq desc limit 1) held
     order by held.fingerprint
     on conflict (tenant_id, receivable_id) do nothing`,
    [
      tx.tenantId,
      opened.map(({ receivableId }) => receivableId),
      opened.map(({ requestId }) => requestId),
      opened.map(({ facilityId }) => facilityId),
    ],
  );
  const [held] = await tx.query<{ count: number }>(
    `select count(*) as count from unnest($2::uuid[], $3::uuid[]) as o (receivable_id, request_id)
     join cedent.open_position p on p.tenant_id = $1 and p.receivable_id = o.receivable_id
       and p.request_id = o.request_id`,
    [
      tx.tenantId,
      opened.map(({ receivableId }) => receivableId),
      opened.map(({ requestId }) => requestId),
    ],
  );
  assert(held?.count === opened.length, 'what is open again is held by the request it was under');
}
