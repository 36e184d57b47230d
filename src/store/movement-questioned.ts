import type { Detail } from '../core/detail.ts';
import { FunderMovement } from '../core/funding/funder-movement.ts';
import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';

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
