import type { Effect, Found, Outcome } from '../core/adapter.ts';
import { never } from '../core/assert.ts';
import { told } from '../core/detail.ts';
import type { Delivery, Verdict } from '../store/delivery.ts';

type Timing = Pick<Effect<never, unknown>, 'class' | 'settleSeconds'>;

/**
 * After saying something to a partner: only an explicit yes or no settles it. Refused credentials
 * say nothing about the message: it waits until they are mended. A repetition that is refused as a
 * duplicate may be the partner's word that the first one arrived: it is asked about.
 */
export function afterSend(outcome: Outcome<unknown>, delivery: Delivery, timing: Timing): Verdict {
  switch (outcome.kind) {
    case 'done':
      return { state: 'accepted', detail: '' };
    case 'refused': {
      const detail = told('refused', { reason: outcome.reason }, outcome.detail);
      if (outcome.reason === 'duplicate' && delivery.attempts > 0) {
        return { state: 'unknown', detail, dueInSeconds: timing.settleSeconds };
      }
      return outcome.reason === 'not_authorised'
        ? { state: 'ready', detail, dueInSeconds: 30 + backoff(delivery.attempts) }
        : { state: 'rejected', detail };
    }
    case 'retry':
      return { state: 'ready', detail: outcome.detail, dueInSeconds: outcome.afterSeconds };
    case 'unknown':
      return { state: 'unknown', detail: outcome.detail, dueInSeconds: timing.settleSeconds };
    default:
      return never(outcome, 'afterSend');
  }
}

/**
 * After asking whether it arrived. Not found means nothing yet: with a key the same bytes go again;
 * with a query only after a second look, a settle time later.
 */
export function afterFind(
  outcome: Outcome<Found<unknown>>,
  delivery: Delivery,
  timing: Timing,
): Verdict {
  if (outcome.kind === 'done' && outcome.value.found)
    return { state: 'accepted', detail: told('found', {}) };
  if (outcome.kind === 'done') {
    const notFound = delivery.notFound + 1;
    const enough = timing.class === 'A' || notFound >= 2;
    const detail = told('not_known', { times: notFound });
    return enough
      ? { state: 'ready', detail }
      : { state: 'unknown', detail, notFound, dueInSeconds: timing.settleSeconds };
  }
  const detail = outcome.detail;
  const notFound = delivery.notFound;
  const dueInSeconds = outcome.kind === 'retry' ? outcome.afterSeconds : backoff(delivery.step);
  return { state: 'unknown', detail, notFound, dueInSeconds };
}

/** A no to what was asked; refused credentials say nothing about it. */
export function isAnswered<Value>(
  outcome: Outcome<Value>,
): outcome is Extract<Outcome<Value>, { kind: 'refused' }> {
  return outcome.kind === 'refused' && outcome.reason !== 'not_authorised';
}

/**
 * After a read: whatever went wrong, asking again is harmless; how often in a row it did is counted.
 * Where a no is an answer it ends the asking.
 */
export function afterRead(outcome: Outcome<unknown>, delivery: Delivery, takesNo = false): Verdict {
  if (takesNo && isAnswered(outcome)) {
    const detail = told('refused', { reason: outcome.reason }, outcome.detail);
    return { state: 'rejected', detail };
  }
  switch (outcome.kind) {
    case 'done':
      return { state: 'accepted', detail: '' };
    case 'retry':
      return { state: 'ready', detail: outcome.detail, dueInSeconds: outcome.afterSeconds };
    case 'refused':
    case 'unknown': {
      const dueInSeconds = backoff(delivery.attempts);
      const notFound = delivery.notFound + 1;
      return { state: 'ready', detail: outcome.detail, dueInSeconds, notFound };
    }
    default:
      return never(outcome, 'afterRead');
  }
}

/** 1, 2, 4 … seconds, at most five minutes. */
export function backoff(attempts: number): number {
  return Math.min(300, 2 ** Math.min(attempts, 9));
}
