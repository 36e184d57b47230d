import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import type { Tx } from './database.ts';
import type { PositionMove } from './position.ts';
import { appendFact, readRequest } from './request-facts.ts';

/** Closes the requests of which the last receivable has just been closed and whose cash has come. */
export async function closeRequests(
  tx: Tx,
  { moves, actor }: { moves: readonly PositionMove[]; actor: Actor },
): Promise<void> {
  const closed = moves.filter(({ fact }) => fact.kind === 'closed');
  const effectiveOn = closed.reduce(
    (last, move) => (move.effectiveOn > last ? move.effectiveOn : last),
    '',
  );
  const ids = [...new Set(closed.map(({ fact }) => fact.requestId))];
  for (const requestId of ids) await closeRequest(tx, { requestId, effectiveOn, actor });
}

async function closeRequest(
  tx: Tx,
  { requestId, effectiveOn, actor }: { requestId: Id; effectiveOn: string; actor: Actor },
): Promise<void> {
  const open = await tx.query(
    'select 1 from cedent.open_position where tenant_id = $1 and request_id = $2 limit 1',
    [tx.tenantId, requestId],
  );
  if (open.length > 0) return;
  const request = await readRequest(tx, requestId, { lock: true });
  if (request) await appendFact(tx, request, { fact: { kind: 'closed' }, effectiveOn, actor });
}

/** A closed request is open again while one of its receivables is. */
export async function reopenRequests(
  tx: Tx,
  { moves, actor }: { moves: readonly PositionMove[]; actor: Actor },
): Promise<void> {
  const reopened = new Map<Id, PositionMove & { fact: { kind: 'reopened'; cause: string } }>();
  for (const move of moves) {
    const { fact } = move;
    if (fact.kind === 'reopened') reopened.set(fact.requestId, { ...move, fact });
  }
  for (const [requestId, { receivableId, effectiveOn, fact }] of reopened) {
    const open = await tx.query(
      'select 1 from cedent.open_position where tenant_id = $1 and request_id = $2 limit 1',
      [tx.tenantId, requestId],
    );
    if (open.length === 0) continue;
    const request = await readRequest(tx, requestId, { lock: true });
    const { cause } = fact;
    const again = { kind: 'reopened', receivableId, cause } as const;
    if (request) await appendFact(tx, request, { fact: again, effectiveOn, actor });
  }
}
