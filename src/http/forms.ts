import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { HttpEnv } from './env.ts';
import { isSafe, principalOf } from './identity/guard.ts';
import { Problem } from './problem.ts';

/** A form is held in memory while it is read; larger ledgers come through the API, which streams. */
export const FORM_BYTES_MAX = 64 * 1024 * 1024;

const limit = bodyLimit({
  maxSize: FORM_BYTES_MAX,
  onError: () => {
    throw new Problem('body_too_large', { detail: `≤ ${FORM_BYTES_MAX} bytes` });
  },
});

/** The API counts its own bodies, each route as it allows. */
export const limitForms = createMiddleware<HttpEnv>(async function limitForms(c, next) {
  if (isSafe(c) || c.req.path.startsWith('/api/')) return next();
  return limit(c, next);
});

/** What no one sends is refused before a byte of it is read. */
export const refuseNoOne = createMiddleware<HttpEnv>(async function refuseNoOne(c, next) {
  if (!isSafe(c)) principalOf(c);
  return next();
});
