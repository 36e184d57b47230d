import type { FunderMovement } from '../core/funding/funder-movement.ts';
import { isHeld, type Position } from '../core/funding/position.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { normaliseNumber } from '../core/receivable.ts';
import { one, type Tx } from './database.ts';
import { readPositionsOf } from './position.ts';
import { readRequests } from './request-facts.ts';

/** What a facility holds, and by which names a funder may speak of it. */
export type Holdings = {
  currency: Currency;
  /** Open ones in the order of their ids, and ended ones that a movement names. */
  positions: Map<Id, Position>;
  /** By 'request number|line'. */
  byLine: ReadonlyMap<string, Id>;
  /** By normalised invoice number; several where it is not enough to tell. */
  byNumber: ReadonlyMap<string, readonly Id[]>;
};

/** The one receivable a movement concerns; undefined where it names none, or not clearly. */
export function placeOf(movement: FunderMovement, holdings: Holdings): Id | undefined {
  const { scheduleReference, lineNumber, invoiceNumber } = movement;
  if (scheduleReference !== undefined && lineNumber !== undefined) {
    return holdings.byLine.get(lineKey(scheduleReference, lineNumber));
  }
  if (invoiceNumber === undefined) return undefined;
  const named = holdings.byNumber.get(normaliseNumber(invoiceNumber)) ?? [];
  const own = named.filter((id) => inSchedule(holdings, id, scheduleReference));
  return own.length === 1 ? own[0] : undefined;
}

function inSchedule(holdings: Holdings, id: Id, reference: string | undefined): boolean {
  if (reference === undefined) return true;
  const beginning = lineKey(reference, '');
  return [...holdings.byLine].some(([key, own]) => own === id && key.startsWith(beginning));
}

function lineKey(reference: string, line: number | ''): string {
  return `${reference}|${line}`;
}

/** What we know to be advanced on what a movement names: a receivable, else a whole schedule. */
export function advancedUnder(
  { scheduleReference }: FunderMovement,
  { holdings, receivableId }: { holdings: Holdings; receivableId: Id | undefined },
): AmountMinor | undefined {
  const advanced = (id: Id) => {
    const position = holdings.positions.get(id);
    return position && isHeld(position) ? position.account.advanceMinor : 0;
  };
  if (receivableId !== undefined) return advanced(receivableId);
  if (scheduleReference === undefined) return undefined;
  const beginning = lineKey(scheduleReference, '');
  const own = [...holdings.byLine].filter(([key]) => key.startsWith(beginning));
  return own.length === 0 ? undefined : sumMinor(own.map(([, id]) => advanced(id)));
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

/** What is held under a facility, with the ended positions of schedules that movements name. */
export async function readHoldings(
  tx: Tx,
  { facilityId, movements }: { facilityId: string; movements: readonly FunderMovement[] },
): Promise<Holdings> {
  const { currency } = one(
    await tx.query<{ currency: Currency }>(
      `select terms->>'currency' as currency from cedent.facility_terms
       where tenant_id = $1 and facility_id = $2 order by version desc limit 1`,
      [tx.tenantId, facilityId],
    ),
    `terms of facility ${facilityId}`,
  );
  const open = await tx.query<{ id: Id; number: string }>(
    `select p.receivable_id as id, r.number from cedent.open_position p
     join cedent.receivable r on r.tenant_id = p.tenant_id and r.id = p.receivable_id
     where p.tenant_id = $1 and p.facility_id = $2 order by p.receivable_id`,
    [tx.tenantId, facilityId],
  );
  const lines = await readLines(tx, { facilityId, movements });
  const ids = new Set([...open.map(({ id }) => id), ...lines.values()]);
  const byNumber = new Map<string, Id[]>();
  for (const { id, number } of open) {
    const name = normaliseNumber(number);
    byNumber.set(name, [...(byNumber.get(name) ?? []), id]);
  }
  return {
    currency,
    positions: await readPositionsOf(tx, [...ids]),
    byLine: lines,
    byNumber,
  };
}

async function readLines(
  tx: Tx,
  { facilityId, movements }: { facilityId: string; movements: readonly FunderMovement[] },
): Promise<Map<string, Id>> {
  const numbers = [...new Set(movements.flatMap((own) => own.scheduleReference ?? []))];
  const rows = await tx.query<{ number: string; line: number; id: Id }>(
    `select r.number, (l->>'lineNumber')::integer as line, l->>'receivableId' as id
     from cedent.funding_request r
     cross join lateral (
       select f.fact from cedent.request_fact f
       where f.tenant_id = $1 and f.request_id = r.id and f.fact->>'kind' = 'submitted'
       order by f.seq desc limit 1) f
     cross join lateral jsonb_array_elements(f.fact->'canonical'->'lines') l
     where r.tenant_id = $1 and r.facility_id = $2 and r.number = any ($3::text[])`,
    [tx.tenantId, facilityId, numbers],
  );
  return new Map(rows.map(({ number, line, id }) => [lineKey(number, line), id]));
}

/** Those of the named requests that still wait for the funder's word on some line. */
export async function unansweredOf(tx: Tx, numbers: readonly string[]): Promise<Id[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.query<{ id: Id }>(
    'select id from cedent.funding_request where tenant_id = $1 and number = any ($2::text[])',
    [tx.tenantId, [...new Set(numbers)]],
  );
  const requests = await readRequests(
    tx,
    rows.map(({ id }) => id),
  );
  return [...requests.values()]
    .filter(({ state }) => state.status === 'pending')
    .map(({ id }) => id);
}

const knownOtherwise: Readonly<Partial<Record<FunderMovement['kind'], string>>> = {
  dilution: 'diluted',
  turnover: 'turned_over',
};

/**
 * Whether it says what we have booked already from another source: a credit note we told the funder of,
 * cash that our bank says we passed on. Each such fact is confirmed by one movement.
 */
export async function confirms(
  tx: Tx,
  { movement, receivableId }: { movement: FunderMovement; receivableId: Id },
): Promise<boolean> {
  const { kind, amountMinor, reversal } = movement;
  const factKind = knownOtherwise[kind];
  if (factKind === undefined || reversal) return false;
  const { left } = one(
    await tx.query<{ left: number }>(
      `select (select count(*) from cedent.position_fact f
               where f.tenant_id = $1 and f.receivable_id = $2 and f.fact->>'kind' = $3
                 and (f.fact->>'amountMinor')::bigint = $4 and f.fact->>'cause' not like 'movement|%')
            - (select count(*) from cedent.funder_movement m
               where m.tenant_id = $1 and m.receivable_id = $2 and m.result = 'confirmed'
                 and m.movement->>'kind' = $5 and (m.movement->>'amountMinor')::bigint = $4) as left`,
      [tx.tenantId, receivableId, factKind, amountMinor, kind],
    ),
    'facts to confirm',
  );
  return left > 0;
}
