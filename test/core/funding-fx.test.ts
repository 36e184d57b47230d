import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { owedMinor, residualMinor } from '../../src/core/funding/account.ts';
import { bookingOf } from '../../src/core/funding/booking.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import {
  foldedWith,
  foldPosition,
  isHeld,
  type Position,
} from '../../src/core/funding/position.ts';

const requestId = '01930000-0000-7000-8000-000000000001';

/** 10,000.00 USD sold into a facility in EUR at 0.9187, 80 % advanced. */
const sold = held({ openMinor: 10_000_00, faceMinor: 9_187_00, advanceMinor: 7_349_60 });

describe('a receivable in another currency than its facility', () => {
  it.each([
    ['at the assignment’s rate', 9_187_00, 0],
    ['at a better rate', 9_250_00, 63_00],
    ['at a worse rate', 9_100_00, -87_00],
  ])('paid whole %s settles its face, the rest is exchange difference', (_, bookedMinor, fx) => {
    const position = take(sold, paid(10_000_00, bookedMinor));
    expect(position.status).toBe('paid');
    expect(position.account).toMatchObject({ collectedMinor: 9_187_00, fxMinor: fx });
    expect(residualMinor(position.account)).toBe(9_187_00 - 7_349_60 + fx);
  });

  it('paid too much in its own currency is overpaid, whatever the rate', () => {
    const position = take(sold, paid(10_100_00, 9_300_00));
    expect(owedMinor(position.account)).toBe(0);
    expect(position.account).toMatchObject({ collectedMinor: 9_278_87, fxMinor: 21_13 });
  });

  it('paid in any parts, each at its own rate, comes to its face to the cent', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 2_000_000 }), (weights, faceMinor) => {
        const openMinor = weights.reduce((sum, weight) => sum + weight, 0);
        const start = held({ openMinor, faceMinor, advanceMinor: 0 });
        const position = weights.reduce((at, weight) => take(at, paid(weight, weight)), start);
        expect(isHeld(position) && position.account.collectedMinor).toBe(faceMinor);
        expect(isHeld(position) && position.account.fxMinor).toBe(openMinor - faceMinor);
      }),
    );
  });

  it('a payment that is taken back takes its exchange difference with it', () => {
    const position = take(take(sold, paid(4_000_00, 3_700_00)), {
      ...paid(4_000_00, 3_700_00),
      reversal: true,
    });
    expect(position.account).toEqual(sold.account);
  });
});

type Held = Extract<Position, { account: unknown }>;

function take(position: Held, movement: FunderMovement): Held {
  const booking = bookingOf(movement, { position, cause: 'c' });
  if (booking.status === 'misfit') throw new Error(booking.misfit);
  const after = booking.facts.reduce<Position>(foldedWith, position);
  if (!isHeld(after)) throw new Error('it is held still');
  return after;
}

function paid(amountMinor: number, bookedMinor: number): FunderMovement {
  return {
    movementId: 'M',
    kind: 'collection',
    bookedOn: '2026-11-24',
    valueOn: '2026-11-24',
    currency: 'EUR',
    amountMinor: bookedMinor,
    paid: { currency: 'USD', amountMinor },
    reversal: false,
    detail: '',
  };
}

function held(of: { openMinor: number; faceMinor: number; advanceMinor: number }): Held {
  const position = foldPosition([
    { kind: 'reserved', requestId, facilityId: 'F1', fingerprint: 'f' },
    {
      kind: 'assigned',
      requestId,
      mode: 'sale',
      faceMinor: of.faceMinor,
      termsHash: 'T',
      accounting: { treatment: 'derecognition' },
      foreign: { currency: 'USD', openMinor: of.openMinor },
    },
    { kind: 'advanced', requestId, amountMinor: of.advanceMinor },
  ]);
  if (!isHeld(position)) throw new Error('it is held');
  return position;
}
