import type { Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import { one, type Tx } from '../database.ts';

export type Batch = {
  importId: Id;
  sellerId: string;
  ledger: string;
  asOf: Day;
  /** One instant for every fact of an import: it is known whole or not at all. */
  recordedAt: Date;
};

/** Appends what the ledger says of debtors where it is news; what it leaves out stays as known. */
export async function appendDebtors(tx: Tx, { asOf, recordedAt }: Batch): Promise<number> {
  const rows = await tx.query(
    `insert into cedent.debtor_fact
       (tenant_id, debtor_id, effective_on, recorded_at, name, country, group_id, identifiers)
     select $1, n.debtor_id, $2, $3, n.name, n.country, n.group_id, n.identifiers
     from (
       select l.debtor_id, l.debtor_name as name, coalesce(l.debtor_country, d.country) as country,
         coalesce(l.debtor_group_id, d.group_id) as group_id,
         coalesce(d.identifiers, '{}') || l.debtor_identifiers as identifiers, d.debtor_id as known,
         d.name as d_name, d.country as d_country, d.group_id as d_group_id,
         d.identifiers as d_identifiers
       from ledger_row l
       join (select debtor_id, max(row_number) as last from ledger_row group by debtor_id) m
         on l.debtor_id = m.debtor_id and l.row_number = m.last
       left join lateral (
         select f.debtor_id, f.name, f.country, f.group_id, f.identifiers from cedent.debtor_fact f
         where f.tenant_id = $1 and f.debtor_id = l.debtor_id and f.effective_on <= $2
         order by f.effective_on desc, f.seq desc limit 1) d on true) n
     where n.known is null or (n.name, n.country, n.group_id, n.identifiers)
       is distinct from (n.d_name, n.d_country, n.d_group_id, n.d_identifiers)
     order by n.debtor_id
     returning 1`,
    [tx.tenantId, asOf, recordedAt],
  );
  return rows.length;
}

/** Gives an id to each open item seen for the first time; returns how many. */
export async function appendReceivables(tx: Tx, { recordedAt }: Batch): Promise<number> {
  const { rowCount } = await tx.client.query(
    `insert into cedent.receivable (tenant_id, id, business_key, seller_id, ledger, number, kind,
       fiscal_year, instalment, fingerprint, debtor_id, currency, issued_on, due_on, face_minor,
       references_number, recorded_at)
     select $1, l.id, l.business_key, l.seller_id, l.ledger, l.number, l.kind, l.fiscal_year,
       l.instalment, l.fingerprint, l.debtor_id, l.currency, l.issued_on, l.due_on, l.face_minor,
       l.references_number, $2
     from ledger_row l
     order by l.row_number
     on conflict (tenant_id, business_key) do nothing`,
    [tx.tenantId, recordedAt],
  );
  return rowCount ?? 0;
}

export type Appended = { changed: number; closed: number };

/** Appends a fact where the ledger's amounts differ from the latest fact effective by its day. */
export async function appendFacts(tx: Tx, batch: Batch): Promise<Appended> {
  return counted(
    await tx.query<Appended>(
      `with differs as materialized (
         select r.id as receivable_id, l.open_minor, l.disputed_minor, r.id = l.id as is_new,
           f.open_minor as before_minor
         from ledger_row l
         join cedent.receivable r on r.tenant_id = $1 and r.business_key = l.business_key
         left join lateral (${latestFact('r.id')}) f on r.id <> l.id
         where f.open_minor is null
           or (f.open_minor, f.disputed_minor) <> (l.open_minor, l.disputed_minor)),
       appended as (
         insert into cedent.receivable_fact (tenant_id, receivable_id, import_id, effective_on,
           recorded_at, open_minor, disputed_minor, cause)
         select $1, receivable_id, $3, $2, $4, open_minor, disputed_minor, 'in_ledger' from differs)
       select count(*) filter (where not is_new
           and not (open_minor = 0 and coalesce(before_minor, 0) <> 0)) as changed,
         count(*) filter (where open_minor = 0 and coalesce(before_minor, 0) <> 0) as closed
       from differs`,
      [tx.tenantId, batch.asOf, batch.importId, batch.recordedAt],
    ),
  );
}

/** A whole ledger says of the items it does not have that nothing of them is open. */
export async function closeAbsent(tx: Tx, batch: Batch): Promise<Appended> {
  return counted(
    await tx.query<Appended>(
      `with missing as materialized (
         select r.id from cedent.receivable r
         where r.tenant_id = $1 and r.seller_id = $5 and r.ledger = $6
           and not exists (select from ledger_row l where l.business_key = r.business_key)
           and not exists (select from ledger_rejection x
                           where x.code = 'identity_changed' and x.number = r.number)),
       absent as (
         insert into cedent.receivable_fact (tenant_id, receivable_id, import_id, effective_on,
           recorded_at, open_minor, cause)
         select $1, m.id, $3, $2, $4, 0, 'absent_from_ledger'
         from missing m cross join lateral (${latestFact('m.id')}) f where f.open_minor <> 0
         returning 1)
       select 0 as changed, count(*) as closed from absent`,
      [tx.tenantId, batch.asOf, batch.importId, batch.recordedAt, batch.sellerId, batch.ledger],
    ),
  );
}

/**
 * After a ledger of an earlier day: a whole ledger of a later day, already known, said what was open
 * then. Where it appended nothing because nothing had changed, its word is written out now, so that
 * the earlier day's correction does not reach past it. Returns how many facts that took.
 */
export async function keepLaterWord(tx: Tx, batch: Batch): Promise<number> {
  const [later] = await tx.query<{ id: Id; asOf: Day }>(
    `select id, as_of as "asOf" from cedent.ledger_import
     where tenant_id = $1 and seller_id = $2 and ledger = $3 and complete and as_of > $4
     order by as_of, recorded_at desc limit 1`,
    [tx.tenantId, batch.sellerId, batch.ledger, batch.asOf],
  );
  if (!later) return 0;
  const { rowCount } = await tx.client.query(
    `insert into cedent.receivable_fact (tenant_id, receivable_id, import_id, effective_on,
       recorded_at, open_minor, disputed_minor, cause)
     select $1, mine.receivable_id, $5, $6, $4, coalesce(f.open_minor, 0),
       coalesce(f.disputed_minor, 0), coalesce(f.cause, 'absent_from_ledger')
     from cedent.receivable_fact mine
     left join lateral (${latestFact('mine.receivable_id', 'and p.import_id <> $3')}) f on true
     where mine.tenant_id = $1 and mine.import_id = $3
       and not exists (select from cedent.receivable_fact n
         where n.tenant_id = $1 and n.receivable_id = mine.receivable_id
           and n.effective_on > $2 and n.effective_on <= $6)
       and (coalesce(f.open_minor, 0), coalesce(f.disputed_minor, 0))
         <> (mine.open_minor, mine.disputed_minor)`,
    [tx.tenantId, batch.asOf, batch.importId, batch.recordedAt, later.id, later.asOf],
  );
  return rowCount ?? 0;
}

/** The latest fact of a receivable effective by the day in $2. */
export function latestFact(receivable: string, also = ''): string {
  return `select p.open_minor, p.disputed_minor, p.cause from cedent.receivable_fact p
    where p.tenant_id = $1 and p.receivable_id = ${receivable} and p.effective_on <= $2 ${also}
    order by p.effective_on desc, p.seq desc limit 1`;
}

function counted(rows: Appended[]): Appended {
  return one(rows, 'the count of appended facts');
}
