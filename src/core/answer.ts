import type { Outcome } from './adapter.ts';
import { type Detail, told } from './detail.ts';

/** Reading changes nothing at the partner, an effect may: the same answer means less after an effect. */
export type CallKind = 'read' | 'effect';

export type Verdict = 'answered' | 'not_authorised' | 'refused' | 'retry' | 'unknown';

/**
 * Thrown by the doors to the outside. `not_sent`: no byte of the request can have arrived (name not
 * found, connection refused, TLS failed). `unknown`: bytes may have left; the partner may have acted.
 */
export class TransportFailed extends Error {
  override readonly name = 'TransportFailed';
  readonly certainty: 'not_sent' | 'unknown';
  readonly detail: Detail;

  constructor(certainty: 'not_sent' | 'unknown', detail: Detail) {
    super(typeof detail === 'string' ? detail : detail.code);
    this.certainty = certainty;
    this.detail = detail;
  }
}

/**
 * What an HTTP status alone allows to conclude. A 429 that names no waiting time does not prove that
 * nothing happened, so after an effect it stays unknown; so do 408, 5xx and every redirect.
 */
export function verdictOf(
  status: number,
  kind: CallKind,
  retryAfter: string | null = null,
): Verdict {
  if (status >= 200 && status < 300) return 'answered';
  if (status === 401 || status === 403) return 'not_authorised';
  if (status === 429) return kind === 'read' || retryAfter !== null ? 'retry' : 'unknown';
  if (status >= 400 && status < 500 && status !== 408) return 'refused';
  return kind === 'read' ? 'retry' : 'unknown';
}

/** The outcome of a call that threw instead of answering. */
export function outcomeOfFailure(error: unknown, kind: CallKind): Outcome<never> {
  const failed = error instanceof TransportFailed;
  const detail = failed ? error.detail : told('call_ended', {});
  if (kind === 'read' || (failed && error.certainty === 'not_sent')) return notNow(detail);
  return { kind: 'unknown', detail };
}

/** Nothing happened at the partner; ask again after half a minute, or when it says. */
export function notNow(detail: Detail, afterSeconds = 30): Outcome<never> {
  return { kind: 'retry', afterSeconds, detail };
}

/** An answer we cannot read: a read is asked again, an effect may have happened. */
export function unreadable(detail: Detail, kind: CallKind): Outcome<never> {
  return kind === 'read' ? notNow(detail) : { kind: 'unknown', detail };
}

/** Retry-After (RFC 9110 §10.2.3) in seconds or as a date, kept between a second and an hour. */
export function retryAfterSeconds(header: string | null, now: string, otherwise = 30): number {
  const stated = header?.trim() ?? '';
  const seconds = /^\d+$/.test(stated)
    ? Number(stated)
    : Math.ceil((Date.parse(stated) - Date.parse(now)) / 1000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 3600) : otherwise;
}

/** Partner text with every credential replaced: what may be kept in an attempt's record. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length > 0)
    .reduce((kept, secret) => kept.replaceAll(secret, '***'), text);
}
