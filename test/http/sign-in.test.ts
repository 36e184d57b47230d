import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoIdentity } from '../../src/demo/identity.ts';
import { seal } from '../../src/http/keys.ts';
import { createApp } from '../../src/server.ts';
import { newId } from '../../src/store/database.ts';
import { insertPerson } from '../../src/store/person.ts';
import { createBrowser, type Visited } from './browser.ts';
import { BASE_URL, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Follows the sign-in to the address the issuer sends the person back to, without going there. */
async function untilCallback(): Promise<{ browser: ReturnType<typeof createBrowser>; url: URL }> {
  const browser = createBrowser(world.app);
  const link = world.identity.createLink('alpha-treasury');
  const stopped = await browser.visit(link, { until: '/callback' });
  return { browser, url: new URL(stopped.url) };
}

async function whoAmI(browser: ReturnType<typeof createBrowser>): Promise<Visited> {
  return browser.visit(`${BASE_URL}/api/v1/me`);
}

describe('sign-in', () => {
  it('takes the person of a one-time link through the code flow into a session', async () => {
    const browser = createBrowser(world.app);
    const link = `${world.identity.createLink('alpha-treasury')}&return_to=/api/v1/me`;
    const { response } = await browser.visit(link);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      personId: world.alpha.people.treasury.personId,
      roles: ['treasury'],
      via: 'session',
    });
  });

  it('lets a second link change the person in the same browser', async () => {
    const browser = createBrowser(world.app);
    await browser.visit(world.identity.createLink('alpha-treasury'));
    await browser.visit(world.identity.createLink('alpha-approver'));
    const { response } = await whoAmI(browser);
    expect(await response.json()).toMatchObject({ roles: ['approver'] });
  });

  it('uses a link up with its first use', async () => {
    const link = world.identity.createLink('alpha-treasury');
    await createBrowser(world.app).visit(link);
    const second = createBrowser(world.app);
    expect((await second.visit(link)).response.status).toBe(403);
    expect((await whoAmI(second)).response.status).toBe(401);
  });

  it('refuses someone the issuer knows and no company here does', async () => {
    const browser = createBrowser(world.app);
    const { response } = await browser.visit(world.identity.createLink('nobody'));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'unknown_person' });
    expect((await whoAmI(browser)).response.status).toBe(401);
  });

  it.each(['//evil.example/x', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads to another site: %s',
    async (returnTo) => {
      const browser = createBrowser(world.app);
      const link = `${world.identity.createLink('alpha-treasury')}&return_to=${encodeURIComponent(returnTo)}`;
      const { url } = await browser.visit(link);
      expect(url).toBe(`${BASE_URL}/`);
    },
  );

  it('gives a new session at each sign-in and ends the one before', async () => {
    const browser = createBrowser(world.app);
    await browser.visit(world.identity.createLink('alpha-treasury'));
    const first = browser.cookie('localhost', 'cedent_session');
    await browser.visit(world.identity.createLink('alpha-treasury'));
    const second = browser.cookie('localhost', 'cedent_session');
    expect(second).not.toBe(first);
    const reused = await world.app.request(`${BASE_URL}/api/v1/me`, {
      headers: { cookie: `cedent_session=${first}` },
    });
    expect(reused.status).toBe(401);
  });
});

describe('over https', () => {
  it('a session lives in a cookie of this host alone that no script reads', async () => {
    const baseUrl = 'https://cedent.example';
    const dataDir = await mkdtemp(join(tmpdir(), 'cedent-https-'));
    const subjects = ['alpha-treasury'];
    const log = () => undefined;
    const identity = await startDemoIdentity({ mode: 'demo', dataDir, baseUrl, subjects, log });
    const app = createApp({ ...world.deps, baseUrl, identity: identity.settings });
    const member = world.alpha.people.treasury;
    await world.db.asTenant(member.tenantId, (tx) =>
      insertPerson(tx, {
        id: newId(),
        kind: 'person',
        name: 'the same person at another issuer',
        roles: ['treasury'],
        locale: 'en',
        subject: { issuer: identity.settings.issuer, subject: 'alpha-treasury' },
      }),
    );
    const browser = createBrowser(app);
    const { url } = await browser.visit(identity.createLink('alpha-treasury'), {
      until: '/callback',
    });
    const { hostname } = new URL(baseUrl);
    const attempt = browser.cookie(hostname, '__Secure-cedent_sign_in');
    const headers = { cookie: `__Secure-cedent_sign_in=${attempt}` };
    const response = await app.request(url, { headers });
    const cookies = response.headers.getSetCookie().join('\n');
    expect(cookies).toMatch(
      /__Host-cedent_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax/,
    );
    await identity.stop();
    await rm(dataDir, { recursive: true });
  });
});

describe('a forged sign-in is refused', () => {
  it.each([
    ['forged state', (url: URL) => url.searchParams.set('state', 'forged')],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['bogus code', (url: URL) => url.searchParams.set('code', 'bogus')],
    ['wrong issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['no issuer', (url: URL) => url.searchParams.delete('iss')],
  ])('%s', async (_name, forge) => {
    const { browser, url } = await untilCallback();
    forge(url);
    const { response } = await browser.visit(url.href);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'sign_in_failed' });
    expect((await whoAmI(browser)).response.status).toBe(401);
  });

  it.each([
    ['no cookie', () => undefined],
    ['a tampered cookie', (kept: string) => `${kept.slice(0, -2)}xx`],
    ['a tampered content', (kept: string) => `A${kept.slice(1)}`],
    ['another nonce', (kept: string) => resealed(kept, { nonce: 'another' })],
    ['another verifier', (kept: string) => resealed(kept, { verifier: 'x'.repeat(43) })],
    ['an attempt of eleven minutes ago', (kept: string) => resealed(kept, { expiresAtMs: 1 })],
  ])('%s', async (_name, forge) => {
    const { browser, url } = await untilCallback();
    const kept = browser.cookie('localhost', 'cedent_sign_in') ?? '';
    browser.setCookie('localhost', 'cedent_sign_in', forge(kept));
    const { response } = await browser.visit(url.href);
    expect(response.status).toBe(400);
    expect((await whoAmI(browser)).response.status).toBe(401);
  });

  it('a code used a second time', async () => {
    const { browser, url } = await untilCallback();
    const kept = browser.cookie('localhost', 'cedent_sign_in');
    await browser.visit(url.href);
    const thief = createBrowser(world.app);
    thief.setCookie('localhost', 'cedent_sign_in', kept);
    expect((await thief.visit(url.href)).response.status).toBe(400);
  });
});

/** What only someone with the server's key could make. */
function resealed(kept: string, change: Record<string, unknown>): string {
  const text = Buffer.from(kept.split('.')[0] ?? '', 'base64url').toString();
  const attempt: unknown = { ...JSON.parse(text), ...change };
  return seal(world.deps.secretKey, 'sign-in', JSON.stringify(attempt));
}
