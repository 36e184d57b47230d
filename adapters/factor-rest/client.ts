import type { Call, Outcome } from '../../src/core/adapter.ts';
import type { CallKind } from '../../src/core/answer.ts';
import { type Answer, ask as askPartner, below, type Voice } from '../ask.ts';
import type { Config } from './config.ts';
import { reasonOfProblem } from './mapping.ts';
import { Problem } from './wire.ts';

export type Asked = {
  kind: CallKind;
  method: 'GET' | 'POST';
  path: string;
  body?: string;
};

/** The one way to this factor; only a 2xx body is left to be read. */
export function ask<Value>(
  { config, call }: { config: Config; call: Call },
  { path, ...asked }: Asked,
  read: (answer: Answer) => Outcome<Value>,
): Promise<Outcome<Value>> {
  const headers = headersOf(config, call, asked.kind);
  const voice = { secrets: [config.apiKey, config.webhookSecret], refusalOf };
  return askPartner({ call, voice }, { ...asked, url: below(config.baseUrl, path), headers }, read);
}

const refusalOf: Voice['refusalOf'] = (body) => {
  const problem = Problem.safeParse(body);
  if (!problem.success) return undefined;
  const { type, title, detail } = problem.data;
  const words = [title, detail].filter(Boolean).join(': ');
  return { reason: reasonOfProblem(problem.data), detail: words || type };
};

function headersOf(config: Config, call: Call, kind: CallKind): Record<string, string> {
  return {
    authorization: `Bearer ${config.apiKey}`,
    accept: 'application/json',
    'x-correlation-id': call.correlationId,
    ...(kind === 'read'
      ? {}
      : { 'content-type': 'application/json', 'idempotency-key': call.idempotencyKey }),
  };
}
