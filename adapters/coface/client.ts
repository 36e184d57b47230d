import type { Call, Outcome } from '../../src/core/adapter.ts';
import { type CallKind, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { type Answer, ask as askPartner, below, type Voice } from '../ask.ts';
import type { Config } from './config.ts';
import { reasonOfRefusal } from './mapping.ts';
import { Refusal, TokenAnswer } from './wire.ts';

export type Door = { config: Config; call: Call; policyId: string };
export type Asked = { kind: CallKind; method: 'GET' | 'POST'; path: string; body?: string };

/**
 * The one way to Coface: a token by password, then token, key and policy in headers. Five failed
 * log-ins lock the user for a while, which their 429 says: it is asked again after that.
 */
export async function ask<Value>(
  { config, call, policyId }: Door,
  { path, ...asked }: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  const { username, password, apiKey } = config;
  const voice = { secrets: [password, apiKey], refusalOf };
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'x-api-key': apiKey,
    'x-cof-policy-number': policyId,
    'x-correlation-id': call.correlationId,
  };
  const body = JSON.stringify({ username, password, grantType: 'password', refreshToken: '' });
  const url = below(config.baseUrl, config.paths.token);
  const token = await askPartner(
    { call, voice },
    { kind: 'read', method: 'POST', url, headers, body },
    ({ body: answer, raw }) => {
      const granted = TokenAnswer.safeParse(answer);
      if (!granted.success) return unreadable(told('token_unreadable', {}), 'read');
      return { kind: 'done', value: granted.data.idToken, raw };
    },
  );
  if (token.kind !== 'done') return token;
  return askPartner(
    { call, voice: { ...voice, secrets: [...voice.secrets, token.value] } },
    {
      ...asked,
      url: below(config.baseUrl, path),
      // No scheme before it: that is how they want it.
      headers: { ...headers, authorization: token.value },
    },
    read,
  );
}

const refusalOf: Voice['refusalOf'] = (body) => {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? reasonOfRefusal(refusal.data) : undefined;
};
