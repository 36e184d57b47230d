import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { RemittanceAdvice } from '../core/remittance.ts';
import { type Actor, audit } from './audit.ts';
import { newId, type Tx } from './database.ts';
import { keepFile, type LedgerBytes } from './ledger/file.ts';

export type AdvicesTaken = { stored: number; known: number };

/** Keeps the advices of a file with its bytes; one that was told before changes nothing. */
export async function recordAdvices(
  tx: Tx,
  taken: {
    actor: Actor;
    fileName: string;
    file: LedgerBytes;
    advices: readonly RemittanceAdvice[];
  },
): Promise<AdvicesTaken> {
  const { actor, fileName, file, advices } = taken;
  const { sha256 } = file;
  await keepFile(tx, file);
  const personId = 'personId' in actor ? actor.personId : null;
  let stored = 0;
  for (const advice of advices) {
    const rows = await tx.query(
      `insert into cedent.remittance_advice (tenant_id, id, reference, payer, advice, content_hash,
         file_sha256, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1`,
      [
        tx.tenantId,
        newId(),
        advice.reference,
        advice.payer,
        JSON.stringify(advice),
        hashOf(advice),
        sha256,
        personId,
      ],
    );
    stored += rows.length;
  }
  const counts = { stored, known: advices.length - stored };
  if (stored === 0) return counts;
  const body = { fileName, fileSha256: sha256, ...counts };
  await audit(tx, { actor, action: 'remittance.recorded', subject: sha256, body });
  return counts;
}

/**
 * What payers last said of payments with these references, by reference: one advice of each payer. A
 * reference is the payer's own word, so several may use the same.
 */
export async function advicesFor(
  tx: Tx,
  references: readonly string[],
): Promise<Map<string, RemittanceAdvice[]>> {
  const rows = await tx.query<{ reference: string; advice: unknown }>(
    `select distinct on (a.reference, a.payer) a.reference, a.advice
     from cedent.remittance_advice a
     where a.tenant_id = $1 and a.reference = any ($2::text[])
     order by a.reference, a.payer, a.recorded_at desc, a.id desc`,
    [tx.tenantId, references],
  );
  const found = new Map<string, RemittanceAdvice[]>();
  for (const { reference, advice } of rows) {
    found.set(reference, [...(found.get(reference) ?? []), RemittanceAdvice.parse(advice)]);
  }
  return found;
}

export type StoredAdvice = { id: Id; advice: RemittanceAdvice; recordedAt: Date };

/** The newest first. */
export async function listAdvices(tx: Tx, limit: number): Promise<StoredAdvice[]> {
  const rows = await tx.query<StoredAdvice>(
    `select id, advice, recorded_at as "recordedAt" from cedent.remittance_advice
     where tenant_id = $1 order by recorded_at desc, id desc limit $2`,
    [tx.tenantId, limit],
  );
  return rows.map((row) => ({ ...row, advice: RemittanceAdvice.parse(row.advice) }));
}
