import type { z } from 'zod';
import type { Call, Effect, Operations, Wire } from '../core/adapter.ts';
import type { Tx } from '../store/database.ts';
import { beginAttempt, type Delivery } from '../store/delivery.ts';
import { answeringOf } from './answering.ts';
import { type Attempt, giveToPeople, rawOf, unknownWhenThrown } from './attempt.ts';
import type { EffectOperation } from './operation.ts';
import { afterFind, afterSend } from './verdict.ts';

/** A partner's operations behind one connection, and what a call of them is given. */
export type Line = { operations: Operations; call(idempotencyKey: string): Call };

export type Send = {
  line: Line;
  effect: Effect<unknown, unknown>;
  operation: EffectOperation<z.ZodType, unknown>;
  input: unknown;
  delivery: Delivery;
  leaseSeconds: number;
};

/** Tells the partner: the bytes and the lease are committed before the first byte leaves. */
export async function sendAttempt(tx: Tx, send: Send): Promise<Attempt> {
  const { line, effect, operation, input, delivery, leaseSeconds } = send;
  const wire: Wire = delivery.wire ?? effect.encode(input);
  const fence = await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds, wire });
  return {
    delivery,
    fence,
    purpose: 'send',
    run: async () => {
      const outcome = await unknownWhenThrown(() => effect.send(wire, line.call(delivery.id)));
      const verdict = afterSend(outcome, delivery, effect);
      return {
        outcome: outcome.kind,
        raw: rawOf(outcome),
        verdict,
        facts: async (tx) => {
          const answered = { delivery, input, actor: answeringOf(delivery) };
          if (outcome.kind === 'done') await operation.accepted(tx, answered, outcome.value);
          if (outcome.kind === 'refused' && verdict.state === 'rejected') {
            await operation.rejected(tx, answered, outcome);
          }
        },
      };
    },
  };
}

/** Asks what became of an attempt whose answer was lost, before anything is repeated. */
export async function resolveAttempt(tx: Tx, send: Send): Promise<Attempt | undefined> {
  const { line, effect, operation, input, delivery, leaseSeconds } = send;
  const { find } = effect;
  if (!find && effect.class === 'A') return sendAttempt(tx, send);
  if (!find) {
    await giveToPeople(tx, delivery);
    return undefined;
  }
  const wire: Wire = delivery.wire ?? effect.encode(input);
  const fence = await beginAttempt(tx, delivery, { state: 'resolving', leaseSeconds });
  return {
    delivery,
    fence,
    purpose: 'find',
    run: async () => {
      const reference = operation.reference(input);
      const outcome = await unknownWhenThrown(() => find(reference, line.call(delivery.id), wire));
      return {
        outcome: outcome.kind,
        raw: rawOf(outcome),
        verdict: afterFind(outcome, delivery, effect),
        facts: async (tx) => {
          if (outcome.kind !== 'done' || !outcome.value.found) return;
          const answered = { delivery, input, actor: answeringOf(delivery) };
          await operation.accepted(tx, answered, outcome.value.value);
        },
      };
    },
  };
}
