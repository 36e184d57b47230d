import { type FunderMovement, isAdvance } from '../core/funding/funder-movement.ts';
import { isHeld, type Position } from '../core/funding/position.ts';
import type { PositionFactKind } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, sumMinor } from '../core/money.ts';
import { one, type Tx } from './database.ts';

type Named = { movement: FunderMovement; receivableId: Id };

const knownOtherwise: Readonly<Partial<Record<FunderMovement['kind'], PositionFactKind>>> = {
  dilution: 'diluted',
  turnover: 'turned_over',
};

/** What it confirms, by how much it is above that; or that a credit note of ours came to another amount. */
export type Confirmation = { differenceMinor: AmountMinor } | 'credit_differs' | undefined;

/**
 * Whether it says what we have booked already from another source: a credit note we told the funder of,
 * cash that our bank says we passed on. Each such fact is confirmed by one movement. Where the note is
 * in another currency the funder may have rounded otherwise, and its amount is what counts.
 */
export async function confirmedBy(
  tx: Tx,
  { movement, receivableId, position }: Named & { position: Position },
  { byPerson }: { byPerson: boolean },
): Promise<Confirmation> {
  const { kind, amountMinor, reversal } = movement;
  const factKind = knownOtherwise[kind];
  if (factKind === undefined || reversal || !isHeld(position)) return undefined;
  const waiting = await unconfirmed(tx, { movement, receivableId, factKind });
  if (waiting.includes(amountMinor)) return { differenceMinor: 0 };
  const nearest = nearestTo(waiting, amountMinor);
  if (nearest === undefined || !position.foreign) return undefined;
  const differenceMinor = sumMinor([amountMinor, -nearest]);
  return byPerson || Math.abs(differenceMinor) <= 1 ? { differenceMinor } : 'credit_differs';
}

/** The amounts that no movement has confirmed yet. */
async function unconfirmed(
  tx: Tx,
  { movement, receivableId, factKind }: Named & { factKind: PositionFactKind },
): Promise<AmountMinor[]> {
  const { facts, told } = one(
    await tx.query<{ facts: AmountMinor[]; told: AmountMinor[] }>(
      `select array(select (f.fact->>'amountMinor')::bigint from cedent.position_fact f
               where f.tenant_id = $1 and f.receivable_id = $2 and f.fact->>'kind' = $3
                 and (f.fact->>'amountMinor')::bigint > 0 and f.fact->>'cause' not like 'movement|%'
               order by f.seq) as facts,
         array(select (m.movement->>'amountMinor')::bigint from cedent.funder_movement m
               where m.tenant_id = $1 and m.receivable_id = $2 and m.result = 'confirmed'
                 and m.movement->>'kind' = $4 order by m.id) as told`,
      [tx.tenantId, receivableId, factKind, movement.kind],
    ),
    'facts to confirm',
  );
  const left = facts.map(Number);
  for (const amountMinor of told.map(Number)) {
    const nearest = nearestTo(left, amountMinor);
    if (nearest !== undefined) left.splice(left.indexOf(nearest), 1);
  }
  return left;
}

function nearestTo(amounts: readonly AmountMinor[], wanted: AmountMinor): AmountMinor | undefined {
  return amounts.toSorted((left, right) => Math.abs(left - wanted) - Math.abs(right - wanted))[0];
}

/** Whether an earlier movement of the same kind and amount on it has not been taken back yet. */
export async function hasBooked(tx: Tx, { movement, receivableId }: Named): Promise<boolean> {
  const { kind, amountMinor } = movement;
  // What another source had told before is confirmed: an advance by the answer to its line, a credit
  // note by its receipt, cash passed on by our bank. All else is booked by its own fact.
  const isTold = isAdvance(movement) || knownOtherwise[kind] !== undefined;
  const rows = await tx.query<{ left: number }>(
    `select count(*) filter (where not (m.movement->>'reversal')::boolean)
       - count(*) filter (where (m.movement->>'reversal')::boolean) as left
     from cedent.funder_movement m
     where m.tenant_id = $1 and m.movement->>'kind' = $3
       and (m.movement->>'amountMinor')::bigint = $4
       and (m.receivable_id = $2 and (m.result = 'booked' or m.result = 'confirmed' and $5)
         or m.result = 'questioned' and exists (
           select from cedent.movement_decision d
           where d.tenant_id = $1 and d.movement_id = m.id and d.decision = 'booked')
         and exists (
           select from cedent.position_fact f
           where f.tenant_id = $1 and f.receivable_id = $2
             and f.fact->>'cause' = 'movement|' || m.id))`,
    [tx.tenantId, receivableId, kind, amountMinor, isTold],
  );
  return (rows[0]?.left ?? 0) > 0;
}

type SharedPart = { receivableId: Id; requestId: Id; amountMinor: AmountMinor };

/** The charge on the whole account that a reversal takes back: the last of its amount that stands. */
export async function sharedBefore(
  tx: Tx,
  { facilityId, movement }: { facilityId: string; movement: FunderMovement },
): Promise<SharedPart[] | undefined> {
  const { kind, amountMinor, scheduleReference = null } = movement;
  const same = await tx.query<{ id: Id; reversal: boolean }>(
    `select m.id, (m.movement->>'reversal')::boolean as reversal from cedent.funder_movement m
     where m.tenant_id = $1 and m.facility_id = $2 and m.receivable_id is null
       and m.result = 'booked' and m.movement->>'kind' = $3
       and (m.movement->>'amountMinor')::bigint = $4
       and m.movement->>'scheduleReference' is not distinct from $5
     order by m.id`,
    [tx.tenantId, facilityId, kind, amountMinor, scheduleReference],
  );
  const standing: Id[] = [];
  for (const { id, reversal } of same) {
    if (reversal) standing.pop();
    else standing.push(id);
  }
  const last = standing.at(-1);
  if (last === undefined) return undefined;
  return tx.query<SharedPart>(
    `select f.receivable_id as "receivableId", f.fact->>'requestId' as "requestId",
       abs((f.fact->>'amountMinor')::bigint) as "amountMinor"
     from cedent.position_fact f
     where f.tenant_id = $1 and f.fact->>'cause' = $2
       and f.fact->>'kind' = case when $3 = 'repayment' then 'rebated' else 'charged' end
     order by f.receivable_id, f.seq`,
    [tx.tenantId, `movement|${last}`, kind],
  );
}

/** On what the funder's word of its advance has come already: a second one is another advance. */
export async function readAdvancesTold(
  tx: Tx,
  { facilityId, movements }: { facilityId: string; movements: readonly FunderMovement[] },
): Promise<Set<string>> {
  const advances = movements.filter(isAdvance);
  if (advances.length === 0) return new Set();
  const named = [...new Set(advances.flatMap((own) => own.scheduleReference ?? []))];
  const rows = await tx.query<{ request: string | null; receivableId: Id | null }>(
    `select m.movement->>'scheduleReference' as request, m.receivable_id as "receivableId"
     from cedent.funder_movement m
     where m.tenant_id = $1 and m.facility_id = $2 and m.result = 'confirmed'
       and m.movement->>'kind' in ('advance', 'drawdown')
       and not (m.movement->>'reversal')::boolean
       and (m.movement->>'scheduleReference' = any ($3::text[])
         or m.movement->>'scheduleReference' is null)`,
    [tx.tenantId, facilityId, named],
  );
  return new Set(rows.map(({ request, receivableId }) => advanceKey(request, receivableId)));
}

export function advanceKey(request: string | null | undefined, receivableId: Id | null): string {
  return `${request ?? ''}|${receivableId ?? ''}`;
}

/**
 * The fact by which the funder's own word of a credit note was booked, where it came before the receipt
 * of the note: the cause of the oldest one that no note has claimed. A reversal takes back one of them.
 */
export async function dilutionTold(
  tx: Tx,
  credit: { receivableId: Id; requestId: Id; amountMinor: AmountMinor; isForeign: boolean },
): Promise<string | undefined> {
  const { receivableId, requestId, amountMinor, isForeign } = credit;
  const facts = await tx.query<{ cause: string; amountMinor: number }>(
    `select f.fact->>'cause' as cause, (f.fact->>'amountMinor')::bigint as "amountMinor"
     from cedent.position_fact f
     where f.tenant_id = $1 and f.receivable_id = $2 and f.fact->>'kind' = 'diluted'
       and f.fact->>'requestId' = $3 order by f.seq`,
    [tx.tenantId, receivableId, requestId],
  );
  const claimed = new Set(facts.map(({ cause }) => /^credit\|[^|]*\|(.+)$/.exec(cause)?.[1]));
  const within = isForeign ? 1 : 0;
  const near = facts.filter(
    (fact) =>
      fact.cause.startsWith('movement|') &&
      Math.abs(Math.abs(fact.amountMinor) - amountMinor) <= within,
  );
  const backs = near.filter((fact) => fact.amountMinor < 0).length;
  const free = near.filter((fact) => fact.amountMinor > 0 && !claimed.has(fact.cause));
  return free.slice(backs)[0]?.cause;
}

/** Whether our bank has said already that we paid it back; each payment is confirmed by one movement. */
export async function isRepaid(
  tx: Tx,
  { facilityId, movement }: { facilityId: string; movement: FunderMovement },
): Promise<boolean> {
  if (movement.reversal) return false;
  const { left } = one(
    await tx.query<{ left: number }>(
      `select (select count(*) from (
           select from cedent.position_fact f
           join cedent.funding_request r
             on r.tenant_id = f.tenant_id and r.id = (f.fact->>'requestId')::uuid
           where f.tenant_id = $1 and r.facility_id = $2 and f.fact->>'kind' = 'rebated'
             and f.fact->>'cause' like 'bank|%'
           group by f.fact->>'cause' having -sum((f.fact->>'amountMinor')::bigint) = $3) paid)
         - (select count(*) from cedent.funder_movement m
           where m.tenant_id = $1 and m.facility_id = $2 and m.result = 'confirmed'
             and m.movement->>'kind' = 'repayment'
             and (m.movement->>'amountMinor')::bigint = $3) as left`,
      [tx.tenantId, facilityId, movement.amountMinor],
    ),
    'repayments to confirm',
  );
  return left > 0;
}
