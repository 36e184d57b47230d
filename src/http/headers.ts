import { createMiddleware } from 'hono/factory';
import { newId } from '../store/database.ts';
import type { AppDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';

/** Sets the request's id and nonce first, and what browsers must hold to on every answer last. */
export function securityHeaders(deps: AppDeps) {
  const isHttps = deps.baseUrl.startsWith('https:');
  const issuer = new URL(deps.identity.issuer).origin;
  return createMiddleware<HttpEnv>(async function securityHeaders(c, next) {
    const nonce = randomText(16);
    const requestId = newId();
    c.set('deps', deps);
    c.set('nonce', nonce);
    c.set('requestId', requestId);
    await next();
    const { headers } = c.res;
    headers.set('x-request-id', requestId);
    headers.set('content-security-policy', policy(nonce, issuer));
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('x-frame-options', 'DENY');
    if (isHttps) headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  });
}

/** URL-safe text of `bytes` random bytes. */
export function randomText(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('base64url');
}

/** A form may lead to the issuer, because sign-in forms are answered with a redirect to it. */
function policy(nonce: string, issuer: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self' ${issuer}`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
