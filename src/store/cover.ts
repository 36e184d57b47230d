import type { AsOf } from '../core/calendar.ts';
import { CoverDecision } from '../core/cover/limit.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

/** Appends to the cover book what is news for its cover; returns how many decisions were. */
export async function recordDecisions(
  tx: Tx,
  { actor, decisions }: { actor: Actor; decisions: readonly CoverDecision[] },
): Promise<number> {
  // Two listings read at the same time must not both find the same decision new.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`cover ${tx.tenantId}`]);
  const appended: { policyId: string; coverId: string; status: string; hash: string }[] = [];
  for (const given of decisions) {
    const decision = CoverDecision.parse(given);
    const hash = await appendDecision(tx, decision);
    const { policyId, coverId, status } = decision;
    if (hash !== undefined) appended.push({ policyId, coverId, status, hash });
  }
  if (appended.length === 0) return 0;
  await audit(tx, { actor, action: 'cover.recorded', subject: 'cover', body: { appended } });
  return appended.length;
}

/**
 * Decisions taken by a day as they were known at an instant, in the order they were recorded; which
 * of them insures what is the core's to say (`coverOn`).
 */
export async function readCover(
  tx: Tx,
  { asOf, knownAt, policyIds }: AsOf & { policyIds?: readonly string[] },
): Promise<CoverDecision[]> {
  const rows = await tx.query<{ decision: CoverDecision }>(
    `select decision from cedent.cover_decision
     where tenant_id = $1 and decision->>'decidedOn' <= $2 and recorded_at <= $3
       and ($4::text[] is null or policy_id = any ($4))
     order by seq`,
    [tx.tenantId, asOf, knownAt, policyIds ?? null],
  );
  return rows.map(({ decision }) => decision);
}

export type RecordedDecision = { decision: CoverDecision; recordedAt: Date };

/** The cover book of one debtor under every policy, in the order it became known. */
export async function readCoverBook(tx: Tx, debtorId: string): Promise<RecordedDecision[]> {
  return tx.query<RecordedDecision>(
    `select decision, recorded_at as "recordedAt" from cedent.cover_decision
     where tenant_id = $1 and debtor_id = $2 order by recorded_at, seq limit 1000`,
    [tx.tenantId, debtorId],
  );
}

async function appendDecision(tx: Tx, decision: CoverDecision): Promise<string | undefined> {
  const { policyId, debtorId, coverId, effectiveOn } = decision;
  const hash = hashOf(decision);
  const [latest] = await tx.query<{ hash: string }>(
    `select decision_hash as hash from cedent.cover_decision
     where tenant_id = $1 and policy_id = $2 and cover_id = $3 order by seq desc limit 1`,
    [tx.tenantId, policyId, coverId],
  );
  if (latest?.hash === hash) return undefined;
  await tx.query(
    `insert into cedent.cover_decision
       (tenant_id, policy_id, debtor_id, cover_id, effective_on, decision, decision_hash)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, policyId, debtorId, coverId, effectiveOn, canonicalJson(decision), hash],
  );
  return hash;
}
