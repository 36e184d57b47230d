import { randomUUID } from 'node:crypto';
import { payable, units } from '../../reckoning.ts';
import { sumsOf } from './account.ts';
import {
  type Books,
  book,
  clockOf,
  findLine,
  lineId,
  record,
  settle,
  todayOf,
  usageOf,
} from './books.ts';
import { decide } from './decide.ts';
import type { Cancellation, CreditsTaken, LineDecision, Taken } from './entries.ts';
import type { Credit, CreditNotes, Refusal, Schedule } from './messages.ts';

/** A message that came in with its idempotency key and the hash of its bytes. */
export type Message<Body> = { key: string; bodyHash: string; body: Body };

export function takeSchedule(
  books: Books,
  { body, ...message }: Message<Schedule>,
  above: bigint,
): Taken {
  const at = clockOf(books);
  const taken: Taken = {
    entry: 'schedule',
    scheduleId: `SCH-${randomUUID()}`,
    ...message,
    receivedAt: at.toISOString(),
    body,
    decisions: decide({ body, options: books.options, ...usageOf(books), at, above }),
  };
  record(books, taken);
  return taken;
}

/** It is too late once a line is funded; until then the schedule is forgotten. */
export function takeCancellation(
  books: Books,
  {
    scheduleId,
    key,
    bodyHash,
    reference,
  }: Pick<Cancellation, 'scheduleId' | 'key' | 'bodyHash' | 'reference'>,
): Cancellation {
  const cancellation: Cancellation = {
    entry: 'cancellation',
    cancellationId: `CAN-${randomUUID()}`,
    scheduleId,
    key,
    bodyHash,
    reference,
    receivedAt: clockOf(books).toISOString(),
    accepted: !books.answered.has(scheduleId),
  };
  record(books, cancellation);
  return cancellation;
}

/** Why credit notes cannot be booked: the invoice is not held, or they come to more than it. */
export function refusalOfCredits(
  books: Books,
  { lines, currency }: CreditNotes,
): Refusal | undefined {
  const known = new Set(
    books.credits.flatMap(({ body }) => body.lines.map(({ number }) => number)),
  );
  const taken = new Map<string, bigint>();
  for (const credit of lines) {
    const { credits, number } = credit;
    const held = findLine(books, credits);
    if (known.has(number)) {
      return { type: 'credit-note-repeated', detail: `${number} was taken before.` };
    }
    if (held?.line.number !== credits.invoiceNumber || held.currency !== currency) {
      return { type: 'line-not-held', detail: `${credits.invoiceNumber} is not held.` };
    }
    const total = (taken.get(held.id) ?? 0n) + lowering(credit, held.line, currency);
    taken.set(held.id, total);
    known.add(number);
    if (sumsOf(held).lost + total > units(held.line.assignedAmount)) {
      return { type: 'exceeds-invoice', detail: `${number} is more than the invoice.` };
    }
  }
  return undefined;
}

export function takeCredits(
  books: Books,
  { body, ...message }: Message<CreditNotes>,
): CreditsTaken {
  const taken: CreditsTaken = {
    entry: 'credits',
    creditScheduleId: `CRS-${randomUUID()}`,
    ...message,
    receivedAt: clockOf(books).toISOString(),
    body,
  };
  record(books, taken);
  const on = todayOf(books);
  for (const credit of body.lines) {
    const held = findLine(books, credit.credits);
    if (!held) continue;
    const amount = lowering(credit, held.line, body.currency);
    const cause = `credit|${credit.number}`;
    const text = `credit note ${credit.number}`;
    book(books, held, [{ kind: 'dilution', cause, bookedOn: on, valueOn: on, amount, text }]);
    settle(books, held);
  }
  return taken;
}

/** What a credit note takes off, in the schedule's currency at the rate of the assignment. */
function lowering(credit: Credit, line: Taken['body']['lines'][number], currency: string): bigint {
  const open = units(line.openAmount);
  if (credit.currency === currency || open === 0n) return units(credit.amount);
  return payable((units(credit.amount) * units(line.assignedAmount)) / open, currency);
}

type Said = LineDecision | { lineNumber: number; status: 'pending' };
type State = {
  status: string;
  lines: Said[];
  cancellation: { status: string; message: string } | null;
};

export function stateOf(books: Books, { scheduleId, body, decisions }: Taken): State {
  const cancellation = books.cancellations.get(scheduleId);
  const pending = body.lines.map(({ lineNumber }) => ({ lineNumber, status: 'pending' as const }));
  const isAnswered = books.answered.has(scheduleId);
  const lines = isAnswered ? decisions : pending;
  const status = isAnswered ? 'answered' : 'pending';
  if (!cancellation) return { status, lines, cancellation: null };
  if (!isRipe(books, cancellation.cancellationId, cancellation.receivedAt)) {
    return { status, lines, cancellation: { status: 'pending', message: '' } };
  }
  if (cancellation.accepted) {
    return { status: 'cancelled', lines, cancellation: { status: 'accepted', message: '' } };
  }
  const isFunded = decisions.some((decision) => decision.status === 'funded');
  const message = isFunded ? 'Lines of it are funded already.' : 'It is answered already.';
  return { status, lines, cancellation: { status: 'refused', message } };
}

/** Answers what is due, and pays what is funded; the schedules that were answered now. */
export function answerDue(books: Books): Taken[] {
  const due = [...books.schedules.values()].filter(
    ({ scheduleId, receivedAt }) =>
      !books.answered.has(scheduleId) &&
      !books.cancellations.get(scheduleId)?.accepted &&
      isRipe(books, scheduleId, receivedAt),
  );
  for (const taken of due) pay(books, taken);
  return due;
}

function pay(books: Books, { scheduleId, decisions }: Taken): void {
  const on = todayOf(books);
  record(books, { entry: 'answered', scheduleId, on });
  for (const { lineNumber, amount } of decisions) {
    const held = books.held.get(lineId(scheduleId, lineNumber));
    const paid = units(amount ?? '0');
    if (!held || paid === 0n) continue;
    const cause = `advance|${held.id}`;
    const text = `advance on ${held.line.number}`;
    book(books, held, [{ kind: 'advance', cause, bookedOn: on, valueOn: on, amount: paid, text }]);
  }
}

/** A question counts as time where the factor answers after so many of them. */
export function countQuestion({ reads, cancellations }: Books, { scheduleId }: Taken): void {
  const cancellation = cancellations.get(scheduleId);
  for (const id of [scheduleId, ...(cancellation ? [cancellation.cancellationId] : [])]) {
    reads.set(id, (reads.get(id) ?? 0) + 1);
  }
}

function isRipe(books: Books, id: string, receivedAt: string): boolean {
  const after = books.options.answerAfter ?? { reads: 1 };
  if ('reads' in after) return (books.reads.get(id) ?? 0) > after.reads;
  return clockOf(books).getTime() - Date.parse(receivedAt) >= after.ms;
}
