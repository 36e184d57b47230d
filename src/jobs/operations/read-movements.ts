import { z } from 'zod';
import type { MovementPage } from '../../core/adapter.ts';
import type { FunderMovement } from '../../core/funding/funder-movement.ts';
import type { Tx } from '../../store/database.ts';
import { createDelivery, hasten } from '../../store/delivery.ts';
import { takeMovements } from '../../store/movement.ts';
import { unansweredOf } from '../../store/movement-places.ts';
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
    if (delivery.attempts < attemptsForAnswers && (await awaitsAnswers(tx, movements))) {
      return { again: backoff(delivery.attempts) };
    }
    await takeMovements(tx, { facilityId, movements, actor: { system: 'jobs' } });
    if (next === after) return { again: secondsBetweenReads };
    await scheduleReading(tx, { ...input, after: next }, hasMore ? 0 : secondsBetweenReads);
    return { done: true };
  },
});

/** A funder may tell us of an advance before we have asked it for its answers: those come first. */
async function awaitsAnswers(tx: Tx, movements: readonly FunderMovement[]): Promise<boolean> {
  const advances = movements.filter(({ kind }) => kind === 'advance' || kind === 'drawdown');
  const waiting = await unansweredOf(
    tx,
    advances.flatMap(({ scheduleReference }) => scheduleReference ?? []),
  );
  for (const requestId of waiting) await hasten(tx, 'readSchedule', requestId);
  return waiting.length > 0;
}

/** Then it is told as it stands, and what does not fit is questioned. */
const attemptsForAnswers = 12;

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
