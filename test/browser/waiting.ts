import type { RequestLine } from '../../src/core/funding/request.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import { beginAttempt, endAttempt, moveDelivery, readDelivery } from '../../src/store/delivery.ts';
import { approveRequest, draftRequest, submitRequest } from '../../src/store/request.ts';
import type { Stage } from './stage.ts';

export type Stuck = {
  requestId: string;
  number: string;
  deliveryId: string;
  receivableIds: string[];
  detail: string;
};

/**
 * An approved request of two receivables whose schedule no machine can settle. It comes to be in one
 * transaction: no worker has seen the delivery before it waits for people.
 */
export function stuckRequest(stage: Stage): Promise<Stuck> {
  const { treasury, approver } = stage.people;
  return stage.db.asTenant(stage.tenantId, async (tx) => {
    const receivableIds = await freeInvoices(tx, 2);
    const actor = { personId: treasury.personId };
    const { requestId, number, effectiveOn } = await drafted(tx, actor, receivableIds);
    const { hash } = taken(await submitRequest(tx, { actor, requestId, effectiveOn }));
    const second = { personId: approver.personId };
    const { deliveryId } = taken(
      await approveRequest(tx, { actor: second, requestId, hash, effectiveOn }),
    );
    const detail = 'no answer in 30 s';
    await loseAnswer(tx, deliveryId, detail);
    return { requestId, number, deliveryId, receivableIds, detail };
  });
}

/** Sent once, with no answer that could be read, and nobody to ask. */
async function loseAnswer(tx: Tx, deliveryId: string, detail: string): Promise<void> {
  await moveDelivery(tx, deliveryId, { state: 'ready', detail: '' });
  const delivery = await readDelivery(tx, deliveryId);
  if (!delivery) throw new Error(`delivery ${deliveryId} is not there`);
  const fence = await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds: 60 });
  const verdict = { state: 'unknown', detail } as const;
  const startedAt = new Date();
  await endAttempt(tx, delivery, {
    fence,
    purpose: 'send',
    outcome: 'unknown',
    startedAt,
    verdict,
  });
  await moveDelivery(tx, deliveryId, { state: 'manual', detail });
}

/** A draft of all of the named invoices, advanced at 85 %; it holds them. */
export async function drafted(
  tx: Tx,
  actor: { personId: string },
  receivableIds: readonly string[],
): Promise<{ requestId: string; number: string; effectiveOn: string }> {
  const effectiveOn = await businessDay(tx);
  const made = taken(
    await draftRequest(tx, {
      actor,
      sellerId: 'S1',
      facilityId: 'F1',
      effectiveOn,
      lines: await linesOf(tx, receivableIds),
      planInputHash: '0'.repeat(64),
      acceptedNearMatches: [],
    }),
  );
  return { ...made, effectiveOn };
}

async function freeInvoices(tx: Tx, count: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select r.id from cedent.receivable r
     where r.tenant_id = $1 and r.kind = 'invoice' and not exists (
       select 1 from cedent.open_position p
       where p.tenant_id = $1 and p.fingerprint = r.fingerprint)
     order by r.id limit $2`,
    [tx.tenantId, count],
  );
  if (rows.length < count) throw new Error('the ledger has no invoice left');
  return rows.map(({ id }) => id);
}

async function linesOf(tx: Tx, receivableIds: readonly string[]): Promise<RequestLine[]> {
  const rows = await tx.query<Omit<RequestLine, 'lineNumber' | 'debtor'> & { debtorId: string }>(
    `select id as "receivableId", fingerprint, number, instalment, debtor_id as "debtorId",
       issued_on as "issuedOn", due_on as "dueOn", currency, face_minor as "faceMinor",
       face_minor as "openMinor", face_minor as "fundedMinor",
       face_minor * 85 / 100 as "advanceMinor"
     from cedent.receivable where tenant_id = $1 and id = any ($2::uuid[]) order by id`,
    [tx.tenantId, receivableIds],
  );
  return rows.map(({ debtorId, ...line }, index) => ({
    ...line,
    lineNumber: index + 1,
    debtor: { id: debtorId, name: `Debtor ${debtorId}`, identifiers: {} },
  }));
}

function taken<Value>(result: { ok: true; value: Value } | { ok: false; code: string }): Value {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.value;
}
