import type { Call, Outcome } from '../../src/core/adapter.ts';
import { type CallKind, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { type Answer, ask as askPartner, below, type Voice } from '../ask.ts';
import type { Config } from './config.ts';
import { reasonOfRefusal } from './mapping.ts';
import { paths, Refusal, TokenAnswer } from './wire.ts';

export type Door = { config: Config; call: Call };
export type Asked = { kind: CallKind; method: 'GET' | 'POST'; path: string; body?: string };

/**
 * The one way to CESCE: a token by password for each call, with the scope the call needs. Asking for
 * one changes nothing, so its failure is a failed read.
 */
export async function ask<Value>(
  door: Door,
  { path, ...asked }: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  const { config, call } = door;
  const secrets = [config.clientSecret, config.password];
  const token = await tokenFor(door, asked.kind === 'read' ? 'read' : 'create read', secrets);
  if (token.kind !== 'done') return token;
  const headers = {
    authorization: `Bearer ${token.value}`,
    accept: 'application/json',
    'x-correlation-id': call.correlationId,
    ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const voice = { secrets: [...secrets, token.value], refusalOf };
  return askPartner({ call, voice }, { ...asked, url: below(config.baseUrl, path), headers }, read);
}

function tokenFor(
  { config, call }: Door,
  scope: string,
  secrets: readonly string[],
): Promise<Outcome<string>> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: config.clientId,
    client_secret: config.clientSecret,
    scope,
    username: config.username,
    password: config.password,
  }).toString();
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'x-correlation-id': call.correlationId,
  };
  const url = below(config.baseUrl, paths.token);
  // A form encodes what is not plain: the secret may come back in that form too.
  const encoded = secrets.map((secret) => new URLSearchParams({ s: secret }).toString().slice(2));
  const voice = { secrets: [...secrets, ...encoded], refusalOf };
  return askPartner(
    { call, voice },
    { kind: 'read', method: 'POST', url, headers, body },
    (answer) => {
      const granted = TokenAnswer.safeParse(answer.body);
      if (!granted.success) return unreadable(told('token_unreadable', {}), 'read');
      return { kind: 'done', value: granted.data.access_token, raw: answer.raw };
    },
  );
}

const refusalOf: Voice['refusalOf'] = (body) => {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? reasonOfRefusal(refusal.data) : undefined;
};
