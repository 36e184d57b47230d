import { describe, expect, it } from 'vitest';
import { Terms } from '../../src/core/facility.ts';
import { Agreement, misfits } from '../../src/core/funding/agreement.ts';
import { bookingOf } from '../../src/core/funding/booking.ts';
import type { FunderMovement, MovementKind } from '../../src/core/funding/funder-movement.ts';
import { foldedWith, foldPosition, type Position } from '../../src/core/funding/position.ts';
import { pledgeAgreement, pledgeTerms, saleAgreement, saleTerms } from '../../src/demo/books.ts';

const requestId = '01930000-0000-7000-8000-000000000001';

/** 1,000.00 pledged, 800.00 drawn on it. */
const drawn = foldPosition([
  { kind: 'reserved', requestId, facilityId: 'P', fingerprint: 'f' },
  {
    kind: 'assigned',
    requestId,
    mode: 'pledge',
    faceMinor: 1_000_00,
    termsHash: 'h',
    accounting: { treatment: 'pledge_reclassification' },
  },
  { kind: 'advanced', requestId, amountMinor: 800_00 },
]);

describe('a pledged receivable', () => {
  it('whose debtor has paid stays until the bank has taken what is drawn on it', () => {
    const paid = take(drawn, told('collection', 1_000_00));
    expect(paid.status).toBe('paid');
    expect(take(paid, told('repayment', 800_00)).status).toBe('closed');
  });

  it('that is paid in full after its draw was repaid ends with the payment', () => {
    const repaid = take(drawn, told('repayment', 800_00));
    expect(repaid.status).not.toBe('closed');
    expect(take(repaid, told('collection', 1_000_00)).status).toBe('closed');
  });
});

describe('the documents of an agreement', () => {
  const paths = (terms: unknown, agreement: unknown) =>
    misfits(Terms.parse(terms), Agreement.parse(agreement)).map(({ path }) => path);

  it('may be none for a pledge, which goes out with the sums of its certificate', () => {
    expect(paths(pledgeTerms('P'), pledgeAgreement)).toEqual([]);
  });

  it('may not be none for a sale', () => {
    expect(paths(saleTerms('S'), { ...saleAgreement, documents: [] })).toEqual(['documents']);
  });
});

function take(position: Position, movement: FunderMovement): Position {
  const booking = bookingOf(movement, { position, cause: 'c' });
  if (booking.status === 'misfit') throw new Error(booking.misfit);
  return booking.facts.reduce<Position>(foldedWith, position);
}

function told(kind: MovementKind, amountMinor: number): FunderMovement {
  return {
    movementId: `M-${kind}`,
    kind,
    bookedOn: '2026-11-24',
    valueOn: '2026-11-24',
    currency: 'CNY',
    amountMinor,
    reversal: false,
    detail: '',
  };
}
