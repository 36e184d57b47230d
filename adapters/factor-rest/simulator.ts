import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { createFaults, type Simulator } from '../simulator.ts';
import { createPusher } from '../webhooks.ts';
import { Body, type FactorOptions, openBooks, refusalOf, type Taken } from './simulator/books.ts';

/** A factor: takes schedules, decides each line by its own books, answers later, hints by webhook. */
export function createSimulator(options: FactorOptions = {}): Simulator {
  const apiKey = options.apiKey ?? 'factor-simulator-api-key';
  const secret = options.webhookSecret ?? `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const faults = createFaults();
  const books = openBooks(options);
  for (const { body } of books.all()) faults.count(body.reference);
  const notices = createPusher({ ...options, secret });
  const quirks = { unknownLine: false };
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', notices.control());
  app.post('/_control/answers', async (context) => {
    quirks.unknownLine = Quirks.parse(await context.req.json()).unknownLine;
    return context.json(quirks);
  });
  app.use('/v1/*', async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${apiKey}`) return next();
    return problem(context, 401, 'unauthorized', 'The API key is not known.');
  });
  app.post('/v1/schedules', faults.guard('effect'), async (context) => {
    const key = context.req.header('idempotency-key');
    if (!key) return problem(context, 400, 'key-missing', 'Idempotency-Key is required.');
    const text = await context.req.text();
    const before = options.ignoresKeys ? undefined : books.byKey(key);
    if (before && before.bodyHash !== hash(text)) {
      return problem(context, 422, 'key-reused', 'This key came with another body before.');
    }
    if (before) return context.json(receiptOf(before), 201, { 'idempotent-replayed': 'true' });
    const body = Body.safeParse(parse(text));
    if (!body.success) {
      return problem(context, 422, 'invalid-schedule', z.prettifyError(body.error));
    }
    const wrong = refusalOf(body.data, options);
    if (wrong) return problem(context, 422, wrong.type, wrong.detail);
    const taken = books.take({ key, bodyHash: hash(text), body: body.data });
    faults.count(taken.body.reference);
    if (options.answerAfter && 'ms' in options.answerAfter) {
      notices.push(hintOf(taken), options.answerAfter.ms + 50);
    }
    return context.json(receiptOf(taken), 201);
  });
  app.get('/v1/schedules', faults.guard('read'), (context) => {
    const reference = context.req.query('reference');
    if (!reference) return problem(context, 400, 'reference-missing', 'Give a reference.');
    return context.json({ schedules: books.byReference(reference).map(receiptOf) });
  });
  app.get('/v1/schedules/:id', faults.guard('read'), (context) => {
    const schedule = books.byId(context.req.param('id'));
    if (!schedule) return problem(context, 404, 'unknown-schedule', 'No such schedule.');
    const state = books.read(schedule);
    if (state.justAnswered) notices.push(hintOf(schedule), 0);
    const lines =
      quirks.unknownLine && state.answered
        ? [...state.lines, { lineNumber: 9_999, status: 'funded', amount: '1.00', currency: 'EUR' }]
        : state.lines;
    const status = state.answered ? 'answered' : 'pending';
    return context.json({ ...receiptOf(schedule), status, lines });
  });
  app.notFound((context) => problem(context, 404, 'no-such-address', 'No such address.'));
  return {
    app,
    configAt: (url) => ({ baseUrl: url, apiKey, webhookSecret: secret }),
    open: async () => undefined,
    close: async () => notices.stop(),
    known: {},
    deciding: { readSchedule: ['funded'] },
    declines: {},
  };
}

const Quirks = z.strictObject({ unknownLine: z.boolean() });

function hintOf({ body }: Taken): string {
  return JSON.stringify({ type: 'schedule.updated', reference: body.reference });
}

function receiptOf({ scheduleId, body }: Taken) {
  return { scheduleId, reference: body.reference, status: 'received' };
}

function problem(context: Context, status: 400 | 401 | 404 | 422, type: string, detail: string) {
  const body = { type: `urn:factor:${type}`, title: type.replaceAll('-', ' '), status, detail };
  return context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
