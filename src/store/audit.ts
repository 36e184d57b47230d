import { canonicalJson, sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';

/** Who did it: a person or machine of the tenant, a partner by what it told us, or the product itself. */
export type Actor = { personId: Id } | { connectionId: Id } | { system: 'jobs' | 'setup' };

/**
 * Appends to the tenant's hash chain, in the transaction of the change it records. The row lock on
 * the head puts entries of one tenant in order; call it last, so that the lock is held shortly.
 */
export async function audit(
  tx: Tx,
  entry: { actor: Actor; action: string; subject: string; body?: unknown },
): Promise<void> {
  const { tenantId } = tx;
  await tx.query(
    `insert into cedent.audit_head (tenant_id, seq, hash) values ($1, 0, $2) on conflict do nothing`,
    [tenantId, genesis],
  );
  const [head] = await tx.query<{ seq: number; hash: string; at: Date }>(
    `select seq, hash, clock_timestamp() as at from cedent.audit_head where tenant_id = $1 for update`,
    [tenantId],
  );
  if (!head) throw new Error('the audit head is not visible');
  const seq = head.seq + 1;
  const { actor, action, subject, body = {} } = entry;
  const text = canonicalJson({ seq, at: head.at.toISOString(), actor, action, subject, body });
  const hash = sha256(head.hash + text);
  await tx.query(
    `insert into cedent.audit_entry (tenant_id, seq, entry, previous_hash, hash)
     values ($1, $2, $3, $4, $5)`,
    [tenantId, seq, text, head.hash, hash],
  );
  await tx.query(`update cedent.audit_head set seq = $2, hash = $3 where tenant_id = $1`, [
    tenantId,
    seq,
    hash,
  ]);
}

/** Walks the chain; the first entry that does not follow from the one before is named. */
export async function verifyAudit(
  tx: Tx,
): Promise<{ ok: true; entries: number } | { ok: false; seq: number }> {
  let previous = genesis;
  let expected = 1;
  for (let bounded = 0; bounded < 1_000_000; bounded += 1) {
    const rows = await readAudit(tx, { after: expected - 1, limit: 1000 });
    for (const row of rows) {
      const follows = row.seq === expected && row.previous === previous;
      if (!follows || sha256(previous + row.text) !== row.hash) return { ok: false, seq: expected };
      previous = row.hash;
      expected += 1;
    }
    if (rows.length < 1000) break;
  }
  const [head] = await tx.query<{ seq: number; hash: string }>(
    `select seq, hash from cedent.audit_head where tenant_id = $1`,
    [tx.tenantId],
  );
  const whole = (head?.seq ?? 0) === expected - 1 && (head?.hash ?? genesis) === previous;
  return whole ? { ok: true, entries: expected - 1 } : { ok: false, seq: expected };
}

type StoredEntry = { seq: number; text: string; previous: string; hash: string };

/** Entries in order, as stored. */
export async function readAudit(
  tx: Tx,
  { after, limit }: { after: number; limit: number },
): Promise<StoredEntry[]> {
  return tx.query<StoredEntry>(
    `select seq, entry as text, previous_hash as previous, hash from cedent.audit_entry
     where tenant_id = $1 and seq > $2 order by seq limit $3`,
    [tx.tenantId, after, limit],
  );
}

const genesis = '0'.repeat(64);
