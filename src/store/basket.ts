import type { Id } from '../core/ids.ts';
import { type Actor, audit } from './audit.ts';
import { one, type Tx } from './database.ts';

/** What one person is putting together for one facility. */
export type Basket = { personId: Id; facilityId: string };

export const BASKET_MAX = 10_000;

export type BasketAnswer =
  | {
      status: 'kept';
      size: number /** Already in this person's basket for another facility. */;
      elsewhere: number;
    }
  | {
      status: 'refused';
      code: 'basket_full';
      params: { size: number; given: number; max: number };
    };

/** Adds receivables; those already there stay, those in a basket for another facility stay there. */
export async function addToBasket(
  tx: Tx,
  { personId, facilityId, receivableIds }: Basket & { receivableIds: readonly Id[] },
): Promise<BasketAnswer> {
  const basket = { personId, facilityId };
  const ids = [...new Set(receivableIds)];
  const before = await basketSize(tx, basket);
  if (before + ids.length > BASKET_MAX) {
    const params = { size: before, given: ids.length, max: BASKET_MAX };
    return { status: 'refused', code: 'basket_full', params };
  }
  await tx.query(
    `insert into cedent.basket_line (tenant_id, person_id, facility_id, receivable_id)
     select $1, $2, $3, unnest($4::uuid[]) on conflict do nothing`,
    [tx.tenantId, personId, facilityId, ids],
  );
  const rows = await tx.query<{ elsewhere: number }>(
    `select count(*) as elsewhere from cedent.basket_line where tenant_id = $1 and person_id = $2
       and facility_id <> $3 and receivable_id = any ($4)`,
    [tx.tenantId, personId, facilityId, ids],
  );
  const size = await basketSize(tx, basket);
  await auditBasket(tx, basket, { action: 'basket.added', body: { given: ids.length, size } });
  return { status: 'kept', size, elsewhere: one(rows, 'the count of the basket').elsewhere };
}

/** Takes receivables out, or all of them when none are named; returns how many were in it. */
export async function removeFromBasket(
  tx: Tx,
  { personId, facilityId, receivableIds }: Basket & { receivableIds?: readonly Id[] },
): Promise<number> {
  const rows = await tx.query(
    `delete from cedent.basket_line where tenant_id = $1 and person_id = $2 and facility_id = $3
       and ($4::uuid[] is null or receivable_id = any ($4)) returning 1`,
    [tx.tenantId, personId, facilityId, receivableIds ?? null],
  );
  const body = { removed: rows.length };
  const basket = { personId, facilityId };
  if (rows.length > 0) await auditBasket(tx, basket, { action: 'basket.removed', body });
  return rows.length;
}

/** Ids in the order they were put in. */
export async function listBasket(tx: Tx, { personId, facilityId }: Basket): Promise<Id[]> {
  const rows = await tx.query<{ id: Id }>(
    `select receivable_id as id from cedent.basket_line
     where tenant_id = $1 and person_id = $2 and facility_id = $3
     order by added_at, receivable_id limit $4`,
    [tx.tenantId, personId, facilityId, BASKET_MAX],
  );
  return rows.map(({ id }) => id);
}

/** How many are in each of a person's baskets, by facility; empty ones are absent. */
export async function countBaskets(tx: Tx, personId: Id): Promise<Map<string, number>> {
  const rows = await tx.query<{ facilityId: string; count: number }>(
    `select facility_id as "facilityId", count(*) as count from cedent.basket_line
     where tenant_id = $1 and person_id = $2 group by facility_id`,
    [tx.tenantId, personId],
  );
  return new Map(rows.map(({ facilityId, count }) => [facilityId, count]));
}

async function basketSize(tx: Tx, { personId, facilityId }: Basket): Promise<number> {
  const rows = await tx.query<{ size: number }>(
    `select count(*) as size from cedent.basket_line
     where tenant_id = $1 and person_id = $2 and facility_id = $3`,
    [tx.tenantId, personId, facilityId],
  );
  return one(rows, 'the size of the basket').size;
}

async function auditBasket(
  tx: Tx,
  { personId, facilityId }: Basket,
  { action, body }: { action: string; body: unknown },
): Promise<void> {
  const actor: Actor = { personId };
  await audit(tx, { actor, action, subject: facilityId, body });
}
