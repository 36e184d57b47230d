import type { Context } from 'hono';
import { sha256 } from '../core/hash.ts';
import type { Tx } from '../store/database.ts';
import { holdKey, readAnswer, storeAnswer } from '../store/idempotency.ts';
import type { HttpEnv, Principal } from './env.ts';
import { Problem } from './problem.ts';

export type WriteAnswer = { status: number; body: unknown };

export type Write = {
  /** The path's template: one key on two routes is two keys. */
  route: string;
  /** SHA-256 of the body; for a streamed body it reads what is left of it. */
  bodyHash: () => Promise<string>;
  run: (tx: Tx) => Promise<WriteAnswer>;
};

/** Before the body is read: what is refused here costs nothing. */
export function keyOf(c: Context<HttpEnv>): string {
  const key = c.req.header('idempotency-key');
  if (key === undefined || key === '') throw new Problem('idempotency_key_missing');
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Problem('idempotency_key_invalid');
  return key;
}

/**
 * Runs a change once per key: the change, its deliveries and audit entries and the stored answer
 * commit together. The same request again gets the same bytes; another request with the key is 422.
 * A refusal rolls back and is not stored: nothing happened, so asking again is asking anew.
 */
export async function once(
  c: Context<HttpEnv>,
  principal: Principal,
  { route, bodyHash, run }: Write,
): Promise<Response> {
  const at = { personId: principal.personId, route, key: keyOf(c) };
  const { db } = c.get('deps');
  const answer = await db.asTenant(principal.tenantId, async (tx) => {
    if (!(await holdKey(tx, at))) {
      throw new Problem('idempotency_in_progress', { headers: { 'retry-after': '1' } });
    }
    const before = await readAnswer(tx, at);
    if (before) {
      const same = before.requestHash === (await requestHash(c, bodyHash));
      if (!same) throw new Problem('idempotency_key_reused');
      return { status: before.status, response: before.response, replayed: true };
    }
    const { status, body } = await run(tx);
    const response = JSON.stringify(body);
    await storeAnswer(tx, at, { requestHash: await requestHash(c, bodyHash), status, response });
    return { status, response, replayed: false };
  });
  const headers = new Headers({ 'content-type': 'application/json' });
  if (answer.replayed) headers.set('idempotent-replayed', 'true');
  return new Response(answer.response, { status: answer.status, headers });
}

/** What makes two requests the same: address, query, content type and body. */
async function requestHash(c: Context<HttpEnv>, bodyHash: () => Promise<string>): Promise<string> {
  const { pathname, search } = new URL(c.req.url);
  const type = c.req.header('content-type') ?? '';
  return sha256([c.req.method, pathname, search, type, await bodyHash()].join('\n'));
}
