import type { Outcome, Raw } from '../core/adapter.ts';
import { told } from '../core/detail.ts';
import type { Tx } from '../store/database.ts';
import { type Delivery, moveDelivery, type Verdict } from '../store/delivery.ts';

/** One attempt: begun in a transaction, run outside, ended with its facts in another. */
export type Attempt = {
  delivery: Delivery;
  fence: string;
  purpose: 'send' | 'find';
  run(): Promise<Ended>;
  /** What follows where an answer came and its facts could not be written; absent: the lease runs out. */
  notTaken?(
    tx: Tx,
    failed: { startedAt: Date; raw?: Raw | undefined; cause: string },
  ): Promise<void>;
};
type Ended = {
  outcome: Outcome<unknown>['kind'];
  raw?: Raw | undefined;
  verdict: Verdict;
  facts(tx: Tx): Promise<void>;
};

/** Where machines end: two people find out and say the same. */
export async function giveToPeople(tx: Tx, delivery: Delivery): Promise<void> {
  const detail = told('machine_ends', {}, delivery.detail);
  await moveDelivery(tx, delivery.id, { state: 'manual', detail });
}

/** An adapter that throws has not said no: the outcome is not known. */
export async function unknownWhenThrown<Value>(
  work: () => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { kind: 'unknown', detail: told('call_ended', {}, cause) };
  }
}

export function rawOf(outcome: Outcome<unknown>): Raw | undefined {
  return 'raw' in outcome ? outcome.raw : undefined;
}
