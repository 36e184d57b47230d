import { z } from 'zod';
import type { MovementPage } from '../../core/adapter.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { createDelivery, hasten } from '../../store/delivery.ts';
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
    const { facilityId, after } = input;
    const { movements, next, hasMore } = page;
    const { awaited } = await takeMovements(tx, {
      facilityId,
      movements,
      actor: { system: 'jobs' },
      today: await businessDay(tx),
    });
    // A funder may tell us of an advance before we have asked it for its answers: those come first.
    for (const requestId of awaited) await hasten(tx, 'readSchedule', requestId);
    // This place is read again until nothing of it is left: what follows may build on it.
    if (awaited.size > 0) return { again: backoff(delivery.attempts) };
    if (next === after) return { again: secondsBetweenReads };
    await scheduleReading(tx, { ...input, after: next }, hasMore ? 0 : secondsBetweenReads);
    return { done: true };
  },
});

/** Reads on from a place, once for each place. */
export async function scheduleReading(tx: Tx, input: Input, inSeconds = 0): Promise<void> {
  const { connectionId, queue, facilityId, after } = input;
  await createDelivery(tx, {
    connectionId,
    queue,
    operation: 'readMovements',
    subject: `${facilityId}|${after ?? ''}`,
    state: 'ready',
    input,
    ...(inSeconds > 0 && { dueAt: new Date(Date.now() + inSeconds * 1000) }),
  });
}

const secondsBetweenReads = 15 * 60;
