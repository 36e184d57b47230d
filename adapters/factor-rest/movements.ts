import type { MovementPage } from '../../src/core/adapter.ts';
import { isDay } from '../../src/core/calendar.ts';
import { FunderMovement, type MovementKind } from '../../src/core/funding/funder-movement.ts';
import { Currency, parseDecimal } from '../../src/core/money.ts';
import { type WireMovement, WirePage } from './wire.ts';

/**
 * A page of the factor's books in our words, or nothing. A movement that cannot be read may not be
 * left out, since nobody would miss it; and a page that leads back to where it was asked from is
 * none.
 */
export function toPage(body: unknown, after: string | undefined): MovementPage | undefined {
  const page = WirePage.safeParse(body);
  if (!page.success) return undefined;
  const { next, hasMore } = page.data;
  const movements = page.data.movements.map(toMovement);
  const known = movements.filter((movement) => movement !== undefined);
  if (known.length < movements.length) return undefined;
  if (hasMore && (known.length === 0 || next === after)) return undefined;
  return { movements: known, next, hasMore };
}

function toMovement(told: WireMovement): FunderMovement | undefined {
  const kind = kinds[told.kind];
  const currency = Currency.safeParse(told.currency);
  if (!kind || !currency.success || !isDay(told.bookedOn) || !isDay(told.valueOn)) return undefined;
  const amountMinor = parseDecimal(told.amount, currency.data);
  const { scheduleReference, lineNumber, invoiceNumber, debtorId } = told;
  const movement = FunderMovement.safeParse({
    movementId: told.id,
    kind,
    bookedOn: told.bookedOn,
    valueOn: told.valueOn,
    currency: currency.data,
    amountMinor,
    reversal: told.reversal,
    ...(scheduleReference && { scheduleReference }),
    ...(typeof lineNumber === 'number' && { lineNumber }),
    ...(invoiceNumber && { invoiceNumber }),
    ...(debtorId && { debtorId }),
    detail: told.text ?? '',
  });
  return movement.data;
}

/** The profile's words for what it books. */
const kinds: Readonly<Record<string, MovementKind>> = {
  advance: 'advance',
  collection: 'collection',
  turnover: 'turnover',
  reserve_release: 'rebate',
  seller_payment: 'repayment',
  service_fee: 'service_fee',
  fee_tax: 'fee_tax',
  interest: 'interest',
  misdirected_fee: 'misdirected_fee',
  dilution: 'dilution',
  dispute: 'dispute',
  dispute_ended: 'dispute_ended',
  approval_withdrawn: 'unapproved',
  approval_restored: 'approved',
  recourse_demand: 'recourse_demand',
  reassignment: 'reassignment',
  write_off: 'write_off',
};
