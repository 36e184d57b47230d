import { assert, never } from '../core/assert.ts';
import type { Tx } from '../store/database.ts';
import { moveDelivery, readDelivery } from '../store/delivery.ts';
import type { Finding } from '../store/delivery-resolution.ts';
import type { Operation } from './operation.ts';

/** What two people found out becomes the facts that the partner's own answer would have become. */
export async function settleByPeople(
  tx: Tx,
  operations: Readonly<Record<string, Operation>>,
  { deliveryId, finding }: { deliveryId: string; finding: Finding },
): Promise<void> {
  const delivery = await readDelivery(tx, deliveryId, { lock: true });
  assert(delivery?.state === 'manual', 'people settle what no machine can');
  const operation = operations[delivery.operation];
  assert(operation, `delivery ${deliveryId} names an operation that exists`);
  const { verdict, reason, partnerReference = '' } = finding;
  if (verdict === 'send_again') {
    await moveDelivery(tx, deliveryId, { state: 'ready', detail: reason });
    return;
  }
  await moveDelivery(tx, deliveryId, { state: verdict, detail: reason });
  if (operation.kind !== 'effect') return;
  const input = operation.input.parse(delivery.input);
  switch (verdict) {
    case 'accepted':
      await operation.accepted(tx, delivery, input, operation.foundByPeople(partnerReference));
      return;
    case 'rejected':
      await operation.rejected(tx, delivery, input, {
        kind: 'refused',
        reason: 'refused_by_partner',
        detail: reason,
        raw: { body: '' },
      });
      return;
    default:
      never(verdict, 'settleByPeople');
  }
}
