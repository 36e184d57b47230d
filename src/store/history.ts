import type { AsOf, Day } from '../core/calendar.ts';
import type { HistoryMonth } from '../core/input.ts';
import { monthName } from '../core/reserve/history.ts';
import type { Tx } from './database.ts';

/** Past due by more than this an invoice counts as defaulted: the age from which most contracts say so. */
const defaultDays = 90;

/**
 * Sales, credit notes, collections and defaults of the last `months` ended months by currency, as the
 * ledger's facts tell them and as they were known: what was issued in the month by its face, what an
 * invoice's open amount fell by, and what was still open when it came to be more than 90 days past due,
 * or was first known to be. A month without movement is there with zeros, from the month of the oldest
 * item that is known.
 */
export async function readMonths(
  tx: Tx,
  { asOf, knownAt, months }: AsOf & { months: number },
): Promise<HistoryMonth[]> {
  if (months === 0) return [];
  const names = Array.from({ length: months }, (_, back) => monthName(asOf, back)).reverse();
  const rows = await tx.query<HistoryMonth>(statement, [
    tx.tenantId,
    asOf,
    knownAt,
    defaultDays,
    `${names[0]}-01`,
  ]);
  const oldest = await tx.query<{ currency: string; month: string }>(
    `select currency, to_char(min(issued_on), 'YYYY-MM') as month from cedent.receivable
     where tenant_id = $1 and recorded_at <= $2 group by currency order by currency`,
    [tx.tenantId, knownAt],
  );
  const first = oldest.reduce((least, { month }) => (month < least ? month : least), '9999-12');
  const currencies = oldest.map(({ currency }) => currency);
  return filled(rows, { first, currencies, names });
}

function filled(
  rows: readonly HistoryMonth[],
  of: { first: string; currencies: readonly string[]; names: readonly string[] },
): HistoryMonth[] {
  const { first, currencies, names } = of;
  const known = new Map(rows.map((row) => [`${row.month} ${row.currency}`, row]));
  return names
    .filter((month) => month >= first)
    .flatMap((month) =>
      currencies.map((currency) => known.get(`${month} ${currency}`) ?? nothing(month, currency)),
    );
}

function nothing(month: Day, currency: string): HistoryMonth {
  const none = { salesMinor: 0, creditNotesMinor: 0, collectionsMinor: 0, defaultedMinor: 0 };
  return { month, currency, ...none };
}

const statement = `
  with known as (
    select r.id, r.kind, r.currency, r.issued_on, r.due_on, r.face_minor
    from cedent.receivable r
    where r.tenant_id = $1 and r.recorded_at <= $3 and r.kind in ('invoice', 'credit_note')
  ), facts as (
    select f.receivable_id, f.effective_on, f.open_minor, f.seq,
      lag(f.open_minor) over (
        partition by f.receivable_id order by f.effective_on, f.seq) as before_minor
    from cedent.receivable_fact f
    where f.tenant_id = $1 and f.recorded_at <= $3 and f.effective_on <= $2
  ), moves as (
    select issued_on as on_day, currency,
      case when kind = 'invoice' then face_minor else 0 end as sales,
      case when kind = 'credit_note' then -face_minor else 0 end as credited,
      0 as collected, 0 as defaulted
    from known
    union all
    select f.effective_on, k.currency, 0, 0, f.before_minor - f.open_minor, 0
    from facts f join known k on k.id = f.receivable_id
    where k.kind = 'invoice' and f.before_minor > f.open_minor
    union all
    select past.on_day, k.currency, 0, 0, 0, last.open_minor
    from known k
    cross join lateral (
      select greatest(k.due_on + $4::integer + 1, min(f.effective_on)) as on_day
      from cedent.receivable_fact f
      where f.tenant_id = $1 and f.receivable_id = k.id and f.recorded_at <= $3) past
    cross join lateral (
      select f.open_minor from cedent.receivable_fact f
      where f.tenant_id = $1 and f.receivable_id = k.id and f.recorded_at <= $3
        and f.effective_on <= past.on_day
      order by f.effective_on desc, f.seq desc limit 1) last
    where k.kind = 'invoice' and past.on_day between $5::date and $2::date
      and last.open_minor > 0
  )
  select to_char(on_day, 'YYYY-MM') as month, currency,
    sum(sales)::bigint as "salesMinor", sum(credited)::bigint as "creditNotesMinor",
    sum(collected)::bigint as "collectionsMinor", sum(defaulted)::bigint as "defaultedMinor"
  from moves where on_day between $5::date and $2::date
  group by 1, 2 order by 1, 2`;
