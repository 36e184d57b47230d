import type { AsOf } from '../core/calendar.ts';
import { Circumstance } from '../core/cover/circumstance.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

export type RecordedCircumstance = {
  circumstance: Circumstance;
  /** By which it can be taken back. */
  sha256: string;
  recordedAt: Date;
  recordedBy: Id | null;
};

/** Appends what happened; the same circumstance once. Returns the hashes of those that are new. */
export async function recordCircumstances(
  tx: Tx,
  { actor, circumstances }: { actor: Actor; circumstances: readonly Circumstance[] },
): Promise<string[]> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `circumstances ${tx.tenantId}`,
  ]);
  const appended: { kind: string; debtorId: string; sha256: string }[] = [];
  for (const given of circumstances) {
    const circumstance = Circumstance.parse(given);
    const { kind, debtorId } = circumstance;
    const sha256 = hashOf(circumstance);
    const rows = await tx.query(
      `insert into cedent.circumstance
         (tenant_id, debtor_id, recorded_by, circumstance, circumstance_hash)
       select $1, $2, $3, $4, $5 where not exists (
         select from cedent.circumstance
         where tenant_id = $1 and debtor_id = $2 and circumstance_hash = $5)
       returning 1`,
      [
        tx.tenantId,
        debtorId,
        'personId' in actor ? actor.personId : null,
        canonicalJson(circumstance),
        sha256,
      ],
    );
    if (rows.length > 0) appended.push({ kind, debtorId, sha256 });
  }
  if (appended.length > 0) {
    const body = { appended };
    await audit(tx, { actor, action: 'circumstance.recorded', subject: 'circumstance', body });
  }
  return appended.map(({ sha256 }) => sha256);
}

/**
 * What had happened by a day as it was known at an instant, in the order it was recorded; without what
 * had been taken back by then. Of everyone, or of one debtor.
 */
export async function readCircumstances(
  tx: Tx,
  when: AsOf & { debtorId?: string },
): Promise<Circumstance[]> {
  const rows = await readAll(tx, when);
  const takenBack = new Set(
    rows.flatMap(({ circumstance }) =>
      circumstance.kind === 'taken_back' ? [circumstance.circumstanceSha256] : [],
    ),
  );
  return rows.flatMap(({ circumstance, sha256 }) =>
    circumstance.kind === 'taken_back' || takenBack.has(sha256) ? [] : [circumstance],
  );
}

/** Everything that was recorded of a debtor, what was taken back too, oldest first. */
export async function readCircumstanceBook(
  tx: Tx,
  debtorId: string,
): Promise<RecordedCircumstance[]> {
  return readAll(tx, { asOf: '9999-12-31', knownAt: '9999-12-31T00:00:00.000Z', debtorId });
}

/** True where it can be taken back: a circumstance of the debtor, known and not taken back yet. */
export async function mayTakeBack(
  tx: Tx,
  { debtorId, sha256 }: { debtorId: string; sha256: string },
): Promise<boolean> {
  const book = await readCircumstanceBook(tx, debtorId);
  const isGone = book.some(
    ({ circumstance }) =>
      circumstance.kind === 'taken_back' && circumstance.circumstanceSha256 === sha256,
  );
  return !isGone && book.some((one) => one.sha256 === sha256);
}

async function readAll(
  tx: Tx,
  { asOf, knownAt, debtorId }: AsOf & { debtorId?: string },
): Promise<RecordedCircumstance[]> {
  return tx.query<RecordedCircumstance>(
    `select circumstance, circumstance_hash as sha256, recorded_at as "recordedAt",
       recorded_by as "recordedBy"
     from cedent.circumstance
     where tenant_id = $1 and recorded_at <= $3 and ($4::text is null or debtor_id = $4)
       and circumstance->>'on' <= $2 and circumstance->>'knownOn' <= $2
     order by seq`,
    [tx.tenantId, asOf, knownAt, debtorId ?? null],
  );
}
