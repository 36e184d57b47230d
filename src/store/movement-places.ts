import { addDays, type Day } from '../core/calendar.ts';
import { type FunderMovement, isAdvance } from '../core/funding/funder-movement.ts';
import { type Held, isHeld, isOpen, type Position } from '../core/funding/position.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { normaliseNumber } from '../core/receivable.ts';
import { one, type Tx } from './database.ts';
import { readEnded } from './movement-ended.ts';
import { readPositionsOf } from './position.ts';
import { readTakenSince } from './position-again.ts';
import { lockRequests } from './request-facts.ts';

/** What a facility holds, and by which names a funder may speak of it. */
export type Holdings = {
  facilityId: string;
  currency: Currency;
  /** Of what movements name; where one is of the whole account, of all that is open, by id. */
  positions: Map<Id, Position>;
  /** By 'request number|line'. */
  byLine: ReadonlyMap<string, Line>;
  bySchedule: ReadonlyMap<string, readonly Line[]>;
  /** By normalised invoice number, ended ones where none is open; several: it is not enough to tell. */
  byNumber: ReadonlyMap<string, readonly Id[]>;
  /** Closed ones that may not be opened again: another funder has the same invoice. */
  takenSince: Set<Id>;
};

type Line = {
  receivableId: Id;
  requestId: Id;
  /** Whether the funder's word on it has come. */
  isAnswered: boolean;
};

/** The one receivable a movement concerns; undefined where it names none, or not clearly. */
export function placeOf(movement: FunderMovement, holdings: Holdings): Id | undefined {
  const { scheduleReference, lineNumber, invoiceNumber } = movement;
  if (scheduleReference !== undefined && lineNumber !== undefined) {
    return holdings.byLine.get(lineKey(scheduleReference, lineNumber))?.receivableId;
  }
  if (invoiceNumber === undefined) return undefined;
  const named = holdings.byNumber.get(normaliseNumber(invoiceNumber)) ?? [];
  if (scheduleReference === undefined) return named.length === 1 ? named[0] : undefined;
  const lines = holdings.bySchedule.get(scheduleReference) ?? [];
  const own = named.filter((id) => lines.some(({ receivableId }) => receivableId === id));
  return own.length === 1 ? own[0] : undefined;
}

/**
 * Whether another request, or another facility, holds now what a movement names: a receivable that came
 * back and was placed again. What the first funder still books on it is not the second one's.
 */
export function isHeldByAnother(
  { scheduleReference }: FunderMovement,
  { holdings, receivableId }: { holdings: Holdings; receivableId: Id },
): boolean {
  const position = holdings.positions.get(receivableId);
  if (!position || position.status === 'free') return false;
  if (position.facilityId !== holdings.facilityId) return true;
  const lines = scheduleReference === undefined ? [] : holdings.bySchedule.get(scheduleReference);
  const named = lines?.find((line) => line.receivableId === receivableId);
  return named !== undefined && named.requestId !== position.requestId;
}

/** What a charge on the whole account, or on one schedule, is shared over. */
export function openUnder(
  { scheduleReference }: FunderMovement,
  { positions, facilityId, bySchedule }: Holdings,
): { receivableId: Id; position: Extract<Position, Held> }[] {
  const lines = scheduleReference === undefined ? undefined : bySchedule.get(scheduleReference);
  const isNamed = (id: Id) => lines?.some(({ receivableId }) => receivableId === id) ?? true;
  if (scheduleReference !== undefined && lines === undefined) return [];
  return [...positions].flatMap(([receivableId, position]) => {
    const isOwn = isHeld(position) && isOpen(position) && position.facilityId === facilityId;
    return isOwn && isNamed(receivableId) ? [{ receivableId, position }] : [];
  });
}

/** What a movement may be advanced on: a receivable, else a whole schedule. */
export function advanceLines(
  { scheduleReference }: FunderMovement,
  { holdings, receivableId }: { holdings: Holdings; receivableId: Id | undefined },
): Position[] | undefined {
  const ids =
    receivableId === undefined
      ? holdings.bySchedule.get(scheduleReference ?? '')?.map((line) => line.receivableId)
      : [receivableId];
  return ids?.map((id) => holdings.positions.get(id) ?? { status: 'free' });
}

/** What we know to be advanced there. */
export function advancedOn(lines: readonly Position[]): AmountMinor {
  return sumMinor(lines.map((line) => (isHeld(line) ? line.account.advanceMinor : 0)));
}

const daysAwaited = 1;

/**
 * The request whose answer comes first. What follows on the same receivable waits with it, and what is
 * charged on the whole account with the request waited for already: its receivables bear a share.
 */
export function earlyOn(
  movement: FunderMovement,
  at: { holdings: Holdings; today: Day; left: Set<Id>; waited?: Id | undefined },
): Id | undefined {
  const { holdings, today, left } = at;
  if (addDays(movement.bookedOn, daysAwaited) < today) return undefined;
  const receivableId = placeOf(movement, holdings);
  if (receivableId === undefined && !isAdvance(movement)) return at.waited;
  if (receivableId !== undefined && isHeldByAnother(movement, { holdings, receivableId })) {
    return undefined;
  }
  const lines = advanceLines(movement, { holdings, receivableId }) ?? [];
  const named = holdings.bySchedule.get(movement.scheduleReference ?? '') ?? [];
  const isOpenLine = named.some(
    (line) => !line.isAnswered && (receivableId ?? line.receivableId) === line.receivableId,
  );
  const isFollowing = receivableId !== undefined && left.has(receivableId);
  const isLate = isOpenLine || isFollowing || (named.length === 0 && isAdvance(movement));
  const unanswered = lines.find((line) => isUnanswered(line, isLate));
  if (!unanswered || unanswered.status === 'free') return undefined;
  if (receivableId !== undefined) left.add(receivableId);
  return unanswered.requestId;
}

/** Sent and not known to be taken; or taken, and no word of an advance. */
function isUnanswered(position: Position, isLate: boolean): boolean {
  if (position.status === 'reserved') return true;
  return isLate && isHeld(position) && isOpen(position) && position.account.advanceMinor === 0;
}

function lineKey(reference: string, line: number): string {
  return `${reference}|${line}`;
}

export type HeldNamed = { receivableId: Id; number: string; debtor: string };

/** What a facility holds, as people name it, by number. */
export function listHeld(tx: Tx, facilityId: string, limit: number): Promise<HeldNamed[]> {
  return tx.query<HeldNamed>(
    `select p.receivable_id as "receivableId", r.number, coalesce((
         select n.name from cedent.debtor_fact n
         where n.tenant_id = $1 and n.debtor_id = r.debtor_id
         order by n.effective_on desc, n.seq desc limit 1), r.debtor_id) as debtor
     from cedent.open_position p
     join cedent.receivable r on r.tenant_id = p.tenant_id and r.id = p.receivable_id
     where p.tenant_id = $1 and p.facility_id = $2 order by r.number, r.id limit $3`,
    [tx.tenantId, facilityId, limit],
  );
}

type Asked = {
  facilityId: string;
  movements: readonly FunderMovement[];
  /** What a person says that they concern. */
  receivableId?: Id | undefined;
};

/** What movements name under a facility, whether it is held still or has ended. */
export async function readHoldings(tx: Tx, asked: Asked): Promise<Holdings> {
  const { facilityId, movements, receivableId } = asked;
  const { currency } = one(
    await tx.query<{ currency: Currency }>(
      `select terms->>'currency' as currency from cedent.facility_terms
       where tenant_id = $1 and facility_id = $2 order by version desc limit 1`,
      [tx.tenantId, facilityId],
    ),
    `terms of facility ${facilityId}`,
  );
  const lines = await readLines(tx, asked);
  const byLine = new Map(lines.map((line) => [lineKey(line.number, line.line), line]));
  const bySchedule = Map.groupBy(lines, ({ number }) => number);
  const open = movements.every(isNamedByLine) ? [] : await readOpen(tx, facilityId);
  const byNumber = new Map<string, Id[]>();
  for (const { id, number } of open) {
    const name = normaliseNumber(number);
    byNumber.set(name, [...(byNumber.get(name) ?? []), id]);
  }
  await addEnded(tx, byNumber, { facilityId, movements });
  const ids = new Set<Id>(receivableId === undefined ? [] : [receivableId]);
  for (const movement of movements) {
    for (const id of namedBy(movement, { open, byLine, bySchedule, byNumber })) ids.add(id);
  }
  const own = { facilityId, currency, byLine, bySchedule, byNumber };
  const holdings: Holdings = { ...own, positions: new Map(), takenSince: new Set() };
  await addPositions(tx, holdings, [...ids]);
  return holdings;
}

/** The positions of these as well, where they are not known yet. */
export async function addPositions(tx: Tx, holdings: Holdings, ids: readonly Id[]): Promise<void> {
  const { positions, takenSince } = holdings;
  const read = await readPositionsOf(
    tx,
    ids.filter((id) => !positions.has(id)),
  );
  for (const [id, position] of read) positions.set(id, position);
  const closed = [...read].filter(([, { status }]) => status === 'closed').map(([id]) => id);
  for (const id of await readTakenSince(tx, closed)) takenSince.add(id);
}

/** Numbers under which nothing is open may be of what has ended. */
async function addEnded(
  tx: Tx,
  byNumber: Map<string, Id[]>,
  { facilityId, movements }: Asked,
): Promise<void> {
  const numbers = movements
    .filter((movement) => !isNamedByLine(movement))
    .flatMap(({ invoiceNumber }) => invoiceNumber ?? [])
    .filter((number) => !byNumber.has(normaliseNumber(number)));
  for (const [name, ids] of await readEnded(tx, { facilityId, numbers })) byNumber.set(name, ids);
}

type Names = Pick<Holdings, 'byLine' | 'bySchedule' | 'byNumber'> & {
  open: readonly { id: Id }[];
};

function namedBy(movement: FunderMovement, names: Names): Id[] {
  const { scheduleReference, lineNumber, invoiceNumber } = movement;
  if (scheduleReference !== undefined && lineNumber !== undefined) {
    const line = names.byLine.get(lineKey(scheduleReference, lineNumber));
    return line ? [line.receivableId] : [];
  }
  if (invoiceNumber !== undefined) {
    return [...(names.byNumber.get(normaliseNumber(invoiceNumber)) ?? [])];
  }
  if (scheduleReference !== undefined) {
    return (names.bySchedule.get(scheduleReference) ?? []).map((line) => line.receivableId);
  }
  return names.open.map(({ id }) => id);
}

function isNamedByLine({ scheduleReference, lineNumber }: FunderMovement): boolean {
  return scheduleReference !== undefined && lineNumber !== undefined;
}

function readOpen(tx: Tx, facilityId: string): Promise<{ id: Id; number: string }[]> {
  return tx.query<{ id: Id; number: string }>(
    `select p.receivable_id as id, r.number from cedent.open_position p
     join cedent.receivable r on r.tenant_id = p.tenant_id and r.id = p.receivable_id
     where p.tenant_id = $1 and p.facility_id = $2 order by p.receivable_id`,
    [tx.tenantId, facilityId],
  );
}

async function readLines(
  tx: Tx,
  { facilityId, movements }: Asked,
): Promise<(Line & { number: string; line: number })[]> {
  const numbers = [...new Set(movements.flatMap((own) => own.scheduleReference ?? []))];
  if (numbers.length === 0) return [];
  const rows = await tx.query<Omit<Line, 'isAnswered'> & { number: string; line: number }>(
    `select r.number, r.id as "requestId", (l->>'lineNumber')::integer as line,
       l->>'receivableId' as "receivableId"
     from cedent.funding_request r
     cross join lateral (
       select f.fact from cedent.request_fact f
       where f.tenant_id = $1 and f.request_id = r.id and f.fact->>'kind' = 'submitted'
       order by f.seq desc limit 1) f
     cross join lateral jsonb_array_elements(f.fact->'canonical'->'lines') l
     where r.tenant_id = $1 and r.facility_id = $2 and r.number = any ($3::text[])`,
    [tx.tenantId, facilityId, numbers],
  );
  const requestIds = [...new Set(rows.map(({ requestId }) => requestId))];
  // Nobody books the answers of these, or cancels them, between what is read now and what is booked.
  await lockRequests(tx, requestIds);
  const answers = await tx.query<{ requestId: Id; line: number }>(
    `select f.request_id as "requestId", (f.fact->>'lineNumber')::integer as line
     from cedent.request_fact f where f.tenant_id = $1 and f.request_id = any ($2::uuid[])
       and f.fact->>'kind' in ('line_funded', 'line_declined')`,
    [tx.tenantId, requestIds],
  );
  const answered = new Set(answers.map(({ requestId, line }) => lineKey(requestId, line)));
  return rows.map((row) => ({
    ...row,
    isAnswered: answered.has(lineKey(row.requestId, row.line)),
  }));
}
