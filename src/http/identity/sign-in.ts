import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { findPerson } from '../../store/person.ts';
import type { AppDeps } from '../deps.ts';
import type { HttpEnv } from '../env.ts';
import { seal, unseal } from '../keys.ts';
import { Problem } from '../problem.ts';
import { type Issuer, messageOf } from './issuer.ts';
import { closeSession, openSession } from './session.ts';

const MINUTES = 10;

/** What must come back unchanged from the issuer; it lives in a signed cookie until it does. */
const Attempt = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  expiresAtMs: z.int(),
});
type Attempt = z.infer<typeof Attempt>;

/** Sign-in by authorization code with PKCE, state and nonce; sign-out; the demo's one-time links. */
export function createSignIn(deps: AppDeps, issuer: () => Promise<Issuer>): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/sign-in', async (c) => {
    const { configuration } = await issuer();
    const attempt = newAttempt(deps, c.req.query('return_to'));
    setCookie(c, cookieName(deps), seal(deps.secretKey, 'sign-in', JSON.stringify(attempt)), {
      ...cookieOptions(deps),
      maxAge: MINUTES * 60,
    });
    const hint = c.req.query('hint');
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: `${deps.baseUrl}/callback`,
      scope: 'openid',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ...(hint === undefined ? {} : { login_hint: hint }),
    });
    return c.redirect(url.href, 303);
  });
  app.get('/callback', async (c) => {
    const attempt = takeAttempt(c);
    const subject = await exchange(c, await issuer(), attempt);
    const person = await findPerson(deps.db, { issuer: deps.identity.issuer, subject });
    if (person?.kind !== 'person') {
      deps.log.warn({ requestId: c.get('requestId'), subject }, 'sign-in of an unknown subject');
      throw new Problem('unknown_person', { detail: `${deps.identity.issuer} · ${subject}` });
    }
    await openSession(c, { tenantId: person.tenantId, personId: person.id });
    return c.redirect(attempt.returnTo, 303);
  });
  app.post('/sign-out', async (c) => {
    await closeSession(c);
    return c.redirect('/', 303);
  });
  return app;
}

function newAttempt(deps: AppDeps, returnTo: string | undefined): Attempt {
  return {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    returnTo: localPath(deps, returnTo),
    expiresAtMs: deps.now().getTime() + MINUTES * 60_000,
  };
}

/** A page of ours or the first page: a sign-in link must not lead to another site. */
function localPath({ baseUrl }: AppDeps, path: string | undefined): string {
  if (path === undefined || !path.startsWith('/') || !URL.canParse(path, baseUrl)) return '/';
  const url = new URL(path, baseUrl);
  const isOurs = url.origin === new URL(baseUrl).origin && !url.pathname.startsWith('//');
  return isOurs ? `${url.pathname}${url.search}` : '/';
}

/** Good for one callback: it is taken away whatever comes of it. */
function takeAttempt(c: Context<HttpEnv>): Attempt {
  const deps = c.get('deps');
  const sealed = getCookie(c, cookieName(deps));
  deleteCookie(c, cookieName(deps), cookieOptions(deps));
  const text = sealed === undefined ? undefined : unseal(deps.secretKey, 'sign-in', sealed);
  const attempt = text === undefined ? undefined : Attempt.parse(JSON.parse(text));
  if (!attempt || attempt.expiresAtMs < deps.now().getTime()) throw new Problem('sign_in_failed');
  return attempt;
}

/** The subject of a verified ID token. The address is rebuilt from our own, never from Host. */
async function exchange(
  c: Context<HttpEnv>,
  { configuration }: Issuer,
  attempt: Attempt,
): Promise<string> {
  const deps = c.get('deps');
  const url = new URL(`${deps.baseUrl}/callback${new URL(c.req.url).search}`);
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, url, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    const subject = tokens.claims()?.sub;
    if (subject !== undefined) return subject;
  } catch (error) {
    const reason = messageOf(error);
    deps.log.warn({ requestId: c.get('requestId'), reason }, 'sign-in failed');
  }
  throw new Problem('sign_in_failed');
}

function cookieName({ baseUrl }: AppDeps): string {
  return baseUrl.startsWith('https:') ? '__Secure-cedent_sign_in' : 'cedent_sign_in';
}

function cookieOptions({ baseUrl }: AppDeps) {
  const secure = baseUrl.startsWith('https:');
  return { path: '/callback', httpOnly: true, secure, sameSite: 'Lax' } as const;
}
