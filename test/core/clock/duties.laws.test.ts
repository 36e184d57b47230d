import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../../src/core/calendar.ts';
import { dutiesOf } from '../../../src/core/clock/duties.ts';
import { type Duty, type DutyStatus, passings } from '../../../src/core/clock/duty.ts';
import type {
  ClockClaim,
  ClockInput,
  ClockInvoice,
  ClockNotice,
} from '../../../src/core/clock/input.ts';
import type { Circumstance } from '../../../src/core/cover/circumstance.ts';
import { clock, policy, rules } from './sample.ts';

const first = '2026-01-02';
const day = fc.integer({ min: 0, max: 360 }).map((days) => addDays(first, days));
const debtorId = fc.constantFrom('D1', 'D2');
const receivableId = fc
  .integer({ min: 1, max: 4 })
  .map((n) => `00000000-0000-7000-8000-00000000000${n}`);

const invoices: fc.Arbitrary<ClockInvoice[]> = fc.uniqueArray(
  fc
    .record(
      {
        receivableId,
        number: fc.constant('1'),
        sellerId: fc.constant('S1'),
        debtorId,
        currency: fc.constantFrom('EUR', 'USD'),
        issuedOn: day,
        terms: fc.integer({ min: 0, max: 120 }),
        faceMinor: fc.constant(100),
        openMinor: fc.integer({ min: 0, max: 100 }),
        closedOn: day,
      },
      {
        requiredKeys: [
          'receivableId',
          'number',
          'sellerId',
          'debtorId',
          'currency',
          'issuedOn',
          'terms',
          'faceMinor',
          'openMinor',
        ],
      },
    )
    .map(({ terms, closedOn, ...one }) => ({
      ...one,
      dueOn: addDays(one.issuedOn, terms),
      ...(one.openMinor === 0 && { closedOn }),
    })),
  { selector: (one) => one.receivableId, minLength: 1, maxLength: 4 },
);

const of = { debtorId, on: day, knownOn: day };
/** What happens to a debtor, the insurer's own decisions apart. */
const happening: fc.Arbitrary<Circumstance> = fc.oneof(
  fc.record({ kind: fc.constant('insolvency' as const), ...of }),
  fc.record({
    kind: fc.constant('adverse_information' as const),
    ...of,
    what: fc.constantFrom('a', 'b'),
  }),
  fc.record({ kind: fc.constant('collection_handover' as const), ...of, agency: fc.constant('A') }),
  fc.record({ kind: fc.constant('insurer_stop' as const), ...of, rawCode: fc.constant('S') }),
  fc.record({
    kind: fc.constant('rescheduling_broken' as const),
    ...of,
    reference: fc.constantFrom('R1', 'R2'),
  }),
);
const decision: fc.Arbitrary<Circumstance> = fc.oneof(
  fc.record({
    kind: fc.constant('extension_agreed' as const),
    ...of,
    receivableId,
    dueOn: day,
    rawCode: fc.constant('E'),
  }),
  fc.record({
    kind: fc.constant('rescheduling_agreed' as const),
    ...of,
    reference: fc.constantFrom('R1', 'R2'),
    rawCode: fc.constant('R'),
    receivableIds: fc.array(receivableId),
    instalments: fc.array(fc.record({ dueOn: day, amountMinor: fc.constant(1) })),
  }),
);
const notice: fc.Arbitrary<ClockNotice> = fc.record(
  {
    kind: fc.constantFrom(
      'overdue' as const,
      'adverse_information' as const,
      'insolvency' as const,
    ),
    debtorId,
    receivableIds: fc.array(receivableId),
    sentOn: day,
    receivedOn: day,
    isCollectionAsked: fc.boolean(),
  },
  { requiredKeys: ['kind', 'debtorId', 'receivableIds', 'sentOn', 'isCollectionAsked'] },
);
const claim: fc.Arbitrary<ClockClaim> = fc.record({
  claimId: receivableId,
  debtorId,
  receivableIds: fc.array(receivableId),
  filedOn: day,
  requests: fc.constant([]),
});

const input: fc.Arbitrary<ClockInput> = fc
  .record({
    invoices,
    circumstances: fc.array(fc.oneof(happening, decision), { maxLength: 4 }),
    notices: fc.array(notice, { maxLength: 3 }),
    claims: fc.uniqueArray(claim, { selector: (one) => one.claimId, maxLength: 2 }),
    from: fc.constantFrom(
      'original_due' as const,
      'end_of_extension' as const,
      'notice_received' as const,
    ),
    minimumMinor: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
    days: fc.integer({ min: 0, max: 700 }),
  })
  .map(({ from, minimumMinor, days, ...facts }) =>
    clock({
      ...facts,
      versions: [
        policy({
          waiting: { span: { count: 5, unit: 'months' }, from },
          duties: rules.map((rule) => ({
            ...rule,
            ...(minimumMinor !== undefined && { minimumMinor }),
          })),
        }),
      ],
      now: nowOn(addDays(first, days)),
    }),
  );

describe('the clocks', () => {
  it('never run later because of what happens or becomes known later', () => {
    fc.assert(
      fc.property(
        input,
        fc.array(happening, { maxLength: 2 }),
        fc.array(notice, { maxLength: 2 }),
        fc.array(claim, { maxLength: 1 }),
        fc.option(day, { nil: undefined }),
        (before, facts, notices, claims, paidOn) => {
          const after: ClockInput = {
            ...before,
            circumstances: [...before.circumstances, ...facts],
            notices: [...before.notices, ...notices],
            claims: [...before.claims, ...claims],
            invoices: before.invoices.map((one) =>
              paidOn === undefined ? one : { ...one, openMinor: 0, closedOn: paidOn },
            ),
          };
          expectNothingLater(before, after);
        },
      ),
    );
  });

  it('run from the first time that a thing was recorded, however often it is recorded again', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 90 }), (before, delay) => {
        const again = before.circumstances.map((one) => ({
          ...one,
          knownOn: addDays(one.knownOn, delay),
        }));
        const lateNotices = before.notices.map((one) => ({
          ...one,
          sentOn: addDays(one.sentOn, delay),
          ...(one.receivedOn !== undefined && { receivedOn: addDays(one.receivedOn, delay) }),
        }));
        const after = {
          ...before,
          circumstances: [...before.circumstances, ...again],
          notices: [...before.notices, ...lateNotices],
        };
        expect(daysOf(after)).toEqual(daysOf(before));
      }),
    );
  });

  it('do not depend on the order in which anything was told', () => {
    fc.assert(
      fc.property(input, (one) => {
        const turned: ClockInput = {
          ...one,
          invoices: one.invoices.toReversed(),
          circumstances: one.circumstances.toReversed(),
          notices: one.notices.toReversed(),
          claims: one.claims.toReversed(),
        };
        expect(dutiesOf(turned)).toEqual(dutiesOf(one));
      }),
    );
  });

  it('keep "do it by" before the last day, and both after a day of being due soon', () => {
    fc.assert(
      fc.property(input, (one) => {
        for (const { soonFrom, doBy, lastDay, lastInstant } of dutiesOf(one)) {
          expect(soonFrom < doBy && doBy <= lastDay).toBe(true);
          expect(lastInstant.slice(0, 10) <= lastDay).toBe(true);
        }
      }),
    );
  });

  it('pass through due soon and due before anything is past, whichever days are skipped', () => {
    fc.assert(
      fc.property(
        input,
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
        (one, steps) => {
          const skipping = passedOver(one, steps);
          for (const [id, states] of skipping) {
            const order = ['due_soon', 'due', 'past'];
            const live = states.filter((status) => order.includes(status));
            expect([id, live]).toEqual([id, order.slice(0, live.length)]);
          }
        },
      ),
    );
  });

  it('leave the same states on record whether every day is worked out or only some', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(invoices, fc.array(notice, { maxLength: 2 }), steps, (facts, notices, taken) => {
        const one = clock({ invoices: facts, notices });
        const reached = taken.reduce((days, step) => days + step, 0);
        const every = Array.from({ length: reached }, () => 1);
        const sorted = (states: Map<string, DutyStatus[]>) =>
          [...states].toSorted(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(passedOver(one, taken))).toEqual(sorted(passedOver(one, every)));
      }),
      { numRuns: 40 },
    );
  });
});

function nowOn(today: Day): string {
  return `${today}T12:00:00.000Z`;
}

function daysOf(one: ClockInput): [string, Day][] {
  return dutiesOf(one).map(({ id, lastDay }) => [id, lastDay]);
}

function expectNothingLater(before: ClockInput, after: ClockInput): void {
  const now = new Map(daysOf(after));
  for (const { id, lastDay } of dutiesOf(before)) {
    const moved = now.get(id);
    expect([id, moved !== undefined && moved <= lastDay]).toEqual([id, true]);
  }
}

/** The states that are put on record while days go by in these steps, nothing else happening. */
function passedOver(one: ClockInput, steps: readonly number[]): Map<string, DutyStatus[]> {
  const recorded = new Map<string, { status: DutyStatus; lastDay: Day }>();
  const states = new Map<string, DutyStatus[]>();
  let today = first;
  for (const step of steps) {
    today = addDays(today, step);
    for (const duty of dutiesOf({ ...one, now: nowOn(today), today })) record(duty);
  }
  return states;

  function record(duty: Duty): void {
    for (const { status } of passings(duty, recorded.get(duty.id))) {
      recorded.set(duty.id, { status, lastDay: duty.lastDay });
      states.set(duty.id, [...(states.get(duty.id) ?? []), status]);
    }
  }
}
