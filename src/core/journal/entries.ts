import { assert } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { Account } from '../funding/account.ts';
import { type Held, isHeld, type Position } from '../funding/position.ts';
import type { PositionFact } from '../funding/position-fact.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import { type AccountRole, accountRoles } from './account-role.ts';
import { type Carried, carriedBack, carriedOf } from './carried.ts';
import type { Functional } from './functional.ts';
import { type Journal, type JournalKind, journalKinds, journalOf, type Side } from './journal.ts';
import { type AccountingPolicy, isPolicyOf } from './policy.ts';

type Booking = {
  receivableId: Id;
  fact: PositionFact;
  /** The receivable's position without and with the fact. */
  before: Position;
  after: Position;
  policy: AccountingPolicy;
  /** Our request's number: what is advanced is due from the funder under it. */
  request: string;
  /** The facility's. */
  currency: Currency;
  functional: Functional;
  effectiveOn: Day;
  /** The journal's, unique for ever; what a fact settles stands under the fact's own cause. */
  cause: string;
  /** What the seller's cash came or went through; absent: it waits in suspense for the bank's entry. */
  bankAccount?: string;
  /** The cash is of another currency: the bank's own entry of it stands against the same exchange. */
  isExchanged?: boolean;
};

type Line = Side & { amountMinor: AmountMinor };

/**
 * The journal of a position's fact under the facility's policy; none where no money is in it. What is
 * kept for the receivable moves by the difference of what the books carry before and after, so that an
 * overpayment a credit note brings about is booked with the credit note.
 */
export function entriesOf(booking: Booking): Journal | undefined {
  const { before, after, policy, fact, receivableId } = booking;
  const isBack = fact.kind === 'released';
  // What a release leaves is how it ended with the funder before: that is in the books already.
  const held = isHeld(after) && !isBack ? after : isHeld(before) ? before : undefined;
  if (!held) return undefined;
  assert(isPolicyOf(policy, held.mode), `${policy.treatment} is no policy of a ${held.mode}`);
  const own = difference(
    carriedOf(before, policy),
    isBack ? carriedBack(held, policy) : carriedOf(after, policy),
  ).map(([account, amountMinor]) => ({ account, subject: receivableId, amountMinor }));
  const others = isBack ? settledBy(booking, own) : counterparts(booking, held);
  const lines = merged([...own, ...others]);
  if (lines.length === 0) return undefined;
  const { cause, effectiveOn, currency, functional } = booking;
  const of = { cause, effectiveOn, currency, functional, facilityId: held.facilityId };
  return journalOf(kindOf(fact), of, lines);
}

function difference(before: Carried, after: Carried): [AccountRole, AmountMinor][] {
  return accountRoles.map((role) => [role, sumMinor([after[role] ?? 0, -(before[role] ?? 0)])]);
}

/** What moves between the receivable and everything else: advances, settlements, cash, borrowings. */
function counterparts(booking: Booking, held: Held): Line[] {
  const { fact, request } = booking;
  const by = changeOf(booking);
  const lines: Line[] = [
    { account: 'due_from_factor', subject: request, amountMinor: by('advanceMinor') },
  ];
  if (fact.kind === 'rebated') {
    lines.push({ account: 'due_from_factor', subject: fact.cause, amountMinor: fact.amountMinor });
  }
  if (held.mode === 'pledge') {
    const drawn = [
      by('advanceMinor'),
      by('rebateMinor'),
      by('feesMinor'),
      by('feeTaxMinor'),
      by('interestMinor'),
    ];
    const amountMinor = sumMinor([-sumMinor(drawn)]);
    lines.push({ account: 'borrowings', subject: held.facilityId, amountMinor });
  }
  if (fact.kind === 'turned_over') {
    lines.push({ ...cashSide(booking, fact.cause), amountMinor: sumMinor([-fact.amountMinor]) });
  }
  if (fact.kind === 'collected') lines.push(...received(booking, held, fact));
  return lines;
}

/** Cash that the seller has, or that the funder of a pledge has of the seller's. */
function received(
  booking: Booking,
  held: Held,
  fact: Extract<PositionFact, { kind: 'collected' }>,
): Line[] {
  const by = changeOf(booking);
  if (held.mode === 'sale') {
    if (fact.by === 'funder') return [];
    return [{ ...cashSide(booking, fact.cause), amountMinor: by('misdirectedMinor') }];
  }
  const side: Side =
    fact.by === 'seller'
      ? cashSide(booking, fact.cause)
      : { account: 'due_from_factor', subject: fact.cause };
  return [{ ...side, amountMinor: sumMinor([by('collectedMinor'), by('fxMinor')]) }];
}

function cashSide(booking: Booking, cause: string): Side {
  const { bankAccount, isExchanged, receivableId } = booking;
  if (isExchanged) return { account: 'fx_difference', subject: receivableId };
  return bankAccount === undefined
    ? { account: 'suspense', subject: cause }
    : { account: 'bank', subject: bankAccount };
}

/** Given back: what was open besides the debtor's debt is due from the funder, or to it. */
function settledBy({ cause }: Booking, own: readonly Line[]): Line[] {
  const openMinor = sumMinor(own.map(({ amountMinor }) => amountMinor));
  return [{ account: 'due_from_factor', subject: cause, amountMinor: sumMinor([-openMinor]) }];
}

function changeOf({ before, after }: Booking): (key: keyof Account) => AmountMinor {
  const amountAt = (position: Position, key: keyof Account) =>
    isHeld(position) ? position.account[key] : 0;
  return (key) => sumMinor([amountAt(after, key), -amountAt(before, key)]);
}

/** One line a side, in the order in which they come; what is zero is left out. */
function merged(lines: readonly Line[]): Line[] {
  const known = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.account}|${line.subject}`;
    const sum = sumMinor([known.get(key)?.amountMinor ?? 0, line.amountMinor]);
    known.set(key, { ...line, amountMinor: sum });
  }
  return [...known.values()].filter(({ amountMinor }) => amountMinor !== 0);
}

function kindOf({ kind }: PositionFact): JournalKind {
  const found = journalKinds.find((known) => known === kind);
  assert(found !== undefined, `${kind} moves no money`);
  return found;
}
