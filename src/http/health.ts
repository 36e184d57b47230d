import { Hono } from 'hono';
import { isReady } from '../store/version.ts';
import type { AppDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { messageOf } from './identity/issuer.ts';
import { Problem } from './problem.ts';

/** /healthz: the process is alive. /readyz: the database answers and has the version we need. */
export function createHealth(deps: AppDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/healthz', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    const ready = await isReady(deps.db).catch((error: unknown) => {
      deps.log.warn({ reason: messageOf(error) }, 'the database does not answer');
      return false;
    });
    if (!ready) throw new Problem('not_ready');
    return c.json({ status: 'ready' });
  });
  return app;
}
