import type { Detail } from '../core/detail.ts';
import { FunderMovement } from '../core/funding/funder-movement.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import type { Tx } from './database.ts';
import { causeOf, type Judged, judge, lockMovements } from './movement.ts';
import { readAdvancesTold } from './movement-known.ts';
import { readHoldings } from './movement-places.ts';
import { movePositions } from './position.ts';
import { closeRequests } from './request-closing.ts';

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
    reason: string;
    actor: { personId: Id };
  },
): Promise<DecisionAnswer> {
  const { movementId, decision, receivableId, reason, actor } = decided;
  const [row] = await tx.query<{ facilityId: string; movement: unknown }>(
    `select m.facility_id as "facilityId", m.movement
     from cedent.funder_movement m where m.tenant_id = $1 and m.id = $2`,
    [tx.tenantId, movementId],
  );
  if (!row) return { ok: false, code: 'movement_not_found' };
  await lockMovements(tx, row.facilityId);
  if (!(await isUndecided(tx, movementId))) return { ok: false, code: 'movement_decided' };
  const judged =
    decision === 'dismissed' ? undefined : await judgeAgain(tx, { row, movementId, receivableId });
  if (judged?.detail !== undefined) {
    return { ok: false, code: 'movement_still_questioned', detail: judged.detail };
  }
  if (!(await insertDecision(tx, decided))) return { ok: false, code: 'movement_decided' };
  await audit(tx, {
    actor,
    action: `movement.${decision}`,
    subject: movementId,
    body: { reason, receivableId },
  });
  await movePositions(tx, judged?.moves ?? []);
  await closeRequests(tx, { moves: judged?.moves ?? [], actor });
  return { ok: true };
}

async function judgeAgain(
  tx: Tx,
  again: {
    row: { facilityId: string; movement: unknown };
    movementId: Id;
    receivableId: Id | undefined;
  },
): Promise<Judged> {
  const { row, movementId, receivableId } = again;
  const movement = FunderMovement.parse(row.movement);
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
