import type { Notice } from '../core/adapter.ts';
import { never } from '../core/assert.ts';
import { sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { newId, type Tx } from './database.ts';
import { createDelivery, hasten } from './delivery.ts';

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
  const subject = await subjectOf(tx, { connectionId, notice });
  if (subject === undefined) return 'taken';
  await hasten(tx, operationOf[notice.kind], subject);
  if (notice.kind === 'schedule') await askAgain(tx, { requestId: subject, notice });
  return 'taken';
}

const operationOf = {
  schedule: 'readSchedule',
  cover: 'syncCover',
  movements: 'readMovements',
  notice: 'readInsurerNotice',
  claim: 'readClaim',
} as const satisfies Record<Notice['kind'], string>;

/** A schedule that was answered whole is asked about once more: its funder may have changed its word. */
async function askAgain(
  tx: Tx,
  { requestId, notice }: { requestId: Id; notice: Notice },
): Promise<void> {
  const [asked] = await tx.query<{ connectionId: Id; queue: string; isOver: boolean }>(
    `select connection_id as "connectionId", queue, state = 'accepted' as "isOver"
     from cedent.delivery
     where tenant_id = $1 and operation = 'readSchedule' and subject = $2`,
    [tx.tenantId, requestId],
  );
  if (!asked?.isOver) return;
  const { connectionId, queue } = asked;
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'readSchedule',
    subject: `${requestId}|${notice.messageId}`,
    state: 'ready',
    input: { requestId, reference: notice.reference },
  });
}

/** A reference that is not ours is kept in the inbox and asks nothing. */
async function subjectOf(
  tx: Tx,
  { connectionId, notice }: { connectionId: Id; notice: Notice },
): Promise<string | undefined> {
  const { kind, reference } = notice;
  switch (kind) {
    case 'cover':
      return reference;
    case 'schedule': {
      const [row] = await tx.query<{ id: Id }>(
        'select id from cedent.funding_request where tenant_id = $1 and number = $2',
        [tx.tenantId, reference],
      );
      return row?.id;
    }
    case 'notice':
    case 'claim': {
      const table = kind === 'notice' ? 'insurer_notice' : 'claim';
      const [row] = await tx.query<{ id: Id }>(
        `select id from cedent.${table} where tenant_id = $1 and reference = $2`,
        [tx.tenantId, reference],
      );
      return row?.id;
    }
    case 'movements': {
      const [row] = await tx.query<{ subject: string }>(
        `select subject from cedent.delivery
         where tenant_id = $1 and connection_id = $2 and operation = 'readMovements'
           and state = 'ready' and input->>'agreementReference' = $3
         order by created_at desc limit 1`,
        [tx.tenantId, connectionId, reference],
      );
      return row?.subject;
    }
    default:
      return never(kind, 'notice');
  }
}
