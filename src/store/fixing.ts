import type { AsOf, Day } from '../core/calendar.ts';
import type { Charges } from '../core/charge/charges.ts';
import { fixingsOf, indexesIn, type PublishedFixing } from '../core/charge/fixing.ts';
import type { Market } from '../core/charge/indexRate.ts';
import type { Id } from '../core/ids.ts';
import { publishedCalendars } from '../core/settlement/published.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';
import { readFacilities } from './facility.ts';

/** A fixing as it is known; `version` counts what was recorded for its day. */
export type KnownFixing = PublishedFixing & {
  version: number;
  recordedAt: Date;
  recordedBy: Id | null;
};

/** A day that had another fixing before, or another source. */
export type ChangedFixing = { index: string; day: Day; before: string; after: string };

/**
 * Appends what is news for its index and day. Another rate of a day that is known is its next version:
 * it holds from now on, and the one before stays what was known until then.
 */
export async function recordFixings(
  tx: Tx,
  { actor, fixings }: { actor: Actor; fixings: readonly PublishedFixing[] },
): Promise<{ appended: number; changed: ChangedFixing[] }> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `fixings ${tx.tenantId}`,
  ]);
  const appended = await tx.query<ChangedFixing & { before: string | null }>(
    `with told as (
       select distinct on (index, day) * from unnest($2::text[], $3::date[], $4::text[], $5::text[])
         with ordinality as t (index, day, percent, source, nth)
       order by index, day, nth desc
     ), news as (
       select t.*, k.percent as before from told t
       left join lateral (
         select percent, source from cedent.fixing f
         where f.tenant_id = $1 and f.index_name = t.index and f.on_day = t.day
         order by f.seq desc limit 1) k on true
       where (k.percent, k.source) is distinct from (t.percent, t.source)
     ), appended as (
       insert into cedent.fixing (tenant_id, index_name, on_day, percent, source, recorded_by)
       select $1, index, day, percent, source, $6 from news order by index, day
     )
     select index, day, before, percent as after from news order by index, day`,
    [
      tx.tenantId,
      fixings.map(({ index }) => index),
      fixings.map(({ day }) => day),
      fixings.map(({ percent }) => percent),
      fixings.map(({ source }) => source),
      'personId' in actor ? actor.personId : null,
    ],
  );
  const changed = appended.filter(({ before }) => before !== null);
  if (appended.length > 0) {
    const body = { fixings: fixings.length, appended: appended.length, changed };
    await audit(tx, { actor, action: 'fixing.recorded', subject: 'fixing', body });
  }
  return { appended: appended.length, changed };
}

/** Through a day, as known at an instant, the newest day first: each day's newest version, or all. */
export function readFixings(
  tx: Tx,
  of: AsOf & { indexes?: readonly string[] | undefined; limit?: number; every?: boolean },
): Promise<KnownFixing[]> {
  const { asOf, knownAt, indexes, limit = 1_000_000, every = false } = of;
  return tx.query<KnownFixing>(
    `with known as (
       select index_name as index, on_day as day, percent, source, seq,
         recorded_at as "recordedAt", recorded_by as "recordedBy",
         row_number() over (partition by index_name, on_day order by seq)::integer as version,
         lead(seq) over (partition by index_name, on_day order by seq) is null as newest
       from cedent.fixing
       where tenant_id = $1 and on_day <= $2 and recorded_at <= $3
         and ($4::text[] is null or index_name = any ($4))
     )
     select index, day, percent, source, "recordedAt", "recordedBy", version from known
     where newest or $5 order by day desc, index, seq desc limit $6`,
    [tx.tenantId, asOf, knownAt, indexes ?? null, every, limit],
  );
}

/** What is known for charges by a day: published calendars, and fixings of the indexes they go by. */
export async function readMarket(
  tx: Tx,
  { asOf, knownAt }: AsOf,
  charges: Iterable<Charges | undefined>,
): Promise<Market> {
  const indexes = indexesIn([...charges]);
  const fixings = indexes.length === 0 ? [] : await readFixings(tx, { asOf, knownAt, indexes });
  return { calendars: publishedCalendars, fixings: fixingsOf(fixings) };
}

/** The indexes that agreements go by or that have fixings, each with its newest day. */
export async function readIndexes(
  tx: Tx,
  when: AsOf,
): Promise<{ index: string; agreed: boolean; newestOn: Day | null }[]> {
  const agreed = indexesIn(
    (await readFacilities(tx, when)).map(({ agreement }) => agreement.charges),
  );
  const rows = await tx.query<{ index: string; newestOn: Day }>(
    `select index_name as index, max(on_day) as "newestOn" from cedent.fixing
     where tenant_id = $1 and on_day <= $2 and recorded_at <= $3 group by index_name`,
    [tx.tenantId, when.asOf, when.knownAt],
  );
  const newest = new Map(rows.map(({ index, newestOn }) => [index, newestOn]));
  return [...new Set([...agreed, ...newest.keys()])].sort().map((index) => ({
    index,
    agreed: agreed.includes(index),
    newestOn: newest.get(index) ?? null,
  }));
}
