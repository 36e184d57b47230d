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
import { told } from '../../src/core/detail.ts';
import type { Config } from './config.ts';
import { reasonOfProblem } from './mapping.ts';
import { Problem } from './wire.ts';

export type Asked = {
  kind: CallKind;
  method: 'GET' | 'POST';
  path: string;
  body?: string;
};

/** The one way to this bank: asks, judges the status, and leaves only a 2xx body to be read. */
export async function ask<Value>(
  { config, call }: { config: Config; call: Call },
  asked: Asked,
  read: (body: unknown, raw: Raw) => Outcome<Value>,
): Promise<Outcome<Value>> {
  let status: number;
  let retryAfter: string | null;
  let body: string;
  try {
    const response = await call.fetch(`${config.baseUrl.replace(/\/+$/, '')}${asked.path}`, {
      method: asked.method,
      headers: headersOf(config, call, asked),
      ...(asked.body === undefined ? {} : { body: asked.body }),
    });
    status = response.status;
    retryAfter = response.headers.get('retry-after');
    body = await response.text();
  } catch (error) {
    return outcomeOfFailure(error, asked.kind);
  }
  const raw: Raw = { status, body: redact(body, [config.accessKey]) };
  const verdict = verdictOf(status, asked.kind, retryAfter);
  switch (verdict) {
    case 'answered':
      return read(parse(raw.body), raw);
    case 'not_authorised':
      return {
        kind: 'refused',
        reason: 'not_authorised',
        detail: told('key_not_accepted', {}),
        raw,
      };
    case 'retry':
      return notNow(told('answered', { status }), retryAfterSeconds(retryAfter, call.now));
    case 'unknown':
      return { kind: 'unknown', detail: told('answered', { status }) };
    case 'refused':
      return refusedBy(raw, asked.kind);
    default:
      return never(verdict, 'pledge-bank answer');
  }
}

/** A 4xx is the bank's no only in its documented form; a gateway's page proves nothing. */
function refusedBy(raw: Raw, kind: CallKind): Outcome<never> {
  const problem = Problem.safeParse(parse(raw.body));
  if (!problem.success) {
    return unreadable(told('answered_without_reason', { status: raw.status ?? 0 }), kind);
  }
  const { type, title, detail } = problem.data;
  const words = [title, detail].filter(Boolean).join(': ');
  return { kind: 'refused', reason: reasonOfProblem(problem.data), detail: words || type, raw };
}

function headersOf(config: Config, call: Call, asked: Asked): Record<string, string> {
  return {
    authorization: `Bearer ${config.accessKey}`,
    accept: 'application/json',
    'x-borrower-id': config.borrowerId,
    'x-correlation-id': call.correlationId,
    ...(asked.kind === 'read'
      ? {}
      : { 'content-type': 'application/json', 'idempotency-key': call.idempotencyKey }),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
