import { assert } from '../assert.ts';
import type { Day } from '../calendar.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import type { AccountRole } from './account-role.ts';
import { type Functional, functionalAmounts } from './functional.ts';

/** What a posting is on, and what its balance is kept for: a receivable, a request, a bank account. */
export type Side = { account: AccountRole; subject: string };

/** One line of a journal; debit positive, credit negative. */
export type Posting = Side & {
  currency: Currency;
  amountMinor: AmountMinor;
  functionalCurrency: Currency;
  functionalMinor: AmountMinor;
};

/** What happened, as the roll-forward of a month tells movements apart. */
export const journalKinds = [
  'assigned',
  'advanced',
  'released',
  'collected',
  'turned_over',
  'charged',
  'diluted',
  'rebated',
  'reassigned',
  'written_off',
  'closed',
  'reopened',
  'cash_received',
  'cash_paid',
  'claim_settled',
  'claim_paid_out',
  'claim_recovered',
  'revaluation',
] as const;
export type JournalKind = (typeof journalKinds)[number];

export type Journal = {
  /** The fact it follows from: a journal with the same cause is posted once. */
  cause: string;
  kind: JournalKind;
  /** The day it is of. Where that month is closed it is posted on the first open day and keeps this one. */
  effectiveOn: Day;
  /** The facility it is of; absent where it is of none, or of several. */
  facilityId?: string;
  postings: Posting[];
};

/** What every journal of money is told. */
export type Movement = {
  cause: string;
  effectiveOn: Day;
  currency: Currency;
  amountMinor: AmountMinor;
  functional: Functional;
  facilityId?: string;
};

/** The bank has the money: it is no longer due from the funder. */
export function cashReceived(
  movement: Movement & { request: string; bankAccount: string },
): Journal {
  return pair('cash_received', movement, [
    { account: 'bank', subject: movement.bankAccount },
    { account: 'due_from_factor', subject: movement.request },
  ]);
}

/** One amount from the second side to the first; below zero, the other way. */
export function pair(
  kind: JournalKind,
  movement: Movement,
  [debit, credit]: readonly [Side, Side],
): Journal {
  const { amountMinor } = movement;
  return journalOf(kind, movement, [
    { ...debit, amountMinor },
    { ...credit, amountMinor: sumMinor([-amountMinor]) },
  ]);
}

/** Amounts of one currency, carried in the functional one as well. */
export function journalOf(
  kind: JournalKind,
  of: Omit<Movement, 'amountMinor'>,
  lines: readonly (Side & { amountMinor: AmountMinor })[],
): Journal {
  const { cause, effectiveOn, currency, functional, facilityId } = of;
  const carried = functionalAmounts({
    amounts: lines.map(({ amountMinor }) => amountMinor),
    currency,
    functional,
  });
  const journal: Journal = {
    cause,
    kind,
    effectiveOn,
    ...(facilityId !== undefined && { facilityId }),
    postings: lines.map(({ account, subject, amountMinor }, index) => ({
      account,
      subject,
      currency,
      amountMinor,
      functionalCurrency: functional.currency,
      functionalMinor: carried[index] ?? 0,
    })),
  };
  assert(isBalanced(journal), 'a journal balances');
  return journal;
}

/** BALANCED: every journal sums to zero per currency, in both currencies it carries. */
export function isBalanced({ postings }: Pick<Journal, 'postings'>): boolean {
  const groups = new Map<string, { amountMinor: number; functionalMinor: number }>();
  for (const posting of postings) {
    const key = `${posting.currency}|${posting.functionalCurrency}`;
    const group = groups.get(key) ?? { amountMinor: 0, functionalMinor: 0 };
    groups.set(key, {
      amountMinor: sumMinor([group.amountMinor, posting.amountMinor]),
      functionalMinor: sumMinor([group.functionalMinor, posting.functionalMinor]),
    });
  }
  return [...groups.values()].every(
    ({ amountMinor, functionalMinor }) => amountMinor === 0 && functionalMinor === 0,
  );
}
