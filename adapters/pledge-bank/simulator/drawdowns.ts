import { randomUUID } from 'node:crypto';
import { decimal, payable, plusDays, units } from '../../reckoning.ts';
import { type Books, book, clockOf, outstandingOf, record, todayOf } from './books.ts';
import type { Cancellation, LineDecision, Taken } from './entries.ts';
import type { Drawdown, Pledged, Refusal } from './messages.ts';

type Message = { key: string; bodyHash: string };

/** What its own books say against a drawdown as a whole; headroom is judged when it decides. */
export function refusalOf(
  books: Books,
  { agreement, asOf, reference }: Drawdown,
): Refusal | undefined {
  const { facilities } = books.options;
  if (facilities && !Object.hasOwn(facilities, agreement.reference)) {
    return { type: 'unknown-facility', detail: `No line under ${agreement.reference}.` };
  }
  if ([...books.drawdowns.values()].some((taken) => taken.reference === reference)) {
    return { type: 'reference-repeated', detail: `${reference} was taken before.` };
  }
  const today = todayOf(books);
  if (plusDays(asOf, books.terms.certificateDaysMax) < today || asOf > plusDays(today, 1)) {
    return { type: 'certificate-old', detail: `The certificate is of ${asOf}.` };
  }
  return undefined;
}

export function takeDrawdown(books: Books, message: Message, body: Drawdown): Taken {
  const taken: Taken = {
    entry: 'drawdown',
    id: `DD-${randomUUID()}`,
    ...message,
    reference: body.reference,
    receivedAt: clockOf(books).toISOString(),
    body,
  };
  record(books, taken);
  return taken;
}

/** It is too late once the bank has decided. */
export function takeCancellation(books: Books, message: Message, drawdown: Taken): Cancellation {
  const cancellation: Cancellation = {
    entry: 'cancellation',
    id: `DC-${randomUUID()}`,
    ...message,
    reference: drawdown.reference,
    receivedAt: clockOf(books).toISOString(),
    drawdownId: drawdown.id,
    accepted: !books.decided.has(drawdown.id),
  };
  record(books, cancellation);
  return cancellation;
}

/** Decides what is due, in the order it came: each draw leaves less headroom for the next. */
export function decideDue(books: Books, more: bigint): void {
  for (const taken of books.drawdowns.values()) {
    const isOpen = !books.decided.has(taken.id) && !books.cancellations.get(taken.id)?.accepted;
    if (isOpen && isRipe(books, taken)) decide(books, taken, more);
  }
}

/**
 * The draw, or what the bank's own record of the line leaves of it, shared over the receivables it
 * takes in proportion to what was asked on each; the last minor units fall to the later lines.
 */
function decide(books: Books, taken: Taken, more: bigint): void {
  const { body } = taken;
  const refused = new Map(
    body.pledged.map((line) => [line.lineNumber, refusalOfLine(books, taken, line)]),
  );
  const accepted = body.pledged.filter(({ lineNumber }) => !refused.get(lineNumber));
  const asked = accepted.reduce((total, line) => total + units(line.drawAmount), 0n);
  const room = headroomOf(books, body);
  const grant = payable(asked <= room ? asked + (asked > 0n ? more : 0n) : room, body.currency);
  let askedSoFar = 0n;
  let sharedSoFar = 0n;
  const shares = new Map<number, bigint>();
  for (const line of accepted) {
    askedSoFar += units(line.drawAmount);
    const upTo = asked === 0n ? 0n : payable((grant * askedSoFar) / asked, body.currency);
    shares.set(line.lineNumber, upTo - sharedSoFar);
    sharedSoFar = upTo;
  }
  const lines = body.pledged.map(({ lineNumber }): LineDecision => {
    const isEmpty = asked > 0n && grant === 0n;
    const none = isEmpty ? { code: 'NO_HEADROOM', message: 'the line is used up' } : undefined;
    const no = refused.get(lineNumber) ?? none;
    if (no) return { lineNumber, status: 'declined', ...no };
    const amount = decimal(shares.get(lineNumber) ?? 0n);
    return { lineNumber, status: 'drawn', amount, currency: body.currency };
  });
  const on = todayOf(books);
  record(books, { entry: 'decided', drawdownId: taken.id, on, lines });
  const { reference, currency } = body;
  const agreement = body.agreement.reference;
  const booked = { agreement, currency, reference, on };
  const cause = `drawdown|${taken.id}`;
  const fee = payable((grant * BigInt(books.terms.drawFeeBp)) / 10_000n, currency);
  book(books, { ...booked, type: 'DRAWDOWN', cause, amount: grant, text: `draw ${reference}` });
  book(books, { ...booked, type: 'FEE', cause: `fee|${taken.id}`, amount: fee, text: 'draw fee' });
}

/**
 * By the certificate's base and the bank's own record of what is outstanding, not the borrower's.
 */
function headroomOf(books: Books, { borrowingBase: base, agreement }: Drawdown): bigint {
  const outstanding = outstandingOf(books, agreement.reference);
  const room = units(base.available) + units(base.used) - outstanding;
  const limit = books.options.facilities?.[agreement.reference]?.limit;
  const left = limit === undefined ? room : units(String(limit)) - outstanding;
  const least = left < room ? left : room;
  return least > 0n ? least : 0n;
}

type No = { code: string; message: string };

function refusalOfLine(books: Books, taken: Taken, line: Pledged): No | undefined {
  const { country } = line.debtor;
  const refused = books.options.refusedCountries ?? ['BY', 'CU', 'IR', 'KP', 'RU', 'SY'];
  if (country !== null && refused.includes(country)) {
    return { code: 'DEBTOR_COUNTRY', message: `debtors in ${country} are not taken` };
  }
  if (line.dueOn < todayOf(books)) return { code: 'PAST_DUE', message: `due on ${line.dueOn}` };
  if (isPledged(books, taken, line)) {
    return { code: 'ALREADY_PLEDGED', message: `${line.number} stands for another draw` };
  }
  return undefined;
}

/** A document that another decided draw, or an earlier line of this one, stands on. */
function isPledged(books: Books, { id, body }: Taken, line: Pledged): boolean {
  const key = keyOf(line);
  const earlier = body.pledged.find((other) => keyOf(other) === key);
  if (earlier && earlier.lineNumber !== line.lineNumber) return true;
  return [...books.decided.values()].some(({ drawdownId, lines }) => {
    const other = drawdownId === id ? undefined : books.drawdowns.get(drawdownId);
    if (other?.body.borrower.name !== body.borrower.name) return false;
    const pledged = other.body.pledged.find((candidate) => keyOf(candidate) === key);
    return lines.some(
      ({ lineNumber, status }) => lineNumber === pledged?.lineNumber && status === 'drawn',
    );
  });
}

function keyOf({ number, instalment }: Pledged): string {
  return `${number.toUpperCase().replace(/[^A-Z0-9]/g, '')}|${instalment}`;
}

type Said = LineDecision | { lineNumber: number; status: 'pending' };
type State = {
  status: string;
  lines: Said[];
  cancellation: { status: string; message: string } | null;
};

export function stateOf(books: Books, { id, body }: Taken): State {
  const decided = books.decided.get(id);
  const cancellation = books.cancellations.get(id);
  const pending = body.pledged.map(({ lineNumber }) => ({
    lineNumber,
    status: 'pending' as const,
  }));
  const lines = decided?.lines ?? pending;
  const status = decided ? 'decided' : 'pending';
  if (!cancellation) return { status, lines, cancellation: null };
  if (!isRipe(books, cancellation)) {
    return { status, lines, cancellation: { status: 'pending', message: '' } };
  }
  const message = 'The bank has decided already.';
  return cancellation.accepted
    ? { status: 'cancelled', lines, cancellation: { status: 'accepted', message: '' } }
    : { status, lines, cancellation: { status: 'refused', message } };
}

/** A question counts as time where the bank answers after so many of them. */
export function countQuestion({ reads, cancellations }: Books, { id }: Taken): void {
  const cancellation = cancellations.get(id);
  for (const asked of [id, ...(cancellation ? [cancellation.id] : [])]) {
    reads.set(asked, (reads.get(asked) ?? 0) + 1);
  }
}

function isRipe(books: Books, { id, receivedAt }: { id: string; receivedAt: string }): boolean {
  const after = books.options.answerAfter ?? { reads: 1 };
  if ('reads' in after) return (books.reads.get(id) ?? 0) > after.reads;
  return clockOf(books).getTime() - Date.parse(receivedAt) >= after.ms;
}
