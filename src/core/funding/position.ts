import { assert, never } from '../assert.ts';
import type { Id } from '../ids.ts';
import type { AccountingPolicy } from '../journal/policy.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import { type Account, openAccount, owedMinor, residualMinor } from './account.ts';
import { type Marks, marked, unmarked } from './marks.ts';
import type { ChargeKind, PositionFact } from './position-fact.ts';

/** Who holds a receivable and by which request. */
type Holder = {
  requestId: Id;
  facilityId: string;
  /** How it ended with the funder before, where it came back from one: what a release leaves. */
  before?: Closed;
};

export type Held = Holder & {
  mode: 'sale' | 'pledge';
  termsHash: string;
  accounting: AccountingPolicy;
  /** In its own currency, where that is another than the facility’s: what was open, and has been paid. */
  foreign?: { currency: Currency; openMinor: AmountMinor; paidMinor: AmountMinor };
  account: Account;
  marks: Marks;
};

/** Where a receivable stands with the funders, folded from its facts. */
export type Position =
  | { status: 'free' }
  | ({ status: 'reserved' } & Holder)
  | ({ status: HeldStatus } & Held)
  | Closed;

/** Over; `account` says how. One that went back to the seller unpaid may be placed again. */
type Closed = { status: 'closed' } & Held;

export type HeldStatus =
  | 'assigned'
  | 'pledged'
  | 'advanced'
  | 'part_paid'
  | 'paid'
  | 'reserve_released';

/** The states in which a receivable is free for another funder; every other holds ONE_POSITION. */
export const terminalStates = ['free', 'closed'] as const;

type OpenPosition = Exclude<Position, { status: (typeof terminalStates)[number] }>;

export function isOpen(position: Position): position is OpenPosition {
  return !(terminalStates as readonly string[]).includes(position.status);
}

export function isHeld(position: Position): position is Extract<Position, Held> {
  return 'account' in position;
}

export function foldPosition(facts: readonly PositionFact[]): Position {
  return facts.reduce<Position>(foldedWith, { status: 'free' });
}

/** Why a fact may not follow; a person decides what it means. */
export type Misfit =
  | 'not_held'
  | 'held_by_another'
  | 'held_already'
  | 'not_assigned'
  | 'already_assigned'
  | 'already_advanced'
  | 'closed'
  | 'not_closed'
  | 'above_face'
  | 'above_residual'
  | 'above_misdirected'
  | 'not_settled'
  /** A credit note of ours in another currency, of which the funder says another amount. */
  | 'credit_differs';

/** Nothing where the fact may follow. */
export function misfitOf(position: Position, fact: PositionFact): Misfit | undefined {
  if (fact.kind === 'reserved')
    return isOpen(position) || isPaidOff(position) ? 'held_already' : undefined;
  if (position.status === 'free') return 'not_held';
  if (position.requestId !== fact.requestId) return 'held_by_another';
  if (fact.kind === 'reopened') return position.status === 'closed' ? undefined : 'not_closed';
  if (position.status === 'closed') return 'closed';
  if (fact.kind === 'assigned')
    return position.status === 'reserved' ? undefined : 'already_assigned';
  if (fact.kind === 'released')
    return isHeld(position) && position.account.advanceMinor > 0 ? 'already_advanced' : undefined;
  if (!isHeld(position)) return 'not_assigned';
  return amountMisfit(position, fact);
}

type LaterFact = Exclude<PositionFact, { kind: 'reserved' | 'assigned' | 'released' | 'reopened' }>;

function amountMisfit(position: Held, fact: LaterFact): Misfit | undefined {
  const { account } = position;
  switch (fact.kind) {
    case 'advanced':
      return account.advanceMinor + fact.amountMinor > account.faceMinor ? 'above_face' : undefined;
    case 'turned_over':
      // What the debtor of a pledge pays is the seller's own.
      if (position.mode === 'pledge') return 'above_misdirected';
      return fact.amountMinor > account.misdirectedMinor ? 'above_misdirected' : undefined;
    case 'rebated':
      return fact.amountMinor > Math.max(0, residualMinor(account)) ? 'above_residual' : undefined;
    case 'diluted':
    case 'written_off':
    case 'reassigned':
      return lost(account) + fact.amountMinor > account.faceMinor ? 'above_face' : undefined;
    case 'closed':
      return isSettled(position) ? undefined : 'not_settled';
    default:
      return undefined;
  }
}

/**
 * Nothing more is due between seller and funder, so that it may be closed. A pledge only ends: what was
 * drawn is owed by the facility, whichever receivables stand for it.
 */
export function isSettled({ mode, account }: Held): boolean {
  if (mode === 'pledge') return owedMinor(account) === 0;
  return residualMinor(account) === 0 && account.misdirectedMinor === 0;
}

/** Paid, credited or written off: there is nothing left to place. */
function isPaidOff(position: Position): boolean {
  return position.status === 'closed' && position.account.reassignedMinor === 0;
}

function lost({ dilutionMinor, writeOffMinor, reassignedMinor }: Account): AmountMinor {
  return sumMinor([dilutionMinor, writeOffMinor, reassignedMinor]);
}

/** The position with one fact more, which may follow. */
export function foldedWith(position: Position, fact: PositionFact): Position {
  const misfit = misfitOf(position, fact);
  assert(misfit === undefined, `${fact.kind} may not follow ${position.status}: ${misfit}`);
  if (fact.kind === 'reserved') {
    const { requestId, facilityId } = fact;
    const before = position.status === 'closed' ? { before: position } : {};
    return { status: 'reserved', requestId, facilityId, ...before };
  }
  if (fact.kind === 'reopened') {
    assert(isHeld(position), 'what was closed was held');
    return { ...position, status: reopenedStatus(position) };
  }
  assert(isOpen(position), 'a fact of a position that is open');
  if (fact.kind === 'released') return position.before ?? { status: 'free' };
  if (fact.kind === 'assigned') {
    const { requestId, facilityId, before } = position;
    const { mode, faceMinor, termsHash, accounting, foreign } = fact;
    const status = mode === 'sale' ? 'assigned' : 'pledged';
    return {
      status,
      requestId,
      facilityId,
      ...(before && { before }),
      mode,
      termsHash,
      accounting,
      ...(foreign && { foreign: { ...foreign, paidMinor: 0 } }),
      account: openAccount(faceMinor),
      marks: unmarked,
    };
  }
  assert(isHeld(position), 'a fact of a receivable that is held');
  if (fact.kind === 'closed') return { ...position, status: 'closed' };
  const account = booked(position, fact);
  const marks = marked(position.marks, fact, account);
  const status = statusOf(position, { account, fact });
  const foreign = paidInOwn(position, fact);
  return { ...position, status, account, marks, ...(foreign && { foreign }) };
}

function paidInOwn({ foreign }: Held, fact: HeldFact): Held['foreign'] {
  if (!foreign || fact.kind !== 'collected') return foreign;
  return { ...foreign, paidMinor: sumMinor([foreign.paidMinor, fact.paidMinor ?? 0]) };
}

type HeldFact = Exclude<LaterFact, { kind: 'closed' }>;

function booked({ mode, account }: Held, fact: HeldFact): Account {
  const add = (key: keyof Account, amountMinor: AmountMinor): Account => ({
    ...account,
    [key]: sumMinor([account[key], amountMinor]),
  });
  switch (fact.kind) {
    case 'advanced':
      return add('advanceMinor', fact.amountMinor);
    case 'collected': {
      if (fact.by === 'seller' && mode === 'sale') return add('misdirectedMinor', fact.amountMinor);
      const { collectedMinor } = add('collectedMinor', fact.amountMinor);
      return { ...add('fxMinor', fact.fxMinor), collectedMinor };
    }
    case 'turned_over': {
      const { collectedMinor } = add('collectedMinor', fact.amountMinor);
      return { ...add('misdirectedMinor', -fact.amountMinor), collectedMinor };
    }
    case 'charged':
      return add(accountOf[fact.charge], fact.amountMinor);
    case 'diluted':
      return add('dilutionMinor', fact.amountMinor);
    case 'rebated':
      return add('rebateMinor', fact.amountMinor);
    case 'reassigned':
      return add('reassignedMinor', fact.amountMinor);
    case 'written_off':
      return add('writeOffMinor', fact.amountMinor);
    case 'disputed':
    case 'dispute_ended':
    case 'unapproved':
    case 'approved_again':
    case 'recourse_due':
    case 'recourse_withdrawn':
    case 'insurer_claimed':
      return account;
    default:
      return never(fact, 'booked');
  }
}

const accountOf: Readonly<Record<ChargeKind, keyof Account>> = {
  service_fee: 'feesMinor',
  misdirected_fee: 'feesMinor',
  fee_tax: 'feeTaxMinor',
  interest: 'interestMinor',
};

function statusOf(
  before: Extract<Position, Held>,
  { account, fact }: { account: Account; fact: HeldFact },
): HeldStatus {
  const wasReleased = before.status === 'reserve_released' || fact.kind === 'rebated';
  return moneyStatus({ mode: before.mode, account }, { wasReleased, fact });
}

/** What it was closed at: what it stood at when its money was explained. */
function reopenedStatus({ mode, account }: Held): HeldStatus {
  return moneyStatus({ mode, account }, { wasReleased: account.rebateMinor !== 0 });
}

function moneyStatus(
  { mode, account }: Pick<Held, 'mode' | 'account'>,
  { wasReleased, fact }: { wasReleased: boolean; fact?: HeldFact },
): HeldStatus {
  const paidMinor = account.collectedMinor + account.misdirectedMinor;
  const isPaid = owedMinor(account) === 0 && (paidMinor > 0 || lost(account) > 0);
  if (isPaid) return wasReleased ? 'reserve_released' : 'paid';
  if (paidMinor > 0) return 'part_paid';
  if (account.advanceMinor > 0 || fact?.kind === 'advanced') return 'advanced';
  return mode === 'sale' ? 'assigned' : 'pledged';
}
