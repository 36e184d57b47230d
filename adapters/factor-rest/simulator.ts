import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { units } from '../reckoning.ts';
import { createFaults, type Faults, type Simulator } from '../simulator.ts';
import { createPusher } from '../webhooks.ts';
import { type Books, catchUp, openBooks } from './simulator/books.ts';
import { createDesk } from './simulator/desk.ts';
import type { CreditsTaken, Movement, Taken } from './simulator/entries.ts';
import {
  CancellationAsked,
  CreditNotes,
  faultOfCredits,
  faultOfSchedule,
  Schedule,
} from './simulator/messages.ts';
import type { FactorOptions } from './simulator/options.ts';
import {
  answerDue,
  countQuestion,
  refusalOfCredits,
  stateOf,
  takeCancellation,
  takeCredits,
  takeSchedule,
} from './simulator/schedules.ts';

/**
 * A factor: takes schedules, decides each line by its own books, answers later, and books what
 * happens to what it holds until nothing is owed any more; its webhook hints at both.
 */
export function createSimulator(options: FactorOptions = {}): Simulator {
  const apiKey = options.apiKey ?? 'factor-simulator-api-key';
  const secret = options.webhookSecret ?? `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const faults = createFaults();
  const books = openBooks(options);
  for (const { body } of [...books.schedules.values(), ...books.credits]) {
    faults.count(body.reference);
  }
  for (const { scheduleId } of books.cancellations.values()) {
    faults.count(cancellationOf(scheduleId));
  }
  const notices = createPusher({ ...options, secret });
  const push = (type: string, reference: string, afterMs = 0) =>
    notices.push(JSON.stringify({ type, reference }), afterMs);
  const office: Office = {
    books,
    faults,
    push,
    quirks: { unknownLine: false, payMore: false },
    lookAround() {
      const answered = answerDue(books);
      const isHinted = options.answerAfter && 'ms' in options.answerAfter;
      for (const { body } of isHinted ? [] : answered) push('schedule.updated', body.reference);
      const agreements = answered.map(({ body }) => body.agreement.reference);
      for (const agreement of new Set([...agreements, ...catchUp(books)])) {
        push('movements.booked', agreement);
      }
    },
  };
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', notices.control());
  app.route('/_control', controlOf(office));
  app.use('/v1/*', async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${apiKey}`) return next();
    return problem(context, 401, 'unauthorized', 'The API key is not known.');
  });
  routeSchedules(app, office);
  routeCancellations(app, office);
  routeCredits(app, office);
  routeMovements(app, office);
  app.notFound((context) => problem(context, 404, 'no-such-address', 'No such address.'));
  return {
    app,
    configAt: (url) => ({ baseUrl: url, apiKey, webhookSecret: secret }),
    open: async () => undefined,
    close: async () => notices.stop(),
    known: {},
    deciding: { readSchedule: ['funded'], readMovements: ['advance'] },
    declines: {},
  };
}

type Office = {
  books: Books;
  faults: Faults;
  push(type: string, reference: string, afterMs?: number): void;
  quirks: z.infer<typeof Quirks>;
  /** Does what is due by the clock, and hints at it. */
  lookAround(): void;
};

/** `unknownLine`: an answer for a line nobody sent; `payMore`: an advance above the request. */
const Quirks = z.strictObject({
  unknownLine: z.boolean().default(false),
  payMore: z.boolean().default(false),
});

function controlOf(office: Office): Hono {
  const control = createDesk(office.books, (agreements) => {
    for (const agreement of agreements) office.push('movements.booked', agreement);
  });
  control.post('/answers', async (context) => {
    office.quirks = Quirks.parse(await context.req.json());
    return context.json(office.quirks);
  });
  return control;
}

function routeSchedules(app: Hono, office: Office): void {
  const { books, faults } = office;
  const { options } = books;
  app.post('/v1/schedules', faults.guard('effect'), async (context) => {
    const sent = await received(context, options.ignoresKeys ? undefined : books);
    if ('answer' in sent) return sent.answer;
    const body = Schedule.safeParse(sent.body);
    if (!body.success) {
      return problem(context, 422, 'invalid-schedule', z.prettifyError(body.error));
    }
    const wrong = faultOfSchedule(body.data, options.agreements);
    if (wrong) return problem(context, 422, wrong.type, wrong.detail);
    const above = office.quirks.payMore ? units('1') : 0n;
    const taken = takeSchedule(books, { ...sent.message, body: body.data }, above);
    faults.count(taken.body.reference);
    if (options.answerAfter && 'ms' in options.answerAfter) {
      office.push('schedule.updated', taken.body.reference, options.answerAfter.ms + 50);
    }
    return context.json(receiptOf(taken), 201);
  });
  app.get('/v1/schedules', faults.guard('read'), (context) => {
    const reference = context.req.query('reference');
    if (!reference) return problem(context, 400, 'reference-missing', 'Give a reference.');
    const found = [...books.schedules.values()].filter(({ body }) => body.reference === reference);
    return context.json({ schedules: found.map(receiptOf) });
  });
  app.get('/v1/schedules/:id', faults.guard('read'), (context) => {
    const schedule = books.schedules.get(context.req.param('id'));
    if (!schedule) return problem(context, 404, 'unknown-schedule', 'No such schedule.');
    countQuestion(books, schedule);
    office.lookAround();
    const state = stateOf(books, schedule);
    const stray = { lineNumber: 9_999, status: 'funded', amount: '1.00', currency: 'EUR' };
    const isStray = office.quirks.unknownLine && state.status === 'answered';
    const lines = [...state.lines, ...(isStray ? [stray] : [])];
    return context.json({ ...receiptOf(schedule), ...state, lines });
  });
}

function routeCancellations(app: Hono, { books, faults }: Office): void {
  const path = '/v1/schedules/:id/cancellation';
  app.post(path, faults.guard('effect'), async (context) => {
    const sent = await received(context, books);
    if ('answer' in sent) return sent.answer;
    const scheduleId = context.req.param('id');
    const schedule = books.schedules.get(scheduleId);
    if (!schedule) return problem(context, 404, 'unknown-schedule', 'No such schedule.');
    const body = CancellationAsked.safeParse(sent.body);
    const { reference, agreement } = schedule.body;
    const fits =
      body.data?.reference === reference && body.data.agreementReference === agreement.reference;
    if (!fits) {
      return problem(context, 422, 'invalid-cancellation', 'It names no schedule of yours.');
    }
    if (books.cancellations.has(scheduleId)) {
      return problem(context, 422, 'already-cancelled', 'This was asked before.');
    }
    const taken = takeCancellation(books, { ...sent.message, scheduleId, reference });
    faults.count(cancellationOf(scheduleId));
    return context.json(receiptOf(taken), 201);
  });
  app.get(path, faults.guard('read'), (context) => {
    const found = books.cancellations.get(context.req.param('id'));
    return context.json({ cancellations: found ? [receiptOf(found)] : [] });
  });
}

function cancellationOf(scheduleId: string): string {
  return `cancellation of ${scheduleId}`;
}

function routeCredits(app: Hono, { books, faults, push }: Office): void {
  app.post('/v1/credit-notes', faults.guard('effect'), async (context) => {
    const sent = await received(context, books);
    if ('answer' in sent) return sent.answer;
    const body = CreditNotes.safeParse(sent.body);
    if (!body.success) {
      return problem(context, 422, 'invalid-credit-notes', z.prettifyError(body.error));
    }
    const wrong = faultOfCredits(body.data) ?? refusalOfCredits(books, body.data);
    if (wrong) return problem(context, 422, wrong.type, wrong.detail);
    const taken = takeCredits(books, { ...sent.message, body: body.data });
    faults.count(taken.body.reference);
    push('movements.booked', taken.body.agreement.reference);
    return context.json(receiptOf(taken), 201);
  });
  app.get('/v1/credit-notes', faults.guard('read'), (context) => {
    const reference = context.req.query('reference');
    if (!reference) return problem(context, 400, 'reference-missing', 'Give a reference.');
    const found = books.credits.filter(({ body }) => body.reference === reference);
    return context.json({ creditNotes: found.map(receiptOf) });
  });
}

const pageSizeUsual = 100;

/** The place after a movement is its number in the agreement's list, which only grows. */
function routeMovements(app: Hono, office: Office): void {
  const { books, faults } = office;
  app.get('/v1/agreements/:reference/movements', faults.guard('read'), (context) => {
    const agreement = context.req.param('reference');
    if (books.options.agreements && !books.options.agreements.includes(agreement)) {
      return problem(context, 422, 'unknown-agreement', `No agreement ${agreement}.`);
    }
    office.lookAround();
    const told = books.told.get(agreement) ?? [];
    const after = context.req.query('after') ?? 'place-0';
    const from = Number(/^place-(\d+)$/.exec(after)?.[1] ?? Number.NaN);
    if (!(from <= told.length)) return problem(context, 422, 'unknown-cursor', 'No such place.');
    const upTo = Math.min(told.length, from + (books.options.pageSize ?? pageSizeUsual));
    return context.json({
      movements: told.slice(from, upTo).map(shown),
      next: `place-${upTo}`,
      hasMore: upTo < told.length,
    });
  });
}

function shown({ entry: _entry, cause: _cause, agreement: _agreement, ...movement }: Movement) {
  return movement;
}

type Receiptable = Taken | CreditsTaken | Parameters<Books['cancellations']['set']>[1];

function receiptOf(taken: Receiptable) {
  if (taken.entry === 'cancellation') {
    const { cancellationId, reference } = taken;
    return { cancellationId, reference, status: 'received' };
  }
  const { reference } = taken.body;
  return taken.entry === 'schedule'
    ? { scheduleId: taken.scheduleId, reference, status: 'received' }
    : { creditScheduleId: taken.creditScheduleId, reference, status: 'received' };
}

type Received =
  | { answer: Response }
  | { message: { key: string; bodyHash: string }; body: unknown };

/** A message and its key; a key that came before is answered as it was then. */
async function received(context: Context, books: Books | undefined): Promise<Received> {
  const key = context.req.header('idempotency-key');
  if (!key) return { answer: problem(context, 400, 'key-missing', 'Idempotency-Key is required.') };
  const text = await context.req.text();
  const bodyHash = createHash('sha256').update(`${context.req.path} ${text}`).digest('hex');
  const before = books?.keys.get(key);
  if (before && before.bodyHash !== bodyHash) {
    const detail = 'This key came with another body before.';
    return { answer: problem(context, 422, 'key-reused', detail) };
  }
  if (before) {
    return { answer: context.json(receiptOf(before), 201, { 'idempotent-replayed': 'true' }) };
  }
  return { message: { key, bodyHash }, body: parse(text) };
}

function problem(context: Context, status: 400 | 401 | 404 | 422, type: string, detail: string) {
  const body = { type: `urn:factor:${type}`, title: type.replaceAll('-', ' '), status, detail };
  return context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
