import { hashOf } from '../core/hash.ts';
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
  await lockBaskets(tx, personId);
  const { size: before, known } = await countHeld(tx, basket, ids);
  const given = ids.length - known;
  if (before + given > BASKET_MAX) {
    const params = { size: before, given, max: BASKET_MAX };
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

/** Amounts by receivable, minor units of the facility's currency. */
export type Amounts = Readonly<Record<Id, number>>;

/** Baskets of one person as they are to be; `fundedMinor` is what a plan funds of each. */
export type Filling = {
  facilityId: string;
  receivableIds: readonly Id[];
  fundedMinor?: Amounts;
}[];

/** What a filling takes out: all of the baskets it fills, and its receivables out of any other. */
export type Displaced = {
  baskets: { facilityId: string; size: number; displaced: number }[];
  /** Stands for exactly these lines: who has seen others has not agreed to this. */
  mark: string;
};

export async function readDisplaced(
  tx: Tx,
  { personId, filling }: { personId: Id; filling: Filling },
): Promise<Displaced> {
  const rows = await tx.query<{
    facilityId: string;
    size: number;
    displaced: number;
    lines: string | null;
  }>(
    `select facility_id as "facilityId", count(*) as size, count(*) filter (where taken) as displaced,
       md5(string_agg(receivable_id::text, ',' order by receivable_id) filter (where taken)) as lines
     from (select facility_id, receivable_id,
         facility_id = any ($3) or receivable_id = any ($4::uuid[]) as taken
       from cedent.basket_line where tenant_id = $1 and person_id = $2) b
     group by facility_id having bool_or(taken) order by facility_id`,
    [tx.tenantId, personId, filling.map(({ facilityId }) => facilityId), idsOf(filling)],
  );
  return {
    baskets: rows.map(({ facilityId, size, displaced }) => ({ facilityId, size, displaced })),
    mark: hashOf(rows.map(({ facilityId, lines }) => [facilityId, lines])),
  };
}

export type ReplaceAnswer =
  | { status: 'replaced'; displaced: number }
  | { status: 'refused'; code: 'basket_changed'; params: Record<string, never> }
  | {
      status: 'refused';
      code: 'basket_too_large';
      params: { facilityId: string; given: number; max: number };
    };

/**
 * Fills baskets anew, all of them or none: what they held goes, and so do their receivables from the
 * person's other baskets. `mark` is of what the person saw would go; if that is another by now, or a
 * basket would hold too much, nothing is changed.
 */
export async function replaceBaskets(
  tx: Tx,
  { personId, filling, mark }: { personId: Id; filling: Filling; mark: string },
): Promise<ReplaceAnswer> {
  for (const { facilityId, receivableIds } of filling) {
    const params = { facilityId, given: receivableIds.length, max: BASKET_MAX };
    if (params.given > BASKET_MAX) return { status: 'refused', code: 'basket_too_large', params };
  }
  await lockBaskets(tx, personId);
  const found = await readDisplaced(tx, { personId, filling });
  if (found.mark !== mark) return { status: 'refused', code: 'basket_changed', params: {} };
  await tx.query(
    `delete from cedent.basket_line where tenant_id = $1 and person_id = $2
       and (facility_id = any ($3) or receivable_id = any ($4::uuid[]))`,
    [tx.tenantId, personId, filling.map(({ facilityId }) => facilityId), idsOf(filling)],
  );
  for (const { facilityId, receivableIds, fundedMinor } of filling) {
    const amounts = receivableIds.map((id) => fundedMinor?.[id] ?? null);
    await tx.query(
      `insert into cedent.basket_line
         (tenant_id, person_id, facility_id, receivable_id, funded_minor)
       select $1, $2, $3, l.* from unnest($4::uuid[], $5::bigint[]) l`,
      [tx.tenantId, personId, facilityId, receivableIds, amounts],
    );
  }
  await auditFilling(tx, { personId, filling, found });
  const displaced = found.baskets.reduce((sum, basket) => sum + basket.displaced, 0);
  return { status: 'replaced', displaced };
}

async function auditFilling(
  tx: Tx,
  { personId, filling, found }: { personId: Id; filling: Filling; found: Displaced },
): Promise<void> {
  for (const { facilityId, receivableIds } of filling) {
    const body = { given: receivableIds.length };
    await auditBasket(tx, { personId, facilityId }, { action: 'basket.replaced', body });
  }
  for (const { facilityId, displaced: removed } of found.baskets) {
    if (filling.some((one) => one.facilityId === facilityId)) continue;
    const body = { removed };
    await auditBasket(tx, { personId, facilityId }, { action: 'basket.removed', body });
  }
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

/** What a plan funds of a basket's receivables; those that a person put in have no amount. */
export async function readFunded(tx: Tx, { personId, facilityId }: Basket): Promise<Amounts> {
  const rows = await tx.query<{ id: Id; fundedMinor: number }>(
    `select receivable_id as id, funded_minor as "fundedMinor" from cedent.basket_line
     where tenant_id = $1 and person_id = $2 and facility_id = $3 and funded_minor is not null`,
    [tx.tenantId, personId, facilityId],
  );
  return Object.fromEntries(rows.map(({ id, fundedMinor }) => [id, fundedMinor]));
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

/** What one person does in two windows happens one after the other. */
async function lockBaskets(tx: Tx, personId: Id): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `basket ${tx.tenantId} ${personId}`,
  ]);
}

function idsOf(filling: Filling): Id[] {
  return filling.flatMap(({ receivableIds }) => receivableIds);
}

/** How many a basket holds, and how many of the named are in any basket of its person. */
async function countHeld(
  tx: Tx,
  { personId, facilityId }: Basket,
  ids: readonly Id[],
): Promise<{ size: number; known: number }> {
  const rows = await tx.query<{ size: number; known: number }>(
    `select count(*) filter (where facility_id = $3) as size,
       count(*) filter (where receivable_id = any ($4::uuid[])) as known
     from cedent.basket_line where tenant_id = $1 and person_id = $2`,
    [tx.tenantId, personId, facilityId, ids],
  );
  return one(rows, 'the counts of the basket');
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
