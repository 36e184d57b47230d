import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { createMailboxServer } from '../mailbox.ts';
import { createFaults, type Simulator, type Variant } from '../simulator.ts';
import type { FactorOptions } from './simulator/books.ts';
import { type Desk, openDesk } from './simulator/desk.ts';
import { createMailroom, Manner, mailFolders } from './simulator/mailroom.ts';
import { branch, leaf, markup } from './simulator/tree.ts';

const mailboxUser = { user: 'cedent', password: 'simulator-mailbox-password' };

/** Each way to be connected to it; the first is what it is without options. */
export const variants: readonly Variant<FactorOptions>[] = [
  { name: 'tsin.001 over HTTPS', options: { dialect: 'financing', transport: 'https' } },
  { name: 'tsin.006 over HTTPS', options: { dialect: 'assignment', transport: 'https' } },
  { name: 'tsin.001 by mailbox', options: { dialect: 'financing', transport: 'sftp' } },
  { name: 'tsin.006 by mailbox', options: { dialect: 'assignment', transport: 'sftp' } },
];

/** A factor that speaks ISO 20022 trade services, over HTTPS or with a mailbox. */
export function createSimulator(options: FactorOptions = {}): Simulator {
  const { dialect = 'financing', transport = 'https' } = options;
  const apiKey = options.apiKey ?? 'iso20022-simulator-api-key';
  const faults = createFaults();
  // By mailbox a file left is the effect; over HTTPS it is a message taken.
  const desk = openDesk(options, transport === 'https' ? faults.count : () => undefined);
  const root = options.mailboxRoot ?? join(tmpdir(), `factor-mailbox-${randomUUID()}`);
  const mailroom = createMailroom(root, desk);
  const folders = [...mailFolders];
  // Its clerk works when somebody looks whether it has answered.
  const onLook = (folder: string) => {
    if (folder === 'answers') mailroom.collect();
  };
  const mailbox = createMailboxServer({ root, folders, ...mailboxUser, faults, onLook });
  const app = new Hono();
  app.route('/_control', faults.control());
  app.post('/_control/mailbox/collect', (context) => context.json(mailroom.collect()));
  app.post('/_control/answers', async (context) => {
    mailroom.behave(Manner.parse(await context.req.json()));
    return context.json({});
  });
  if (transport === 'https') route(app, { desk, faults, apiKey });
  app.notFound((context) => problem(context, 404, 'no-such-address', 'No such address.'));
  let door: { port: number; fingerprint?: string } = { port: 22 };
  let clerk: NodeJS.Timeout | undefined;
  return {
    app,
    configAt: (baseUrl) => {
      const agreed = { dialect, notices: true, authorisedUser: 'Treasury desk' };
      if (transport === 'https') return { ...agreed, https: { baseUrl, apiKey } };
      const { port, fingerprint } = door;
      const pinned = fingerprint === undefined ? {} : { hostFingerprint: fingerprint };
      return { ...agreed, mailbox: { host: '127.0.0.1', port, ...pinned, ...mailboxUser } };
    },
    async open() {
      if (transport === 'https') return;
      door = await mailbox.listen();
      if (options.collectEveryMs !== undefined) {
        clerk = setInterval(() => mailroom.collect(), options.collectEveryMs).unref();
      }
    },
    async close() {
      clearInterval(clerk);
      if (door.fingerprint !== undefined) await mailbox.close();
      if (options.mailboxRoot === undefined) rmSync(root, { recursive: true, force: true });
    },
    known: {},
    deciding: { readSchedule: ['FNCD', 'RCCF'], readAcknowledgement: ['RCCF'] },
    declines: transport === 'https' ? {} : withoutHttp,
  };
}

const noStatus = 'A mailbox answers no HTTP status: a file is there or it is not.';
const withoutHttp = Object.fromEntries(
  [
    'submitSchedule',
    'cancelSchedule',
    'submitCredits',
    'notifyDebtor',
    'readSchedule',
    'readAcknowledgement',
  ].map((operation) => [`${operation}/status`, noStatus]),
);

type Counter = { desk: Desk; faults: ReturnType<typeof createFaults>; apiKey: string };

function route(app: Hono, { desk, faults, apiKey }: Counter): void {
  app.use('/v1/*', async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${apiKey}`) return next();
    return problem(context, 401, 'unauthorized', 'The API key is not known.');
  });
  app.post('/v1/messages', faults.guard('effect'), async (context) => {
    const type = context.req.header('content-type') ?? '';
    if (!/^application\/xml\b/.test(type)) return problem(context, 415, 'not-xml', 'Send XML.');
    const verdict = desk.judge(await context.req.text());
    switch (verdict.kind) {
      case 'invalid':
        return problem(context, 422, 'invalid-message', verdict.detail);
      case 'reused':
        return problem(context, 409, 'reference-reused', verdict.detail);
      case 'told':
        return xml(context, verdict.status, verdict.taken ? 201 : 200);
      default:
        return verdict satisfies never;
    }
  });
  app.get('/v1/status', faults.guard('read'), (context) => {
    const reference = context.req.query('reference') ?? '';
    const looked = desk.look(reference);
    if (looked) return xml(context, looked.status, 200);
    return problem(context, 404, 'unknown-reference', 'No message of this reference.');
  });
  app.get('/v1/acknowledgement', faults.guard('read'), (context) => {
    const looked = desk.lookAtNotice(context.req.query('reference') ?? '');
    if (!looked) return problem(context, 404, 'unknown-reference', 'No notice of this reference.');
    if (looked.answer !== undefined) return xml(context, looked.answer, 200);
    return problem(context, 404, 'not-acknowledged', 'The debtor has not answered yet.');
  });
}

function xml(context: Context, body: string, status: 200 | 201): Response {
  return context.body(body, status, { 'content-type': 'application/xml; charset=utf-8' });
}

/** RFC 9457, appendix B. */
function problem(
  context: Context,
  status: 401 | 404 | 409 | 415 | 422,
  type: string,
  detail: string,
): Response {
  const { pathname, search } = new URL(context.req.url);
  const body = branch('problem', [
    leaf('type', `urn:iso20022-factor:${type}`),
    leaf('title', type.replaceAll('-', ' ')),
    leaf('detail', detail),
    leaf('status', String(status)),
    leaf('instance', pathname + search),
  ]);
  const whole = { ...body, attributes: { xmlns: 'urn:ietf:rfc:7807' } };
  return context.body(`<?xml version="1.0" encoding="UTF-8"?>\n${markup(whole)}\n`, status, {
    'content-type': 'application/problem+xml; charset=utf-8',
  });
}
