import { z } from 'zod';
import type { MovementPage } from '../../core/adapter.ts';
import { told } from '../../core/detail.ts';
import { businessDay } from '../../store/business-clock.ts';
import { newId, type Tx } from '../../store/database.ts';
import { createDelivery, hasten, readDelivery } from '../../store/delivery.ts';
import { takeMovements } from '../../store/movement.ts';
import { defineRead } from '../operation.ts';
import { backoff } from '../verdict.ts';

const Input = z.strictObject({
  connectionId: z.string(),
  queue: z.string(),
  facilityId: z.string().min(1),
  agreementReference: z.string().min(1),
  /** Where the funder's account was read to; absent: from its beginning. */
  after: z.string().min(1).optional(),
  /** How often in a row the account has led back to where it was read, and nothing new came. */
  returned: z.int().min(1).optional(),
});
type Input = z.infer<typeof Input>;

/**
 * Reads what a funder has booked, page after page and again and again. Each place in its account is a
 * reading of its own, which ends when something has come: what was read is never read past.
 */
export const readMovements = defineRead<typeof Input, MovementPage>({
  kind: 'read',
  input: Input,
  isOptional: true,
  read: ({ readMovements: read }) =>
    read &&
    (({ agreementReference, after }, call) =>
      read({ agreementReference, ...(after !== undefined && { after }) }, call)),
  answered: async (tx, delivery, input, page) => {
    const { facilityId, after, connectionId } = input;
    const { movements, next, hasMore } = page;
    const { awaited, known } = await takeMovements(tx, {
      facilityId,
      movements,
      actor: { connectionId },
      today: await businessDay(tx),
    });
    // A funder may tell us of an advance before we have asked it for its answers: those come first.
    for (const requestId of awaited) await hasten(tx, 'readSchedule', requestId);
    // This place is read again until nothing of it is left: what follows may build on it.
    if (awaited.size > 0) return { again: backoff(delivery.attempts) };
    if (next === after) return { again: secondsBetweenReads };
    const isNew = known < movements.length;
    const { returned = 0, ...place } = { ...input, after: next };
    const onward = await scheduleReading(tx, place, hasMore ? 0 : secondsBetweenReads);
    if (onward !== 'read_before') return { done: true };
    const times = isNew ? 1 : returned + 1;
    if (times > returnsMax) return { people: told('movements_in_circle', {}) };
    await readAgain(tx, { ...place, returned: times });
    return { done: true };
  },
});

/** A circle of few places is known for one after this many. */
const returnsMax = 5;

/**
 * A funder's account has led back to a place that was read before: it is read on from there, in its own
 * time, as long as new bookings come.
 */
async function readAgain(tx: Tx, input: Input): Promise<void> {
  const { connectionId, queue, facilityId, after } = input;
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'readMovements',
    subject: `${facilityId}|${after ?? ''}|${newId()}`,
    state: 'ready',
    input,
    dueAt: new Date(Date.now() + secondsBetweenReads * 1000),
  });
}

/** Reads on from a place, once for each place; says where that has been done and is over. */
export async function scheduleReading(
  tx: Tx,
  input: Input,
  inSeconds = 0,
): Promise<'due' | 'read_before'> {
  const { connectionId, queue, facilityId, after } = input;
  const { id, created } = await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'readMovements',
    subject: `${facilityId}|${after ?? ''}`,
    state: 'ready',
    input,
    ...(inSeconds > 0 && { dueAt: new Date(Date.now() + inSeconds * 1000) }),
  });
  if (created) return 'due';
  const state = (await readDelivery(tx, id))?.state;
  return state === 'accepted' || state === 'rejected' ? 'read_before' : 'due';
}

const secondsBetweenReads = 15 * 60;
