import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { startDemoIdentity } from '../../src/demo/identity.ts';
import { createApp } from '../../src/server.ts';
import { as, BASE_URL, createWorld, formTokenOf, machineToken, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const me = `${BASE_URL}/api/v1/me`;

function withToken(token: string): Promise<Response> {
  return Promise.resolve(world.app.request(me, { headers: { authorization: `Bearer ${token}` } }));
}

/** A token made by hand with the issuer's own key, to be wrong in exactly one way. */
async function handMade(claims: Record<string, unknown>, typ = 'at+jwt'): Promise<string> {
  const kept: unknown = JSON.parse(
    await readFile(join(world.dataDir, 'demo-identity.json'), 'utf8'),
  );
  const { signingKey } = kept as { signingKey: { kid: string; kty: string } };
  const now = Math.floor(Date.now() / 1000);
  const { issuer, audience } = world.identity.settings;
  return new SignJWT({
    iss: issuer,
    aud: audience,
    sub: 'cedent-machine',
    client_id: 'cedent-machine',
    jti: 'one',
    iat: now,
    exp: now + 300,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', typ, kid: signingKey.kid })
    .sign(await importJWK(signingKey, 'ES256'));
}

describe('a machine', () => {
  it('reads with a token from the client-credentials grant, as its own tenant', async () => {
    const response = await withToken(await machineToken(world.identity));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      tenantId: world.alpha.tenantId,
      personId: world.alpha.people.machine.personId,
      via: 'token',
    });
  });

  it('gets no token for another resource', async () => {
    await expect(machineToken(world.identity, 'https://other.example')).rejects.toThrow(
      'invalid_target',
    );
  });

  it('is taken with a token that is right in every claim', async () => {
    expect((await withToken(await handMade({}))).status).toBe(200);
  });

  it.each([
    ['another audience', { aud: 'https://other.example' }],
    ['another issuer', { iss: 'https://other.example' }],
    ['an expired token', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['no expiry', { exp: undefined }],
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'someone' }],
    ['the subject of a person', { client_id: 'alpha-treasury', sub: 'alpha-treasury' }],
  ])('is refused with %s', async (_name, claims) => {
    const response = await withToken(await handMade(claims));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('is refused with an ID token or any other type', async () => {
    expect((await withToken(await handMade({}, 'JWT'))).status).toBe(401);
  });

  it('is refused with a tampered token', async () => {
    const [header, , signature] = (await machineToken(world.identity)).split('.');
    const claims = { ...world.identity.settings, client_id: 'beta-machine' };
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect((await withToken(`${header}.${forged}.${signature}`)).status).toBe(401);
  });

  it('is refused with algorithm none and with a key of its own', async () => {
    const token = await machineToken(world.identity);
    const [, claims] = token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    expect((await withToken(`${none}.${claims}.`)).status).toBe(401);
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const own = await new SignJWT(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk: await exportJWK(publicKey) })
      .sign(privateKey);
    expect((await withToken(own)).status).toBe(401);
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'bearer ../..'])(
    'is refused with the header %s',
    async (authorization) => {
      const response = await world.app.request(me, { headers: { authorization } });
      expect(response.status).toBe(401);
    },
  );
});

describe('a session', () => {
  it('is kept as a hash: no row shows what the cookie holds', async () => {
    const { token } = world.alpha.people.treasury;
    const rows = await owner('select * from cedent.session');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).toContain(sha256(token));
  });

  it('ends at sign-out and never again opens', async () => {
    const member = world.alpha.people.finance;
    expect((await world.app.request(me, as(member))).status).toBe(200);
    const out = await world.app.request(`${BASE_URL}/sign-out`, signOutForm(formTokenOf(member)));
    expect(out.status).toBe(303);
    expect(out.headers.getSetCookie().join()).toMatch(/cedent_session=;.*Max-Age=0/);
    expect((await world.app.request(me, as(member))).status).toBe(401);
  });

  it('ends after its twelve hours', async () => {
    const member = world.beta.people.finance;
    expect((await world.app.request(me, as(member))).status).toBe(200);
    await owner(
      `update cedent.session set expires_at = clock_timestamp() - interval '1 second'
       where lookup = '${sha256(member.token)}'`,
    );
    expect((await world.app.request(me, as(member))).status).toBe(401);
  });

  it('is audited when it begins and when it ends', async () => {
    const rows = await owner('select entry from cedent.audit_entry');
    const actions = rows.map(({ entry }) => JSON.parse(String(entry)).action);
    expect(actions).toEqual(expect.arrayContaining(['session.started', 'session.ended']));
  });

  it('sets its cookie for this host alone and for TLS alone where the address is https', async () => {
    const app = createApp({ ...world.deps, baseUrl: 'https://cedent.example' });
    const started = await app.request('https://cedent.example/sign-in');
    expect(started.status).toBe(303);
    expect(started.headers.getSetCookie().join()).toMatch(
      /__Secure-cedent_sign_in=.*Max-Age=600; Path=\/callback; HttpOnly; Secure; SameSite=Lax/,
    );
    expect(started.headers.get('strict-transport-security')).toContain('max-age=63072000');
  });
});

describe('a page of another site', () => {
  const treasury = () => world.alpha.people.treasury;
  it.each([
    ['names itself cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['is a sibling host', { 'sec-fetch-site': 'same-site' }],
    ['has another origin', { origin: 'https://evil.example' }],
    ['hides its origin', { origin: 'null' }],
    ['sends neither header', {}],
  ])('cannot sign anyone out when it %s', async (_name, headers) => {
    const response = await world.app.request(`${BASE_URL}/sign-out`, {
      ...signOutForm(formTokenOf(treasury())),
      headers: {
        cookie: `cedent_session=${treasury().token}`,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      } as Record<string, string>,
    });
    expect(response.status).toBe(403);
    expect((await world.app.request(me, as(treasury()))).status).toBe(200);
  });

  it.each([
    ['without the form secret', undefined],
    ["with another session's form secret", () => formTokenOf(world.alpha.people.approver)],
  ])('cannot post a form %s', async (_name, token) => {
    const response = await world.app.request(`${BASE_URL}/sign-out`, {
      ...signOutForm(token?.() ?? ''),
      ...as(treasury(), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    });
    expect(response.status).toBe(403);
  });

  it('cannot write through the API with a cookie it did not see', async () => {
    const response = await world.app.request(`${BASE_URL}/api/v1/requests`, {
      ...as(treasury(), {
        method: 'POST',
        headers: {
          'sec-fetch-site': 'cross-site',
          'content-type': 'application/json',
          'idempotency-key': 'k',
        },
        body: '{}',
      }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'cross_site' });
  });
});

describe("the demo's issuer", () => {
  it('is refused by production', async () => {
    const { dataDir } = world;
    const options = { dataDir, baseUrl: BASE_URL, subjects: [], log: () => undefined };
    await expect(startDemoIdentity({ ...options, mode: 'production' })).rejects.toThrow(
      'production refuses it',
    );
    expect(() => createApp({ ...world.deps, mode: 'production' })).toThrow('production refuses it');
  });

  it('keeps its keys readable by their owner alone, and the same keys and name after a restart', async () => {
    const file = join(world.dataDir, 'demo-identity.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = await readFile(file, 'utf8');
    const { settings } = world.identity;
    await world.identity.stop();
    world.identity = await startDemoIdentity({
      mode: 'demo',
      dataDir: world.dataDir,
      baseUrl: BASE_URL,
      subjects: [],
      log: () => undefined,
    });
    expect(world.identity.settings).toEqual(settings);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('does not sign in someone without a link', async () => {
    const started = await world.app.request(`${BASE_URL}/sign-in`);
    const toIssuer = await fetch(started.headers.get('location') ?? '', { redirect: 'manual' });
    const cookie = toIssuer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const step = new URL(toIssuer.headers.get('location') ?? '', world.identity.settings.issuer);
    const notice = await fetch(step, { headers: { cookie, 'accept-language': 'zh-CN' } });
    expect(notice.status).toBe(403);
    expect(await notice.text()).toContain('此登录链接无法使用');
  });
});

function signOutForm(formToken: string): RequestInit {
  return {
    method: 'POST',
    headers: {
      cookie: `cedent_session=${world.alpha.people.finance.token}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ form_token: formToken }).toString(),
  };
}

async function owner(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(world.ownerUrl);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
