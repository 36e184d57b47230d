import { describe, expect, it } from 'vitest';
import { owedMinor, residualMinor } from '../../src/core/funding/account.ts';
import { bookingOf, following } from '../../src/core/funding/booking.ts';
import type { FunderMovement, MovementKind } from '../../src/core/funding/funder-movement.ts';
import {
  foldedWith,
  foldPosition,
  isHeld,
  misfitOf,
  type Position,
} from '../../src/core/funding/position.ts';
import type { PositionFact } from '../../src/core/funding/position-fact.ts';
import { entriesOf } from '../../src/core/journal/entries.ts';
import type { AccountingPolicy } from '../../src/core/journal/policy.ts';
import { balanceOf, balancesOf, live, receivableId } from './journal/life.ts';

const requestId = '01a20000-0000-7000-8000-000000000001';
const cause = 'movement 1';
const own = { requestId, cause };

/** Face 1,000: 800 advanced, the debtor has paid, 190 came back, 10 were fees. */
const settled: PositionFact[] = [
  { kind: 'reserved', requestId, facilityId: 'F1', fingerprint: 'f' },
  {
    kind: 'assigned',
    requestId,
    mode: 'sale',
    faceMinor: 1_000_00,
    termsHash: 'T',
    accounting: { treatment: 'derecognition', recourseObligationBp: 100 },
  },
  { kind: 'advanced', requestId, amountMinor: 800_00 },
  { kind: 'charged', ...own, charge: 'service_fee', amountMinor: 10_00 },
  { kind: 'collected', ...own, by: 'funder', amountMinor: 1_000_00, fxMinor: 0 },
  { kind: 'rebated', ...own, amountMinor: 190_00 },
  { kind: 'closed', requestId },
];

function told(kind: MovementKind, amountMinor: number, reversal = false): FunderMovement {
  const days = { bookedOn: '2026-11-24', valueOn: '2026-11-24' };
  return { movementId: 'M', kind, ...days, currency: 'EUR', amountMinor, reversal, detail: '' };
}

function kindsOf(position: Position, movement: FunderMovement): string[] {
  const booking = bookingOf(movement, { position, cause: 'movement 2' });
  return booking.status === 'fits'
    ? booking.facts.map(({ kind }) => kind)
    : [`misfit ${booking.misfit}`];
}

describe('what happens after a receivable was closed', () => {
  it.each<{ name: string; movement: FunderMovement; facts: string[] }>([
    {
      name: 'the debtor’s payment bounces: it is open, the debtor owes again',
      movement: told('collection', 1_000_00, true),
      facts: ['reopened', 'collected'],
    },
    {
      name: 'a late charge: it is open until the seller has paid it',
      movement: told('interest', 5_00),
      facts: ['reopened', 'charged'],
    },
    {
      name: 'a late credit note: the debtor has overpaid, nothing is due to the funder',
      movement: told('dilution', 20_00),
      facts: ['reopened', 'diluted', 'closed'],
    },
    {
      name: 'a reserve that was released is taken back',
      movement: told('rebate', 190_00, true),
      facts: ['reopened', 'rebated'],
    },
    {
      name: 'a dispute that may take money back keeps it open',
      movement: told('dispute', 100_00),
      facts: ['reopened', 'disputed'],
    },
    {
      name: 'a demand to take back what is paid is a question',
      movement: told('recourse_demand', 1_000_00),
      facts: ['misfit closed'],
    },
    {
      name: 'a mark that changes nothing is a question',
      movement: told('unapproved', 0),
      facts: ['misfit closed'],
    },
    {
      name: 'releasing more than is left is a question still',
      movement: told('rebate', 1_00),
      facts: ['misfit above_residual'],
    },
  ])('$name', ({ movement, facts }) => {
    expect(kindsOf(foldPosition(settled), movement)).toEqual(facts);
  });

  it('explains every cent again when a bounced receivable is repurchased, and keeps nothing', () => {
    let position = foldPosition(settled);
    const facts = [...settled];
    for (const movement of [
      told('collection', 1_000_00, true),
      told('reassignment', 1_000_00),
      told('rebate', 1_000_00, true),
    ]) {
      const booking = bookingOf(movement, { position, cause: 'movement 2' });
      if (booking.status !== 'fits') throw new Error(booking.misfit);
      facts.push(...booking.facts);
      position = booking.facts.reduce(foldedWith, position);
    }
    expect(position.status).toBe('closed');
    if (!isHeld(position)) return;
    expect(residualMinor(position.account)).toBe(0);
    expect(position.account).toMatchObject({
      advanceMinor: 800_00,
      rebateMinor: -810_00,
      feesMinor: 10_00,
      reassignedMinor: 1_000_00,
      collectedMinor: 0,
    });
    const policy: AccountingPolicy = { treatment: 'derecognition', recourseObligationBp: 100 };
    const balances = balancesOf(live(facts, { policy }));
    expect(balanceOf(balances, 'due_from_factor')).toBe(0);
    expect(balanceOf(balances, 'recourse_liability')).toBe(0);
    // It is the seller's again, by the obligation that was kept for that less.
    expect(balanceOf(balances, 'trade_receivables')).toBe(-10_00);
  });

  it('puts back into the books what its closing took out of them', () => {
    const overpaid: PositionFact[] = [
      ...settled.slice(0, 4),
      { kind: 'collected', ...own, by: 'funder', amountMinor: 1_030_00, fxMinor: 0 },
      { kind: 'rebated', ...own, amountMinor: 220_00 },
      { kind: 'closed', requestId },
      { kind: 'reopened', ...own },
    ];
    for (const policy of [
      { treatment: 'derecognition', recourseObligationBp: 100 },
      { treatment: 'secured_borrowing' },
      { treatment: 'continuing_involvement', involvementBp: 500 },
    ] satisfies AccountingPolicy[]) {
      const before = balancesOf(live(overpaid.slice(0, -2), { policy }));
      expect(balancesOf(live(overpaid, { policy }))).toEqual(before);
    }
  });

  it('stands where its money stands, and holds ONE_POSITION again', () => {
    const open = foldPosition([...settled, { kind: 'reopened', ...own }]);
    expect(open.status).toBe('reserve_released');
    const other = {
      kind: 'reserved',
      requestId: 'r2',
      facilityId: 'F2',
      fingerprint: 'f',
    } as const;
    expect(misfitOf(open, other)).toBe('held_already');
    const back = following(open, [
      { kind: 'collected', ...own, by: 'funder', amountMinor: -400_00, fxMinor: 0 },
    ]);
    if (back.status !== 'fits') throw new Error(back.misfit);
    const bounced = back.facts.reduce(foldedWith, open);
    expect(bounced.status).toBe('part_paid');
    expect(isHeld(bounced) && owedMinor(bounced.account)).toBe(400_00);
  });

  it.each(['reserved', 'assigned'] as const)(
    'is closed as before when another request for it, %s, came to nothing',
    (reached) => {
      const back: PositionFact[] = [
        ...settled.slice(0, 3),
        { kind: 'reassigned', ...own, amountMinor: 1_000_00, repurchase: true },
        { kind: 'rebated', ...own, amountMinor: -800_00 },
        { kind: 'closed', requestId },
      ];
      const again = { requestId: 'r2' };
      const second: PositionFact[] = [
        { kind: 'reserved', ...again, facilityId: 'F2', fingerprint: 'f' },
        {
          kind: 'assigned',
          ...again,
          mode: 'sale',
          faceMinor: 900_00,
          termsHash: 'T',
          accounting: { treatment: 'secured_borrowing' },
        },
      ];
      const tried = [...back, ...second.slice(0, reached === 'reserved' ? 1 : 2)];
      const released: PositionFact = { kind: 'released', ...again, cause: 'cancelled' };
      const after = foldPosition([...tried, released]);
      expect(after).toEqual(foldPosition(back));
      const late = bookingOf(told('interest', 5_00), { position: after, cause: 'movement 3' });
      expect(late.status === 'fits' && late.facts[0]).toMatchObject({
        kind: 'reopened',
        requestId,
      });
      const journal = entriesOf({
        receivableId,
        fact: released,
        before: foldPosition(tried),
        after,
        policy: { treatment: 'secured_borrowing' },
        request: 'FR-2',
        currency: 'EUR',
        functional: { currency: 'EUR' },
        effectiveOn: '2026-11-24',
        cause: 'position|9',
      });
      // Reserved it was never in the books of the second; assigned, it leaves them.
      expect(journal?.postings.map(({ account, amountMinor }) => [account, amountMinor])).toEqual(
        reached === 'reserved'
          ? undefined
          : [
              ['trade_receivables', 900_00],
              ['receivables_transferred', -900_00],
            ],
      );
    },
  );

  it('is opened only where it is closed, and by the request that it was closed under', () => {
    const open = settled.slice(0, -1);
    expect(misfitOf(foldPosition(open), { kind: 'reopened', ...own })).toBe('not_closed');
    expect(misfitOf({ status: 'free' }, { kind: 'reopened', ...own })).toBe('not_held');
    const other = { kind: 'reopened', requestId: 'r2', cause } as const;
    expect(misfitOf(foldPosition(settled), other)).toBe('held_by_another');
  });
});

describe('a funder takes back its demand of recourse', () => {
  const held = settled.slice(0, 3);
  const marksAfter = (movements: readonly FunderMovement[]) => {
    const after = movements.reduce<Position>((position, movement) => {
      const booking = bookingOf(movement, { position, cause });
      if (booking.status !== 'fits') throw new Error(booking.misfit);
      return booking.facts.reduce(foldedWith, position);
    }, foldPosition(held));
    if (!isHeld(after)) throw new Error(after.status);
    return after.marks;
  };
  const demand = (bookedOn: string, reversal = false) => ({
    ...told('recourse_demand', 1_000_00, reversal),
    bookedOn,
  });

  it.each([
    { name: 'one demand', movements: [demand('2026-11-20')], on: '2026-11-20' },
    {
      name: 'one taken back',
      movements: [demand('2026-11-20'), demand('2026-11-22', true)],
      on: undefined,
    },
    {
      name: 'the second of two taken back: the first stands',
      movements: [demand('2026-11-20'), demand('2026-11-21'), demand('2026-11-22', true)],
      on: '2026-11-20',
    },
    {
      name: 'demanded again after it was taken back',
      movements: [demand('2026-11-20'), demand('2026-11-22', true), demand('2026-11-23')],
      on: '2026-11-23',
    },
  ])('$name', ({ movements, on }) => {
    expect(marksAfter(movements).recourseDueOn).toBe(on);
  });

  it('posts nothing, either way', () => {
    const demanded: PositionFact[] = [
      ...held,
      { kind: 'recourse_due', ...own, on: '2026-11-20' },
      { kind: 'recourse_withdrawn', ...own },
    ];
    const steps = live(demanded, { policy: { treatment: 'derecognition' } });
    expect(steps.slice(-2).map(({ journal }) => journal)).toEqual([undefined, undefined]);
  });

  it('is no repurchase any more when the whole reassignment is taken back', () => {
    const given = told('reassignment', 1_000_00);
    expect(marksAfter([given]).isRepurchased).toBe(true);
    expect(marksAfter([given, { ...given, reversal: true }]).isRepurchased).toBe(false);
  });
});
