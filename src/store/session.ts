import { sha256 } from '../core/hash.ts';
import { audit } from './audit.ts';
import type { Database, Tx } from './database.ts';

export type Session = { tenantId: string; personId: string };

/** The token is in the cookie alone; what is stored is its hash. */
export async function startSession(
  tx: Tx,
  { token, personId, hours }: { token: string; personId: string; hours: number },
): Promise<void> {
  await tx.query(
    `insert into cedent.session (tenant_id, lookup, person_id, expires_at)
     values ($1, $2, $3, clock_timestamp() + make_interval(hours => $4))`,
    [tx.tenantId, sha256(token), personId, hours],
  );
  await audit(tx, { actor: { personId }, action: 'session.started', subject: personId });
}

/** Undefined once it has ended or expired, by the database's time. */
export async function findSession(db: Database, token: string): Promise<Session | undefined> {
  const rows = await db.present<Session>(
    sha256(token),
    `select tenant_id as "tenantId", person_id as "personId" from cedent.session
     where lookup = cedent.lookup() and ended_at is null and expires_at > clock_timestamp()`,
  );
  return rows[0];
}

export async function endSession(
  tx: Tx,
  { token, personId }: { token: string; personId: string },
): Promise<void> {
  const ended = await tx.query(
    `update cedent.session set ended_at = clock_timestamp()
     where tenant_id = $1 and lookup = $2 and ended_at is null returning lookup`,
    [tx.tenantId, sha256(token)],
  );
  if (ended.length === 0) return;
  await audit(tx, { actor: { personId }, action: 'session.ended', subject: personId });
}
