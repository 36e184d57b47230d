import { never } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import type { BankEntry } from '../core/cash/entry.ts';
import { settledBy, turnedOverBy } from '../core/cash/exchange.ts';
import type { Target } from '../core/cash/item.ts';
import type { Allocation } from '../core/cash/outcome.ts';
import { sharesOf } from '../core/charge/share.ts';
import { fundsInUseMinor } from '../core/funding/account.ts';
import { following } from '../core/funding/booking.ts';
import {
  foldedWith,
  isHeld,
  isOpen,
  type Misfit,
  type Position,
} from '../core/funding/position.ts';
import type { PositionFact } from '../core/funding/position-fact.ts';
import type { RequestFact } from '../core/funding/request-fact.ts';
import { mayFollow } from '../core/funding/request-state.ts';
import type { Id } from '../core/ids.ts';
import { bankEntryOf } from '../core/journal/facility-entries.ts';
import type { Functional } from '../core/journal/functional.ts';
import { cashReceived, type Journal, type Side } from '../core/journal/journal.ts';
import { type AmountMinor, sumMinor } from '../core/money.ts';
import type { Actor } from './audit.ts';
import type { OpenBooks } from './bank-open.ts';
import type { Tx } from './database.ts';
import { functionalOn, postAll } from './journal.ts';
import { movePositions, type PositionMove } from './position.ts';
import { closeRequests, reopenRequests } from './request-closing.ts';
import { appendFact, readRequest } from './request-facts.ts';

/** A part of an entry with what it is for; `cause` is what its facts and its journal name. */
export type Line = {
  cause: string;
  allocation: Allocation;
  target: Target;
  label: string;
  /** The facts of the line that it takes back, where one fact is not all. */
  undoes?: { receivableId: Id; fact: PositionFact }[];
};

type Against = Side & {
  account: 'due_from_factor' | 'borrowings' | 'claim_receivable' | 'fx_difference' | 'suspense';
};

/** What explaining an entry does besides being kept. */
export type Effects = {
  moves: PositionMove[];
  cash: { line: Line; entry: BankEntry; against: Against; facilityId?: string }[];
  requests: { requestId: Id; fact: Extract<RequestFact, { kind: 'cash_matched' }>; on: Day }[];
};

export type Planned =
  | { status: 'fits'; effects: Effects; positions: Map<Id, Position> }
  | { status: 'misfit'; misfit: Misfit | 'request_over' };

/** All lines of an entry or none; `positions` is what they come to. */
export function planOf(
  entry: BankEntry,
  lines: readonly Line[],
  books: Pick<OpenBooks, 'positions' | 'requests'> & {
    /** Closed receivables that may not be opened again. */
    takenSince?: ReadonlySet<Id>;
  },
): Planned {
  const effects: Effects = { moves: [], cash: [], requests: [] };
  const positions = new Map<Id, Position>();
  const positionOf = (id: Id): Position =>
    positions.get(id) ?? books.positions.get(id) ?? { status: 'free' };
  for (const line of lines) {
    const { target } = line;
    const exchanged = exchangedOf(entry, line, positionOf);
    const side = exchanged ?? againstOf(line);
    const facilityId = 'facilityId' in target ? target.facilityId : undefined;
    if (side) effects.cash.push({ line, entry, against: side, ...(facilityId && { facilityId }) });
    if (target.kind === 'advance') {
      const fact = matchedBy(entry, line.allocation.amountMinor);
      const state = books.requests.get(target.requestId)?.state;
      if (!state || !mayFollow(state, fact)) return { status: 'misfit', misfit: 'request_over' };
      effects.requests.push({ requestId: target.requestId, fact, on: entry.bookedOn });
    }
    const own = { entry, known: books.positions, positionOf };
    for (const { receivableId, fact } of factsOf(line, own)) {
      const before = positionOf(receivableId);
      const short = entry.isReversal ? undefined : shortOf(before, fact);
      if (short !== undefined) return { status: 'misfit', misfit: short };
      const booking = following(before, [fact]);
      if (booking.status === 'misfit') return booking;
      const isReopened = booking.facts.some(({ kind }) => kind === 'reopened');
      if (isReopened && books.takenSince?.has(receivableId)) {
        return { status: 'misfit', misfit: 'held_by_another' };
      }
      positions.set(receivableId, booking.facts.reduce(foldedWith, before));
      const cash = exchanged ? { isExchanged: true } : { bankAccount: entry.account };
      const place = { receivableId, effectiveOn: entry.bookedOn, ...cash };
      effects.moves.push(...booking.facts.map((next) => ({ ...place, fact: next })));
    }
  }
  return { status: 'fits', effects, positions };
}

function matchedBy({ entryKey, currency }: BankEntry, amountMinor: AmountMinor) {
  return { kind: 'cash_matched', entryKey, amountMinor, currency } as const;
}

/** What the bank's side stands against where no position's fact posts it. */
function againstOf({ target, cause, undoes }: Line): Against | undefined {
  switch (target.kind) {
    case 'advance':
      return { account: 'due_from_factor', subject: target.number };
    case 'settlement':
      return { account: target.account, subject: target.subject };
    case 'indemnity':
      return { account: 'claim_receivable', subject: target.subject };
    case 'repayment':
      return { account: 'due_from_factor', subject: causeOfFirst(undoes) ?? cause };
    case 'receivable':
      // The seller's own ledger books it: here the cash waits until that ledger is reconciled with it.
      return isOwn(target) ? { account: 'suspense', subject: target.receivableId } : undefined;
    case 'charge':
      return { account: 'borrowings', subject: target.facilityId };
    case 'on_account':
      return { account: 'suspense', subject: `on_account|${target.debtorId}` };
    case 'turnover':
      return undefined;
    default:
      return never(target, 'againstOf');
  }
}

function causeOfFirst(undoes: Line['undoes']): string | undefined {
  const fact = undoes?.[0]?.fact;
  return fact && 'cause' in fact ? fact.cause : undefined;
}

function isOwn({ holding }: Extract<Target, { kind: 'receivable' }>): boolean {
  return holding === 'own' || holding === 'returned';
}

type PositionOf = (id: Id) => Position;

/** Cash in the receivable's own currency, where its facility has another: both stand against the exchange. */
function exchangedOf(
  { currency }: BankEntry,
  { target }: Line,
  positionOf: PositionOf,
): Against | undefined {
  if (target.kind !== 'turnover' && (target.kind !== 'receivable' || isOwn(target)))
    return undefined;
  const position = positionOf(target.receivableId);
  if (!isHeld(position) || position.foreign?.currency !== currency) return undefined;
  return { account: 'fx_difference', subject: target.receivableId };
}

type Fact = { receivableId: Id; fact: PositionFact };

function factsOf(
  { target, cause, allocation, undoes }: Line,
  of: { entry: BankEntry; known: ReadonlyMap<Id, Position>; positionOf: PositionOf },
): Fact[] {
  const { entry, known, positionOf } = of;
  const { amountMinor } = allocation;
  if (target.kind === 'repayment') {
    if (undoes) return undoes;
    return repaid(target.facilityId, { cause, amountMinor, known, positionOf });
  }
  if (target.kind !== 'turnover' && (target.kind !== 'receivable' || isOwn(target))) return [];
  const { receivableId } = target;
  const position = positionOf(receivableId);
  const requestId = position.status === 'free' ? '' : position.requestId;
  const own = { requestId, cause };
  const foreign = isHeld(position) && position.foreign?.currency === entry.currency && position;
  if (target.kind === 'turnover') {
    const paidMinor = sumMinor([-amountMinor]);
    const turnedMinor = foreign ? turnedOverBy(foreign, paidMinor) : paidMinor;
    return [{ receivableId, fact: { kind: 'turned_over', ...own, amountMinor: turnedMinor } }];
  }
  const collected = { kind: 'collected', ...own, by: 'seller', fxMinor: 0 } as const;
  const fact = foreign
    ? { ...collected, amountMinor: settledBy(foreign, amountMinor), paidMinor: amountMinor }
    : { ...collected, amountMinor };
  return [{ receivableId, fact }];
}

/** A repayment over the line's receivables, in proportion to the funder's money that is out on each. */
function repaid(
  facilityId: string,
  of: {
    cause: string;
    amountMinor: AmountMinor;
    known: ReadonlyMap<Id, Position>;
    positionOf: (id: Id) => Position;
  },
): Fact[] {
  const { cause, amountMinor, known, positionOf } = of;
  const drawn = [...known.keys()].sort().flatMap((id) => {
    const position = positionOf(id);
    if (!isHeld(position) || !isOpen(position) || position.facilityId !== facilityId) return [];
    return [{ id, weightMinor: fundsInUseMinor(position), requestId: position.requestId }];
  });
  const requests = new Map(drawn.map(({ id, requestId }) => [id, requestId]));
  return sharesOf(amountMinor, drawn)
    .shares.filter((share) => share.amountMinor !== 0)
    .map(({ id, amountMinor: shareMinor }) => ({
      receivableId: id,
      fact: {
        kind: 'rebated',
        requestId: requests.get(id) ?? '',
        cause,
        amountMinor: shareMinor,
      },
    }));
}

/**
 * Taking back what has been passed on already would leave less than nothing. Only where a payment has
 * really gone back is that so: the funder then owes what was passed on.
 */
function shortOf(position: Position, fact: PositionFact): Misfit | undefined {
  if (fact.kind !== 'collected' || fact.amountMinor >= 0 || !isHeld(position)) return undefined;
  const { misdirectedMinor, collectedMinor } = position.account;
  const leftMinor = position.mode === 'sale' ? misdirectedMinor : collectedMinor;
  return leftMinor + fact.amountMinor < 0 ? 'above_misdirected' : undefined;
}

/** Writes and posts what was planned, in one go for all entries. */
export async function bookEffects(
  tx: Tx,
  effects: readonly Effects[],
  actor: Actor,
): Promise<void> {
  const rates = new Map<string, Functional>();
  const journals: Journal[] = [];
  for (const { line, entry, against, facilityId } of effects.flatMap(({ cash }) => cash)) {
    const { currency, bookedOn } = entry;
    const key = `${currency} ${bookedOn}`;
    const functional = rates.get(key) ?? (await functionalOn(tx, currency, bookedOn));
    rates.set(key, functional);
    journals.push(
      journalOf(line, { entry, against, functional, ...(facilityId && { facilityId }) }),
    );
  }
  const moves = effects.flatMap((own) => own.moves);
  await movePositions(tx, moves, actor);
  await postAll(tx, journals);
  await reopenRequests(tx, { moves, actor });
  const matched = effects.flatMap(({ requests }) => requests);
  for (const { requestId, fact, on } of matched) {
    const request = await readRequest(tx, requestId, { lock: true });
    if (!request || !(await appendFact(tx, request, { fact, effectiveOn: on, actor }))) {
      throw new Error(`request ${requestId} has moved on while its cash was matched`);
    }
  }
  // A request whose receivables had all ended is over when its cash has come.
  const paid = matched.map(({ requestId, on }) => ({
    receivableId: '',
    effectiveOn: on,
    fact: { kind: 'closed', requestId } as const,
  }));
  await closeRequests(tx, { moves: [...moves, ...paid], actor });
}

function journalOf(
  { allocation, cause, target }: Line,
  of: { entry: BankEntry; against: Against; functional: Functional; facilityId?: string },
): Journal {
  const { entry, against, functional, facilityId } = of;
  const { currency, bookedOn: effectiveOn, account: bankAccount } = entry;
  const { amountMinor } = allocation;
  const movement = { cause, effectiveOn, currency, amountMinor, functional };
  if (target.kind === 'advance') {
    return cashReceived({ ...movement, request: target.number, bankAccount });
  }
  return bankEntryOf({ ...movement, bankAccount, against, ...(facilityId && { facilityId }) });
}
