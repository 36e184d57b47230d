import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems, titleOf } from '../../src/http/wording.ts';
import { createApp } from '../../src/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { as, BASE_URL, createWorld, type World, writing } from './world.ts';

let world: World;
const logged: { fields: object; message: string }[] = [];
beforeAll(async () => {
  world = await createWorld({
    importLedger: async (_tx, order) => {
      for await (const _piece of order.bytes);
      throw new Error('secret of the database: hunter2');
    },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields, message) => logged.push({ fields, message }),
    },
  });
});
afterAll(() => world.close());

const treasury = () => world.alpha.people.treasury;

function importing(body: BodyInit, headers: Record<string, string> = {}): RequestInit {
  return as(treasury(), {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'idempotency-key': 'one', ...headers },
    body,
  });
}

const imports = `${BASE_URL}/api/v1/ledgers/imports?sellerId=S1&ledger=AR&asOf=2026-09-01`;

describe('a problem', () => {
  it('has the shape of RFC 9457 and its request id in the header', async () => {
    const response = await world.app.request(`${BASE_URL}/api/v1/nothing`, as(treasury()));
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = await response.json();
    expect(body).toEqual({
      type: '/problems/not_found',
      title: 'There is nothing here.',
      status: 404,
      code: 'not_found',
      requestId: response.headers.get('x-request-id'),
    });
    const explained = await world.app.request(`${BASE_URL}/problems/not_found`);
    expect(await explained.json()).toMatchObject({ title: 'There is nothing here.', status: 404 });
  });

  it("speaks the caller's language", async () => {
    const headers = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' };
    const response = await world.app.request(`${BASE_URL}/api/v1/me`, { headers });
    expect(response.headers.get('content-language')).toBe('zh-CN');
    expect(await response.json()).toMatchObject({ title: '请先登录，或提供有效的访问令牌。' });
  });

  it('when no connection to the database is to be had says so and when to ask again', async () => {
    const db = openDatabase(world.appUrl, { max: 1, connectTimeoutMs: 3_000 });
    const app = createApp({ ...world.deps, db });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let holding: Promise<void> | undefined;
    await new Promise<void>((begun) => {
      holding = db.asTenant(world.alpha.tenantId, () => {
        begun();
        return held;
      });
    });
    const before = logged.length;
    const response = await app.request(`${BASE_URL}/api/v1/me`, as(treasury()));
    letGo();
    await holding;
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(await response.json()).toMatchObject({ code: 'busy' });
    expect(logged).toHaveLength(before);
    expect((await app.request(`${BASE_URL}/api/v1/me`, as(treasury()))).status).toBe(200);
    await db.close();
  });

  it('is worded in both languages, whatever it is', () => {
    for (const code of Object.keys(problems) as (keyof typeof problems)[]) {
      expect(titleOf(code, 'en')).toMatch(/^[A-Z].*\.$/);
      expect(titleOf(code, 'zh-CN')).toMatch(/\p{Script=Han}.*。$/u);
    }
  });

  it('names every value that cannot be used by its JSON pointer', async () => {
    const body = { facilityId: '', choice: { receivableIds: ['x'] }, 'a/b~c': 1 };
    const response = await world.app.request(
      `${BASE_URL}/api/v1/requests`,
      writing(treasury(), body),
    );
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '#/a~1b~0c',
      '#/choice/receivableIds/0',
      '#/facilityId',
    ]);
  });

  it('names a query the same way', async () => {
    const response = await world.app.request(
      imports.replace('2026-09-01', '2026-02-30'),
      importing('a'),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '#/asOf' }] });
  });

  it('of our own making shows nothing of its cause, which the log has under the request id', async () => {
    const response = await world.app.request(imports, importing('a,b\n'));
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toMatch(/hunter2|secret|at .*\.ts/);
    const requestId = response.headers.get('x-request-id');
    expect(logged).toContainEqual({
      fields: expect.objectContaining({ requestId, path: '/api/v1/ledgers/imports' }),
      message: 'request failed',
    });
  });

  it('is a page for a browser', async () => {
    const headers = { accept: 'text/html' };
    const response = await world.app.request(`${BASE_URL}/nothing`, { headers });
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<h1>There is nothing here.</h1>');
  });

  it('says that the issuer is away, and is over when it is back', async () => {
    const settings = { ...world.deps.identity, issuer: 'http://127.0.0.1:9' };
    const app = createApp({ ...world.deps, identity: settings });
    const response = await app.request(`${BASE_URL}/sign-in`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'identity_unavailable' });
  });
});

describe('a body', () => {
  it.each([
    ['that is not JSON', '{', 'application/json', 400, 'malformed_json'],
    [
      'that is not UTF-8',
      new Uint8Array([0x22, 0xff, 0x22]),
      'application/json',
      400,
      'malformed_json',
    ],
    ['of another type', '<a/>', 'application/xml', 415, 'unsupported_media_type'],
    [
      'of more than a megabyte',
      `"${'x'.repeat(1_100_000)}"`,
      'application/json',
      413,
      'body_too_large',
    ],
  ])('%s is refused', async (_name, body, type, status, code) => {
    const response = await world.app.request(
      `${BASE_URL}/api/v1/requests`,
      as(treasury(), {
        method: 'POST',
        headers: { 'content-type': type, 'idempotency-key': 'k' },
        body,
      }),
    );
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('is refused by its declared length before a byte of it is read', async () => {
    const headers = { 'content-length': String(600 * 1024 * 1024) };
    const response = await world.app.request(imports, importing('a', headers));
    expect(response.status).toBe(413);
  });

  it('has no field of its own choosing: what is not known is refused', async () => {
    const body = { verdict: 'rejected', reason: 'x', personId: 'someone', tenantId: 'other' };
    const response = await world.app.request(
      `${BASE_URL}/api/v1/deliveries/0190a5d0-0000-7000-8000-000000000000/resolution`,
      writing(world.alpha.people.finance, body),
    );
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('#/tenantId');
  });
});

describe('every answer', () => {
  it.each(['/healthz', '/api/v1/me', '/nothing', '/sign-in', '/openapi.json'])(
    'carries the headers that browsers must hold to: %s',
    async (path) => {
      const first = await world.app.request(`${BASE_URL}${path}`);
      const second = await world.app.request(`${BASE_URL}${path}`);
      const policy = first.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/script-src 'nonce-[\w-]{22}'/);
      expect(policy).not.toContain('unsafe');
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(second.headers.get('content-security-policy')).not.toBe(policy);
      expect(first.headers.get('x-content-type-options')).toBe('nosniff');
      expect(first.headers.get('referrer-policy')).toBe('same-origin');
      expect(first.headers.get('cache-control')).toBe('no-store');
      expect(first.headers.has('strict-transport-security')).toBe(false);
    },
  );
});

describe('a form', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  it('of no one is refused before it is read', async () => {
    const body = new ReadableStream({
      pull: () => {
        throw new Error('the body was read');
      },
    });
    const init = { method: 'POST', headers: form, body, duplex: 'half' };
    const response = await world.app.request(`${BASE_URL}/basket`, init);
    expect(response.status).toBe(401);
  });

  it('of more than 64 megabytes is refused', async () => {
    const headers = { ...form, 'content-length': String(65 * 1024 * 1024) };
    const init = as(treasury(), { method: 'POST', headers, body: 'a=1' });
    const response = await world.app.request(`${BASE_URL}/sign-out`, init);
    expect(response.status).toBe(413);
  });
});
