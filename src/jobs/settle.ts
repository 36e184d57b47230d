import { assert, never } from '../core/assert.ts';
import type { FoundBy } from '../core/funding/request-fact.ts';
import type { Id } from '../core/ids.ts';
import type { Tx } from '../store/database.ts';
import { moveDelivery, readDelivery } from '../store/delivery.ts';
import { listFindings } from '../store/delivery-finding.ts';
import type { Finding } from '../store/delivery-resolution.ts';
import type { Operation } from './operation.ts';

/**
 * What two people found out becomes the facts that the partner's own answer would have become; they
 * name both. Both findings are recorded, the second in this transaction.
 */
export async function settleByPeople(
  tx: Tx,
  operations: Readonly<Record<string, Operation>>,
  settled: { deliveryId: Id; personId: Id; finding: Finding },
): Promise<void> {
  const { deliveryId, personId, finding } = settled;
  const delivery = await readDelivery(tx, deliveryId, { lock: true });
  assert(delivery?.state === 'manual', 'people settle what no machine can');
  const operation = operations[delivery.operation];
  assert(operation, `delivery ${deliveryId} names an operation that exists`);
  const { verdict, reason, partnerReference = '' } = finding;
  if (verdict === 'send_again') {
    await moveDelivery(tx, deliveryId, { state: 'ready', detail: reason });
    return;
  }
  const foundBy = await agreedBy(tx, deliveryId);
  await moveDelivery(tx, deliveryId, { state: verdict, detail: reason });
  if (operation.kind !== 'effect') return;
  const input = operation.input.parse(delivery.input);
  const answered = { delivery, input, actor: { personId }, foundBy };
  switch (verdict) {
    case 'accepted':
      await operation.accepted(tx, answered, operation.foundByPeople(partnerReference));
      return;
    case 'rejected':
      await operation.rejected(tx, answered, {
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

/** The last two findings of a delivery, of two people who say the same. */
async function agreedBy(tx: Tx, deliveryId: Id): Promise<FoundBy> {
  const found = (await listFindings(tx, [deliveryId])).slice(-2);
  const [first, second] = found;
  assert(first && second && first.personId !== second.personId, 'two people settle a delivery');
  assert(first.verdict === second.verdict, 'they say the same');
  return found.map(({ personId, recordedAt }) => ({ personId, at: recordedAt.toISOString() }));
}
