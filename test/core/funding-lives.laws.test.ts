import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  overpaymentMinor,
  owedMinor,
  residualMinor,
} from '../../src/core/funding/account.ts';
import { bookingOf } from '../../src/core/funding/booking.ts';
import { type FunderMovement, movementKinds } from '../../src/core/funding/funder-movement.ts';
import {
  foldedWith,
  isHeld,
  isOpen,
  misfitOf,
  type Position,
} from '../../src/core/funding/position.ts';
import type { PositionFact } from '../../src/core/funding/position-fact.ts';
import { type accountRoles, resultRoles } from '../../src/core/journal/account-role.ts';
import { entriesOf } from '../../src/core/journal/entries.ts';
import { isBalanced } from '../../src/core/journal/journal.ts';
import type { AccountingPolicy } from '../../src/core/journal/policy.ts';

const requestId = '01930000-0000-7000-8000-000000000001';
const receivableId = '01930000-0000-7000-8000-0000000000aa';

const policies: AccountingPolicy[] = [
  { treatment: 'derecognition' },
  { treatment: 'derecognition', recourseObligationBp: 300 },
  { treatment: 'continuing_involvement', involvementBp: 1_000 },
  { treatment: 'secured_borrowing' },
];

const life = fc.record({
  faceMinor: fc.integer({ min: 1, max: 500_000_00 }),
  advanceBp: fc.integer({ min: 0, max: 10_000 }),
  policy: fc.constantFrom(...policies),
  happened: fc.array(
    fc.record({
      kind: fc.constantFrom(...movementKinds),
      /** Of the face, more than all of it too. */
      shareBp: fc.integer({ min: 0, max: 12_000 }),
      reversal: fc.boolean(),
      bySeller: fc.boolean(),
    }),
    { maxLength: 14 },
  ),
  /** After it was settled: what of the debtor's payments comes back, what is charged late, and so on. */
  bounces: fc.array(
    fc.record({
      kind: fc.constantFrom('collection' as const, 'interest' as const, 'dilution' as const),
      shareBp: fc.integer({ min: 0, max: 10_000 }),
      end: fc.constantFrom('paid' as const, 'repurchased' as const),
    }),
    { maxLength: 3 },
  ),
});
type Bounce = 'collection' | 'interest' | 'dilution';
type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never;

describe('ten thousand lives of a sold receivable', () => {
  it('CLOSED and BALANCED: every cent of the face is explained, and the books keep nothing', () => {
    const ends = {
      paid: 0,
      repurchased: 0,
      writtenOff: 0,
      overpaid: 0,
      rebateBelowZero: 0,
      bounced: 0,
      openedTwice: 0,
    };
    fc.assert(
      fc.property(life, (lived) => {
        const { position, balances, results, bounced, opened } = live(lived);
        expect(position.status).toBe('closed');
        if (!isHeld(position)) return;
        const { account } = position;
        expectIdentity(account);
        for (const [role, amountMinor] of balances) {
          if (role === 'trade_receivables' || resultRoles.has(role)) continue;
          expect({ role, amountMinor }).toEqual({ role, amountMinor: 0 });
        }
        expect(results.get('service_fees') ?? 0).toBe(account.feesMinor);
        expect(results.get('sales_deductions') ?? 0).toBe(account.dilutionMinor);
        if (account.reassignedMinor > 0) ends.repurchased += 1;
        else ends.paid += 1;
        if (account.writeOffMinor > 0) ends.writtenOff += 1;
        if (overpaymentMinor(account) > 0) ends.overpaid += 1;
        if (account.rebateMinor < 0) ends.rebateBelowZero += 1;
        if (bounced() > 0) ends.bounced += 1;
        if (opened() > 1) ends.openedTwice += 1;
      }),
      { numRuns: 10_000 },
    );
    // What the law is about has to have happened.
    for (const [end, times] of Object.entries(ends)) expect(times, end).toBeGreaterThan(100);
  }, 300_000);
});

function expectIdentity(account: Account): void {
  const { faceMinor, fxMinor, advanceMinor, rebateMinor, feesMinor, feeTaxMinor } = account;
  const { interestMinor, dilutionMinor, writeOffMinor, reassignedMinor } = account;
  expect(faceMinor + overpaymentMinor(account) + fxMinor).toBe(
    advanceMinor +
      rebateMinor +
      feesMinor +
      feeTaxMinor +
      interestMinor +
      dilutionMinor +
      writeOffMinor +
      reassignedMinor,
  );
}

/** From assignment through what happened to the end that is left to it. */
function live({ faceMinor, advanceBp, policy, happened, bounces }: Life) {
  const books = openBooks(policy);
  books.add({ kind: 'reserved', requestId, facilityId: 'F1', fingerprint: 'f' });
  const termsHash = 'T';
  books.add({
    kind: 'assigned',
    requestId,
    mode: 'sale',
    faceMinor,
    termsHash,
    accounting: policy,
  });
  const amountMinor = Math.floor((faceMinor * advanceBp) / 10_000);
  books.add({ kind: 'advanced', requestId, amountMinor });
  for (const [index, { kind, shareBp, reversal, bySeller }] of happened.entries()) {
    const cause = `movement|${index}`;
    const share = Math.floor((faceMinor * shareBp) / 10_000);
    if (kind === 'collection' && bySeller) {
      const fact = { kind: 'collected', requestId, cause, by: 'seller' } as const;
      books.addIfFits({ ...fact, amountMinor: share, fxMinor: 0 });
    } else {
      books.take(
        movement({ kind, amountMinor: share, reversal: reversal && kind !== 'collection' }),
        cause,
      );
    }
  }
  books.end('paid');
  for (const [index, { kind, shareBp, end }] of bounces.entries()) {
    books.bounce({ kind, shareBp, cause: `bounce|${index}` });
    books.end(end);
  }
  return books;
}

function openBooks(policy: AccountingPolicy) {
  let position: Position = { status: 'free' };
  let seq = 0;
  let opened = 0;
  let bounced = 0;
  const balances = new Map<(typeof accountRoles)[number], number>();
  const add = (fact: PositionFact) => {
    const before = position;
    position = foldedWith(before, fact);
    seq += 1;
    if (fact.kind === 'reopened') opened += 1;
    // CLOSED holds at each closing, not only at the last.
    if (isHeld(position) && position.status === 'closed') expectIdentity(position.account);
    const journal = entriesOf({
      receivableId,
      fact,
      before,
      after: position,
      policy,
      request: 'FR-1',
      currency: 'EUR',
      functional: { currency: 'EUR' },
      effectiveOn: '2026-11-24',
      cause: `position|${seq}`,
    });
    if (!journal) return;
    expect(isBalanced(journal)).toBe(true);
    for (const { account, subject, amountMinor } of journal.postings) {
      // Cash on its way, by request, settlement or bank, is not the receivable's.
      if (subject !== receivableId) continue;
      balances.set(account, (balances.get(account) ?? 0) + amountMinor);
    }
  };
  return {
    add,
    addIfFits(fact: PositionFact) {
      if (misfitOf(position, fact) === undefined) add(fact);
    },
    take(taken: FunderMovement, cause: string) {
      const booking = bookingOf(taken, { position, cause });
      if (booking.status === 'fits') booking.facts.forEach(add);
    },
    /** A settled receivable's payment comes back, in part or whole; or something is charged late. */
    bounce({ kind, shareBp, cause }: { kind: Bounce; shareBp: number; cause: string }) {
      expect(position.status).toBe('closed');
      if (!isHeld(position)) return;
      const { collectedMinor, faceMinor } = position.account;
      const ofMinor = kind === 'collection' ? Math.max(0, collectedMinor) : faceMinor;
      const amountMinor = Math.floor((ofMinor * shareBp) / 10_000);
      const reversal = kind === 'collection';
      const before = opened;
      this.take(movement({ kind, amountMinor, reversal }), cause);
      if (kind !== 'collection' || amountMinor === 0) return;
      expect(opened).toBe(before + 1);
      bounced += 1;
    },
    /** The debtor pays what it still owes, or it is given back; the rest is settled. */
    end(how: 'paid' | 'repurchased') {
      const step = (kind: FunderMovement['kind'], amountMinor: number, reversal = false) =>
        this.take(movement({ kind, amountMinor, reversal }), `end|${kind}`);
      step('dispute_ended', 0);
      if (isHeld(position)) step('turnover', position.account.misdirectedMinor);
      if (isHeld(position) && isOpen(position)) {
        const kind = how === 'paid' ? 'collection' : 'reassignment';
        step(kind, owedMinor(position.account));
      }
      if (isHeld(position)) {
        const residual = residualMinor(position.account);
        step('rebate', Math.abs(residual), residual < 0);
      }
    },
    get position() {
      return position;
    },
    bounced: () => bounced,
    opened: () => opened,
    balances,
    results: balances,
  };
}

function movement(of: Pick<FunderMovement, 'kind' | 'amountMinor' | 'reversal'>): FunderMovement {
  return {
    movementId: 'M',
    bookedOn: '2026-11-24',
    valueOn: '2026-11-24',
    currency: 'EUR',
    detail: '',
    ...of,
  };
}
