import type { Call, Outcome } from '../../src/core/adapter.ts';
import { type CallKind, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { type Answer, ask as askPartner, below, type Voice } from '../ask.ts';
import type { Config } from './config.ts';
import { reasonOfRefusal } from './mapping.ts';
import { Refusal, TokenAnswer } from './wire.ts';

export type Door = { config: Config; call: Call };
export type Asked = { kind: CallKind; method: 'GET' | 'POST'; path: string; body?: string };

/**
 * The one way to Allianz Trade. A token lives an hour and cannot be renewed; an adapter keeps
 * nothing, so each call asks for its own.
 */
export async function ask<Value>(
  door: Door,
  { path, ...asked }: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  const { config, call } = door;
  const voice = { secrets: [config.apiKey], refusalOf };
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'x-correlation-id': call.correlationId,
  };
  const body = JSON.stringify({ apiKey: config.apiKey });
  const url = below(config.baseUrl, config.paths.token);
  const token = await askPartner(
    { call, voice },
    { kind: 'read', method: 'POST', url, headers, body },
    ({ body: answer, raw }) => {
      const granted = TokenAnswer.safeParse(answer);
      if (!granted.success) return unreadable(told('token_unreadable', {}), 'read');
      return { kind: 'done', value: granted.data.access_token, raw };
    },
  );
  if (token.kind !== 'done') return token;
  const called = {
    ...asked,
    url: below(config.baseUrl, path),
    headers: {
      ...headers,
      authorization: `Bearer ${token.value}`,
      ...(asked.kind === 'effect' ? callbackHeader(config) : {}),
    },
  };
  return askPartner(
    { call, voice: { ...voice, secrets: [config.apiKey, token.value] } },
    called,
    read,
  );
}

/** Base64 of a JSON object, asked for call by call. */
function callbackHeader({ callback }: Config): Record<string, string> {
  if (!callback) return {};
  const { headerName, url: callbackUrl, timeToLive } = callback;
  const wish = JSON.stringify({ callbackUrl, timeToLive, extendedNotification: true });
  return { [headerName.toLowerCase()]: Buffer.from(wish, 'utf8').toString('base64') };
}

const refusalOf: Voice['refusalOf'] = (body) => {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? reasonOfRefusal(refusal.data) : undefined;
};
