import { type Detail, told } from '../core/detail.ts';
import { type Booking, bookingOf, pooledBookingOf, poolSharesOf } from '../core/funding/booking.ts';
import { type FunderMovement, isAdvance } from '../core/funding/funder-movement.ts';
import { foldedWith, type Misfit, type Position } from '../core/funding/position.ts';
import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from './database.ts';
import { advanceKey, confirmedBy, hasBooked, isRepaid, sharedBefore } from './movement-known.ts';
import {
  addPositions,
  advancedOn,
  advanceLines,
  type Holdings,
  isHeldByAnother,
  openUnder,
  placeOf,
} from './movement-places.ts';
import type { PositionMove } from './position.ts';

export type MovementResult = 'booked' | 'confirmed' | 'questioned';

export type Judged = {
  result: MovementResult;
  moves: PositionMove[];
  detail?: Detail;
  receivableId?: Id;
};

type Judging = {
  movement: FunderMovement;
  holdings: Holdings;
  advancesTold: Set<string>;
  cause: string;
  /** Whether a person decides it, and what they say that it concerns. */
  byPerson?: boolean;
  receivableId?: Id | undefined;
};

/** Decides what a movement is, and keeps `holdings` at what it comes to. */
export async function judge(tx: Tx, judging: Judging): Promise<Judged> {
  const { movement, holdings, byPerson = false } = judging;
  if (movement.currency !== holdings.currency) {
    return question(otherCurrency(movement, holdings.currency));
  }
  const receivableId = judging.receivableId ?? placeOf(movement, holdings);
  if (receivableId !== undefined && isHeldByAnother(movement, { holdings, receivableId })) {
    return misfits(movement, 'held_by_another');
  }
  if (isAdvance(movement) && !movement.reversal) return advance(judging, receivableId);
  if (receivableId === undefined) return shared(tx, judging);
  const position = holdings.positions.get(receivableId) ?? { status: 'free' };
  const confirmed = await confirmedBy(tx, { movement, receivableId, position }, { byPerson });
  if (confirmed === 'credit_differs') return misfits(movement, confirmed);
  if (confirmed?.differenceMinor === 0) return { result: 'confirmed', moves: [], receivableId };
  if (confirmed) {
    const { differenceMinor: amountMinor } = confirmed;
    const rest = booked(judging, [{ receivableId, movement: { ...movement, amountMinor } }]);
    return rest.result === 'booked' ? { ...rest, result: 'confirmed', receivableId } : rest;
  }
  if (movement.reversal && !(await hasBooked(tx, { movement, receivableId }))) {
    return question(told('movement_reverses_nothing', { movement: movement.movementId }));
  }
  return { ...booked(judging, [{ receivableId, movement }]), receivableId };
}

/** The answer to each line has booked it: the movement confirms that, once. */
function advance({ movement, holdings, advancesTold }: Judging, receivableId?: Id): Judged {
  const { amountMinor, currency, scheduleReference } = movement;
  const lines = advanceLines(movement, { holdings, receivableId });
  const knownMinor = lines && advancedOn(lines);
  if (knownMinor !== amountMinor) {
    return question(
      told('advance_differs', { foundMinor: amountMinor, knownMinor: knownMinor ?? 0, currency }),
    );
  }
  const key = advanceKey(scheduleReference, receivableId ?? null);
  if (advancesTold.has(key)) return misfits(movement, 'already_advanced');
  advancesTold.add(key);
  return { result: 'confirmed', moves: [], ...(receivableId !== undefined && { receivableId }) };
}

type Part = { receivableId: Id; movement: FunderMovement; isPooled?: boolean };

/** A charge on the whole account, for each receivable its share; taken back as it was shared. */
async function shared(tx: Tx, judging: Judging): Promise<Judged> {
  const { movement, holdings } = judging;
  const { movementId, invoiceNumber, lineNumber, reversal } = movement;
  const namesOne = invoiceNumber !== undefined || lineNumber !== undefined;
  const { facilityId } = holdings;
  const before = reversal ? await sharedBefore(tx, { facilityId, movement }) : undefined;
  if (reversal && !namesOne && before === undefined) {
    return question(told('movement_reverses_nothing', { movement: movementId }));
  }
  await addPositions(tx, holdings, before?.map((part) => part.receivableId) ?? []);
  const isMoved = before?.some(({ receivableId, requestId }) => {
    const position = holdings.positions.get(receivableId);
    return !position || position.status === 'free' || position.requestId !== requestId;
  });
  if (isMoved) return misfits(movement, 'not_held');
  if (movement.kind === 'repayment' && (await isRepaid(tx, { facilityId, movement }))) {
    return { result: 'confirmed', moves: [] };
  }
  const open = openUnder(movement, holdings);
  const shares = namesOne ? undefined : (before ?? poolSharesOf(movement, open));
  if (shares === undefined) {
    return question(told('movement_unplaced', { movement: movementId }));
  }
  const parts = shares.map(({ receivableId, amountMinor }) => ({
    receivableId,
    movement: { ...movement, amountMinor },
    isPooled: true,
  }));
  return booked(judging, parts);
}

/** All of its parts or none. */
function booked({ holdings, cause }: Judging, parts: readonly Part[]): Judged {
  const bookings: { part: Part; booking: Booking & { status: 'fits' } }[] = [];
  const { positions, takenSince } = holdings;
  for (const part of parts) {
    const position = positions.get(part.receivableId) ?? { status: 'free' };
    const bookingFor = part.isPooled ? pooledBookingOf : bookingOf;
    const booking = bookingFor(part.movement, { position, cause });
    if (booking.status === 'misfit') return misfits(part.movement, booking.misfit);
    const isReopened = booking.facts.some(({ kind }) => kind === 'reopened');
    if (isReopened && takenSince.has(part.receivableId)) {
      return misfits(part.movement, 'held_by_another');
    }
    bookings.push({ part, booking });
  }
  const moves = bookings.flatMap(({ part: { receivableId, movement }, booking }) =>
    booking.facts.map((fact) => ({ receivableId, effectiveOn: movement.bookedOn, fact })),
  );
  for (const { receivableId, fact } of moves) {
    const before: Position = positions.get(receivableId) ?? { status: 'free' };
    positions.set(receivableId, foldedWith(before, fact));
  }
  return { result: 'booked', moves };
}

export function question(detail: Detail): Judged {
  return { result: 'questioned', moves: [], detail };
}

function misfits({ movementId: movement }: FunderMovement, misfit: Misfit): Judged {
  return question(told('movement_misfit', { movement, misfit }));
}

function otherCurrency(
  { movementId, currency: found }: FunderMovement,
  currency: Currency,
): Detail {
  return told('movement_in_other_currency', { movement: movementId, found, currency });
}
