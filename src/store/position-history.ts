import type { Day } from '../core/calendar.ts';
import { PositionFact } from '../core/funding/position-fact.ts';
import type { Id } from '../core/ids.ts';
import type { Actor } from './audit.ts';
import type { Tx } from './database.ts';

/** A fact of a position as it was recorded: by whom, when, and following from what. */
export type PastFact = {
  seq: number;
  fact: PositionFact;
  effectiveOn: Day;
  recordedAt: Date;
  actor: Actor;
  /** What people call who did it; none for the product itself. */
  by: string | null;
  /** The funder's own name of the movement that it follows from. */
  movement: string | null;
};

/** All that has happened to a receivable with its funders, the first fact first. */
export async function readPast(tx: Tx, receivableId: Id): Promise<PastFact[]> {
  const rows = await tx.query<PastFact>(
    `select f.seq, f.fact, f.effective_on as "effectiveOn", f.recorded_at as "recordedAt", f.actor,
       coalesce(p.name, c.name) as by, m.movement_id as movement
     from cedent.position_fact f
     left join cedent.person p on p.tenant_id = $1 and p.id = (f.actor->>'personId')::uuid
     left join cedent.connection c on c.tenant_id = $1
       and c.id = (f.actor->>'connectionId')::uuid
     left join cedent.funder_movement m on m.tenant_id = $1
       and m.id = substring(f.fact->>'cause' from '^movement\\|(.{36})$')::uuid
     where f.tenant_id = $1 and f.receivable_id = $2 order by f.seq`,
    [tx.tenantId, receivableId],
  );
  return rows.map((row) => ({ ...row, fact: PositionFact.parse(row.fact) }));
}
