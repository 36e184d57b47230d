import type { Id } from '../core/ids.ts';
import type { Tx } from './database.ts';

/** Those of the ids that are receivables of this tenant. */
export async function readReceivableIds(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  const rows = await tx.query<{ id: Id }>(
    'select id from cedent.receivable where tenant_id = $1 and id = any ($2::uuid[])',
    [tx.tenantId, ids],
  );
  return rows.map(({ id }) => id);
}
