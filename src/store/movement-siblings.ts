import type { FunderMovement } from '../core/funding/funder-movement.ts';
import { hashOf } from '../core/hash.ts';
import type { Currency } from '../core/money.ts';
import { normaliseNumber } from '../core/receivable.ts';
import type { Tx } from './database.ts';
import { readEnded } from './movement-ended.ts';

/** What of a reading is taken under one facility. */
export type Dispatched = {
  facilityId: string;
  movements: FunderMovement[];
  /** Of those that may be of several facilities, their names. */
  ofSeveral: ReadonlyMap<FunderMovement, string>;
};

/**
 * By facility, in the order of their ids, what a funder has told on an agreement. Where a connection has
 * one agreement for several facilities each of them reads the same account: a movement belongs to the one
 * that it names something of, or whose currency it alone has, and nothing is taken under two. What does
 * not say of which it is waits for a person under the first.
 */
export async function dispatch(
  tx: Tx,
  { facilityId, movements }: { facilityId: string; movements: readonly FunderMovement[] },
): Promise<Dispatched[]> {
  const siblings = await readSiblings(tx, facilityId);
  if (siblings.length < 2) {
    return [{ facilityId, movements: [...movements], ofSeveral: new Map() }];
  }
  const names = await readNames(tx, siblings, movements);
  const ofSeveral = new Map<FunderMovement, string>();
  const found = new Map<string, FunderMovement[]>();
  for (const movement of movements) {
    const possible = possibleFor(movement, siblings, names);
    const [first] = possible;
    if (first === undefined) continue;
    if (possible.length > 1) ofSeveral.set(movement, possible.join(', '));
    found.set(first, [...(found.get(first) ?? []), movement]);
  }
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([own, ownMovements]) => ({ facilityId: own, movements: ownMovements, ofSeveral }));
}

export type Sibling = { facilityId: string; currency: Currency };

/** The facilities of the same connection whose agreement has the same reference now, itself among them. */
export async function readSiblings(tx: Tx, facilityId: string): Promise<Sibling[]> {
  return tx.query<Sibling>(
    `with now as (
       select distinct on (t.facility_id) t.facility_id, f.connection_id, t.terms, t.agreement
       from cedent.facility_terms t
       join cedent.facility f on f.tenant_id = t.tenant_id and f.id = t.facility_id
       where t.tenant_id = $1 order by t.facility_id, t.version desc)
     select o.facility_id as "facilityId", o.terms->>'currency' as currency
     from now own
     join now o on o.connection_id = own.connection_id
       and o.agreement->>'reference' = own.agreement->>'reference'
     where own.facility_id = $2 order by o.facility_id`,
    [tx.tenantId, facilityId],
  );
}

type Names = {
  /** Facilities by what is told already: the movement's name and content. */
  known: ReadonlyMap<string, string>;
  bySchedule: ReadonlyMap<string, string>;
  byNumber: ReadonlyMap<string, readonly string[]>;
};

/** The one facility that it is of, the first of which it may be, or all of which it may. */
function possibleFor(
  movement: FunderMovement,
  siblings: readonly Sibling[],
  { known, bySchedule, byNumber }: Names,
): string[] {
  const before = known.get(keyOf(movement.movementId, hashOf(movement)));
  if (before !== undefined) return [before];
  const { scheduleReference, invoiceNumber, currency } = movement;
  const all = siblings.map(({ facilityId }) => facilityId);
  const inCurrency = siblings.filter((own) => own.currency === currency);
  const fitting = inCurrency.length === 0 ? all : inCurrency.map(({ facilityId }) => facilityId);
  if (scheduleReference !== undefined) {
    const own = bySchedule.get(scheduleReference);
    return own === undefined ? fitting.slice(0, 1) : [own];
  }
  if (invoiceNumber !== undefined) {
    const own = byNumber.get(normaliseNumber(invoiceNumber)) ?? [];
    const holding = own.filter((facilityId) => fitting.includes(facilityId));
    return holding.length === 0 ? fitting.slice(0, 1) : holding;
  }
  return fitting;
}

async function readNames(
  tx: Tx,
  siblings: readonly Sibling[],
  movements: readonly FunderMovement[],
): Promise<Names> {
  const ids = siblings.map(({ facilityId }) => facilityId);
  const told = await tx.query<{ facilityId: string; movementId: string; hash: string }>(
    `select facility_id as "facilityId", movement_id as "movementId", content_hash as hash
     from cedent.funder_movement
     where tenant_id = $1 and facility_id = any ($2::text[]) and movement_id = any ($3::text[])
     order by facility_id desc`,
    [tx.tenantId, ids, movements.map(({ movementId }) => movementId)],
  );
  const schedules = await tx.query<{ facilityId: string; number: string }>(
    `select facility_id as "facilityId", number from cedent.funding_request
     where tenant_id = $1 and facility_id = any ($2::text[]) and number = any ($3::text[])`,
    [tx.tenantId, ids, movements.flatMap(({ scheduleReference }) => scheduleReference ?? [])],
  );
  const numbers = movements
    .filter(({ scheduleReference }) => scheduleReference === undefined)
    .flatMap(({ invoiceNumber }) => invoiceNumber ?? []);
  return {
    known: new Map(told.map((own) => [keyOf(own.movementId, own.hash), own.facilityId])),
    bySchedule: new Map(schedules.map(({ number, facilityId }) => [number, facilityId])),
    byNumber: await readHolding(tx, ids, numbers),
  };
}

/** Facilities by the numbers of what they hold; where none holds one, of what they have held. */
async function readHolding(
  tx: Tx,
  facilityIds: readonly string[],
  numbers: readonly string[],
): Promise<Map<string, string[]>> {
  const holding = new Map<string, string[]>();
  if (numbers.length === 0) return holding;
  const wanted = new Set(numbers.map(normaliseNumber));
  const add = (name: string, facilityId: string) => {
    const known = holding.get(name) ?? [];
    if (!known.includes(facilityId)) holding.set(name, [...known, facilityId]);
  };
  const open = await tx.query<{ facilityId: string; number: string }>(
    `select p.facility_id as "facilityId", r.number from cedent.open_position p
     join cedent.receivable r on r.tenant_id = p.tenant_id and r.id = p.receivable_id
     where p.tenant_id = $1 and p.facility_id = any ($2::text[])`,
    [tx.tenantId, facilityIds],
  );
  for (const { facilityId, number } of open) {
    const name = normaliseNumber(number);
    if (wanted.has(name)) add(name, facilityId);
  }
  const left = [...wanted].filter((name) => !holding.has(name));
  for (const facilityId of facilityIds) {
    const ended = await readEnded(tx, { facilityId, numbers: left });
    for (const name of ended.keys()) add(name, facilityId);
  }
  return holding;
}

function keyOf(movementId: string, hash: string): string {
  return `${movementId}|${hash}`;
}
