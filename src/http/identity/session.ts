import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { readPerson } from '../../store/person.ts';
import { endSession, findSession, startSession } from '../../store/session.ts';
import type { HttpEnv, Principal } from '../env.ts';
import { randomText } from '../headers.ts';
import { isSigned, sign } from '../keys.ts';

const HOURS = 12;

/** A new token at every sign-in, so that one planted before it is worth nothing after it. */
export async function openSession(
  c: Context<HttpEnv>,
  { tenantId, personId }: { tenantId: string; personId: string },
): Promise<void> {
  const { db } = c.get('deps');
  await closeSession(c);
  const token = randomText(32);
  await db.asTenant(tenantId, (tx) => startSession(tx, { token, personId, hours: HOURS }));
  setCookie(c, cookieName(c), token, { ...cookieOptions(c), maxAge: HOURS * 3600 });
}

export async function closeSession(c: Context<HttpEnv>): Promise<void> {
  const token = tokenOf(c);
  if (token === undefined) return;
  const { db } = c.get('deps');
  const session = await findSession(db, token);
  if (session) {
    const { personId } = session;
    await db.asTenant(session.tenantId, (tx) => endSession(tx, { token, personId }));
  }
  deleteCookie(c, cookieName(c), cookieOptions(c));
}

export async function principalOfSession(
  c: Context<HttpEnv>,
): Promise<{ principal: Principal; formToken: string } | undefined> {
  const token = tokenOf(c);
  if (token === undefined) return undefined;
  const { db, secretKey } = c.get('deps');
  const session = await findSession(db, token);
  if (!session) return undefined;
  const { tenantId, personId } = session;
  const person = await db.asTenant(tenantId, (tx) => readPerson(tx, personId));
  if (!person) return undefined;
  const { name, roles, locale } = person;
  const principal: Principal = { tenantId, personId, name, roles, locale, via: 'session' };
  return { principal, formToken: sign(secretKey, 'form', token) };
}

/** The form's secret belongs to this session and to no other. */
export function isFormToken(c: Context<HttpEnv>, given: string): boolean {
  const token = tokenOf(c);
  if (token === undefined) return false;
  return isSigned(c.get('deps').secretKey, 'form', { text: token, signature: given });
}

function tokenOf(c: Context<HttpEnv>): string | undefined {
  const token = getCookie(c, cookieName(c));
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/** The prefix makes browsers refuse the cookie from another host or without TLS. */
function cookieName(c: Context<HttpEnv>): string {
  return isHttps(c) ? '__Host-cedent_session' : 'cedent_session';
}

function cookieOptions(c: Context<HttpEnv>) {
  return { path: '/', httpOnly: true, secure: isHttps(c), sameSite: 'Lax' } as const;
}

function isHttps(c: Context<HttpEnv>): boolean {
  return c.get('deps').baseUrl.startsWith('https:');
}
