import type { z } from 'zod';
import type { Effect, Operations, Outcome, Read } from '../core/adapter.ts';
import type { Detail } from '../core/detail.ts';
import type { FoundBy, UnmadeDocument } from '../core/funding/request-fact.ts';
import type { Actor } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import type { Delivery } from '../store/delivery.ts';

/** What a delivery's operation means to us: what to call, and which facts its answer becomes. */
export type Operation =
  | EffectOperation<z.ZodType, unknown>
  | ReadOperation<z.ZodType, unknown>
  | LocalOperation<z.ZodType, unknown>;

/** Says something to a partner. The facts are written in the transaction of the verdict. */
export type EffectOperation<Input extends z.ZodType, Value> = {
  kind: 'effect';
  input: Input;
  /** Undefined where the partner lacks it, for all or for what is to be said. */
  effect(operations: Operations, input: z.infer<Input>): Effect<z.infer<Input>, Value> | undefined;
  /** The name by which the partner knows the intention. */
  reference(input: z.infer<Input>): string;
  /** A partner may lack it: nothing is sent then, nobody is asked, and this says what that means. */
  missing?(tx: Tx, lacked: Answered<Input>): Promise<void>;
  /** The answer as people found it, when no machine could. */
  foundByPeople(partnerReference: string): Value;
  accepted(tx: Tx, answered: Answered<Input>, value: Value): Promise<void>;
  rejected(
    tx: Tx,
    answered: Answered<Input>,
    refusal: Extract<Outcome<never>, { kind: 'refused' }>,
  ): Promise<void>;
};

/** A delivery with its answer's source: the partner, read by us, or people who found it out by hand. */
export type Answered<Input extends z.ZodType> = {
  delivery: Delivery;
  input: z.infer<Input>;
  actor: Actor;
  foundBy?: FoundBy;
};

/** Asks a partner; `again` keeps asking, with the seconds until then; `people` have to say what it is. */
export type ReadOperation<Input extends z.ZodType, Value> = {
  kind: 'read';
  input: Input;
  /** Whether a partner may lack it: then there is nothing to ask, ever. */
  isOptional?: boolean;
  read(operations: Operations): Read<z.infer<Input>, Value> | undefined;
  answered(
    tx: Tx,
    delivery: Delivery,
    input: z.infer<Input>,
    value: Value,
  ): Promise<{ again: number } | { done: true } | { people: Detail }>;
  /** Present where the partner's no is an answer; without it a no is asked again like a failure. */
  refused?(
    tx: Tx,
    delivery: Delivery,
    input: z.infer<Input>,
    refusal: Extract<Outcome<never>, { kind: 'refused' }>,
  ): Promise<void>;
};

/** Work of our own that must not be lost: read, compute outside the transaction, write. */
export type LocalOperation<Input extends z.ZodType, Value> = {
  kind: 'local';
  input: Input;
  leaseSeconds: number;
  work(run: {
    asTenant<Result>(read: (tx: Tx) => Promise<Result>): Promise<Result>;
    input: z.infer<Input>;
  }): Promise<LocalOutcome<Value>>;
  done(tx: Tx, delivery: Delivery, input: z.infer<Input>, value: Value): Promise<void>;
  refused(tx: Tx, delivery: Delivery, input: z.infer<Input>, refusal: LocalRefusal): Promise<void>;
};

type LocalOutcome<Value> = Exclude<Outcome<Value>, { kind: 'refused' }> | LocalRefusal;

/** Our own work knows why in a code and numbers, where a partner gives a text. */
type LocalRefusal = Extract<Outcome<never>, { kind: 'refused' }> & { problem?: UnmadeDocument };

/** Keeps the types of input and value inside one definition and forgets them in the list. */
export function defineEffect<Input extends z.ZodType, Value>(
  operation: EffectOperation<Input, Value>,
): Operation {
  return operation as unknown as Operation;
}

export function defineRead<Input extends z.ZodType, Value>(
  operation: ReadOperation<Input, Value>,
): Operation {
  return operation as unknown as Operation;
}

export function defineLocal<Input extends z.ZodType, Value>(
  operation: LocalOperation<Input, Value>,
): Operation {
  return operation as unknown as Operation;
}
