import type { Call, Outcome } from '../../src/core/adapter.ts';
import { type CallKind, unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { type Answer, ask as askPartner, below, type Voice } from '../ask.ts';
import type { Config } from './config.ts';
import { reasonOfRefusal } from './mapping.ts';
import { paths, Refusal, TokenAnswer } from './wire.ts';

export type Asked = { kind: CallKind; method: 'GET' | 'POST' | 'PUT'; path: string; body?: string };
type Door = { config: Config; call: Call };

/**
 * The one way to Atradius. A token lives 30 minutes and an adapter keeps nothing, so each call asks
 * for its own; that request changes nothing, so its failure is a failed read.
 */
export async function ask<Value>(
  { config, call }: Door,
  { path, ...asked }: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  const { clientId, clientSecret, appKey } = config;
  const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
  const headersOf = (authorization: string) => ({
    authorization,
    accept: 'application/json',
    'content-type': 'application/json',
    'atradius-app-key': appKey,
    'atradius-correlation-id': call.correlationId,
  });
  const voice = { secrets: [clientSecret, appKey, basic], refusalOf };
  const token = await askPartner(
    { call, voice },
    {
      kind: 'read',
      method: 'POST',
      url: below(config.baseUrl, paths.token),
      headers: headersOf(`Basic ${basic}`),
    },
    ({ body, raw }) => {
      const granted = TokenAnswer.safeParse(body);
      if (!granted.success) return unreadable(told('token_unreadable', {}), 'read');
      return { kind: 'done', value: granted.data.data.access_token, raw };
    },
  );
  if (token.kind !== 'done') return token;
  return askPartner(
    { call, voice: { ...voice, secrets: [...voice.secrets, token.value] } },
    { ...asked, url: below(config.baseUrl, path), headers: headersOf(`Bearer ${token.value}`) },
    read,
  );
}

/** The insurer's own errors, or those of the gateway in front of it. */
const refusalOf: Voice['refusalOf'] = (body) => {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? reasonOfRefusal(refusal.data) : undefined;
};
