import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { units } from '../reckoning.ts';
import { createFaults, type Faults, type Simulator } from '../simulator.ts';
import { type Books, bookInterest, openBooks } from './simulator/books.ts';
import { createDesk } from './simulator/desk.ts';
import {
  countQuestion,
  decideDue,
  refusalOf,
  stateOf,
  takeCancellation,
  takeDrawdown,
} from './simulator/drawdowns.ts';
import type { Booking, Cancellation, Taken } from './simulator/entries.ts';
import { CancellationAsked, Drawdown, faultOf } from './simulator/messages.ts';
import type { BankOptions } from './simulator/options.ts';

/**
 * A bank that lends against pledged receivables: recalculates the certificate it is sent, decides
 * by its own record of the line, and keeps the loan account until it is repaid.
 */
export function createSimulator(options: BankOptions = {}): Simulator {
  const accessKey = options.accessKey ?? 'bank-simulator-access-key';
  const borrowerId = options.borrowerId ?? 'B-40021';
  const faults = createFaults();
  const books = openBooks(options);
  for (const { reference } of books.drawdowns.values()) faults.count(reference);
  for (const { drawdownId } of books.cancellations.values()) {
    faults.count(cancellationOf(drawdownId));
  }
  const counter: Counter = { books, faults, quirks: { drawMore: false } };
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', controlOf(counter));
  app.use('/v1/*', async (context, next) => {
    if (context.req.header('authorization') !== `Bearer ${accessKey}`) {
      return problem(context, 401, 'unauthorized', 'The access key is not known.');
    }
    if (context.req.header('x-borrower-id') !== borrowerId) {
      return problem(context, 422, 'unknown-borrower', 'No such borrower.');
    }
    return next();
  });
  routeDrawdowns(app, counter);
  routeCancellations(app, counter);
  routeBookings(app, counter);
  app.notFound((context) => problem(context, 404, 'no-such-address', 'No such address.'));
  return {
    app,
    configAt: (baseUrl) => ({ baseUrl, borrowerId, accessKey }),
    open: async () => undefined,
    close: async () => undefined,
    known: { mode: 'pledge' },
    deciding: { readSchedule: ['drawn'], readMovements: ['DRAWDOWN'] },
    declines: {},
  };
}

type Counter = { books: Books; faults: Faults; quirks: z.infer<typeof Quirks> };

/** `drawMore`: it pays out more than was asked. */
const Quirks = z.strictObject({ drawMore: z.boolean().default(false) });

function controlOf(counter: Counter): Hono {
  const control = createDesk(counter.books);
  control.post('/answers', async (context) => {
    counter.quirks = Quirks.parse(await context.req.json());
    return context.json(counter.quirks);
  });
  return control;
}

/** What is due by the clock is decided and booked before anything is said. */
function lookAround({ books, quirks }: Counter): void {
  decideDue(books, quirks.drawMore ? units('1') : 0n);
  bookInterest(books);
}

function routeDrawdowns(app: Hono, counter: Counter): void {
  const { books, faults } = counter;
  app.post('/v1/drawdowns', faults.guard('effect'), async (context) => {
    const sent = await received(context, books);
    if ('answer' in sent) return sent.answer;
    const body = Drawdown.safeParse(sent.body);
    if (!body.success) {
      return problem(context, 422, 'invalid-drawdown', z.prettifyError(body.error));
    }
    const wrong = faultOf(body.data) ?? refusalOf(books, body.data);
    if (wrong) return problem(context, 422, wrong.type, wrong.detail);
    const taken = takeDrawdown(books, sent.message, body.data);
    faults.count(taken.reference);
    return context.json(receiptOf(taken), 201);
  });
  app.get('/v1/drawdowns', faults.guard('read'), (context) => {
    const reference = context.req.query('reference');
    if (!reference) return problem(context, 400, 'reference-missing', 'Give a reference.');
    const found = [...books.drawdowns.values()].filter((taken) => taken.reference === reference);
    return context.json({ found: found.map(receiptOf) });
  });
  app.get('/v1/drawdowns/:id', faults.guard('read'), (context) => {
    const drawdown = books.drawdowns.get(context.req.param('id'));
    if (!drawdown) return problem(context, 404, 'unknown-drawdown', 'No such drawdown.');
    countQuestion(books, drawdown);
    lookAround(counter);
    return context.json({ ...receiptOf(drawdown), ...stateOf(books, drawdown) });
  });
}

function routeCancellations(app: Hono, { books, faults }: Counter): void {
  const path = '/v1/drawdowns/:id/cancellation';
  app.post(path, faults.guard('effect'), async (context) => {
    const sent = await received(context, books);
    if ('answer' in sent) return sent.answer;
    const drawdown = books.drawdowns.get(context.req.param('id'));
    if (!drawdown) return problem(context, 404, 'unknown-drawdown', 'No such drawdown.');
    const { data } = CancellationAsked.safeParse(sent.body);
    const { reference, body } = drawdown;
    if (data?.reference !== reference || data.agreementReference !== body.agreement.reference) {
      return problem(context, 422, 'invalid-cancellation', 'It names no drawdown of yours.');
    }
    if (books.cancellations.has(drawdown.id)) {
      return problem(context, 422, 'already-cancelled', 'This was asked before.');
    }
    const taken = takeCancellation(books, sent.message, drawdown);
    faults.count(cancellationOf(drawdown.id));
    return context.json(receiptOf(taken), 201);
  });
  app.get(path, faults.guard('read'), (context) => {
    const found = books.cancellations.get(context.req.param('id'));
    return context.json({ found: found ? [receiptOf(found)] : [] });
  });
}

function cancellationOf(drawdownId: string): string {
  return `cancellation of ${drawdownId}`;
}

const pageSizeUsual = 100;

/** The place after a booking is its number in the account's list, which only grows. */
function routeBookings(app: Hono, counter: Counter): void {
  const { books, faults } = counter;
  app.get('/v1/facilities/:reference/bookings', faults.guard('read'), (context) => {
    const agreement = context.req.param('reference');
    if (books.options.facilities && !Object.hasOwn(books.options.facilities, agreement)) {
      return problem(context, 422, 'unknown-facility', `No line under ${agreement}.`);
    }
    lookAround(counter);
    const told = books.told.get(agreement) ?? [];
    const after = context.req.query('after') ?? 'booking-0';
    const from = Number(/^booking-(\d+)$/.exec(after)?.[1] ?? Number.NaN);
    if (!(from <= told.length)) return problem(context, 422, 'unknown-place', 'No such place.');
    const upTo = Math.min(told.length, from + (books.options.pageSize ?? pageSizeUsual));
    return context.json({
      bookings: told.slice(from, upTo).map(shown),
      next: `booking-${upTo}`,
      hasMore: upTo < told.length,
    });
  });
}

function shown({ entry: _entry, cause: _cause, agreement: _agreement, ...booking }: Booking) {
  return booking;
}

function receiptOf({ id, reference }: Taken | Cancellation) {
  return { id, reference, status: 'received' };
}

type Received =
  | { answer: Response }
  | { message: { key: string; bodyHash: string }; body: unknown };

/** A message and its key; a key that came before is answered as it was then. */
async function received(context: Context, books: Books): Promise<Received> {
  const key = context.req.header('idempotency-key');
  if (!key) return { answer: problem(context, 400, 'key-missing', 'Idempotency-Key is required.') };
  const text = await context.req.text();
  const bodyHash = createHash('sha256').update(`${context.req.path} ${text}`).digest('hex');
  const before = books.keys.get(key);
  if (!before) return { message: { key, bodyHash }, body: parse(text) };
  if (before.bodyHash === bodyHash) return { answer: context.json(receiptOf(before), 201) };
  const detail = 'This key came with another body before.';
  return { answer: problem(context, 422, 'key-reused', detail) };
}

function problem(context: Context, status: 400 | 401 | 404 | 422, type: string, detail: string) {
  const body = { type: `urn:bank:${type}`, title: type.replaceAll('-', ' '), status, detail };
  return context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
