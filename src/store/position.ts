import pg from 'pg';
import type { Day } from '../core/calendar.ts';
import { foldedWith, foldPosition, isOpen, type Position } from '../core/funding/position.ts';
import { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import { normaliseNumber } from '../core/receivable.ts';
import type { Actor } from './audit.ts';
import type { Tx } from './database.ts';
import { holdAgain } from './position-again.ts';
import { bookMoves, type Moved } from './position-books.ts';

export type Reservation = { receivableId: Id; fingerprint: string; number: string };

/** A receivable that looks like one already financed, or asked for with it: same number, other date or amount. */
export type NearMatch = {
  receivableId: Id;
  number: string;
  resembles: Id;
  facilityId: string;
  /** Both are in the request that is being drafted. */
  isTogether: boolean;
};

export type ReserveResult =
  | { ok: true }
  | { ok: false; code: 'already_financed'; receivables: { receivableId: Id; number: string }[] };

/**
 * Reserves receivables for one request, all or none. The unique index on the fingerprint decides
 * between two people who do it at once (ONE_POSITION).
 */
export async function reserve(
  tx: Tx,
  request: {
    requestId: Id;
    facilityId: string;
    effectiveOn: Day;
    lines: readonly Reservation[];
    actor: Actor;
  },
): Promise<ReserveResult> {
  const { requestId, facilityId, effectiveOn, lines, actor } = request;
  await tx.query('savepoint reserve');
  try {
    const taken = await insertOpen(tx, request);
    if (taken.length > 0) {
      await tx.query('rollback to savepoint reserve');
      return { ok: false, code: 'already_financed', receivables: taken };
    }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await tx.query('rollback to savepoint reserve');
    return { ok: false, code: 'already_financed', receivables: lines.map(identity) };
  }
  await append(
    tx,
    lines.map(({ receivableId, fingerprint }) => ({
      receivableId,
      effectiveOn,
      fact: { kind: 'reserved', requestId, facilityId, fingerprint },
    })),
    actor,
  );
  return { ok: true };
}

export type PositionMove = {
  receivableId: Id;
  effectiveOn: Day;
  fact: PositionFact;
  bankAccount?: string;
  isExchanged?: boolean;
};

/**
 * Appends what happened to reserved receivables and posts it; open rows of ended positions leave with
 * it, and those of positions that are open again come back. The caller knows that each fact may follow.
 */
export async function movePositions(
  tx: Tx,
  moves: readonly PositionMove[],
  actor: Actor,
): Promise<void> {
  const moved = await append(tx, moves, actor);
  const last = [...new Map(moved.map((own) => [own.receivableId, own])).values()];
  const ended = last.filter(({ after }) => !isOpen(after)).map(({ receivableId }) => receivableId);
  await tx.query(
    'delete from cedent.open_position where tenant_id = $1 and receivable_id = any ($2::uuid[])',
    [tx.tenantId, ended],
  );
  const opened = new Set(
    moved.filter(({ fact }) => fact.kind === 'reopened').map(({ receivableId }) => receivableId),
  );
  await holdAgain(
    tx,
    last.flatMap(({ receivableId, after }) =>
      opened.has(receivableId) && isOpen(after) ? [{ ...after, receivableId }] : [],
    ),
  );
  await bookMoves(tx, moved);
}

export async function readPosition(tx: Tx, receivableId: Id): Promise<Position> {
  return foldPosition((await readFacts(tx, [receivableId])).get(receivableId) ?? []);
}

/** Positions by receivable, as they are now. */
export async function readPositionsOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Position>> {
  const facts = await readFacts(tx, [...ids]);
  return new Map([...facts].map(([id, own]) => [id, foldPosition(own)]));
}

type Asked = Reservation & {
  sellerId: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
};

/**
 * Receivables with the same normalised number and seller, held already or in the same draft. Instalments
 * of one invoice (one issue day and currency, each its own due day) are not alike when they are asked for
 * together; one that is asked for later is, since an invoice may have been entered twice as two of them.
 */
export async function findNearMatches(
  tx: Tx,
  { facilityId, lines }: { facilityId: string; lines: readonly Asked[] },
): Promise<NearMatch[]> {
  const held = await heldAlike(tx, lines);
  return [...held, ...alikeTogether(lines).map((pair) => ({ ...pair, facilityId }))];
}

function alikeTogether(lines: readonly Asked[]): Omit<NearMatch, 'facilityId'>[] {
  const before = new Map<string, Asked[]>();
  return lines.flatMap((line) => {
    const known = before.get(beginning(line)) ?? [];
    before.set(beginning(line), [...known, line]);
    return known
      .filter((other) => !areInstalments(line, other))
      .map(({ receivableId: resembles }) => {
        const { receivableId, number } = line;
        return { receivableId, number, resembles, isTogether: true };
      });
  });
}

function beginning({ sellerId, number }: Asked): string {
  return `${sellerId}|${normaliseNumber(number)}|`;
}

function areInstalments(left: Asked, right: Asked): boolean {
  return (
    left.instalment !== right.instalment &&
    left.dueOn !== right.dueOn &&
    left.issuedOn === right.issuedOn &&
    left.currency === right.currency
  );
}

function heldAlike(tx: Tx, lines: readonly Asked[]): Promise<NearMatch[]> {
  return tx.query<NearMatch>(
    `select line.receivable_id as "receivableId", line.number, p.receivable_id as resembles,
       p.facility_id as "facilityId", false as "isTogether"
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) with ordinality
       as line (receivable_id, number, fingerprint, beginning, nth)
     join cedent.open_position p
       on p.tenant_id = $1 and ${beginningOf('p.fingerprint')} = line.beginning
     where p.receivable_id <> line.receivable_id and p.fingerprint <> line.fingerprint
     order by line.nth, p.fingerprint`,
    [
      tx.tenantId,
      lines.map((line) => line.receivableId),
      lines.map((line) => line.number),
      lines.map((line) => line.fingerprint),
      lines.map(beginning),
    ],
  );
}

/** Seller and number of a fingerprint: what stands before its last four parts. */
function beginningOf(fingerprint: string): string {
  return `substring(${fingerprint} from '^(.*\\|)[^|]*\\|[^|]*\\|[^|]*\\|[^|]*$')`;
}

async function insertOpen(
  tx: Tx,
  request: { requestId: Id; facilityId: string; lines: readonly Reservation[] },
): Promise<{ receivableId: Id; number: string }[]> {
  const { requestId, facilityId, lines } = request;
  const rows = await tx.query<{ receivable_id: Id }>(
    `insert into cedent.open_position (tenant_id, fingerprint, receivable_id, request_id, facility_id)
     select $1, line.fingerprint, line.receivable_id, $2, $3
     from unnest($4::text[], $5::uuid[]) as line (fingerprint, receivable_id)
     order by line.fingerprint
     on conflict do nothing returning receivable_id`,
    [
      tx.tenantId,
      requestId,
      facilityId,
      lines.map((line) => line.fingerprint),
      lines.map((line) => line.receivableId),
    ],
  );
  const reserved = new Set(rows.map((row) => row.receivable_id));
  return lines.filter((line) => !reserved.has(line.receivableId)).map(identity);
}

function identity({ receivableId, number }: Reservation): { receivableId: Id; number: string } {
  return { receivableId, number };
}

async function append(tx: Tx, moves: readonly PositionMove[], actor: Actor): Promise<Moved[]> {
  const known = await readFacts(
    tx,
    moves.map((move) => move.receivableId),
  );
  const now = new Map(
    [...known].map(([id, facts]) => [id, { seq: facts.length, position: foldPosition(facts) }]),
  );
  const moved = moves.map((move): Moved => {
    const { seq, position } = now.get(move.receivableId) ?? {
      seq: 0,
      position: { status: 'free' },
    };
    const after = foldedWith(position, move.fact);
    now.set(move.receivableId, { seq: seq + 1, position: after });
    return { ...move, seq: seq + 1, before: position, after };
  });
  await tx.query(
    `insert into cedent.position_fact (tenant_id, receivable_id, seq, fact, effective_on, actor)
     select $1, move.* from unnest($2::uuid[], $3::integer[], $4::jsonb[], $5::date[], $6::jsonb[])
       as move`,
    [
      tx.tenantId,
      moves.map((move) => move.receivableId),
      moved.map(({ seq }) => seq),
      moves.map((move) => JSON.stringify(move.fact)),
      moves.map((move) => move.effectiveOn),
      moves.map(({ fact }) => JSON.stringify(byRule.includes(fact.kind) ? rule : actor)),
    ],
  );
  return moved;
}

/** What follows from the other facts alone. */
const byRule: readonly PositionFact['kind'][] = ['closed', 'reopened'];
const rule: Actor = { system: 'jobs' };

async function readFacts(tx: Tx, receivableIds: Id[]): Promise<Map<Id, PositionFact[]>> {
  const rows = await tx.query<{ receivable_id: Id; fact: unknown }>(
    `select receivable_id, fact from cedent.position_fact
     where tenant_id = $1 and receivable_id = any ($2::uuid[]) order by receivable_id, seq`,
    [tx.tenantId, receivableIds],
  );
  const facts = new Map<Id, PositionFact[]>();
  for (const row of rows) {
    const known = facts.get(row.receivable_id) ?? [];
    facts.set(row.receivable_id, [...known, PositionFact.parse(row.fact)]);
  }
  return facts;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}
