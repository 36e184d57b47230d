import { z } from 'zod';
import { Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import { newId, type Tx } from './database.ts';

/** How something left by hand, for a partner that has no machine for it. */
export const Dispatch = z.strictObject({
  channel: z.enum(['portal', 'email', 'post', 'courier', 'fax', 'hand']),
  dispatchedOn: Day,
  reference: z.string().min(1).max(200).describe('What the partner or the carrier calls it.'),
  proofSha256: z.string().length(64).optional().describe('A file kept here that shows it.'),
});
export type Dispatch = z.infer<typeof Dispatch>;

export type RecordedDispatch = Dispatch & { by: Id; recordedAt: Date };

/** Records that something has left; `subject` names what it was. */
export async function recordDispatch(
  tx: Tx,
  { subject, dispatch, by }: { subject: string; dispatch: Dispatch; by: Id },
): Promise<void> {
  const { channel, dispatchedOn, reference, proofSha256 = null } = dispatch;
  await tx.query(
    `insert into cedent.dispatch (tenant_id, id, subject, channel, dispatched_on, reference,
       proof_sha256, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.tenantId, newId(), subject, channel, dispatchedOn, reference, proofSha256, by],
  );
  const actor = { personId: by };
  await audit(tx, { actor, action: 'dispatch.recorded', subject, body: dispatch });
}

/** The first one first. */
export async function readDispatches(tx: Tx, subject: string): Promise<RecordedDispatch[]> {
  const rows = await tx.query<
    Omit<RecordedDispatch, 'proofSha256'> & { proofSha256: string | null }
  >(
    `select channel, dispatched_on as "dispatchedOn", reference, proof_sha256 as "proofSha256",
       recorded_by as by, recorded_at as "recordedAt"
     from cedent.dispatch where tenant_id = $1 and subject = $2 order by dispatched_on, id`,
    [tx.tenantId, subject],
  );
  return rows.map(({ proofSha256, ...row }) => ({
    ...row,
    ...(proofSha256 !== null && { proofSha256 }),
  }));
}
