import type { Day } from '../core/calendar.ts';
import { told } from '../core/detail.ts';
import type { FunderMovement } from '../core/funding/funder-movement.ts';
import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import { newId, type Tx } from './database.ts';
import { judge, type MovementResult, question } from './movement-judge.ts';
import { readAdvancesTold } from './movement-known.ts';
import { earlyOn, readHoldings } from './movement-places.ts';
import { queueMovements } from './movement-row.ts';
import { dispatch } from './movement-siblings.ts';
import { movePositions, type PositionMove } from './position.ts';
import { closeRequests, reopenRequests } from './request-closing.ts';
import { attempted } from './savepoint.ts';

export type MovementsTaken = Record<MovementResult | 'known', number> & {
  /** Requests of which the funder's answer is waited for: what is told of their lines was left. */
  awaited: Set<Id>;
};

type Reading = {
  facilityId: string;
  movements: readonly FunderMovement[];
  actor: Actor;
  today?: Day;
};

/**
 * Takes what a funder says it has booked on a facility, each movement once. What fits is booked as facts
 * of positions; what we know already is confirmed; everything else is kept, questioned, and books
 * nothing until a person decides. Who can read it again says the day: what a funder tells of a line
 * before its answer to it has come is left then, for a day. On an agreement of several facilities each
 * movement is taken under the one that it is of.
 */
export async function takeMovements(tx: Tx, reading: Reading): Promise<MovementsTaken> {
  const waiting: Waiting = { awaited: new Set(), left: new Set() };
  const taken = { ...nothingTaken, awaited: waiting.awaited };
  for (const { facilityId, movements, ofSeveral } of await dispatch(tx, reading)) {
    await lockMovements(tx, facilityId);
    const own = { ...reading, facilityId, movements, ofSeveral, waiting };
    const counts = await takeWhole(tx, own);
    for (const result of results) taken[result] += counts[result];
  }
  return taken;
}

type Counts = Omit<MovementsTaken, 'awaited'>;
const results = ['booked', 'confirmed', 'questioned', 'known'] as const;
const nothingTaken: Counts = { booked: 0, confirmed: 0, questioned: 0, known: 0 };

type Waiting = { awaited: Set<Id>; left: Set<Id> };
type Own = Reading & { ofSeveral: ReadonlyMap<FunderMovement, string>; waiting: Waiting };

/**
 * All of them, or where one cannot be taken, by halves, until that one stands alone: it is questioned,
 * and keeps nothing else from being booked.
 */
async function takeWhole(tx: Tx, own: Own): Promise<Counts> {
  const { movements, waiting } = own;
  const tried = await attempted(tx, () => takeOwn(tx, own));
  if (tried.ok) return tried.value;
  const [first] = movements;
  if (movements.length === 1 && first) {
    const detail = told('movement_unbookable', { movement: first.movementId }, tried.cause);
    const judged = question(detail);
    const queue = queueMovements(tx, own.facilityId);
    queue.add({ id: newId(), movement: first, judged });
    await queue.flush();
    return { ...nothingTaken, questioned: 1 };
  }
  const counts = { ...nothingTaken };
  const half = Math.ceil(movements.length / 2);
  for (const part of [movements.slice(0, half), movements.slice(half)]) {
    const taken = await takeWhole(tx, { ...own, movements: part, waiting });
    for (const result of results) counts[result] += taken[result];
  }
  return counts;
}

async function takeOwn(tx: Tx, own: Own): Promise<Counts> {
  const { facilityId, movements, actor, today, ofSeveral, waiting } = own;
  const { awaited, left } = waiting;
  const fresh = await unknownOf(tx, facilityId, movements);
  const counts = { ...nothingTaken, known: movements.length - fresh.length };
  if (fresh.length === 0) return counts;
  const asked = { facilityId, movements: fresh.map((one) => one.movement) };
  const holdings = await readHoldings(tx, asked);
  const advancesTold = await readAdvancesTold(tx, asked);
  const moves: PositionMove[] = [];
  const queue = queueMovements(tx, facilityId);
  for (const { movement, contradicts } of fresh) {
    const { movementId } = movement;
    const facilities = ofSeveral.get(movement);
    const [waited] = awaited;
    const early =
      facilities === undefined && today && earlyOn(movement, { holdings, today, left, waited });
    if (early) {
      awaited.add(early);
      continue;
    }
    const id = newId();
    const judged = contradicts
      ? question(told('movement_contradicts', { movement: movementId }))
      : facilities !== undefined
        ? question(told('movement_of_several', { movement: movementId, facilities }))
        : await judge(queue.tx, { movement, holdings, advancesTold, cause: causeOf(id) });
    counts[judged.result] += 1;
    moves.push(...judged.moves);
    queue.add({ id, movement, judged });
  }
  await queue.flush();
  await movePositions(tx, moves, actor);
  await reopenRequests(tx, { moves, actor });
  await closeRequests(tx, { moves, actor });
  return counts;
}

/** The same movement under another facility of its agreement, as a person says; what became of it. */
export async function takeUnder(tx: Tx, reading: Reading): Promise<Counts> {
  await lockMovements(tx, reading.facilityId);
  const waiting: Waiting = { awaited: new Set(), left: new Set() };
  return takeWhole(tx, { ...reading, ofSeveral: new Map(), waiting });
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
