import { Hono } from 'hono';
import { readBody } from './body.ts';
import type { AppDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { Problem } from './problem.ts';

const BYTES_MAX = 1_048_576;

/**
 * Where partners push. The address's token is a secret, stored as its hash; a wrong token and a
 * wrong signature get the same answer. What is taken is only stored: working on it comes later.
 */
export function createWebhooks(deps: AppDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/webhooks/:token', async (c) => {
    if (!deps.receiveNotice) throw new Problem('not_available_here');
    const body = await readBody(c, BYTES_MAX);
    const token = c.req.param('token');
    const headers = Object.fromEntries(c.req.raw.headers);
    const result = await deps.receiveNotice({ token, headers, body });
    if (result !== 'stored') throw new Problem('unauthenticated');
    return c.json({ status: 'stored' }, 202);
  });
  return app;
}
