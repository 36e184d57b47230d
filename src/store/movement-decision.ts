import { type Detail, told } from '../core/detail.ts';
import { FunderMovement } from '../core/funding/funder-movement.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import type { Tx } from './database.ts';
import { causeOf, lockMovements, takeUnder } from './movement.ts';
import { type Judged, judge } from './movement-judge.ts';
import { readAdvancesTold } from './movement-known.ts';
import { readHoldings } from './movement-places.ts';
import { readSiblings } from './movement-siblings.ts';
import { movePositions } from './position.ts';
import { closeRequests, reopenRequests } from './request-closing.ts';
import { attempted } from './savepoint.ts';

export type DecisionAnswer =
  | { ok: true }
  | { ok: false; code: 'movement_not_found' }
  | { ok: false; code: 'movement_decided' }
  | { ok: false; code: 'movement_still_questioned'; detail: Detail };

/**
 * A person decides what a questioned movement is: nothing of ours, or booked, on the receivable that
 * they name where it named none. It is judged again as things are now, and booked only where it fits.
 */
export async function decideMovement(
  tx: Tx,
  decided: {
    movementId: Id;
    decision: 'booked' | 'dismissed';
    /** What it concerns, where the funder named another or none. */
    receivableId?: Id | undefined;
    /** Under which facility of the same agreement, where that has several. */
    facilityId?: string | undefined;
    reason: string;
    actor: { personId: Id };
  },
): Promise<DecisionAnswer> {
  const { movementId, decision, receivableId, facilityId, reason, actor } = decided;
  const [row] = await tx.query<Row>(
    `select m.facility_id as "facilityId", m.movement
     from cedent.funder_movement m where m.tenant_id = $1 and m.id = $2`,
    [tx.tenantId, movementId],
  );
  if (!row) return { ok: false, code: 'movement_not_found' };
  await lockMovements(tx, row.facilityId);
  if (!(await isUndecided(tx, movementId))) return { ok: false, code: 'movement_decided' };
  if (decision === 'booked' && facilityId !== undefined && facilityId !== row.facilityId) {
    return takeElsewhere(tx, { ...decided, facilityId, row });
  }
  const tried = await attempted(tx, async (): Promise<DecisionAnswer> => {
    const again = { row, movementId, receivableId };
    const judged = decision === 'dismissed' ? undefined : await judgeAgain(tx, again);
    if (judged?.detail !== undefined) {
      return { ok: false, code: 'movement_still_questioned', detail: judged.detail };
    }
    if (!(await insertDecision(tx, decided))) return { ok: false, code: 'movement_decided' };
    const body = { reason, receivableId };
    await audit(tx, { actor, action: `movement.${decision}`, subject: movementId, body });
    const moves = judged?.moves ?? [];
    await movePositions(tx, moves, actor);
    await reopenRequests(tx, { moves, actor });
    await closeRequests(tx, { moves, actor });
    return { ok: true };
  });
  if (tried.ok) return tried.value;
  const detail = told('movement_unbookable', { movement: movementOf(row).movementId }, tried.cause);
  return { ok: false, code: 'movement_still_questioned', detail };
}

type Row = { facilityId: string; movement: unknown };

function movementOf({ movement }: Row): FunderMovement {
  return FunderMovement.parse(movement);
}

/** It is of another facility of the agreement: nothing of this one's, and taken there as if told there. */
async function takeElsewhere(
  tx: Tx,
  decided: {
    movementId: Id;
    facilityId: string;
    reason: string;
    actor: { personId: Id };
    row: Row;
  },
): Promise<DecisionAnswer> {
  const { movementId, facilityId, reason, actor, row } = decided;
  const siblings = await readSiblings(tx, row.facilityId);
  if (!siblings.some((own) => own.facilityId === facilityId)) {
    return { ok: false, code: 'movement_not_found' };
  }
  const dismissed = { movementId, decision: 'dismissed', reason, actor };
  if (!(await insertDecision(tx, dismissed))) return { ok: false, code: 'movement_decided' };
  const body = { reason, facilityId };
  await audit(tx, { actor, action: 'movement.moved', subject: movementId, body });
  await takeUnder(tx, { facilityId, movements: [movementOf(row)], actor });
  return { ok: true };
}

async function judgeAgain(
  tx: Tx,
  again: {
    row: Row;
    movementId: Id;
    receivableId: Id | undefined;
  },
): Promise<Judged> {
  const { row, movementId, receivableId } = again;
  const movement = movementOf(row);
  const asked = { facilityId: row.facilityId, movements: [movement], receivableId };
  const holdings = await readHoldings(tx, asked);
  const advancesTold = await readAdvancesTold(tx, asked);
  const cause = causeOf(movementId);
  return judge(tx, { movement, holdings, advancesTold, cause, byPerson: true, receivableId });
}

/** Asked once nobody else can decide any more. */
async function isUndecided(tx: Tx, movementId: Id): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from cedent.funder_movement m
     where m.tenant_id = $1 and m.id = $2 and m.result = 'questioned' and not exists (
       select from cedent.movement_decision d where d.tenant_id = $1 and d.movement_id = m.id)`,
    [tx.tenantId, movementId],
  );
  return rows.length > 0;
}

/** False where somebody was faster. */
async function insertDecision(
  tx: Tx,
  decided: { movementId: Id; decision: string; reason: string; actor: { personId: Id } },
): Promise<boolean> {
  const { movementId, decision, reason, actor } = decided;
  const rows = await tx.query(
    `insert into cedent.movement_decision (tenant_id, movement_id, decision, reason, decided_by)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
    [tx.tenantId, movementId, decision, reason, actor.personId],
  );
  return rows.length > 0;
}
