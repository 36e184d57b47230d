import { randomUUID } from 'node:crypto';
import { decimal, lastDayOfMonth, payable, plusDays, units } from '../../reckoning.ts';
import { type Booking, type Cancellation, type Decided, Entry, type Taken } from './entries.ts';
import { type BankOptions, type BankTerms, usualTerms } from './options.ts';

/** The bank's books: every entry in the order it was made, and what follows from them. */
export type Books = {
  options: BankOptions;
  terms: BankTerms;
  addedDays: number;
  drawdowns: Map<string, Taken>;
  decided: Map<string, Decided>;
  cancellations: Map<string, Cancellation>;
  /** What each idempotency key came with first. */
  keys: Map<string, Taken | Cancellation>;
  /** The loan account of each agreement; without what is only told again. */
  accounts: Map<string, Booking[]>;
  /** As bookings are told, for each agreement. */
  told: Map<string, Booking[]>;
  causes: Set<string>;
  reads: Map<string, number>;
};

export function openBooks(options: BankOptions): Books {
  const books: Books = {
    options,
    terms: { ...usualTerms, ...options.terms },
    addedDays: 0,
    drawdowns: new Map(),
    decided: new Map(),
    cancellations: new Map(),
    keys: new Map(),
    accounts: new Map(),
    told: new Map(),
    causes: new Set(),
    reads: new Map(),
  };
  for (const entry of options.store?.load() ?? []) enter(books, Entry.parse(entry));
  return books;
}

export function record(books: Books, entry: Entry): void {
  books.options.store?.append(entry);
  enter(books, entry);
}

export function clockOf({ options, addedDays }: Books): Date {
  const now = options.now?.() ?? new Date();
  return new Date(now.getTime() + addedDays * 86_400_000);
}

export function todayOf(books: Books): string {
  return clockOf(books).toISOString().slice(0, 10);
}

/** What the borrower owes of principal, by value up to a day; by everything booked without one. */
export function outstandingOf(books: Books, agreement: string, upTo?: string): bigint {
  const before = units(String(books.options.outstandingBefore?.[agreement] ?? 0));
  return (books.accounts.get(agreement) ?? [])
    .filter(({ valueOn }) => upTo === undefined || valueOn <= upTo)
    .reduce((total, { type, amount, isReversal }) => {
      const sign = isReversal ? -1n : 1n;
      if (type === 'DRAWDOWN') return total + sign * units(amount);
      return type === 'REPAYMENT' ? total - sign * units(amount) : total;
    }, before);
}

/** What of a line's share of the draw has not been repaid out of its invoice. */
export function drawnOn(books: Books, { id, body }: Taken, lineNumber: number): bigint {
  const line = books.decided.get(id)?.lines.find((told) => told.lineNumber === lineNumber);
  return bookedOf(books, { type: 'REPAYMENT', taken: body, lineNumber }).reduce(
    (left, { amount, isReversal }) => left + (isReversal ? units(amount) : -units(amount)),
    units(line?.amount ?? '0'),
  );
}

/** What a debtor has paid on a line. */
export function collectedOn(books: Books, { body }: Taken, lineNumber: number): bigint {
  return bookedOf(books, { type: 'COLLECTION', taken: body, lineNumber }).reduce(
    (paid, { amount, isReversal }) => paid + (isReversal ? -units(amount) : units(amount)),
    0n,
  );
}

type Sought = { type: Booking['type']; taken: Taken['body']; lineNumber: number };

function bookedOf({ accounts }: Books, { type, taken, lineNumber }: Sought): Booking[] {
  return (accounts.get(taken.agreement.reference) ?? []).filter(
    (booking) =>
      booking.type === type &&
      booking.reference === taken.reference &&
      booking.lineNumber === lineNumber,
  );
}

export type Draft = Pick<Booking, 'type' | 'cause' | 'agreement' | 'currency' | 'text'> &
  Partial<Pick<Booking, 'reference' | 'lineNumber' | 'invoiceNumber' | 'debtorId'>> & {
    amount: bigint;
    on: string;
  };

/** Books once for each cause, and nothing of zero. */
export function book(books: Books, { amount, on, ...draft }: Draft): Booking | undefined {
  if (amount <= 0n || books.causes.has(draft.cause)) return undefined;
  const booking: Booking = {
    entry: 'booking',
    id: `BK-${randomUUID()}`,
    reference: null,
    lineNumber: null,
    invoiceNumber: null,
    debtorId: null,
    ...draft,
    bookedOn: on,
    valueOn: on,
    amount: decimal(amount),
    isReversal: false,
  };
  record(books, booking);
  return booking;
}

const monthsMax = 240;

/** Interest on what was outstanding each day, at every month's end that has come. */
export function bookInterest(books: Books): void {
  const today = todayOf(books);
  for (const [agreement, [first]] of books.accounts) {
    if (!first) continue;
    let from = first.valueOn;
    for (let months = 0; months < monthsMax; months += 1) {
      const on = lastDayOfMonth(from);
      if (on > today) break;
      const { currency } = first;
      const cause = `interest|${agreement}|${on}`;
      const amount = payable(interestOf(books, agreement, { from, on }), currency);
      const text = `interest to ${on}`;
      book(books, { type: 'INTEREST', cause, agreement, currency, amount, on, text });
      from = plusDays(on, 1);
    }
  }
}

function interestOf(
  books: Books,
  agreement: string,
  { from, on }: { from: string; on: string },
): bigint {
  if (books.causes.has(`interest|${agreement}|${on}`)) return 0n;
  let products = 0n;
  for (let day = from; day <= on; day = plusDays(day, 1)) {
    const owed = outstandingOf(books, agreement, day);
    products += owed > 0n ? owed : 0n;
  }
  return (products * BigInt(books.terms.interestBp)) / 3_600_000n;
}

function enter(books: Books, entry: Entry): void {
  switch (entry.entry) {
    case 'drawdown':
      books.drawdowns.set(entry.id, entry);
      books.keys.set(entry.key, entry);
      return;
    case 'cancellation':
      books.cancellations.set(entry.drawdownId, entry);
      books.keys.set(entry.key, entry);
      return;
    case 'decided':
      books.decided.set(entry.drawdownId, entry);
      return;
    case 'booking':
      books.causes.add(entry.cause);
      push(books.accounts, entry);
      push(books.told, entry);
      return;
    case 'echo': {
      const again = [...books.told.values()].flat().find(({ id }) => id === entry.id);
      if (again) push(books.told, { ...again, amount: entry.amount });
      return;
    }
    case 'clock':
      books.addedDays += entry.addDays;
      return;
    default:
      entry satisfies never;
  }
}

function push(lists: Map<string, Booking[]>, booking: Booking): void {
  const list = lists.get(booking.agreement) ?? [];
  list.push(booking);
  lists.set(booking.agreement, list);
}
