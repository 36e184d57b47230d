import type { Notice } from '../core/adapter.ts';
import { sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { newId, type Tx } from './database.ts';
import { hasten } from './delivery.ts';

/**
 * Keeps a partner's message and acts on it once, however often it comes: it makes our own question
 * due, and only the answer to that question changes anything.
 */
export async function receiveNotice(
  tx: Tx,
  message: { connectionId: Id; notice: Notice; body: string },
): Promise<'taken' | 'known'> {
  const { connectionId, notice, body } = message;
  const rows = await tx.query(
    `insert into cedent.inbox (tenant_id, id, connection_id, message_id, content_hash, body, result)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, connection_id, message_id) do nothing returning id`,
    [
      tx.tenantId,
      newId(),
      connectionId,
      notice.messageId,
      sha256(body),
      body,
      `asks about ${notice.kind} ${notice.reference}`,
    ],
  );
  if (rows.length === 0) return 'known';
  const operation = notice.kind === 'schedule' ? 'readSchedule' : 'syncCover';
  const subject = await subjectOf(tx, notice);
  if (subject) await hasten(tx, operation, subject);
  return 'taken';
}

/** A reference that is not ours is kept in the inbox and asks nothing. */
async function subjectOf(tx: Tx, notice: Notice): Promise<string | undefined> {
  if (notice.kind === 'cover') return notice.reference;
  const [row] = await tx.query<{ id: Id }>(
    'select id from cedent.funding_request where tenant_id = $1 and number = $2',
    [tx.tenantId, notice.reference],
  );
  return row?.id;
}
