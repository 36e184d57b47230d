import { Hono } from 'hono';
import { z } from 'zod';
import { decimal, isPayable, units } from '../../reckoning.ts';
import {
  type Books,
  book,
  bookInterest,
  collectedOn,
  drawnOn,
  outstandingOf,
  record,
  todayOf,
} from './books.ts';
import type { Booking, Taken } from './entries.ts';

/**
 * What happens to the loan account from outside its clock: `POST /payments` (a debtor pays an
 * invoice into the collection account, and the bank sweeps it), `POST /repayments`,
 * `POST /bookings` (one reversed, told again or contradicted), `POST /clock`; `GET /facilities`
 * says what is outstanding.
 */
export function createDesk(books: Books): Hono {
  const desk = new Hono();
  desk.post('/payments', async (context) => {
    const payment = Payment.parse(await context.req.json());
    bookInterest(books);
    const taken = [...books.drawdowns.values()].find(
      ({ reference }) => reference === payment.reference,
    );
    const booked = taken && collect(books, taken, payment);
    return booked ? context.json({ booked }) : context.json({ error: 'no such invoice' }, 404);
  });
  desk.post('/repayments', async (context) => {
    const { agreement, amount } = Repayment.parse(await context.req.json());
    bookInterest(books);
    const currency = books.accounts.get(agreement)?.[0]?.currency;
    if (!currency || !isPayable(amount, currency)) return context.json({ error: 'no such' }, 404);
    const count = books.accounts.get(agreement)?.length ?? 0;
    const cause = `repayment|${agreement}|${count}`;
    const paid = least(units(amount), outstandingOf(books, agreement));
    const on = todayOf(books);
    const text = 'repayment';
    book(books, { type: 'REPAYMENT', cause, agreement, currency, amount: paid, on, text });
    return context.json({ outstanding: decimal(outstandingOf(books, agreement)) });
  });
  desk.post('/bookings', async (context) => {
    const { id, does } = Told.parse(await context.req.json());
    const booking = [...books.told.values()].flat().find((told) => told.id === id);
    if (!booking) return context.json({ error: 'no such booking' }, 404);
    const isDone = retell(books, booking, does);
    return isDone ? context.json({ booking }) : context.json({ error: 'reversed already' }, 400);
  });
  desk.post('/clock', async (context) => {
    const { addDays } = z.strictObject({ addDays: z.int().min(0) }).parse(await context.req.json());
    record(books, { entry: 'clock', addDays });
    bookInterest(books);
    return context.json({ today: todayOf(books) });
  });
  desk.get('/facilities', (context) => {
    const outstanding = [...books.accounts.keys()].map((agreement) => [
      agreement,
      decimal(outstandingOf(books, agreement)),
    ]);
    return context.json(Object.fromEntries(outstanding));
  });
  return desk;
}

const Amount = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/);
const Payment = z.strictObject({
  reference: z.string(),
  lineNumber: z.int(),
  /** What is open of the invoice, where none is given. */
  amount: Amount.optional(),
});
const Repayment = z.strictObject({ agreement: z.string(), amount: Amount });
const Told = z.strictObject({ id: z.string(), does: z.enum(['reverse', 'repeat', 'contradict']) });

/** The debtor's money, and out of it what is still drawn on that invoice. */
function collect(
  books: Books,
  taken: Taken,
  { lineNumber, amount: stated }: z.infer<typeof Payment>,
): Booking[] | undefined {
  const { body } = taken;
  const line = body.pledged.find((pledged) => pledged.lineNumber === lineNumber);
  const decision = books.decided
    .get(taken.id)
    ?.lines.find((told) => told.lineNumber === lineNumber);
  if (!line || decision?.status !== 'drawn') return undefined;
  const open = units(line.pledgedAmount) - collectedOn(books, taken, lineNumber);
  const amount = stated === undefined ? open : units(stated);
  const booked = {
    agreement: body.agreement.reference,
    currency: body.currency,
    reference: body.reference,
    lineNumber,
    invoiceNumber: line.number,
    debtorId: line.debtor.id,
    on: todayOf(books),
  };
  const count = books.accounts.get(booked.agreement)?.length ?? 0;
  const cause = `payment|${taken.id}|${lineNumber}|${count}`;
  const text = `${line.debtor.name} paid`;
  const swept = least(amount, drawnOn(books, taken, lineNumber));
  const collection = book(books, { ...booked, type: 'COLLECTION', cause, amount, text });
  const repayment = book(books, {
    ...booked,
    type: 'REPAYMENT',
    cause: `sweep|${taken.id}|${lineNumber}|${count}`,
    amount: swept,
    text: `swept for ${line.number}`,
  });
  return [collection, repayment].filter((made) => made !== undefined);
}

/** The account changes for a reversal alone; what is told again is told wrongly or twice. */
function retell(books: Books, booking: Booking, does: z.infer<typeof Told>['does']): boolean {
  const { id, amount } = booking;
  if (does !== 'reverse') {
    const told = does === 'repeat' ? amount : decimal(units(amount) + 10_000n);
    record(books, { entry: 'echo', id, amount: told });
    return true;
  }
  const cause = `reversal|${id}`;
  if (booking.isReversal || books.causes.has(cause)) return false;
  const on = todayOf(books);
  record(books, {
    ...booking,
    id: `BK-R-${id.slice(3)}`,
    cause,
    bookedOn: on,
    valueOn: on,
    isReversal: true,
    text: `reversal of ${id}`,
  });
  return true;
}

function least(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
