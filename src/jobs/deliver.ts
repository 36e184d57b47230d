import type { z } from 'zod';
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
import { afterRead, afterSend } from './verdict.ts';

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
  await deps.db.asTenant(job.tenantId, async (tx) => {
    const { delivery, fence, purpose } = attempt;
    const { outcome, raw, verdict } = ended;
    const held = await endAttempt(tx, delivery, {
      fence,
      purpose,
      outcome,
      ...(raw && { raw }),
      startedAt,
      verdict,
    });
    if (held) await ended.facts(tx);
  });
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
  const effect = operation.effect(line.operations);
  if (!effect) {
    const waiting = delivery.state === 'ready' || delivery.state === 'unknown';
    await moveDelivery(tx, delivery.id, {
      state: waiting ? 'manual' : 'unknown',
      detail: told('operation_missing', { operation: delivery.operation }),
    });
    return undefined;
  }
  const input = operation.input.parse(delivery.input);
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
    run: async () => {
      const outcome = await unknownWhenThrown(() => read(input, line.call(delivery.id)));
      return {
        outcome: outcome.kind,
        raw: rawOf(outcome),
        verdict: afterRead(outcome, delivery),
        facts: async (tx) => {
          if (outcome.kind !== 'done') return;
          const next = await operation.answered(tx, delivery, input, outcome.value);
          if ('done' in next) return;
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
 * Asking whether something arrived has a bound: past it people look, two of them. What waits because
 * a partner is down, and what is read again and again, goes on at its slow pace for as long as it takes.
 */
function tooOften(operation: Operation, delivery: Delivery): boolean {
  return operation.kind === 'effect' && delivery.state === 'unknown' && delivery.step > stepsMax;
}

/** Some two days of questions, five minutes apart. */
const stepsMax = 1200;

async function open(deps: DeliverDeps, tx: Tx, delivery: Delivery): Promise<Line> {
  assert(delivery.connectionId, `delivery ${delivery.id} has a connection`);
  return deps.open(tx, delivery.connectionId);
}
