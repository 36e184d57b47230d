import type { Call, Outcome, Raw } from '../../src/core/adapter.ts';
import {
  type CallKind,
  notNow,
  outcomeOfFailure,
  redact,
  retryAfterSeconds,
  unreadable,
  verdictOf,
} from '../../src/core/answer.ts';
import { never } from '../../src/core/assert.ts';
import { type Detail, told } from '../../src/core/detail.ts';
import type { Config } from './config.ts';
import { reasonOfRefusal } from './mapping.ts';
import { paths, Refusal, TokenAnswer } from './wire.ts';

export type Asked = { kind: CallKind; method: 'GET' | 'POST'; path: string; body?: string };
type Door = { config: Config; call: Call };
type Answer = { body: unknown; raw: Raw };

/**
 * The one way to Atradius. A token lives 30 minutes and an adapter keeps nothing, so each call asks
 * for its own; that request changes nothing, so its failure is a failed read.
 */
export async function ask<Value>(
  door: Door,
  asked: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  const token = await exchange(door, tokenRequest(door), [], ({ body, raw }) => {
    const granted = TokenAnswer.safeParse(body);
    if (!granted.success) return unreadable(told('token_unreadable', {}), 'read');
    return { kind: 'done', value: granted.data.data.access_token, raw };
  });
  if (token.kind !== 'done') return token;
  const init = {
    method: asked.method,
    headers: headersOf(door, `Bearer ${token.value}`),
    ...(asked.body === undefined ? {} : { body: asked.body }),
  };
  return exchange(door, { ...asked, init }, [token.value], read);
}

type Exchange = { kind: CallKind; path: string; init: RequestInit };

function tokenRequest(door: Door): Exchange {
  const { clientId, clientSecret } = door.config;
  const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
  const init = { method: 'POST', headers: headersOf(door, `Basic ${basic}`) };
  return { kind: 'read', path: paths.token, init };
}

async function exchange<Value>(
  { config, call }: Door,
  { kind, path, init }: Exchange,
  secrets: readonly string[],
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  let status: number;
  let retryAfter: string | null;
  let text: string;
  try {
    const response = await call.fetch(`${config.baseUrl.replace(/\/+$/, '')}${path}`, init);
    status = response.status;
    retryAfter = response.headers.get('retry-after');
    text = await response.text();
  } catch (error) {
    return outcomeOfFailure(error, kind);
  }
  const raw: Raw = { status, body: redact(text, [...secretsOf(config), ...secrets]) };
  const verdict = verdictOf(status, kind, retryAfter);
  switch (verdict) {
    case 'answered':
      return read({ body: parse(text), raw });
    case 'not_authorised':
      return { kind: 'refused', reason: 'not_authorised', detail: wordsOf(raw), raw };
    case 'retry':
      return notNow(told('answered', { status }), retryAfterSeconds(retryAfter, call.now));
    case 'unknown':
      return { kind: 'unknown', detail: told('answered', { status }) };
    case 'refused':
      return refusedBy(raw, kind);
    default:
      return never(verdict, 'atradius answer');
  }
}

/** A 4xx is the insurer's no only in one of its two forms; anything else proves nothing. */
function refusedBy(raw: Raw, kind: CallKind): Outcome<never> {
  const refusal = Refusal.safeParse(parse(raw.body));
  if (!refusal.success) {
    return unreadable(told('answered_without_reason', { status: raw.status ?? 0 }), kind);
  }
  return { kind: 'refused', ...reasonOfRefusal(refusal.data), raw };
}

function wordsOf(raw: Raw): Detail {
  const refusal = Refusal.safeParse(parse(raw.body));
  return refusal.success
    ? reasonOfRefusal(refusal.data).detail
    : told('answered', { status: raw.status ?? 0 });
}

function headersOf({ config, call }: Door, authorization: string): Record<string, string> {
  return {
    authorization,
    accept: 'application/json',
    'content-type': 'application/json',
    'atradius-app-key': config.appKey,
    'atradius-correlation-id': call.correlationId,
  };
}

function secretsOf(config: Config): string[] {
  const { clientId, clientSecret, appKey } = config;
  const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
  return [clientSecret, appKey, basic];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
