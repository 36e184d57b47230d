import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSimulator } from '../adapters/atradius/simulator.ts';
import { TransportFailed } from '../src/core/answer.ts';
import { told } from '../src/core/detail.ts';
import { MailboxSettings } from '../src/core/mailbox.ts';
import { startSimulator } from '../src/demo/simulator.ts';
import { guardedLookup, isPublicAddress } from '../src/outbound/address.ts';
import { openMailbox } from '../src/outbound/mailbox.ts';
import { type Attempt, createOutbound, type OutboundOptions } from '../src/outbound.ts';

let stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});

type Handler = (request: IncomingMessage, answer: ServerResponse) => void;

async function listen(handler: Handler): Promise<{ port: number; hits: () => number }> {
  let hits = 0;
  const server: Server = createServer((request, answer) => {
    hits += 1;
    handler(request, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: z.object({ port: z.int() }).parse(server.address()).port, hits: () => hits };
}

function open(options: Partial<OutboundOptions> = {}) {
  const attempts: Attempt[] = [];
  const outbound = createOutbound({
    allowPrivate: true,
    timeoutMs: 5_000,
    onAttempt: (attempt) => attempts.push(attempt),
    ...options,
  });
  stops.push(outbound.close);
  return { ...outbound, attempts };
}

async function failureOf(work: Promise<unknown>): Promise<TransportFailed> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TransportFailed);
  return error instanceof TransportFailed ? error : new TransportFailed('unknown', 'none');
}

const ok: Handler = (_request, answer) => answer.end('ok');

describe('no connection reaches a private address', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '0.0.0.0',
  ])('written as %s', async (host) => {
    const canary = await listen(ok);
    const { fetch } = open({ allowPrivate: false });
    const failed = await failureOf(fetch(`https://${host}:${canary.port}/`, {}));
    expect(failed.certainty).toBe('not_sent');
    expect(canary.hits()).toBe(0);
  });

  test('found by a look-up at connect time', async () => {
    const answered = await new Promise<Error | null>((resolve) => {
      guardedLookup(false)('localhost', { all: true }, (error) => resolve(error));
    });
    expect(answered?.name).toBe('AddressRefused');
  });

  test.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['fe80::1%eth0', false],
    ['fc00::1', false],
    ['2002:7f00:1::', false],
    ['::', false],
    ['not an address', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  test('and an IPv4 address mapped into IPv6 never becomes public', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('plain http is for test connections only', async () => {
  const { fetch } = open({ allowPrivate: false });
  expect((await failureOf(fetch('http://example.com/', {}))).certainty).toBe('not_sent');
});

test('a host that is not the connection’s own is refused', async () => {
  const canary = await listen(ok);
  const { fetch } = open();
  const address = `http://127.0.0.1:${canary.port}/`;
  const failed = await failureOf(fetch(address, {}, ['api.example.com']));
  expect(failed.certainty).toBe('not_sent');
  expect(canary.hits()).toBe(0);
  expect((await fetch(address, {}, ['127.0.0.1'])).status).toBe(200);
});

test('a redirect is never followed, and after an effect it says nothing', async () => {
  const inside = await listen(ok);
  const partner = await listen((_request, answer) => {
    answer.writeHead(307, { location: `http://127.0.0.1:${inside.port}/` }).end();
  });
  const { fetch } = open();
  const posted = fetch(`http://127.0.0.1:${partner.port}/`, { method: 'POST', body: '{}' });
  expect((await failureOf(posted)).certainty).toBe('unknown');
  expect(inside.hits()).toBe(0);
});

test('an answer over the cap is cut off', async () => {
  const partner = await listen((_request, answer) => answer.end('x'.repeat(10_000)));
  const { fetch } = open({ maxBytes: 1_000 });
  const failed = await failureOf(fetch(`http://127.0.0.1:${partner.port}/`, {}));
  expect(failed.detail).toEqual(told('answer_too_large', { limit: 1000 }));
});

test('no answer in time is unknown', async () => {
  const partner = await listen(() => undefined);
  const { fetch } = open({ timeoutMs: 300 });
  const failed = await failureOf(fetch(`http://127.0.0.1:${partner.port}/`, { method: 'POST' }));
  expect(failed.certainty).toBe('unknown');
});

describe('nothing was sent', () => {
  test('when the connection is refused', async () => {
    const gone = await listen(ok);
    await stops.pop()?.();
    const { fetch } = open();
    const failed = await failureOf(fetch(`http://127.0.0.1:${gone.port}/`, { method: 'POST' }));
    expect(failed.certainty).toBe('not_sent');
  });

  test('when the name does not exist', async () => {
    const { fetch } = open();
    const failed = await failureOf(fetch('https://partner.invalid/', { method: 'POST' }));
    expect(failed.certainty).toBe('not_sent');
  });

  test('when TLS fails', async () => {
    const plain = await listen(ok);
    const { fetch } = open();
    const failed = await failureOf(fetch(`https://127.0.0.1:${plain.port}/`, { method: 'POST' }));
    expect(failed.certainty).toBe('not_sent');
    expect(plain.hits()).toBe(0);
  });
});

test('a reset is unknown, on a fresh connection and on a reused one', async () => {
  let cut = false;
  const partner = await listen((request, answer) => {
    if (cut) request.socket.destroy();
    else answer.end('ok');
  });
  const { fetch } = open();
  const url = `http://127.0.0.1:${partner.port}/`;
  const post = () => fetch(url, { method: 'POST', body: '{}' });
  await (await post()).text();
  cut = true;
  expect((await failureOf(post())).certainty).toBe('unknown');
  expect((await failureOf(post())).certainty).toBe('unknown');
});

test('twenty posts are twenty effects: nothing is repeated by itself', async () => {
  const partner = await listen((request, answer) => {
    if (partner.hits() % 2 === 0) request.socket.destroy();
    else answer.end('ok');
  });
  const { fetch } = open();
  for (let count = 0; count < 20; count += 1) {
    await fetch(`http://127.0.0.1:${partner.port}/`, { method: 'POST', body: '{}' }).catch(
      () => undefined,
    );
  }
  expect(partner.hits()).toBe(20);
});

test('an attempt is recorded without headers, query or body', async () => {
  const partner = await listen(ok);
  const { fetch, attempts } = open();
  const init = {
    method: 'POST',
    body: '{"iban":"canary-3"}',
    headers: { authorization: 'canary-1' },
  };
  await fetch(`http://127.0.0.1:${partner.port}/v1/schedules?key=canary-2`, init);
  await failureOf(fetch(`https://127.0.0.1:${partner.port}/a?key=canary-2`, init));
  expect(attempts).toMatchObject([
    { method: 'POST', path: '/v1/schedules', ended: 'answered', status: 200, responseBytes: 2 },
    { method: 'POST', path: '/a', ended: 'not_sent' },
  ]);
  expect(JSON.stringify(attempts)).not.toContain('canary');
});

describe('the mailbox', () => {
  const bytes = Buffer.from('H,1\r\n');
  async function mailbox(change: Partial<MailboxSettings> = {}) {
    const started = await startSimulator(createSimulator());
    stops.push(started.stop);
    const config = z.object({ mailbox: MailboxSettings }).parse(started.config);
    const settings = { ...config.mailbox, ...change };
    return openMailbox(settings, { allowPrivate: true, timeoutMs: 10_000, maxBytes: 1_000 });
  }

  test('shows a file whole under its name, and takes the same one again', async () => {
    const door = await mailbox();
    await door.put('inbox', 'A-1.csv', bytes);
    await door.put('inbox', 'A-1.csv', bytes);
    expect(await door.list('inbox')).toEqual(['A-1.csv']);
    expect(Buffer.from(await door.get('inbox', 'A-1.csv'))).toEqual(bytes);
  });

  test('does not overwrite a file of other content', async () => {
    const door = await mailbox();
    await door.put('inbox', 'A-1.csv', bytes);
    const failed = await failureOf(door.put('inbox', 'A-1.csv', Buffer.from('other')));
    expect(failed.certainty).toBe('not_sent');
    expect(Buffer.from(await door.get('inbox', 'A-1.csv'))).toEqual(bytes);
  });

  test('refuses a name that leaves its folder', async () => {
    const door = await mailbox();
    for (const name of ['../processed/A.csv', 'a/b.csv', '.hidden', '']) {
      const failed = await failureOf(Promise.resolve().then(() => door.put('inbox', name, bytes)));
      expect(failed.certainty).toBe('not_sent');
    }
  });

  test('refuses a host with another key, and says nothing of the password', async () => {
    const password = 'canary-password';
    const other = await mailbox({ hostFingerprint: `SHA256:${'A'.repeat(43)}` });
    expect((await failureOf(other.list('inbox'))).certainty).toBe('not_sent');
    const wrong = await mailbox({ password });
    expect(JSON.stringify(await failureOf(wrong.list('inbox')))).not.toContain(password);
  });

  test('is not opened at a private address for a production connection', async () => {
    const settings = MailboxSettings.parse({
      host: '127.0.0.1',
      port: 22,
      user: 'u',
      password: 'p',
    });
    const door = openMailbox(settings, { allowPrivate: false, timeoutMs: 1_000 });
    expect((await failureOf(door.list('inbox'))).certainty).toBe('not_sent');
  });

  test('refuses to read a file over the cap', async () => {
    const door = await mailbox();
    await door.put('inbox', 'big.csv', Buffer.alloc(2_000, 'x'));
    const { detail } = await failureOf(door.get('inbox', 'big.csv'));
    expect(detail).toEqual(told('file_too_large', { limit: 1000 }));
  });
});
