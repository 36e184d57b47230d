import { Hono } from 'hono';
import { createApi } from './http/api/app.ts';
import type { AppDeps } from './http/deps.ts';
import type { HttpEnv } from './http/env.ts';
import { limitForms, refuseNoOne } from './http/forms.ts';
import { securityHeaders } from './http/headers.ts';
import { createHealth } from './http/health.ts';
import { authenticate, refuseForged } from './http/identity/guard.ts';
import { createIssuer } from './http/identity/issuer.ts';
import { createSignIn } from './http/identity/sign-in.ts';
import { localeOf } from './http/locale.ts';
import { Problem, problemOf, problemResponse } from './http/problem.ts';
import { createWebhooks } from './http/webhooks.ts';
import { problems, titleOf } from './http/wording.ts';
import { openPerRequest } from './store/single.ts';

export type { AppDeps } from './http/deps.ts';

/** One app for Node and for Workers: it opens nothing and reads no environment, all comes in `deps`. */
export function createApp(deps: AppDeps): Hono<HttpEnv> {
  const issuer = createIssuer(deps);
  const app = new Hono<HttpEnv>();
  app.use(securityHeaders(deps));
  app.route('/', createHealth(deps));
  app.route('/', createWebhooks(deps));
  app.use(authenticate(issuer), refuseNoOne, limitForms, refuseForged);
  app.route('/', createSignIn(deps, issuer));
  app.route('/', createApi());
  app.get('/problems/:code', (c) => {
    const code = c.req.param('code');
    if (!isProblem(code)) throw new Problem('not_found');
    const title = titleOf(code, localeOf(c));
    return c.json({ type: `/problems/${code}`, title, status: problems[code].status });
  });
  if (deps.pages) app.route('/', deps.pages(deps));
  app.notFound((c) => problemResponse(c, new Problem('not_found')));
  app.onError((error, c) => {
    return problemResponse(c, problemOf(c, error));
  });
  return app;
}

/**
 * The same app where no connection outlives its request, as on Workers: each request brings the
 * address of its database. Built once per process, with all that needs none.
 */
export function createPerRequestApp(
  deps: Omit<AppDeps, 'db'>,
): (request: Request, databaseUrl: string) => Promise<Response> {
  const { db, during } = openPerRequest();
  const app = createApp({ ...deps, db });
  return (request, databaseUrl) => during(databaseUrl, async () => app.fetch(request));
}

function isProblem(code: string): code is keyof typeof problems {
  return Object.hasOwn(problems, code);
}
