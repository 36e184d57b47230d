import { randomUUID } from 'node:crypto';
import { decimal, units } from '../../reckoning.ts';
import { type Held, isOver, sumsOf } from './account.ts';
import { type Draft, nextDue, settlement } from './bookings.ts';
import { documentKey } from './decide.ts';
import {
  type Cancellation,
  type CreditsTaken,
  Entry,
  type Movement,
  type Taken,
} from './entries.ts';
import { type FactorOptions, type FactorTerms, usualTerms } from './options.ts';

/** The factor's books: every entry in the order it was made, and what follows from them. */
export type Books = {
  options: FactorOptions;
  terms: FactorTerms;
  addedDays: number;
  schedules: Map<string, Taken>;
  answered: Map<string, string>;
  cancellations: Map<string, Cancellation>;
  credits: CreditsTaken[];
  /** What each idempotency key came with first. */
  keys: Map<string, Taken | Cancellation | CreditsTaken>;
  held: Map<string, Held>;
  /** The same by schedule reference and line, the names the seller has for them. */
  named: Map<string, Held>;
  /** Up to which day and movement an invoice is known to have nothing due. */
  caughtUp: Map<string, string>;
  /** As they are told, for each agreement: repeated ones are there again. */
  told: Map<string, Movement[]>;
  causes: Set<string>;
  reads: Map<string, number>;
};

export function openBooks(options: FactorOptions): Books {
  const books: Books = {
    options,
    terms: { ...usualTerms, ...options.terms },
    addedDays: 0,
    schedules: new Map(),
    answered: new Map(),
    cancellations: new Map(),
    credits: [],
    keys: new Map(),
    held: new Map(),
    named: new Map(),
    caughtUp: new Map(),
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

export function lineId(scheduleId: string, lineNumber: number): string {
  return `${scheduleId}|${lineNumber}`;
}

/** An invoice by the names the seller has for it. */
export function findLine(
  { named }: Books,
  line: { scheduleReference: string; lineNumber: number },
): Held | undefined {
  return named.get(lineId(line.scheduleReference, line.lineNumber));
}

/**
 * Documents it has taken and not given back, however their numbers are spelt, and limits they use.
 */
export function usageOf(books: Books): { financed: Set<string>; used: Map<string, bigint> } {
  const financed = new Set<string>();
  const used = new Map<string, bigint>();
  for (const { scheduleId, body, decisions } of books.schedules.values()) {
    if (books.cancellations.get(scheduleId)?.accepted) continue;
    const funded = new Map(decisions.map((decision) => [decision.lineNumber, decision]));
    for (const line of body.lines) {
      const decision = funded.get(line.lineNumber);
      const held = books.held.get(lineId(scheduleId, line.lineNumber));
      if (decision?.status !== 'funded' || (held && isGivenBack(held))) continue;
      financed.add(documentKey(body, line));
      const before = used.get(line.debtor.id) ?? 0n;
      if (!held || !isOver(held)) {
        used.set(line.debtor.id, before + units(decision.amount ?? '0'));
      }
    }
  }
  return { financed, used };
}

function isGivenBack(held: Held): boolean {
  return isOver(held) && held.movements.some(({ kind }) => kind === 'reassignment');
}

/** Books drafts of one invoice, each at most once for its cause; what was booked is returned. */
export function book(books: Books, held: Held, drafts: readonly Draft[]): Movement[] {
  const booked: Movement[] = [];
  for (const { amount, ...draft } of drafts) {
    if (books.causes.has(draft.cause)) continue;
    const movement: Movement = {
      entry: 'movement',
      id: `MV-${randomUUID()}`,
      agreement: held.agreement,
      ...draft,
      amount: decimal(amount),
      currency: held.currency,
      reversal: false,
      scheduleReference: held.scheduleReference,
      lineNumber: held.line.lineNumber,
      invoiceNumber: held.line.number,
      debtorId: held.line.debtor.id,
    };
    record(books, movement);
    booked.push(movement);
  }
  return booked;
}

const bookingsMax = 1_000;

/** Everything that is due by the clock; the agreements in which something was booked. */
export function catchUp(books: Books): Set<string> {
  const today = todayOf(books);
  const touched = new Set<string>();
  for (const held of books.held.values()) {
    const state = () => `${today}|${held.movements.length}`;
    if (books.caughtUp.get(held.id) === state()) continue;
    for (let steps = 0; steps < bookingsMax; steps += 1) {
      const due = nextDue(held, books.terms, today);
      const booked = due ? book(books, held, due.drafts) : [];
      if (booked.length === 0) break;
      touched.add(held.agreement);
    }
    books.caughtUp.set(held.id, state());
  }
  return touched;
}

/** After something has happened to an invoice: where nothing is owed any more, it is settled. */
export function settle(books: Books, held: Held): void {
  book(books, held, settlement(held, books.terms, todayOf(books)));
}

/** The state of every invoice, for whoever looks over the factor's shoulder. */
export function accountsOf(books: Books) {
  return [...books.held.values()].map((held) => {
    const { owed, residual } = sumsOf(held);
    return {
      scheduleReference: held.scheduleReference,
      lineNumber: held.line.lineNumber,
      invoiceNumber: held.line.number,
      currency: held.currency,
      owed: decimal(owed),
      residual: decimal(residual),
      isOver: isOver(held),
    };
  });
}

function enter(books: Books, entry: Entry): void {
  switch (entry.entry) {
    case 'schedule':
      books.schedules.set(entry.scheduleId, entry);
      books.keys.set(entry.key, books.keys.get(entry.key) ?? entry);
      return;
    case 'cancellation':
      books.cancellations.set(entry.scheduleId, entry);
      books.keys.set(entry.key, entry);
      return;
    case 'credits':
      books.credits.push(entry);
      books.keys.set(entry.key, entry);
      return;
    case 'answered':
      hold(books, entry);
      return;
    case 'movement':
      enterMovement(books, entry);
      return;
    case 'echo':
      enterEcho(books, entry);
      return;
    case 'clock':
      books.addedDays += entry.addDays;
      return;
    default:
      entry satisfies never;
  }
}

function hold(books: Books, { scheduleId, on }: { scheduleId: string; on: string }): void {
  books.answered.set(scheduleId, on);
  const taken = books.schedules.get(scheduleId);
  for (const decision of taken?.decisions ?? []) {
    const line = taken?.body.lines.find(({ lineNumber }) => lineNumber === decision.lineNumber);
    if (!taken || !line || decision.status !== 'funded' || line.kind !== 'invoice') continue;
    const { reference, agreement, currency } = taken.body;
    const id = lineId(scheduleId, line.lineNumber);
    const held: Held = {
      id,
      scheduleReference: reference,
      agreement: agreement.reference,
      recourse: agreement.recourse,
      currency,
      line,
      fundedOn: on,
      movements: [],
    };
    books.held.set(id, held);
    books.named.set(lineId(reference, line.lineNumber), held);
  }
}

function enterMovement(books: Books, movement: Movement): void {
  books.causes.add(movement.cause);
  const told = books.told.get(movement.agreement) ?? [];
  told.push(movement);
  books.told.set(movement.agreement, told);
  const { scheduleReference, lineNumber } = movement;
  if (scheduleReference === null || lineNumber === null) return;
  findLine(books, { scheduleReference, lineNumber })?.movements.push(movement);
}

function enterEcho(books: Books, { id, amount }: { id: string; amount: string }): void {
  for (const movements of books.told.values()) {
    const again = movements.find((movement) => movement.id === id);
    if (again) movements.push({ ...again, amount });
  }
}
