import type { MovementPage } from '../../src/core/adapter.ts';
import { isDay } from '../../src/core/calendar.ts';
import { FunderMovement, type MovementKind } from '../../src/core/funding/funder-movement.ts';
import { Currency, parseDecimal } from '../../src/core/money.ts';
import { BookingPage, type WireBooking } from './wire.ts';

/**
 * A page of the loan account in our words, or nothing: a booking that cannot be read may not be
 * left out, and a page that leads back to where it was asked from is none.
 */
export function toPage(body: unknown, after: string | undefined): MovementPage | undefined {
  const page = BookingPage.safeParse(body);
  if (!page.success) return undefined;
  const { bookings, next, hasMore } = page.data;
  const movements = bookings.map(toMovement).filter((movement) => movement !== undefined);
  if (movements.length < bookings.length) return undefined;
  if (hasMore && (movements.length === 0 || next === after)) return undefined;
  return { movements, next, hasMore };
}

function toMovement(told: WireBooking): FunderMovement | undefined {
  const kind = kinds[told.type];
  const currency = Currency.safeParse(told.currency);
  if (!kind || !currency.success || !isDay(told.bookedOn) || !isDay(told.valueOn)) return undefined;
  const { reference, lineNumber, invoiceNumber, debtorId } = told;
  const movement = FunderMovement.safeParse({
    movementId: told.id,
    kind,
    bookedOn: told.bookedOn,
    valueOn: told.valueOn,
    currency: currency.data,
    amountMinor: parseDecimal(told.amount, currency.data),
    reversal: told.isReversal,
    ...(reference && { scheduleReference: reference }),
    ...(typeof lineNumber === 'number' && { lineNumber }),
    ...(invoiceNumber && { invoiceNumber }),
    ...(debtorId && { debtorId }),
    detail: told.text ?? '',
  });
  return movement.data;
}

/** The profile's words for what it books on the line. */
const kinds: Readonly<Record<string, MovementKind>> = {
  DRAWDOWN: 'drawdown',
  REPAYMENT: 'repayment',
  INTEREST: 'interest',
  FEE: 'service_fee',
  COLLECTION: 'collection',
};
