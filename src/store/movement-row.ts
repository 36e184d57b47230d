import type { FunderMovement } from '../core/funding/funder-movement.ts';
import { hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';
import type { Judged } from './movement-judge.ts';

/** A movement as it is kept, with what became of it. */
export type MovementRow = { id: Id; movement: FunderMovement; judged: Judged };

const rowsAtOnce = 5_000;

/** Keeps movements as they come and writes them together. */
export type MovementQueue = {
  add(row: MovementRow): void;
  flush(): Promise<void>;
  /** Whoever asks through it finds every movement that was added before. */
  tx: Tx;
};

export function queueMovements(tx: Tx, facilityId: string): MovementQueue {
  let pending: MovementRow[] = [];
  const flush = async () => {
    const rows = pending;
    pending = [];
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      await insertSome(tx, facilityId, rows.slice(at, at + rowsAtOnce));
    }
  };
  return {
    add: (row) => {
      pending.push(row);
    },
    flush,
    tx: {
      ...tx,
      query: async (text, values) => {
        await flush();
        return tx.query(text, values);
      },
    },
  };
}

async function insertSome(tx: Tx, facilityId: string, rows: readonly MovementRow[]): Promise<void> {
  await tx.query(
    `insert into cedent.funder_movement (tenant_id, facility_id, id, movement_id, content_hash,
       movement, result, detail, booked_on, receivable_id)
     select $1, $2, m.* from unnest($3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
       $8::jsonb[], $9::date[], $10::uuid[]) as m`,
    [
      tx.tenantId,
      facilityId,
      rows.map(({ id }) => id),
      rows.map(({ movement }) => movement.movementId),
      rows.map(({ movement }) => hashOf(movement)),
      rows.map(({ movement }) => JSON.stringify(movement)),
      rows.map(({ judged }) => judged.result),
      rows.map(({ judged: { detail } }) => (detail === undefined ? null : JSON.stringify(detail))),
      rows.map(({ movement }) => movement.bookedOn),
      rows.map(({ judged }) => judged.receivableId ?? null),
    ],
  );
}
