import type { Call, Outcome, Raw, RefusalReason } from '../src/core/adapter.ts';
import {
  type CallKind,
  notNow,
  outcomeOfFailure,
  redact,
  retryAfterSeconds,
  unreadable,
  verdictOf,
} from '../src/core/answer.ts';
import { never } from '../src/core/assert.ts';
import { type Detail, told } from '../src/core/detail.ts';

export type Asked = {
  kind: CallKind;
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body?: string;
};

export type Answer = { body: unknown; raw: Raw };

/** How one partner says no, and what of it must never be kept. */
export type Voice = {
  secrets: readonly string[];
  /** Its no in one of its documented forms; undefined for a gateway's page, which proves nothing. */
  refusalOf(body: unknown): { reason: RefusalReason; detail: Detail } | undefined;
};

/**
 * One JSON call to a partner: asks, judges the status, and leaves only a 2xx body to be read. A 4xx
 * is the partner's no only in its own form.
 */
export async function ask<Value>(
  { call, voice }: { call: Call; voice: Voice },
  { kind, method, url, headers, body: sent }: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  let status: number;
  let retryAfter: string | null;
  let text: string;
  try {
    const init = { method, headers, ...(sent === undefined ? {} : { body: sent }) };
    const response = await call.fetch(url, init);
    status = response.status;
    retryAfter = response.headers.get('retry-after');
    text = await response.text();
  } catch (error) {
    return outcomeOfFailure(error, kind);
  }
  const raw: Raw = { status, body: redact(text, voice.secrets) };
  const verdict = verdictOf(status, kind, retryAfter);
  switch (verdict) {
    case 'answered':
      return read({ body: parse(text), raw });
    case 'not_authorised': {
      const detail = voice.refusalOf(parse(raw.body))?.detail ?? told('key_not_accepted', {});
      return { kind: 'refused', reason: 'not_authorised', detail, raw };
    }
    case 'retry':
      return notNow(told('answered', { status }), retryAfterSeconds(retryAfter, call.now));
    case 'unknown':
      return { kind: 'unknown', detail: told('answered', { status }) };
    case 'refused': {
      const refusal = voice.refusalOf(parse(raw.body));
      if (!refusal) return unreadable(told('answered_without_reason', { status }), kind);
      return { kind: 'refused', ...refusal, raw };
    }
    default:
      return never(verdict, 'partner answer');
  }
}

/** A base address and a path below it. */
export function below(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
