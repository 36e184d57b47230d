import type { Day } from '../core/calendar.ts';
import { type Detail, told } from '../core/detail.ts';
import { type Booking, bookingOf, pooledBookingOf, poolSharesOf } from '../core/funding/booking.ts';
import { FunderMovement, isAdvance } from '../core/funding/funder-movement.ts';
import { foldedWith, type Misfit, type Position } from '../core/funding/position.ts';
import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import type { Actor } from './audit.ts';
import { newId, type Tx } from './database.ts';
import {
  advanceKey,
  confirmedBy,
  hasBooked,
  isRepaid,
  readAdvancesTold,
  sharedBefore,
} from './movement-known.ts';
import {
  advancedOn,
  advanceLines,
  earlyOn,
  type Holdings,
  isHeldByAnother,
  openUnder,
  placeOf,
  readHoldings,
} from './movement-places.ts';
import { movePositions, type PositionMove } from './position.ts';
import { closeRequests } from './request-closing.ts';

export type MovementResult = 'booked' | 'confirmed' | 'questioned';
export type MovementsTaken = Record<MovementResult | 'known', number> & {
  /** Requests of which the funder's answer is waited for: what is told of their lines was left. */
  awaited: Set<Id>;
};

/**
 * Takes what a funder says it has booked on a facility, each movement once. What fits is booked as facts
 * of positions; what we know already is confirmed; everything else is kept, questioned, and books
 * nothing until a person decides. Who can read it again says the day: what a funder tells of a line
 * before its answer to it has come is left then, for a day.
 */
export async function takeMovements(
  tx: Tx,
  taken: {
    facilityId: string;
    movements: readonly FunderMovement[];
    actor: Actor;
    today?: Day;
  },
): Promise<MovementsTaken> {
  const { facilityId, movements, actor, today } = taken;
  await lockMovements(tx, facilityId);
  const fresh = await unknownOf(tx, facilityId, movements);
  const counts = { booked: 0, confirmed: 0, questioned: 0, known: movements.length - fresh.length };
  const awaited = new Set<Id>();
  if (fresh.length === 0) return { ...counts, awaited };
  const asked = { facilityId, movements: fresh.map((one) => one.movement) };
  const holdings = await readHoldings(tx, asked);
  const advancesTold = await readAdvancesTold(tx, asked);
  const moves: PositionMove[] = [];
  const left = new Set<Id>();
  for (const { movement, contradicts } of fresh) {
    const [waited] = awaited;
    const early = today && earlyOn(movement, { holdings, today, left, waited });
    if (early !== undefined) {
      awaited.add(early);
      continue;
    }
    const id = newId();
    const judged = contradicts
      ? question(told('movement_contradicts', { movement: movement.movementId }))
      : await judge(tx, { movement, holdings, advancesTold, cause: causeOf(id) });
    counts[judged.result] += 1;
    moves.push(...judged.moves);
    await insertMovement(tx, { id, facilityId, movement, judged });
  }
  await movePositions(tx, moves);
  await closeRequests(tx, { moves, actor });
  return { ...counts, awaited };
}

/** One after the other for each facility: two readers of the same account book nothing twice. */
export async function lockMovements(tx: Tx, facilityId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `movements ${tx.tenantId} ${facilityId}`,
  ]);
}

/** What a fact of a position names as its cause, for a movement by our id of it. */
export function causeOf(movementId: Id): string {
  return `movement|${movementId}`;
}

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
  for (const part of parts) {
    const position = holdings.positions.get(part.receivableId) ?? { status: 'free' };
    const bookingFor = part.isPooled ? pooledBookingOf : bookingOf;
    const booking = bookingFor(part.movement, { position, cause });
    if (booking.status === 'misfit') return misfits(part.movement, booking.misfit);
    bookings.push({ part, booking });
  }
  const moves = bookings.flatMap(({ part: { receivableId, movement }, booking }) =>
    booking.facts.map((fact) => ({ receivableId, effectiveOn: movement.bookedOn, fact })),
  );
  for (const { receivableId, fact } of moves) {
    const before: Position = holdings.positions.get(receivableId) ?? { status: 'free' };
    holdings.positions.set(receivableId, foldedWith(before, fact));
  }
  return { result: 'booked', moves };
}

function question(detail: Detail): Judged {
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

type Fresh = { movement: FunderMovement; contradicts: boolean };

/** Those we have not been told yet; one of a known name with another content contradicts it. */
async function unknownOf(
  tx: Tx,
  facilityId: string,
  movements: readonly FunderMovement[],
): Promise<Fresh[]> {
  const rows = await tx.query<{ movementId: string; hash: string }>(
    `select movement_id as "movementId", content_hash as hash from cedent.funder_movement
     where tenant_id = $1 and facility_id = $2 and movement_id = any ($3::text[])`,
    [tx.tenantId, facilityId, movements.map(({ movementId }) => movementId)],
  );
  const known = new Map<string, Set<string>>();
  for (const { movementId, hash } of rows) remember(known, movementId, hash);
  return movements.flatMap((movement) => {
    const { movementId } = movement;
    const hash = hashOf(movement);
    const hashes = known.get(movementId);
    if (hashes?.has(hash)) return [];
    remember(known, movementId, hash);
    return [{ movement, contradicts: hashes !== undefined }];
  });
}

function remember(known: Map<string, Set<string>>, name: string, hash: string): void {
  known.set(name, (known.get(name) ?? new Set()).add(hash));
}

async function insertMovement(
  tx: Tx,
  row: { id: Id; facilityId: string; movement: FunderMovement; judged: Judged },
): Promise<void> {
  const { id, facilityId, movement, judged } = row;
  await tx.query(
    `insert into cedent.funder_movement (tenant_id, id, facility_id, movement_id, content_hash,
       movement, result, detail, booked_on, receivable_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      id,
      facilityId,
      movement.movementId,
      hashOf(movement),
      JSON.stringify(movement),
      judged.result,
      judged.detail === undefined ? null : JSON.stringify(judged.detail),
      movement.bookedOn,
      judged.receivableId ?? null,
    ],
  );
}

export type QuestionedMovement = {
  id: Id;
  facilityId: string;
  movement: FunderMovement;
  detail: Detail;
  recordedAt: Date;
};

/** What waits for a person, the oldest first. */
export async function listQuestioned(tx: Tx, limit: number): Promise<QuestionedMovement[]> {
  const rows = await tx.query<QuestionedMovement>(
    `select m.id, m.facility_id as "facilityId", m.movement, m.detail, m.recorded_at as "recordedAt"
     from cedent.funder_movement m
     where m.tenant_id = $1 and m.result = 'questioned' and not exists (
       select from cedent.movement_decision d where d.tenant_id = $1 and d.movement_id = m.id)
     order by m.recorded_at, m.id limit $2`,
    [tx.tenantId, limit],
  );
  return rows.map((row) => ({ ...row, movement: FunderMovement.parse(row.movement) }));
}
