import type { z } from 'zod';
import type { Raw } from '../core/adapter.ts';
import { assert, never } from '../core/assert.ts';
import { told } from '../core/detail.ts';
import type { Database, Tx } from '../store/database.ts';
import {
  beginAttempt,
  claimDelivery,
  type Delivery,
  endAttempt,
  moveDelivery,
} from '../store/delivery.ts';
import { type Attempt, giveToPeople, rawOf, unknownWhenThrown } from './attempt.ts';
import type { EffectOperation, LocalOperation, Operation, ReadOperation } from './operation.ts';
import type { DeliveryJob } from './queue.ts';
import { type Line, resolveAttempt, sendAttempt } from './send.ts';
import { afterRead, afterSend, backoff, isAnswered } from './verdict.ts';

export type DeliverDeps = {
  db: Database;
  operations: Readonly<Record<string, Operation>>;
  /** Opens the delivery's connection: credentials are unsealed here and nowhere else. */
  open(tx: Tx, connectionId: string): Promise<Line>;
  /** How long after a partner's time-out an attempt still counts as running. */
  leaseMarginSeconds: number;
};

/**
 * One attempt of one delivery. The intention, its bytes and its lease are committed before the
 * first byte leaves; the outcome and its facts are committed together afterwards. Killed in
 * between, the lease runs out and the delivery is asked about before anything is repeated.
 */
export async function deliver(deps: DeliverDeps, job: DeliveryJob): Promise<void> {
  const attempt = await deps.db.asTenant(job.tenantId, (tx) => begin(deps, tx, job.deliveryId));
  if (!attempt) return;
  const startedAt = new Date();
  const ended = await attempt.run();
  const { raw } = ended;
  try {
    await deps.db.asTenant(job.tenantId, async (tx) => {
      const { delivery, fence, purpose } = attempt;
      const { outcome, verdict } = ended;
      const end = { fence, purpose, outcome, ...(raw && { raw }), startedAt, verdict };
      if (await endAttempt(tx, delivery, end)) await ended.facts(tx);
    });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const failed = { startedAt, raw, cause };
    await deps.db.asTenant(job.tenantId, async (tx) => attempt.notTaken?.(tx, failed));
    throw error;
  }
}

async function begin(deps: DeliverDeps, tx: Tx, id: string): Promise<Attempt | undefined> {
  const delivery = await claimDelivery(tx, id);
  if (!delivery) return undefined;
  const operation = deps.operations[delivery.operation];
  assert(operation, `delivery ${id} names an operation that exists, not ${delivery.operation}`);
  if (tooOften(operation, delivery)) {
    await giveToPeople(tx, delivery);
    return undefined;
  }
  switch (operation.kind) {
    case 'effect':
      return beginEffect(deps, tx, delivery, operation);
    case 'read':
      return beginRead(deps, tx, delivery, operation);
    case 'local':
      return beginLocal(deps, tx, delivery, operation);
    default:
      return never(operation, 'begin');
  }
}

async function beginEffect(
  deps: DeliverDeps,
  tx: Tx,
  delivery: Delivery,
  operation: EffectOperation<z.ZodType, unknown>,
): Promise<Attempt | undefined> {
  const line = await open(deps, tx, delivery);
  const input = operation.input.parse(delivery.input);
  const effect = operation.effect(line.operations, input);
  if (!effect && operation.missing && delivery.state === 'ready') {
    await operation.missing(tx, { delivery, input, actor: { system: 'jobs' } });
    const detail = told('operation_missing', { operation: delivery.operation });
    await moveDelivery(tx, delivery.id, { state: 'rejected', detail });
    return undefined;
  }
  if (!effect) {
    const waiting = delivery.state === 'ready' || delivery.state === 'unknown';
    await moveDelivery(tx, delivery.id, {
      state: waiting ? 'manual' : 'unknown',
      detail: told('operation_missing', { operation: delivery.operation }),
    });
    return undefined;
  }
  const leaseSeconds = effect.timeoutSeconds + deps.leaseMarginSeconds;
  const send = { line, effect, operation, input, delivery, leaseSeconds };
  switch (delivery.state) {
    case 'ready':
      return sendAttempt(tx, send);
    case 'unknown':
      return resolveAttempt(tx, send);
    default: {
      // The process that held the lease is gone; what it sent may have arrived.
      const detail = told('interrupted_unknown', {});
      const dueInSeconds = delivery.state === 'sending' ? effect.settleSeconds : 0;
      await moveDelivery(tx, delivery.id, { state: 'unknown', detail, dueInSeconds });
      return undefined;
    }
  }
}

async function beginRead(
  deps: DeliverDeps,
  tx: Tx,
  delivery: Delivery,
  operation: ReadOperation<z.ZodType, unknown>,
): Promise<Attempt | undefined> {
  if (delivery.state !== 'ready') return askAgain(tx, delivery);
  const line = await open(deps, tx, delivery);
  const read = operation.read(line.operations);
  if (!read && operation.isOptional) {
    const detail = told('operation_missing', { operation: delivery.operation });
    await moveDelivery(tx, delivery.id, { state: 'rejected', detail });
    return undefined;
  }
  if (!read) {
    await giveToPeople(tx, delivery);
    return undefined;
  }
  const input = operation.input.parse(delivery.input);
  const fence = await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds: 60 });
  return {
    delivery,
    fence,
    purpose: 'send',
    notTaken: (tx, failed) => readNotTaken(tx, { delivery, fence, failed }),
    run: async () => {
      const outcome = await unknownWhenThrown(() => read(input, line.call(delivery.id)));
      return {
        outcome: outcome.kind,
        raw: rawOf(outcome),
        verdict: afterRead(outcome, delivery, operation.refused !== undefined),
        facts: async (tx) => {
          if (isAnswered(outcome)) await operation.refused?.(tx, delivery, input, outcome);
          if (outcome.kind !== 'done') return;
          const next = await operation.answered(tx, delivery, input, outcome.value);
          if ('done' in next) return;
          if ('people' in next) {
            const waits = { state: 'ready', detail: next.people } as const;
            await moveDelivery(tx, delivery.id, waits);
            await moveDelivery(tx, delivery.id, { ...waits, state: 'manual' });
            return;
          }
          const detail = told('answers_missing', {});
          await moveDelivery(tx, delivery.id, { state: 'ready', detail, dueInSeconds: next.again });
        },
      };
    },
  };
}

async function beginLocal(
  deps: DeliverDeps,
  tx: Tx,
  delivery: Delivery,
  operation: LocalOperation<z.ZodType, unknown>,
): Promise<Attempt | undefined> {
  if (delivery.state !== 'ready') return askAgain(tx, delivery);
  const input = operation.input.parse(delivery.input);
  const { leaseSeconds } = operation;
  const fence = await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds });
  const asTenant = <Result>(read: (tx: Tx) => Promise<Result>) =>
    deps.db.asTenant(tx.tenantId, read);
  return {
    delivery,
    fence,
    purpose: 'send',
    run: async () => {
      const outcome = await operation.work({ asTenant, input });
      const verdict =
        outcome.kind === 'unknown'
          ? afterRead(outcome, delivery)
          : afterSend(outcome, delivery, { class: 'A', settleSeconds: 0 });
      return {
        outcome: outcome.kind,
        raw: rawOf(outcome),
        verdict,
        facts: async (tx) => {
          if (outcome.kind === 'done') await operation.done(tx, delivery, input, outcome.value);
          if (outcome.kind === 'refused') await operation.refused(tx, delivery, input, outcome);
        },
      };
    },
  };
}

/** A read or a piece of our own work that was interrupted is simply done again. */
async function askAgain(tx: Tx, delivery: Delivery): Promise<undefined> {
  await moveDelivery(tx, delivery.id, { state: 'ready', detail: told('interrupted_again', {}) });
  return undefined;
}

/**
 * An answer that came and that we cannot take is read again, and after a few times given to people: no
 * repetition mends what is wrong with it, or with us.
 */
async function readNotTaken(
  tx: Tx,
  of: {
    delivery: Delivery;
    fence: string;
    failed: { startedAt: Date; raw?: Raw | undefined; cause: string };
  },
): Promise<void> {
  const { delivery, fence, failed } = of;
  const { startedAt, raw, cause } = failed;
  const detail = told('answer_not_taken', {}, cause);
  const notFound = delivery.notFound + failuresMax / notTakenMax;
  const verdict = {
    state: 'ready',
    detail,
    notFound,
    dueInSeconds: backoff(delivery.attempts),
  } as const;
  const end = { fence, purpose: 'send', outcome: 'unknown', startedAt, verdict } as const;
  await endAttempt(tx, delivery, { ...end, ...(raw && { raw }) });
}

/**
 * Asking has a bound: past it people look, two of them. An effect is asked about for some days; what is
 * read again and again goes on for as long as it is answered, and some days where it is not.
 */
function tooOften(operation: Operation, delivery: Delivery): boolean {
  if (operation.kind === 'effect') return delivery.state === 'unknown' && delivery.step > stepsMax;
  return operation.kind === 'read' && delivery.notFound >= failuresMax;
}

/** Readings in a row that came to nothing, five minutes apart; an answer we cannot take counts for more. */
const failuresMax = 1000;
const notTakenMax = 5;

/** Some two days of questions, five minutes apart. */
const stepsMax = 1200;

async function open(deps: DeliverDeps, tx: Tx, delivery: Delivery): Promise<Line> {
  assert(delivery.connectionId, `delivery ${delivery.id} has a connection`);
  return deps.open(tx, delivery.connectionId);
}
