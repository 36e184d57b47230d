import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { may, type Permission } from '../../core/role.ts';
import type { HttpEnv, Principal } from '../env.ts';
import { Problem } from '../problem.ts';
import type { Issuer } from './issuer.ts';
import { isFormToken, principalOfSession } from './session.ts';
import { principalOfToken } from './token.ts';

/** Leaves the principal on the context: from a bearer token if one is given, else from the cookie. */
export function authenticate(issuer: () => Promise<Issuer>) {
  return createMiddleware<HttpEnv>(async function authenticate(c, next) {
    const authorization = c.req.header('authorization');
    if (authorization !== undefined) {
      const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
      if (token === undefined) throw unauthenticated();
      c.set('principal', await principalOfToken(c.get('deps'), issuer, token));
      return next();
    }
    const session = await principalOfSession(c);
    if (session) {
      c.set('principal', session.principal);
      c.set('formToken', session.formToken);
    }
    return next();
  });
}

/** A cookie travels with whatever a browser is made to send: what changes something must be ours. */
export const refuseForged = createMiddleware<HttpEnv>(async function refuseForged(c, next) {
  if (c.get('principal')?.via === 'session' && !isSafe(c)) {
    refuseCrossSite(c);
    await refuseForeignForm(c);
  }
  return next();
});

/** 401 for no one. */
export function principalOf(c: Context<HttpEnv>): Principal {
  const principal = c.get('principal');
  if (!principal) throw unauthenticated();
  return principal;
}

/** 401 for no one, 403 for someone whose role does not say so. */
export function permit(c: Context<HttpEnv>, permission: Permission | 'any'): Principal {
  const principal = principalOf(c);
  if (permission !== 'any' && !may(principal.roles, permission)) throw new Problem('forbidden');
  return principal;
}

/** Browsers say where a request comes from; one that changes something must come from our pages. */
function refuseCrossSite(c: Context<HttpEnv>): void {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) {
    if (site === 'same-origin') return;
    throw new Problem('cross_site');
  }
  const origin = c.req.header('origin');
  if (origin === new URL(c.get('deps').baseUrl).origin) return;
  throw new Problem('cross_site');
}

/** What a plain form of another site could send must carry the session's own secret. */
async function refuseForeignForm(c: Context<HttpEnv>): Promise<void> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const fromForm =
    type === '' ||
    type === 'application/x-www-form-urlencoded' ||
    type === 'multipart/form-data' ||
    type === 'text/plain';
  const isApi = c.req.path.startsWith('/api/');
  if (!fromForm || (isApi && type === '')) return;
  const given = c.req.header('x-form-token') ?? (await formField(c, type));
  if (given === undefined || !isFormToken(c, given)) throw new Problem('cross_site');
}

async function formField(c: Context<HttpEnv>, type: string): Promise<string | undefined> {
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data') return;
  const field = (await c.req.parseBody())[formFieldName];
  return typeof field === 'string' ? field : undefined;
}

/** The hidden field of every form. */
export const formFieldName = 'form_token';

export function isSafe(c: Context<HttpEnv>): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS';
}

function unauthenticated(): Problem {
  return new Problem('unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
}
