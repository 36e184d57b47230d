import type {
  Acknowledgement,
  Call,
  Found,
  Outcome,
  Raw,
  ScheduleTaken,
  Wire,
} from '../../src/core/adapter.ts';
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
import type { Door } from './door.ts';
import { toAcknowledgement } from './mapping/acknowledgement.ts';
import { messageIdOf } from './mapping/identify.ts';
import { reasonOf, reasonOfProblem, wordsOf } from './mapping/reason.ts';
import { toState } from './mapping/state.ts';
import { readAcknowledgement } from './wire/acknowledgement.ts';
import { contentType, paths } from './wire/names.ts';
import { type Problem, readProblem } from './wire/problem.ts';
import { readStatus, type StatusMessage } from './wire/status.ts';

type Https = NonNullable<Config['https']>;

/** Messages over HTTPS: posted, and asked about by our own identification of them. */
export function httpsDoor(config: Https): Door {
  return {
    class: 'B',
    settleSeconds: 120,
    timeoutSeconds: 30,
    wire: (_id, body) => ({ method: 'POST', target: paths.messages, contentType, body }),
    send: (wire, call) => send(config, wire, call),
    find: (wire, call) => find(config, wire, call),
    read: async (reference, call) => {
      const status = await statusOf(config, reference, call);
      if (status.kind !== 'done') return status;
      if (!status.value) return notNow(told('schedule_not_there', { reference }), 60);
      return { ...status, value: toState([status.value]) };
    },
    readAcknowledgement: (reference, call) => acknowledgementOf(config, reference, call),
  };
}

/** The answer is a status message: RCCF is a yes to having received it, RCER the explicit no. */
function send(config: Https, wire: Wire, call: Call): Promise<Outcome<ScheduleTaken>> {
  const asked: Asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body };
  return ask({ config, call }, asked, (body, raw) => {
    const status = readStatus(body);
    if (status === undefined || status.reference !== messageIdOf(wire.body)) {
      return unreadable(told('receipt_unreadable', {}), 'effect');
    }
    return receiptOf(status, raw);
  });
}

/**
 * `ID01` says that the factor has this message already: no refusal of it, though this copy was not
 * taken. Asking for its status finds it.
 */
function receiptOf({ technical, messageId }: StatusMessage, raw: Raw): Outcome<ScheduleTaken> {
  if (technical.code === 'RCCF') {
    return { kind: 'done', value: { partnerReference: messageId }, raw };
  }
  if (technical.code !== 'RCER') return unreadable(told('receipt_unreadable', {}), 'effect');
  const detail = wordsOf(technical);
  return technical.reason === 'ID01'
    ? { kind: 'unknown', detail }
    : { kind: 'refused', reason: reasonOf(technical), detail, raw };
}

/** What was received in error was not taken: as good as not there. */
async function find(config: Https, wire: Wire, call: Call): Promise<Outcome<Found<ScheduleTaken>>> {
  const status = await statusOf(config, messageIdOf(wire.body) ?? '', call);
  if (status.kind !== 'done') return status;
  const { raw, value } = status;
  const code = value?.technical.code ?? 'RCER';
  if (code !== 'RCCF' && code !== 'RCER') return notNow(told('list_unreadable', {}));
  if (!value || code === 'RCER') return { kind: 'done', value: { found: false }, raw };
  const taken = { partnerReference: value.messageId };
  return { kind: 'done', value: { found: true, value: taken }, raw };
}

/** Not there only when the factor says so of this very reference. */
function statusOf(
  config: Https,
  reference: string,
  call: Call,
): Promise<Outcome<StatusMessage | undefined>> {
  const path = paths.status(reference);
  return ask<StatusMessage | undefined>(
    { config, call },
    { kind: 'read', method: 'GET', path },
    (body, raw) => {
      const status = readStatus(body);
      if (status?.reference !== reference) return notNow(told('list_unreadable', {}));
      return { kind: 'done', value: status, raw };
    },
    ({ type, instance }, raw) =>
      type === 'urn:iso20022-factor:unknown-reference' && instance === path
        ? { kind: 'done', value: undefined, raw }
        : undefined,
  );
}

/** Not answered only when the factor says so of this very notice. */
function acknowledgementOf(
  config: Https,
  reference: string,
  call: Call,
): Promise<Outcome<Acknowledgement>> {
  const path = paths.acknowledgement(reference);
  return ask<Acknowledgement>(
    { config, call },
    { kind: 'read', method: 'GET', path },
    (body, raw) => {
      const message = readAcknowledgement(body);
      if (message?.reference !== reference) return notNow(told('list_unreadable', {}));
      return { kind: 'done', value: toAcknowledgement([message]), raw };
    },
    ({ type, instance }, raw) => {
      if (instance !== path) return undefined;
      if (type === 'urn:iso20022-factor:not-acknowledged') {
        return { kind: 'done', value: { status: 'pending' }, raw };
      }
      return type === 'urn:iso20022-factor:unknown-reference'
        ? notNow(told('notice_not_there', { reference }), 60)
        : undefined;
    },
  );
}

type Asked = { kind: CallKind; method: 'GET' | 'POST'; path: string; body?: string };
type Line = { config: Https; call: Call };

/** The one way to this factor over HTTPS: asks, judges the status, and leaves a 2xx body to be read. */
async function ask<Value>(
  { config, call }: Line,
  asked: Asked,
  read: (body: string, raw: Raw) => Outcome<Value>,
  readRefusal: (problem: Problem, raw: Raw) => Outcome<Value> | undefined = () => undefined,
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
  const raw: Raw = { status, body: redact(body, [config.apiKey]) };
  const verdict = verdictOf(status, asked.kind, retryAfter);
  switch (verdict) {
    case 'answered':
      return read(raw.body, raw);
    case 'not_authorised': {
      const detail = told('key_not_accepted', {});
      return { kind: 'refused', reason: 'not_authorised', detail, raw };
    }
    case 'retry':
      return notNow(told('answered', { status }), retryAfterSeconds(retryAfter, call.now));
    case 'unknown':
      return { kind: 'unknown', detail: told('answered', { status }) };
    case 'refused': {
      const problem = readProblem(raw.body);
      return (problem && readRefusal(problem, raw)) ?? refusedBy(problem, raw, asked.kind);
    }
    default:
      return never(verdict, 'iso20022-factor answer');
  }
}

/** A 4xx is the factor's no only in its documented form; a gateway's page proves nothing. */
function refusedBy(problem: Problem | undefined, raw: Raw, kind: CallKind): Outcome<never> {
  if (!problem) {
    return unreadable(told('answered_without_reason', { status: raw.status ?? 0 }), kind);
  }
  const words = [problem.title, problem.detail].filter(Boolean).join(': ');
  return {
    kind: 'refused',
    reason: reasonOfProblem(problem),
    detail: words || problem.type,
    raw,
  };
}

function headersOf(config: Https, call: Call, asked: Asked): Record<string, string> {
  return {
    authorization: `Bearer ${config.apiKey}`,
    accept: 'application/xml, application/problem+xml',
    'x-correlation-id': call.correlationId,
    ...(asked.body === undefined ? {} : { 'content-type': contentType }),
  };
}
